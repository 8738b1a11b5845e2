"""A signed entry may carry anything: projecting it never stops the others, and what was projected can be read back."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.certificate_life import CERTIFICATE_ACTS, CertificateAct, ChecklistWithdrawn
from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.authority_facts import AUTHORITY_ACTS
from supervisor_app.ledger.bodies import (
    AssessmentCountersigned,
    CertificatePrinted,
    Checkpoint,
    CompetencyPublished,
    ContentKeyCreated,
    ContentKeyShared,
    Endorsed,
    EndorsementGiven,
    Erased,
    ErasureExtended,
    InvitationWithdrawn,
    IssuerKeyCreated,
    IssuerKeySealed,
    IssuerKeySucceeded,
    KeyAdded,
    KeyBox,
    KeyRevoked,
    LegalHold,
    MemberEnded,
    PagePublished,
    PassportIssued,
    SeenHead,
    SiteCreated,
    StationApproved,
    StationInvited,
    StationJoined,
    StationRetired,
    StationRevoked,
    WorkerLeft,
)
from supervisor_app.ledger.canonical import NotCanonical
from supervisor_app.ledger.chain import next_entry
from supervisor_app.ledger.contents import ACT_KINDS, KINDS, body_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.fork_bodies import Branch, BranchProof, BroughtBack, ForkSettled, Parting
from supervisor_app.storage import (
    attachment_queries,
    certificate_lists,
    checklist_queries,
    fork_queries,
    member_queries,
    projections,
    sign_off_queries,
    site_queries,
)
from supervisor_app.storage.database import Connection, Database
from tests.ledger.rooted import new_root
from tests.ledger.samples import CHECKLIST, issued_certificate, sign_off
from tests.sites import START, seeded

ROOT = new_root(seeded(51))
STATION = ROOT.writer.station
SIGNATURE = msgspec.to_builtins(
    ActSignature(member="m", name="n", title="t", meaning="x", signed="2026-03-14T09:12:00+01:00", key="00", sig="x")
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    made = Database.create(folder / "records.sqlite")
    yield made
    made.close()


def entry_with(kind: str, body: object, about: str = "x") -> Entry:
    content: dict[str, Any] = {"v": 1, "by": "m", "about": about, "body": body}
    if kind in ACT_KINDS:
        content |= {"kind": kind, "signature": SIGNATURE}
    data = signed(kind, body, about) if kind in AUTHORITY_ACTS else msgspec.json.encode(content)
    return next_entry(ROOT.writer.head, STATION, kind, data, latest=0, now=START, salt=bytes(16))


def signed(kind: str, body: object, about: str) -> bytes:
    """Sign with the founder's own key: who may act is worked out from sound signatures only."""
    signer = Signer(name="n", title="t")
    try:
        return sign_act(ROOT.founder, signer, kind=kind, about=about, body=body, meaning="", signed_at=START)
    except NotCanonical:
        return b"{}"


def project_alone(connection: Connection, entry: Entry) -> None:
    """Project one entry after the founding of a site, and work out anew who may act."""
    projections.clear(connection)
    projections.project(connection, ROOT.entries)
    projections.project(connection, [entry])


