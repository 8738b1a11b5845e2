"""Projections are a function of the set of entries: any order, batches, duplicates, and a rebuild give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.certificate_life import CERTIFICATE_ACTS, CertificateAct, ChecklistWithdrawn
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.bodies import (
    AssessmentCountersigned,
    CertificatePrinted,
    CompetencyPublished,
    ContentKeyCreated,
    Endorsed,
    IssuerKeySealed,
    KeyBox,
    KeyRevoked,
    MemberEnded,
    PagePublished,
    StationApproved,
    StationJoined,
    StationRetired,
    StationRevoked,
    WorkerLeft,
)
from supervisor_app.ledger.canonical import canonical_bytes
from supervisor_app.ledger.chain import next_entry
from supervisor_app.ledger.contents import ACT_KINDS, encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import MemberKeys, new_member_keys, new_station_key
from supervisor_app.ledger.succession import endorsed, successor_of
from supervisor_app.storage import ledger_store, ledger_writing, projections, schema
from supervisor_app.storage.database import Connection, Database
from supervisor_app.storage.worker_columns import WORKER_COLUMNS
from tests.ledger.rooted import Writer, key_of, new_root
from tests.ledger.samples import CHECKLIST, FINISHED, issued_certificate, sign_off
from tests.sites import START, seeded

RANDOM = seeded(7)
ROOT = new_root(RANDOM)
STATIONS = [ROOT.writer.station, *(new_station_key(RANDOM) for _ in range(2))]
KEYS = [ROOT.founder, new_member_keys("bob", RANDOM), new_member_keys("cat", RANDOM)]
NAMES = ["ann", "bob", "cat"]

IDS = st.sampled_from(["w1", "w2", "w3"])
FIELDS = st.dictionaries(
    st.sampled_from([*WORKER_COLUMNS[1:], "name", "role", "from_the_future", "x" * 70]),
    st.none() | st.sampled_from(["", "a", "b", "Łucja", "2026-01-01", "admin", "no role"]),
    max_size=4,
)
DAYS = st.none() | st.dates()
BOXES = st.lists(st.builds(KeyBox, key=IDS, recipient=IDS, box=IDS), max_size=2).map(tuple)
STATEMENTS = st.one_of(
    st.tuples(st.sampled_from(["worker.recorded", "site.changed"]), IDS, FIELDS),
    st.tuples(st.just("site.changed"), st.just(ROOT.site), FIELDS),
    st.tuples(st.just("content_key.created"), IDS, st.builds(ContentKeyCreated, key=IDS, mailbox=IDS, boxes=BOXES)),
    st.tuples(
        st.just("page.published"),
        st.just(ROOT.site),
        st.builds(PagePublished, day=st.dates(), key_id=IDS, listed=st.sampled_from(["", "AAAAAAAAAAAB"])),
    ),
    st.tuples(st.just("worker.left"), IDS, st.builds(WorkerLeft, left_on=DAYS)),
    st.tuples(st.just("issuer_key.sealed"), IDS, st.builds(IssuerKeySealed, key=IDS, for_=IDS, box=st.sampled_from("abc"))),
    st.tuples(st.just("competency.published"), IDS, st.builds(CompetencyPublished, key=IDS, title=st.just({"en": "Forklift"}))),
    st.tuples(st.just("checklist.published"), IDS, st.just(CHECKLIST)),
    st.tuples(
        st.sampled_from(["assessment.signed", "assessment.amended"]),
        IDS,
        st.builds(sign_off, IDS, worker=IDS, success=st.booleans(), amends=IDS | st.just(""), minutes=st.integers(0, 3)),
    ),
    st.tuples(
        st.just("certificate.issued"),
        IDS,
        st.builds(issued_certificate, IDS, worker=IDS, until=DAYS, confirm=st.sampled_from([0, 6])),
    ),
    st.tuples(st.just("certificate.printed"), IDS, st.builds(CertificatePrinted, certificate=IDS, duplicate=st.integers(0, 2))),
    st.builds(
        lambda kind, which, worker, on, until, by: (
            kind,
            worker,
            CertificateAct(
                certificate=which, worker_id=worker, competency="forklift", team="", on=on, reason="r", until=until, by=by
            ),
        ),
        st.sampled_from(sorted(CERTIFICATE_ACTS)),
        IDS,
        IDS,
        st.dates(),
        DAYS,
        IDS,
    ),
    st.builds(
        lambda which, worker, day: (
            "certificate.declared",
            worker,
            DeclaredCertificate(
                id=which, worker_id=worker, team="", competency="forklift", title="t", issuer="i", number="1", valid_until=day
            ),
        ),
        IDS,
        IDS,
        DAYS,
    ),
    st.builds(
        lambda which, record, worker, step: (
            "evidence.attached",
            worker,
            Attachment(
                id=which,
                sign_off=record,
                worker_id=worker,
                competency="forklift",
                team="",
                file=EvidenceFile(digest=which * 32, media="image/png", size=7),
                reason="forgotten",
                step=step,
            ),
        ),
        IDS,
        IDS,
        IDS,
        st.sampled_from(["", "s01"]),
    ),
    st.builds(
        lambda kind, which, record, worker: (
            kind,
            worker,
            AttachmentAct(attachment=which, sign_off=record, worker_id=worker, competency="forklift", team="", reason="wrong"),
        ),
        st.sampled_from(["evidence.withdrawn", "evidence.countersigned"]),
        IDS,
        IDS,
        IDS,
    ),
    st.builds(
        lambda which, worker, text: (
            "certificate.endorsed",
            worker,
            Endorsed(subject=which, credential=text, certificate=which, worker_id=worker),
        ),
        IDS,
        IDS,
        st.sampled_from(["{}", "[]"]),
    ),
    st.builds(
        lambda day: (
            "checklist.withdrawn",
            "ab" * 32,
            ChecklistWithdrawn(checklist="ab" * 32, competency="forklift", on=day, reason="r"),
        ),
        st.dates(),
    ),
    st.tuples(st.sampled_from(["pathway.published", "worker.left", "assessment.signed"]), IDS, st.just({"left_on": "someday"})),
)
HOURS = st.integers(-3, 3)
PLACES = st.integers(0, 2)
MEMBERS = st.sampled_from(NAMES)
DECISIONS = st.one_of(
    st.builds(lambda at: ("station.approved", "s", StationApproved(station=STATIONS[at].origin.hex())), PLACES),
    st.builds(lambda at: ("key.added", "k", key_of(KEYS[at], STATIONS[at])), PLACES),
    st.builds(lambda at: ("station.retired", "s", StationRetired(station=STATIONS[at].origin.hex())), PLACES),
    st.builds(
        lambda at, off, seq: (
            "station.revoked",
            "s",
            StationRevoked(station=STATIONS[at].origin.hex(), since=START + timedelta(hours=off), seq=seq),
        ),
        PLACES,
        HOURS,
        st.integers(0, 6),
    ),
    st.builds(
        lambda at, off: (
            "key.revoked",
            "k",
            KeyRevoked(key=KEYS[at].signing_public, since=START + timedelta(hours=off)),
        ),
        PLACES,
        HOURS,
    ),
    st.builds(
        lambda who, role: ("member.added", who, Member(id=who, name=who, title="", role=role)), MEMBERS, st.sampled_from(Role)
    ),
    st.builds(
        lambda who, role, day: ("member.changed", who, {"role": role, "until": day, "competencies": "forklift"}),
        MEMBERS,
        st.sampled_from(["admin", "assessor", "trainee", "no role"]),
        st.sampled_from([None, "2026-03-13", "2026-03-15", "someday"]),
    ),
    st.builds(lambda who, day: ("member.ended", who, MemberEnded(ended_on=day)), MEMBERS, DAYS),
    st.builds(
        lambda which, who: (
            "assessment.countersigned",
            "w1",
            AssessmentCountersigned(sign_off=which, worker_id=who, competency="forklift"),
        ),
        IDS,
        IDS,
    ),
)
NAMED = st.sampled_from(["", "", "", *NAMES])
EVENTS = st.lists(st.tuples(PLACES, HOURS, DECISIONS | STATEMENTS | DECISIONS, NAMED), max_size=16)
Event = tuple[int, int, tuple[str, str, Any], str]


def content_of(kind: str, about: str, body: object, keys: MemberKeys = KEYS[0]) -> bytes:
    if kind not in ACT_KINDS or body == {"left_on": "someday"}:
        return encode_content(by=keys.member, about=about, body=body)
    signer = Signer(name="Ann", title="")
    return sign_act(keys, signer, kind=kind, about=about, body=body, meaning="I saw it.", signed_at=FINISHED)


def entries_of(events: list[Event]) -> list[Entry]:
    """Chain the events on their stations after a site is founded on the first, each with a clock that is some hours off.

    Some name another member than the one whose key signs them.
    """
    root = new_root(seeded(7))
    assert root.site == ROOT.site
    writers = [root.writer, *(Writer(station, RANDOM) for station in STATIONS[1:])]
    entries = [*root.entries, *(writer.joined(ROOT.site) for writer in writers[1:])]
    for station, off, (kind, about, body), named in events:
        content = content_of(kind, about, body, replace(KEYS[station], member=named) if named else KEYS[station])
        entries.append(writers[station].write(kind, content, START + timedelta(hours=off)))
    return entries


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    folder: Path = tmp_path_factory.mktemp("projections")
    pair = Database.create(folder / "one.sqlite"), Database.create(folder / "two.sqlite")
    yield pair
    for database in pair:
        database.close()


def projected(database: Database, batches: list[list[Entry]]) -> dict[str, str]:
    """Project in these batches; every entry lies in the ledger already, as what waits for an approval is read from there."""
    with database.write() as connection:
        projections.clear(connection)
        put_in_ledger(connection, [entry for batch in batches for entry in batch])
        for batch in batches:
            projections.project(connection, batch)
        return projections.digest(connection)


def put_in_ledger(connection: Connection, entries: list[Entry]) -> None:
    connection.exec_driver_sql("DELETE FROM entry")
    for entry in entries:
        connection.exec_driver_sql(ledger_writing._INSERT, ledger_writing._row(entry))


def cut(entries: list[Entry], random: Random) -> list[list[Entry]]:
    batches: list[list[Entry]] = [[]]
    for entry in entries:
        if random.random() < 0.4:
            batches.append([])
        batches[-1].append(entry)
    return batches


REAL = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@REAL
@given(EVENTS, st.randoms(use_true_random=False))
def test_any_order_with_duplicates_in_any_batches_gives_the_same_tables(
    databases: tuple[Database, Database], events: list[Any], random: Random
) -> None:
    entries = entries_of(events)
    shuffled = entries + random.choices(entries, k=len(entries)) if entries else []
    random.shuffle(shuffled)
    assert projected(databases[0], [entries]) == projected(databases[1], cut(shuffled, random))


@REAL
@given(EVENTS, st.randoms(use_true_random=False))
def test_taking_in_by_any_interleaving_equals_a_rebuild(
    databases: tuple[Database, Database], events: list[Any], random: Random
) -> None:
    entries = entries_of(events)
    digests = []
    for database in databases:
        waiting = {station.origin: [entry for entry in entries if entry.origin == station.origin] for station in STATIONS}
        arriving = []
        while any(waiting.values()):
            arriving.append(waiting[random.choice([origin for origin, queue in waiting.items() if queue])].pop(0))
        with database.write() as connection:
            projections.clear(connection)
            connection.exec_driver_sql("DELETE FROM entry")
            connection.exec_driver_sql("DELETE FROM head")
            for batch in cut(arriving, random):
                assert ledger_writing.insert_entries(connection, batch) == len(batch)
                assert ledger_writing.insert_entries(connection, batch) == 0
            digests.append(projections.digest(connection))
            projections.rebuild(connection)
            digests.append(projections.digest(connection))
            assert ledger_store.count_entries(connection) == len(entries)
    assert all(digest == digests[0] for digest in digests)


def test_the_digest_sees_every_table(databases: tuple[Database, Database]) -> None:
    """A digest that overlooks a table would prove nothing: change one value in each and it must differ."""
    with databases[0].write() as connection:
        projections.clear(connection)
        before = projections.digest(connection)
        for table in schema.PROJECTIONS:
            values = ["1" if str(column.type) == "TEXT" else 1 for column in table.columns]
            marks = ", ".join("?" * len(values))
            connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", tuple(values))
            assert projections.digest(connection)[table.name] != before[table.name]
        projections.clear(connection)
        assert projections.digest(connection) == before


def one(kind: str, about: str, body: object, content: bytes | None = None) -> Entry:
    content = content or content_of(kind, about, body)
    return next_entry(ROOT.writer.head, STATIONS[0], kind, content, latest=0, now=START, salt=bytes(16))


def rows(database: Database, entry: Entry, table: str) -> list[Any]:
    """Return a table after the site was founded and one more entry of its first station projected."""
    with database.write() as connection:
        projections.clear(connection)
        put_in_ledger(connection, [])
        projections.project(connection, ROOT.entries)
        projections.project(connection, [entry])
        return list(connection.exec_driver_sql(f"SELECT * FROM {table}"))


def test_who_names_a_trainee_with_the_key_of_another_makes_nothing_wait_for_them(tmp_path: Path) -> None:
    """What the one who is named may do is no fact about the record: a change of it would have to judge it again."""
    liar = replace(KEYS[0], member="cat")
    trainee = Member(id="cat", name="cat", title="", role=Role.TRAINEE)
    root = new_root(seeded(7))
    added = root.writer.write("member.added", content_of("member.added", "cat", trainee), START)
    signed = root.writer.write("assessment.signed", content_of("assessment.signed", "w1", sign_off("s1"), liar), START)
    orders = ([[*root.entries, added, signed]], [[*root.entries, signed], [added]])
    found = []
    for number, batches in enumerate(orders):
        with closing(Database.create(tmp_path / f"{number}.sqlite")) as database:
            projected(database, batches)
            with database.read() as connection:
                found += connection.exec_driver_sql("SELECT waits, questioned FROM sign_off").all()
    assert found == [(0, "It is signed with a key that no admin gave to this member.")] * 2


def test_an_unknown_kind_is_noted_and_nothing_else(databases: tuple[Database, Database]) -> None:
    (row,) = rows(databases[0], one("pathway.published", "p", {}), "unprojected")
    assert row[2:] == ("pathway.published", "written by a newer version (kind pathway.published)")


def test_a_newer_content_version_is_noted(databases: tuple[Database, Database]) -> None:
    newer = canonical_bytes({"v": 2, "by": "", "about": "w1", "body": {"job": "x"}})
    (row,) = rows(databases[0], one("worker.recorded", "w1", {}, newer), "unprojected")
    assert "content version 2" in row[3]
    assert not rows(databases[0], one("worker.recorded", "w1", {}, newer), "worker")


def test_a_sign_off_without_personal_signature_is_not_projected(databases: tuple[Database, Database]) -> None:
    bare = encode_content(by="ann", about="w1", body=sign_off("s1"))
    assert not rows(databases[0], one("assessment.signed", "w1", None, bare), "sign_off")
    assert len(rows(databases[0], one("assessment.signed", "w1", None, bare), "unprojected")) == 1


def test_an_act_signed_as_another_kind_is_not_projected(databases: tuple[Database, Database]) -> None:
    amended = content_of("assessment.amended", "w1", sign_off("s1"))
    assert not rows(databases[0], one("assessment.signed", "w1", None, amended), "sign_off")


def test_a_role_of_a_newer_version_gives_no_rights(databases: tuple[Database, Database]) -> None:
    (row,) = rows(databases[0], one("member.changed", "ann", {"role": "overlord"}), "member")
    assert row[3] == "auditor"


def test_what_a_lost_laptop_wrote_comes_back_where_it_turns_out_that_nobody_might_report_it(
    databases: tuple[Database, Database],
) -> None:
    """An admin reports it lost; then it is known that they had been none by then: what came meanwhile is taken in after all."""
    root, away, admin = new_root(seeded(7)), Writer(STATIONS[1], RANDOM), Writer(STATIONS[2], RANDOM)
    ann, bob, cat = KEYS
    let_in = [
        entry
        for writer, keys, role in ((away, bob, Role.ASSESSOR), (admin, cat, Role.ADMIN))
        for entry in (
            writer.joined(ROOT.site),
            root.writer.act(ann, "member.added", keys.member, Member(id=keys.member, name="", title="", role=role)),
            root.writer.act(ann, "station.approved", "s", StationApproved(station=writer.station.origin.hex())),
            root.writer.act(ann, "key.added", keys.member, key_of(keys, writer.station)),
        )
    ]
    hour = timedelta(hours=1)
    demoted = root.writer.act(ann, "member.changed", "cat", {"role": "auditor"}, START + hour)
    revoked = StationRevoked(station=away.station.origin.hex(), since=START + 3 * hour, seq=2)
    lost = admin.act(cat, "station.revoked", "s", revoked, START + 2 * hour)
    wrote = [
        away.write("worker.recorded", encode_content(by="bob", about=f"w{n}", body={"given_name": "Nia"}), START + (3 + n) * hour)
        for n in range(3)
    ]
    entries = [*root.entries, *let_in, lost, *wrote, demoted]
    with databases[0].write() as connection:
        projections.clear(connection)
        connection.exec_driver_sql("DELETE FROM entry")
        connection.exec_driver_sql("DELETE FROM head")
        for entry in entries:
            ledger_writing.insert_entries(connection, [entry])
        assert connection.exec_driver_sql("SELECT count(*) FROM worker").scalar() == 3
        digest = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == digest


@pytest.mark.parametrize(("role", "refused"), [(Role.ASSESSOR, False), (Role.AUDITOR, True)])
def test_what_a_laptop_wrote_is_judged_again_where_it_turns_out_for_whom_it_goes_on(
    tmp_path: Path, role: Role, refused: bool
) -> None:
    """Its third origin was let in by itself; that it goes on for the first one, too, tells the beginning of the second."""
    root, bob, first = new_root(seeded(7)), KEYS[1], Writer(STATIONS[1], RANDOM)
    second, third = (Writer(successor_of(STATIONS[1], seeded(seed)), RANDOM) for seed in (40, 41))
    joins = [
        writer.write(
            "station.joined",
            encode_content(
                by="",
                about=writer.station.origin.hex(),
                body=endorsed(
                    before.station, writer.station, StationJoined(name="", ed25519=writer.station.public, site=ROOT.site)
                ),
            ),
            START,
        )
        for before, writer in ((first, second), (second, third))
    ]
    let_in = [
        first.joined(ROOT.site),
        root.writer.act(root.founder, "member.added", "bob", Member(id="bob", name="", title="", role=role)),
        root.writer.act(root.founder, "station.approved", "s", StationApproved(station=first.station.origin.hex())),
        root.writer.act(root.founder, "station.approved", "s", StationApproved(station=third.station.origin.hex())),
        root.writer.act(root.founder, "key.added", "bob", key_of(bob, first.station)),
    ]
    signed = third.act(bob, "assessment.signed", "w1", sign_off("s1"), START + timedelta(hours=1))
    recorded = third.write("worker.recorded", encode_content(by="bob", about="w1", body={"given_name": "Nia"}), START)
    entries = [*root.entries, *let_in, joins[1], signed, recorded]
    digests = []
    for number, batches in enumerate(([[*entries, joins[0]]], [entries, [joins[0]]])):
        with closing(Database.create(tmp_path / f"{number}.sqlite")) as database:
            digests.append(projected(database, batches))
            with database.read() as connection:
                (reason,) = connection.exec_driver_sql("SELECT questioned FROM sign_off").scalars()
                workers = connection.exec_driver_sql("SELECT count(*) FROM worker").scalar()
    assert digests[0] == digests[1]
    assert (bool(reason), workers) == (refused, 0 if refused else 1)
