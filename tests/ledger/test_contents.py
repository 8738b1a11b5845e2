"""Contents: every record comes back as it went in; what does not fit is refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from supervisor_app.domain.checklist import Checklist, Step, StepKind
from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger.bodies import IssuerKeySealed, WorkerLeft
from supervisor_app.ledger.canonical import NotCanonical, canonical_bytes
from supervisor_app.ledger.contents import KINDS, checklist_digest, encode_content, read_body, record_in
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from tests.ledger.samples import CHECKLIST, issued_certificate, sign_off


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("member.added", Member(id="m", name="Ann", title="", role=Role.ADMIN)),
        ("worker.left", WorkerLeft(left_on=date(2026, 3, 1))),
        ("issuer_key.sealed", IssuerKeySealed(key="did:key:a", for_="ab", box="cd")),
        ("checklist.published", CHECKLIST),
        ("assessment.signed", sign_off("s1")),
        ("certificate.issued", issued_certificate("urn:uuid:1")),
    ],
)
def test_a_record_comes_back_as_it_went_in(kind: str, record: object) -> None:
    assert record_in(kind, encode_content(by="m", about="x", body=record)) == record


def test_a_sealed_key_travels_under_the_name_for() -> None:
    assert b'"for":"ab"' in encode_content(by="", about="", body=IssuerKeySealed(key="k", for_="ab", box=""))


def test_the_credential_travels_as_text() -> None:
    assert b'"credential":"{\\"a\\":1}"' in encode_content(by="", about="", body=issued_certificate("c", credential=b'{"a":1}'))


def test_the_head_of_a_content_says_who_and_about_whom() -> None:
    content = decode_content(encode_content(by="ann", about="w1", body={"job": "welder"}))
    assert (content.by, content.about, content.body, content.signature) == ("ann", "w1", b'{"job":"welder"}', None)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"v":1}', b'{"v":"1","body":{}}', b"\xff", b'{"v":1,"body":{},"by":7}', b"[" * 100_000]
)
def test_what_is_no_content_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(UnreadableContent):
        decode_content(data)


def test_a_newer_content_version_is_named() -> None:
    with pytest.raises(UnreadableContent, match=r"newer version .content version 2"):
        decode_content(canonical_bytes({"v": 2, "body": {}}))


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnreadableContent, match=r"newer version .kind pathway\.published"):
        read_body("pathway.published", b"{}")


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("body", [b"7", b"[]", b'{"value":[1]}', b"nul"])
def test_a_body_that_does_not_fit_is_refused_for_every_kind(kind: str, body: bytes) -> None:
    try:
        read_body(kind, body)
    except UnreadableContent:
        return
    assert (kind, body) in {("worker.left", b'{"value":[1]}'), ("member.ended", b'{"value":[1]}')}  # every field is optional


def test_a_field_of_a_newer_version_does_not_stop_an_older_one() -> None:
    assert read_body("worker.left", b'{"left_on":"2026-03-01","reason":"moved"}') == WorkerLeft(left_on=date(2026, 3, 1))


def test_control_characters_never_reach_the_ledger() -> None:
    with pytest.raises(NotCanonical):
        encode_content(by="m", about="w", body={"given_name": "An\x07n"})


def test_a_checklist_is_known_by_what_it_says() -> None:
    again = Checklist(**{name: getattr(CHECKLIST, name) for name in CHECKLIST.__dataclass_fields__})
    step = Step(key="s01", number=1, kind=StepKind.TICK, text={"en": "Look behind you"}, section={"en": "Before"})
    assert checklist_digest(again) == checklist_digest(CHECKLIST)
    assert checklist_digest(Checklist(competency="c", code="C", revision=1, title={}, short_title={}, steps=(step,))) != (
        checklist_digest(CHECKLIST)
    )