BOX = KeyBox(key="00" * 8, recipient="00" * 32, box="AA")
BRANCHES = tuple(
    Branch(kind="worker.left", at="1", digest=f"{one:02d}" * 32, hash=f"{one:02d}" * 32, sig="00" * 64) for one in (1, 2)
)
PARTING = Parting(station="00" * 16, number=3, before="00" * 32, branches=BRANCHES)
PROOF = BranchProof(
    station=STATION.origin.hex(),
    number=1,
    before="00" * 32,
    kinds=("worker.left",),
    headers=base64.b64encode(bytes(42)).decode(),
    sig="00" * 64,
)
SAMPLES: dict[str, Any] = {
    "fork.seen": PARTING,
    "fork.settled": ForkSettled(parting=PARTING, keep="01" * 32),
    "fork.brought_back": BroughtBack(station="00" * 16, number=3, before="00" * 32, branch="01" * 32),
    "site.created": SiteCreated(site="s", name="Nordwerk", logo="iVBORw0KGgo="),
    "site.changed": {"name": "Nordwerk", "logo": ""},
    "station.joined": StationJoined(name="Line 3", ed25519="00" * 32, site="s", branch=PROOF),
    "member.added": Member(id="m", name="Ann", title="", role=Role.ADMIN),
    "member.changed": {"role": "admin", "ended_on": "2026-03-01"},
    "member.ended": MemberEnded(ended_on=START.date()),
    "station.invited": StationInvited(key="00" * 32, member="m", until=START, boxes=(BOX,)),
    "invitation.withdrawn": InvitationWithdrawn(key="00" * 32),
    "station.approved": StationApproved(station="00" * 16, boxes=(BOX,)),
    "station.retired": StationRetired(station="00" * 16),
    "station.revoked": StationRevoked(station="00" * 16, since=START, seq=3),
    "key.added": KeyAdded(member="m", station="s", ed25519="00", x25519="00"),
    "key.revoked": KeyRevoked(key="00", since=START),
    "issuer_key.succeeded": IssuerKeySucceeded(did="did:key:y", ed25519="00", key_id="00", before="did:key:z", endorsement="00"),
    "assessment.countersigned": AssessmentCountersigned(sign_off="s1", worker_id="w1", competency="forklift"),
    "evidence.attached": Attachment(
        id="a1",
        sign_off="s1",
        worker_id="w1",
        competency="forklift",
        team="",
        file=EvidenceFile(digest="00" * 32, media="image/png", size=1),
        reason="r",
    ),
    **dict.fromkeys(
        ("evidence.withdrawn", "evidence.countersigned"),
        AttachmentAct(attachment="a1", sign_off="s1", worker_id="w1", competency="forklift", team="", reason="r"),
    ),
    "content_key.created": ContentKeyCreated(key="00" * 8, mailbox="00" * 32, boxes=(BOX,)),
    "issuer_key.created": IssuerKeyCreated(did="did:key:z", ed25519="00", key_id="00"),
    "content_key.shared": ContentKeyShared(boxes=(BOX,)),
    "issuer_key.sealed": IssuerKeySealed(key="did:key:z", for_="00", box="AA"),
    "page.published": PagePublished(day=START.date(), key_id="00" * 8, listed="AAAAAAAAAAAB"),
    "worker.recorded": {"employee_no": "1", "given_name": "Rabina", "hired": "2026-03-01"},
    **dict.fromkeys(
        sorted(CERTIFICATE_ACTS),
        CertificateAct(
            certificate="c1",
            worker_id="w1",
            competency="forklift",
            team="",
            on=START.date(),
            reason="r",
            until=START.date(),
            by="c2",
        ),
    ),
    "certificate.declared": DeclaredCertificate(
        id="d1",
        worker_id="w1",
        team="",
        competency="forklift",
        title="Forklift licence",
        issuer="Somebody else",
        number="7",
        issued=START.date(),
        scan=EvidenceFile(digest="00" * 32, media="image/png", size=1),
    ),
    "certificate.endorsed": Endorsed(subject="c1", credential="{}", certificate="c1", worker_id="w1"),
    "competency.endorsed": Endorsed(subject="a1", credential="{}", competency="forklift"),
    "endorsement.given": EndorsementGiven(id="e1", subject="c9", title="Forklift", comment="Seen", digest="00" * 32),
    "passport.issued": PassportIssued(id="p1", worker_id="w1", certificates=2, as_of=START.date(), digest="00" * 32),
    "checklist.withdrawn": ChecklistWithdrawn(checklist="ab" * 32, competency="forklift", on=START.date(), reason="r"),
    "worker.left": WorkerLeft(left_on=START.date()),
    "competency.published": CompetencyPublished(key="forklift", title={"en": "Forklift"}),
    "checklist.published": CHECKLIST,
    "assessment.signed": sign_off("s1"),
    "assessment.amended": sign_off("s2", amends="s1"),
    "certificate.issued": issued_certificate("c1"),
    "certificate.printed": CertificatePrinted(certificate="c1"),
    "checkpoint": Checkpoint(heads=(SeenHead(origin="00" * 16, seq=3, hash="00" * 32),)),
    "erased": Erased(worker="w1", scope=Scope.FACTS, reason="asked", asked_by="w", records=("s1",), entries={"aa" * 16: (1, 2)}),
    "erasure.extended": ErasureExtended(worker="w1", entries={"aa" * 16: (3,)}),
    "hold.placed": LegalHold(reason="accident"),
    "hold.lifted": LegalHold(reason="closed"),
}
NASTY = ("", "\x7f\x80", "\u202e\ufdd0", "x" * 5000, "NaN", "Infinity", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
VALUES = st.sampled_from(
    [*NASTY, "2026-02-30", "2026-03-01T00:00:00", 0, -1, 2**53, 2**63, 2**64, -(2**63) - 1, None, True, [], {}]
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], new: object) -> Any:
    """Return a JSON value with the part at `path` replaced, if there still is one."""
    if not path:
        return new
    if isinstance(value, dict) and path[0] in value:
        return {**value, path[0]: put(value[path[0]], path[1:], new)}
    if isinstance(value, list | tuple) and isinstance(path[0], int) and path[0] < len(value):
        return [*value[: path[0]], put(value[path[0]], path[1:], new), *value[path[0] + 1 :]]
    return value


