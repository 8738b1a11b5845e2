"""Acts: the personal signature covers everything the act says, its kind included."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from supervisor_app.ledger.acts import Signer, act_problem, sign_act
from supervisor_app.ledger.canonical import canonical_bytes
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.ledger.keys import new_member_keys
from tests.sites import START, seeded

KEYS = new_member_keys("ann", seeded(4))
KIND = "certificate.printed"


def signed(kind: str = KIND) -> bytes:
    body = {"certificate": "c1", "duplicate": 0}
    signer = Signer(name="Ann Lee", title="Supervisor")
    return sign_act(KEYS, signer, kind=kind, about="c1", body=body, meaning="I saw it.", signed_at=START)


def changed(path: tuple[str, ...], value: object) -> bytes:
    whole: Any = msgspec.json.decode(signed())
    place = whole
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return canonical_bytes(whole)


def test_an_act_keeps_printed_name_meaning_and_the_time_with_its_offset() -> None:
    signature = decode_content(signed()).signature
    assert signature is not None
    assert (signature.name, signature.title, signature.meaning) == ("Ann Lee", "Supervisor", "I saw it.")
    assert signature.signed == "2026-03-14T09:12:00+01:00"
    assert signature.key == KEYS.signing_public


def test_an_act_as_it_was_signed_has_no_problem() -> None:
    assert act_problem(KIND, signed()) == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("about",), "c2"),
        (("body", "duplicate"), 1),
        (("body", "more"), "x"),
        (("signature", "name"), "Ann Le"),
        (("signature", "title"), ""),
        (("signature", "meaning"), "I did not see it."),
        (("signature", "signed"), "2026-03-14T09:12:00+02:00"),
        (("signature", "key"), new_member_keys("x", seeded(5)).signing_public),
        (("signature", "key"), "zz"),
        (("signature", "sig"), ""),
        (("signature", "sig"), "!"),
        (("by",), "bob"),
        (("signature", "member"), "bob"),
        (("kind",), "assessment.signed"),
    ],
)
def test_any_change_is_found(path: tuple[str, ...], value: object) -> None:
    assert act_problem(KIND, changed(path, value))


def test_an_act_cannot_be_passed_off_as_another_kind() -> None:
    assert "signed as assessment.signed" in act_problem(KIND, signed("assessment.signed"))


def test_a_content_without_signature_is_no_act() -> None:
    content = encode_content(by="ann", about="c1", body={"certificate": "c1"})
    assert "no personal signature" in act_problem(KIND, content)
