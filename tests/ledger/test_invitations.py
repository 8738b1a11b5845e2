"""Invitations: a code that can be typed and read out, that opens the content keys at its own site and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ledger.invitations import box_for, invited_by, new_code, read_code, unbox_for
from supervisor_app.ledger.keys import Sealing
from supervisor_app.ledger.sealing import BrokenSeal, new_content_key
from tests.storage.ledgers import randomness

SITE = b"t" * 16
LIGHT = Sealing(memory_kib=8, passes=1, lanes=1)
KEY, OTHER = (new_content_key(randomness(seed)) for seed in (1, 2))
CODE = new_code(randomness(7))


def test_a_code_has_three_groups_of_four_that_cannot_be_misread():
    assert [len(group) for group in CODE.split("-")] == [4, 4, 4]
    assert not set("ILOU") & set("".join(new_code(randomness(seed)) for seed in range(200)))


@given(st.sampled_from(["{}", " {} "]), st.booleans(), st.sampled_from(["-", " ", ""]))
def test_a_code_is_read_however_it_is_typed(frame: str, small: bool, between: str):
    typed = frame.format(CODE.replace("-", between))
    assert read_code(typed.lower() if small else typed) == read_code(CODE)


def test_letters_that_look_like_digits_are_read_as_them():
    assert read_code("OIL0-ABCD-EFGH") == "0110ABCDEFGH"


@given(st.text(max_size=40))
def test_anything_else_is_no_code(typed: str):
    assert read_code(typed) in ("", typed.strip().upper().translate(str.maketrans("ILO", "110", " -")))


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "ABCD-EFGH-JKM!", "ABCD-EFGH-JKMU", "ABCD-EFGH-JKMN-P"])
def test_what_is_no_code_is_empty(typed: str):
    assert read_code(typed) == ""


def test_the_code_opens_the_box_at_its_site_only():
    invited = invited_by(CODE, SITE, LIGHT)
    box = box_for(invited, KEY)
    assert unbox_for(invited_by(CODE.lower(), SITE, LIGHT), KEY.id, box) == KEY
    for other in (invited_by(new_code(randomness(8)), SITE, LIGHT), invited_by(CODE, b"u" * 16, LIGHT)):
        assert other.recipient != invited.recipient
        with pytest.raises(BrokenSeal):
            unbox_for(other, KEY.id, box)


def test_a_box_that_was_changed_or_holds_another_key_is_refused():
    invited = invited_by(CODE, SITE, LIGHT)
    for key_id, box in ((OTHER.id, box_for(invited, KEY)), (KEY.id, box_for(invited, KEY)[:-1]), (b"", b"")):
        with pytest.raises(BrokenSeal):
            unbox_for(invited, key_id, box)


def test_neither_the_code_nor_the_secret_shows():
    invited = invited_by(CODE, SITE, LIGHT)
    assert invited.secret.hex() not in invited.recipient
    assert "secret" not in repr(invited)