def test_there_is_a_sample_of_every_kind() -> None:
    assert SAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_any_values_are_projected_or_noted_and_read_back(database: Database, kind: str) -> None:
    sample = body_of(SAMPLES[kind])
    changes = st.lists(st.tuples(st.sampled_from(places(sample)[1:]), VALUES), min_size=1, max_size=3)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changes, st.sampled_from(NASTY))
    def project(changed: list[tuple[tuple[Any, ...], object]], about: str) -> None:
        body = sample
        for path, new in changed:
            body = put(body, path, new)
        with database.write() as connection:
            project_alone(connection, entry_with(kind, body, about))
            checklist_queries.current_checklists(connection)
            checklist_queries.competencies(connection)
            list(sign_off_queries.standing_attempts(connection))
            certificate_lists.certificate_rows(connection, START.date())
            attachment_queries.attached_to(connection, "s1")
            attachment_queries.attached_about(connection, "w1")
            attachment_queries.waiting_attached(connection, 10)
            member_queries.members(connection)
            site_queries.site_row(connection)
            fork_queries.told(connection)
            fork_queries.not_here(connection)
            projections.digest(connection)

    project()


def test_the_samples_themselves_are_projected(database: Database) -> None:
    for kind, sample in SAMPLES.items():
        with database.write() as connection:
            project_alone(connection, entry_with(kind, body_of(sample)))
            assert connection.exec_driver_sql("SELECT count(*) FROM unprojected").scalar() == 0


@pytest.mark.parametrize("number", [2**63, 2**64, -(2**63) - 1, 10**40])
def test_numbers_too_large_for_the_database_are_noted(database: Database, number: int) -> None:
    checklist = body_of(CHECKLIST) | {"revision": "REVISION"}
    for kind, body in (
        ("checklist.published", checklist),
        ("certificate.printed", {"certificate": "c", "duplicate": "REVISION"}),
    ):
        entry = entry_with(kind, body)
        data = (entry.content or b"").replace(b'"REVISION"', str(number).encode())
        big = next_entry(ROOT.writer.head, STATION, kind, data, latest=0, now=START, salt=bytes(16))
        with database.write() as connection:
            project_alone(connection, big)
            assert connection.exec_driver_sql("SELECT count(*) FROM unprojected").scalar() == 1


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_times_at_the_ends_of_the_calendar_are_noted(database: Database, moment: str) -> None:
    body = body_of(sign_off("s1")) | {"finished": moment}
    with database.write() as connection:
        project_alone(connection, entry_with("assessment.signed", body))
        assert connection.exec_driver_sql("SELECT count(*) FROM unprojected").scalar() == 1
