"""Numbers of paper forms: what is printed is read back, however it is typed, and nothing else is taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.codes import ALPHABET
from supervisor_app.domain.form_number import FormSaid, belongs_to, form_code, form_number, new_own_letters, read_form

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
OWN = st.binary(min_size=4, max_size=4).map(lambda lot: new_own_letters(lambda _count: lot))


@given(DIGESTS, OWN)
def test_what_is_scanned_names_the_whole_revision_and_what_is_typed_its_first_letters(digest: str, own: str) -> None:
    number = form_number(digest, own)
    assert read_form(form_code(digest, own)) == FormSaid(number, digest)
    assert read_form(number) == FormSaid(number)
    assert belongs_to(number, digest)
    assert len(own) == 6
    assert set(number) <= {*ALPHABET, "F", "-"}


@given(DIGESTS, OWN, st.sampled_from(["", " ", "-", "–"]), st.booleans())
def test_a_number_is_read_however_it_is_typed(digest: str, own: str, between: str, small: bool) -> None:
    number = form_number(digest, own)
    typed = number.replace("-", between).replace("0", "O").replace("1", "l")
    assert read_form(f" {typed.lower() if small else typed} ") == FormSaid(number)


@given(st.text(max_size=200))
def test_any_other_text_is_no_form(text: str) -> None:
    said = read_form(text)
    assert said is None or read_form(said.number) == FormSaid(said.number)


def test_badges_codes_and_certificates_are_no_forms() -> None:
    for text in ("010273", "KN27S-Z91WS", "F-7K2QM", "F-7K2QM-3XW9PU", "FORM:abc:3XW9PT", "F" * 400, "", "NGP-A-000147"):
        assert read_form(text) is None, text
