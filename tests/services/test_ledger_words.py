"""Every kind has words; what cannot be read says so; values that changed are told old and new."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger import bodies
from supervisor_app.ledger.contents import KINDS, encode_content
from supervisor_app.services.ledger_line import FIELDS, Group
from supervisor_app.services.ledger_sentences import WORDS
from supervisor_app.services.ledger_words import group_of, kinds_of, words_of
from tests.ledger.samples import CHECKLIST, issued_certificate, sign_off


class Names:
    """Names that show which id was asked for."""

    def member(self, member_id: str) -> str:
        return {"ann": "Ann Lee"}.get(member_id, f"member {member_id}")

    def person(self, worker_id: str) -> str:
        return {"w1": "Rabina Thapa"}.get(worker_id, f"person {worker_id}")

    def competency(self, key: str) -> str:
        return {"forklift": "Counterbalance forklift"}.get(key, key)

    def station(self, origin: str) -> str:
        return {"aa": "Line 3 laptop"}.get(origin, f"laptop {origin}")

    def certificate(self, certificate_id: str) -> str:
        return f"Rabina Thapa’s certificate {certificate_id}"

    def sign_off(self, sign_off_id: str) -> str:
        return f"sign-off {sign_off_id}"


BODIES: dict[str, tuple[str, object, str]] = {
    "site.created": ("s", bodies.SiteCreated(site="s", name="Nordwerk"), "Ann Lee founded the site Nordwerk"),
    "site.changed": ("s", {"place": "Hall 3"}, "Ann Lee changed the site’s place to Hall 3"),
    "station.joined": ("aa", bodies.StationJoined(name="Line 3 laptop", ed25519="00"), "Line 3 laptop joined the site"),
    "member.added": (
        "bo",
        Member(id="bo", name="Bo Ek", title="Foreman", role=Role.ASSESSOR),
        "Ann Lee added Bo Ek (Foreman) as an assessor",
    ),
    "member.changed": ("bo", {"role": "quality"}, "Ann Lee changed member bo’s role to quality"),
    "member.ended": (
        "bo",
        bodies.MemberEnded(ended_on=date(2026, 5, 3)),
        "Ann Lee ended member bo’s membership on 3 May 2026",
    ),
    "key.added": (
        "ann",
        bodies.KeyAdded(member="ann", station="aa", ed25519="0", x25519="0"),
        "Ann Lee gave Ann Lee keys on Line 3 laptop",
    ),
    "issuer_key.created": (
        "did:key:z",
        bodies.IssuerKeyCreated(did="did:key:z", ed25519="0", key_id="0"),
        "Ann Lee made the organisation’s signing key",
    ),
    "worker.recorded": ("w1", {"shift": "nights"}, "Ann Lee changed Rabina Thapa’s shift to nights"),
    "worker.left": ("w1", bodies.WorkerLeft(left_on=date(2026, 5, 3)), "Ann Lee noted that Rabina Thapa left on 3 May 2026"),
    "checklist.published": ("forklift", CHECKLIST, "Ann Lee published checklist FL-01 revision 3, Counterbalance forklift"),
    "assessment.signed": ("w1", sign_off("s1"), "Ann Lee signed Rabina Thapa competent on Counterbalance forklift, level U"),
    "certificate.issued": (
        "w1",
        issued_certificate("c1"),
        "Ann Lee issued certificate NW-2026-A0001 to Rabina Thapa: Counterbalance forklift, level U, valid until 13 March 2029",
    ),
    "endorsement.given": (
        "urn:1",
        bodies.EndorsementGiven(id="e1", subject="urn:1", title="Crane signals", comment="Seen here.", digest="00"),
        "Ann Lee endorsed a certificate of another organisation, Crane signals: “Seen here.”",
    ),
    "passport.issued": (
        "w1",
        bodies.PassportIssued(id="p1", worker_id="w1", certificates=3, as_of=date(2026, 5, 3), digest="00"),
        "Ann Lee signed a passport of Rabina Thapa with 3 certificates, as of 3 May 2026",
    ),
    "certificate.printed": (
        "c1",
        bodies.CertificatePrinted(certificate="c1", duplicate=2),
        "Ann Lee printed Rabina Thapa’s certificate c1 again (duplicate 2)",
    ),
    "page.published": (
        "s",
        bodies.PagePublished(day=date(2026, 5, 3), key_id="e92255d5ca0ca346", listed="AAAAAAAAAAAB" * 2),
        "Ann Lee published the check page: list of 3 May 2026 with 2 certificates that do not hold",
    ),
    "erased": (
        "w1",
        bodies.Erased(worker="w1", scope=Scope.FACTS, reason="time over", asked_by="HR"),
        "Ann Lee erased the name, number and job of Rabina Thapa. Reason: time over. Asked by: HR",
    ),
    "erasure.extended": (
        "w1",
        bodies.ErasureExtended(worker="w1", entries={"aa": (4, 7)}),
        "Ann Lee erased 2 late entries about Rabina Thapa",
    ),
    "hold.placed": (
        "w1",
        bodies.LegalHold(reason="accident"),
        "Ann Lee placed a legal hold on the records of Rabina Thapa. Reason: accident",
    ),
    "evidence.attached": (
        "w1",
        Attachment(
            id="a1",
            sign_off="s1",
            worker_id="w1",
            competency="forklift",
            team="",
            file=EvidenceFile(digest="00" * 32, media="application/pdf", size=9),
            reason="The scan came later",
            caption="Training record",
        ),
        "Ann Lee added a PDF (Training record) to the sign-off of Rabina Thapa on Counterbalance forklift after it was signed. "
        "Reason: The scan came later",
    ),
    "evidence.withdrawn": (
        "w1",
        AttachmentAct(attachment="a1", sign_off="s1", worker_id="w1", competency="forklift", team="", reason="Another person"),
        "Ann Lee withdrew a file that was added to the sign-off of Rabina Thapa on Counterbalance forklift. "
        "Reason: Another person",
    ),
    "evidence.countersigned": (
        "w1",
        AttachmentAct(attachment="a1", sign_off="s1", worker_id="w1", competency="forklift", team="", reason=""),
        "Ann Lee countersigned a file that was added to the sign-off of Rabina Thapa on Counterbalance forklift",
    ),
    "hold.lifted": (
        "w1",
        bodies.LegalHold(reason="closed"),
        "Ann Lee lifted the legal hold on the records of Rabina Thapa. Reason: closed",
    ),
}


def told(kind: str, about: str, body: object, **more: object) -> str:
    content = encode_content(by="ann", about=about, body=body)
    return words_of(kind, content, Names(), station="aa", **more).sentence  # type: ignore[arg-type]


def test_every_kind_has_words() -> None:
    missing = sorted(set(KINDS) - set(WORDS))
    assert not missing, (
        f"The ledger page cannot say what {', '.join(missing)} means. Add a line for each to WORDS in services/ledger_words.py: "
        "its group and the sentence (who did what to whom), as the others do; fields that merge one by one also go to FIELDS."
    )


def test_a_kind_with_fields_has_words_for_them() -> None:
    with_fields = {kind for kind, body in KINDS.items() if body is bodies.Fields}
    assert with_fields <= set(FIELDS), "Add the kind with the words of its fields to FIELDS in services/ledger_words.py."


def test_a_checkpoint_says_how_much_a_laptop_holds() -> None:
    heads = tuple(bodies.SeenHead(origin=f"{number:032x}", seq=700, hash="00" * 32) for number in (1, 2))
    assert told("checkpoint", "", bodies.Checkpoint(heads=heads)) == "The laptop noted what it holds: 1,400 records of 2 laptops"


@pytest.mark.parametrize("kind", BODIES)
def test_an_entry_is_told_as_a_sentence(kind: str) -> None:
    about, body, sentence = BODIES[kind]
    assert told(kind, about, body) == sentence


def test_a_judgement_is_told_as_it_was_given() -> None:
    assert told("assessment.signed", "w1", sign_off("s1", success=False)) == (
        "Ann Lee signed Rabina Thapa not yet competent on Counterbalance forklift"
    )
    assert told("assessment.amended", "w1", sign_off("s2", amends="s1")).startswith("Ann Lee corrected the sign-off of Rabina")


def test_a_changed_field_is_told_with_its_old_value() -> None:
    body = {"shift": "nights"}
    assert told("worker.recorded", "w1", body, before={"shift": "days"}) == (
        "Ann Lee changed Rabina Thapa’s shift from days to nights"
    )
    many = {"shift": "nights", "job": "welder", "badge": "7", "department": "", "language": "de"}
    assert told("worker.recorded", "w1", many, before={"shift": "days"}) == (
        "Ann Lee changed Rabina Thapa’s job, department, shift and 2 more"
    )


def test_somebody_new_is_recorded_not_changed() -> None:
    assert told("worker.recorded", "w1", {"employee_no": "010105", "shift": "x"}, before={}) == (
        "Ann Lee recorded Rabina Thapa (010105)"
    )


def test_old_and_new_value_of_each_field_are_there() -> None:
    content = encode_content(by="ann", about="w1", body={"shift": "nights", "job": None})
    found = words_of("worker.recorded", content, Names(), station="aa", before={"shift": "days", "job": "welder"})
    assert [(one.word, one.old, one.new) for one in found.changes] == [("job", "welder", ""), ("shift", "days", "nights")]


def test_a_logo_is_named_not_shown() -> None:
    content = encode_content(by="ann", about="s", body={"logo": "iVBORw0KGgo" * 1000})
    [change] = words_of("site.changed", content, Names(), station="aa", before={"logo": "iVB"}).changes
    assert (change.old, change.new) == ("a picture", "a picture")
    assert told("site.changed", "s", {"logo": "iVB"}) == "Ann Lee changed the site’s logo"


def test_no_text_however_long_fills_the_list() -> None:
    content = encode_content(by="ann", about="w1", body={"job": "x" * 100_000})
    found = words_of("worker.recorded", content, Names(), station="aa", before={"job": "y" * 100_000})
    assert len(found.sentence) <= 1000
    assert len(found.changes[0].new) == len(found.changes[0].old or "") == 400
    assert len(told("competency.published", "k", bodies.CompetencyPublished(key="k", title={"en": "z" * 100_000}))) == 1000


def test_an_erased_content_says_so_and_names_the_kind() -> None:
    found = words_of("worker.recorded", None, Names(), station="aa")
    assert found.sentence == "Content erased (worker recorded, from Line 3 laptop)"
    assert found.group is Group.PEOPLE
    assert not found.readable


@pytest.mark.parametrize("kind", ["moon.landed", "worker.left"])
def test_what_cannot_be_read_is_of_a_newer_version(kind: str) -> None:
    found = words_of(kind, b'{"v": 2, "body": {}}', Names(), station="aa")
    assert found.sentence == f"Written by a newer version on Line 3 laptop ({kind}); kept and passed on"
    assert found.group is Group.NEWER


@given(st.sampled_from([*KINDS, "x.y"]), st.binary(max_size=60) | st.none())
def test_no_content_whatever_makes_it_stumble(kind: str, content: bytes | None) -> None:
    assert words_of(kind, content, Names(), station="aa").sentence


def test_every_group_but_the_newer_one_has_kinds() -> None:
    assert {kind for group in Group for kind in kinds_of(group)} == set(WORDS)
    assert not kinds_of(Group.NEWER)
    assert group_of("moon.landed") is Group.NEWER
