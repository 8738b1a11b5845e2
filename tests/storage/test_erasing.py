"""An erasure reaches every content about the worker, whatever comes when, and no replica brings anything back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.erasure import Erasure, Scope, covers, pseudonym
from supervisor_app.domain.observation import Context, Draft, EvidenceFile
from supervisor_app.ledger.acts import Signer, act_problem, sign_act
from supervisor_app.ledger.bodies import (
    AssessmentCountersigned,
    CertificatePrinted,
    Erased,
    ErasureExtended,
    LegalHold,
    StationApproved,
    WorkerLeft,
)
from supervisor_app.ledger.chain import Head, check_run
from supervisor_app.ledger.contents import ACT_KINDS, encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import StationKey, new_member_keys, new_station_key
from supervisor_app.storage import (
    drafts,
    erased_files,
    erased_places,
    erasing,
    ledger_store,
    ledger_writing,
    projections,
    remote_records,
)
from supervisor_app.storage.database import Connection, Database
from tests.ledger.rooted import key_of, new_root
from tests.ledger.samples import FINISHED, issued_certificate, sign_off
from tests.sites import START, seeded

RANDOM = seeded(7)
KEYS = new_member_keys("ann", RANDOM)
ROOT = new_root(seeded(99))
WORKERS = ["w1", "w2"]
NAME = "Schrödinger-Kowalska"
DIGESTS = ["aa" * 32, "bb" * 32]


def content_of(kind: str, about: str, body: object) -> bytes:
    if kind not in ACT_KINDS:
        return encode_content(by="ann", about=about, body=body)
    signer = Signer(name="Ann", title="")
    return sign_act(KEYS, signer, kind=kind, about=about, body=body, meaning="I saw it.", signed_at=FINISHED)


def founding() -> list[Entry]:
    """A site whose admin signs with one key on every laptop, and the laptops of the replicas let in."""
    entries = [*ROOT.entries, ROOT.writer.act(ROOT.founder, "key.added", "ann", key_of(KEYS, None))]
    for seed in range(1, 9):
        body = StationApproved(station=new_station_key(seeded(seed)).origin.hex())
        entries.append(ROOT.writer.act(ROOT.founder, "station.approved", "s", body))
    return entries


FOUNDING = founding()


class Replica:
    """One laptop: its database, its key, its clock; it pulls from others as a sync does."""

    def __init__(self, path: Path, seed: int) -> None:
        self.database = Database.create(path)
        self.station: StationKey = new_station_key(seeded(seed))
        self.off = timedelta(hours=seed % 5 - 2)
        with self.database.write() as connection:
            ledger_writing.insert_entries(connection, FOUNDING)

    def say(self, kind: str, about: str, body: object) -> Entry:
        with self.database.write() as connection:
            return ledger_writing.append(
                connection, self.station, kind, content_of(kind, about, body), now=START + self.off, salt=RANDOM(16)
            )

    def erase(self, worker: str, scope: Scope, records: Sequence[str] = ()) -> None:
        erasure = Erasure(worker=worker, scope=scope, records=frozenset(records))
        with self.database.read() as connection:
            places = erasing.covered_places(connection, (erasure,))
        entries: dict[str, list[int]] = {}
        for (origin, seq), _ in places:
            entries.setdefault(origin.hex(), []).append(seq)
        named = {origin: tuple(numbers) for origin, numbers in entries.items()}
        self.say(
            "erased",
            worker,
            Erased(worker=worker, scope=scope, reason="asked", asked_by=worker, records=tuple(records), entries=named),
        )

    def lose(self, other: Replica) -> None:
        """Lack the contents that the other laptop wrote, as if they had come without: who wrote them has them, or erased them."""
        if other is not self:
            with self.database.write() as connection:
                lost = "UPDATE entry SET salt = NULL, content = NULL WHERE origin = ? AND kind = 'worker.recorded'"
                connection.exec_driver_sql(lost, (other.station.origin,))
                projections.rebuild(connection)

    def name_late_ones(self) -> None:
        with self.database.read() as connection:
            unnamed = erased_places.unnamed_places(connection)
        for worker, entries in unnamed.items():
            named = {origin: tuple(numbers) for origin, numbers in entries.items()}
            self.say("erasure.extended", worker, ErasureExtended(worker=worker, entries=named))

    def pull(self, other: Replica, limit: int = 1000) -> None:
        with other.database.read() as there:
            theirs = ledger_store.heads(there)
            for origin in sorted(theirs):
                with self.database.read() as here:
                    known = ledger_store.heads(here).get(origin, Head(origin))
                run = ledger_store.read_entries(there, origin, known.seq, limit)
                with self.database.write() as connection:
                    ledger_writing.insert_entries(connection, run)
            with self.database.write() as connection:
                for place in (*erased_places.missing_places(connection), *erased_places.listed_only(connection)):
                    entry = ledger_store.entry_at(there, *place)
                    if entry and entry.salt is not None and entry.content is not None:
                        assert ledger_writing.restore_content(connection, place, entry.salt, entry.content)

    def digest(self) -> dict[str, str]:
        with self.database.read() as connection:
            return projections.digest(connection)

    def contents(self) -> dict[tuple[bytes, int], bytes | None]:
        with self.database.read() as connection:
            return {(e.origin, e.seq): e.content for chunk in ledger_store.chunks(connection) for e in chunk}


@contextmanager
def replicas(folder: Path, count: int) -> Iterator[list[Replica]]:
    made = [Replica(folder / f"{number}.sqlite", number + 1) for number in range(count)]
    try:
        yield made
    finally:
        for one in made:
            one.database.close()


def statements(worker: str) -> st.SearchStrategy[tuple[str, str, Any]]:
    ids = st.sampled_from([f"{worker}-a", f"{worker}-b"])
    return st.one_of(
        st.tuples(
            st.just("worker.recorded"), st.just(worker), st.fixed_dictionaries({"family_name": st.sampled_from([NAME, "B"])})
        ),
        st.tuples(st.just("worker.left"), st.just(worker), st.builds(WorkerLeft, left_on=st.none() | st.just(date(2026, 5, 1)))),
        st.tuples(
            st.sampled_from(["assessment.signed", "assessment.amended"]),
            st.just(worker),
            st.builds(
                sign_off, ids, worker=st.just(worker), success=st.booleans(), amends=st.just(""), minutes=st.integers(0, 3)
            ),
        ),
        st.tuples(
            st.just("certificate.issued"), ids, st.builds(issued_certificate, ids, worker=st.just(worker), until=st.none())
        ),
        st.tuples(
            st.just("evidence.attached"),
            st.just(worker),
            st.builds(
                Attachment,
                id=ids,
                sign_off=ids,
                worker_id=st.just(worker),
                competency=st.just("forklift"),
                team=st.just(""),
                file=st.builds(EvidenceFile, digest=st.sampled_from(DIGESTS), media=st.just("image/png"), size=st.just(7)),
                reason=st.just(NAME),
            ),
        ),
        st.tuples(
            st.sampled_from(["evidence.withdrawn", "evidence.countersigned"]),
            st.just(worker),
            st.builds(
                AttachmentAct,
                attachment=ids,
                sign_off=ids,
                worker_id=st.just(worker),
                competency=st.just("forklift"),
                team=st.just(""),
                reason=st.just(NAME),
            ),
        ),
        st.tuples(
            st.just("assessment.countersigned"),
            st.just(worker),
            st.builds(
                AssessmentCountersigned,
                sign_off=ids,
                worker_id=st.just(worker),
                competency=st.just("forklift"),
                note=st.just(NAME),
            ),
        ),
        st.tuples(st.just("certificate.printed"), ids, st.builds(CertificatePrinted, certificate=ids)),
        st.tuples(st.sampled_from(["hold.placed", "hold.lifted"]), st.just(worker), st.just(LegalHold(reason=NAME))),
        st.tuples(st.just("praise.given"), st.just(worker), st.just({"words": NAME})),
        st.tuples(
            st.just("erase"),
            st.just(worker),
            st.tuples(st.sampled_from(Scope), st.lists(ids, max_size=2, unique=True).map(tuple)),
        ),
    )


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 2), st.sampled_from(WORKERS).flatmap(statements)),
        st.tuples(st.just("pull"), st.integers(0, 2), st.tuples(st.integers(0, 2), st.sampled_from([1, 1000]))),
        st.tuples(st.just("name"), st.integers(0, 2), st.none()),
        st.tuples(st.just("lie"), st.integers(0, 2), st.tuples(st.sampled_from(WORKERS), st.integers(0, 2))),
        st.tuples(st.just("lose"), st.integers(0, 2), st.integers(0, 2)),
    ),
    max_size=24,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
@example(
    steps=[
        ("say", 0, ("worker.recorded", "w2", {"family_name": NAME})),
        ("pull", 1, (0, 1000)),
        ("say", 0, ("erase", "w1", (Scope.EVERYTHING, ()))),
        ("lie", 2, ("w1", 0)),
        ("lose", 1, 0),
    ]
)
@example(
    steps=[
        ("say", 2, ("erase", "w1", (Scope.RECORDS, ("w1-b",)))),
        ("lie", 1, ("w2", 2)),
        ("pull", 2, (1, 1000)),
        ("say", 2, ("assessment.signed", "w1", sign_off("w1-b", worker="w1"))),
    ]
)
def test_no_replica_undoes_an_erasure_in_any_order(tmp_path_factory: pytest.TempPathFactory, steps: list[Any]) -> None:
    """Whatever is said, erased and pulled in whatever order: in the end all agree, what is covered is gone, the rest is there."""
    with replicas(tmp_path_factory.mktemp("law"), 3) as laptops:
        said: dict[tuple[bytes, int], tuple[Entry, str]] = {}
        erasures: dict[str, list[Erasure]] = {worker: [] for worker in WORKERS}
        for what, number, more in steps:
            laptop = laptops[number]
            if what == "pull":
                laptop.pull(laptops[more[0]], more[1])
            elif what == "name":
                laptop.name_late_ones()
            elif what == "lie":
                worker, other = more
                named = {laptops[other].station.origin.hex(): tuple(range(1, 12))}
                laptop.say("erasure.extended", worker, ErasureExtended(worker=worker, entries=named))
            elif what == "lose":
                laptop.lose(laptops[more])
            elif more[0] == "erase":
                worker, (scope, records) = more[1], more[2]
                laptop.erase(worker, scope, records)
                erasures[worker].append(Erasure(worker=worker, scope=scope, records=frozenset(records)))
            else:
                kind, about, body = more
                worker = getattr(body, "worker_id", "") or (about if about in WORKERS else "")
                entry = laptop.say(kind, about, body)
                said[entry.origin, entry.seq] = entry, worker
        for _ in range(3):  # quiescence: everything goes everywhere, late ones are named, that goes everywhere too
            for laptop in laptops:
                for other in laptops:
                    laptop.pull(other)
                laptop.name_late_ones()
        assert laptops[0].digest() == laptops[1].digest() == laptops[2].digest()
        for laptop in laptops:
            contents = laptop.contents()
            for place, (entry, worker) in said.items():
                gone = covers(erasures.get(worker, ()), entry.kind, _record(entry))
                assert (contents[place] is None) == gone
            with laptop.database.write() as connection:
                assert erased_places.missing_places(connection) == ()
                before = projections.digest(connection)
                projections.rebuild(connection)
                assert projections.digest(connection) == before
            _chains_hold(laptop, laptops)


def _record(entry: Entry) -> str:
    body = msgspec.json.decode(entry.content or b"{}")["body"]
    if entry.kind.startswith("evidence.") or entry.kind == "assessment.countersigned":
        return str(body["sign_off"])
    if not entry.kind.startswith(("assessment.", "certificate.")):
        return ""
    return str(body["facts"]["credential_id"] if "facts" in body else body.get("id", ""))


def _chains_hold(laptop: Replica, laptops: list[Replica]) -> None:
    stations = [*(one.station for one in laptops), ROOT.writer.station]
    public = {station.origin: bytes.fromhex(station.public) for station in stations}
    with laptop.database.read() as connection:
        for origin, head in ledger_store.heads(connection).items():
            run = ledger_store.read_entries(connection, origin, 0)
            checked = check_run(Head(origin), run, public[origin], every_signature=True)
            assert checked.problem is None
            assert checked.head == head
            assert not any(act_problem(e.kind, e.content) for e in run if e.content and e.kind in ACT_KINDS)


def held_by(identity: str, name: str) -> IssuedCertificate:
    made = issued_certificate(identity)
    return replace(made, facts=replace(made.facts, holder=name))


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Replica]:
    with replicas(tmp_path, 1) as made:
        yield made[0]


def texts(connection: Connection, statement: str) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql(statement)]


def test_no_byte_of_the_name_stays_in_any_file(laptop: Replica) -> None:
    """Names with many neighbours, so that pages were split; a draft with undo; a refused entry; then the file is searched."""
    for number in range(300):
        laptop.say("worker.recorded", f"other{number}", {"family_name": f"Someone {number}", "employee_no": f"{number:05}"})
        if number % 30 == 0:
            laptop.say("worker.recorded", "w1", {"family_name": NAME, "job": f"{NAME} {number}"})
    laptop.say("assessment.signed", "w1", replace(sign_off("s1"), worker_name=NAME))
    laptop.say("certificate.issued", "c1", held_by("c1", NAME))
    refused = laptop.say("worker.recorded", "w1", {"job": NAME})
    draft = Draft(
        id="d1",
        worker_id="w1",
        assessor_id="ann",
        competency="c",
        checklist_digest="x",
        context=Context(place=NAME),
        started=START,
    )
    with laptop.database.write() as connection:
        drafts.save_draft(connection, draft)
        remote_records.put_in_quarantine(connection, [remote_records.refuse(refused, "fork", "2026")])
    assert found_in(laptop.database.path.parent)
    laptop.erase("w1", Scope.EVERYTHING)
    assert laptop.database.scrub()
    assert not found_in(laptop.database.path.parent)
    with laptop.database.read() as connection:
        assert texts(connection, "SELECT family_name FROM worker WHERE id = 'w1'") == [(pseudonym("w1"),)]
        assert texts(connection, "SELECT count(*) FROM draft") == [(0,)]
        (kept,) = remote_records.in_quarantine(connection)
        assert kept.hash == refused.hash


PHOTO = EvidenceFile(digest=DIGESTS[0], media="image/jpeg", size=9)
NAMING: dict[str, tuple[str, object]] = {
    "a step": (
        "assessment.signed",
        replace(sign_off("s1"), worker_id="w1", observations=(replace(sign_off("s1").observations[0], evidence=(PHOTO,)),)),
    ),
    "what was added": (
        "evidence.attached",
        Attachment(id="a1", sign_off="s1", worker_id="w1", competency="forklift", team="", file=PHOTO, reason="forgotten"),
    ),
    "other paper": (
        "certificate.declared",
        DeclaredCertificate(id="d1", worker_id="w1", team="", competency="", title="Crane", issuer="X", number="1", scan=PHOTO),
    ),
}


@pytest.mark.parametrize("what", NAMING)
def test_files_that_only_a_kept_branch_names_go_with_its_worker(what: str, tmp_path: Path) -> None:
    kind, body = NAMING[what]
    with replicas(tmp_path, 2) as (laptop, other):
        kept = other.say(kind, "w1", body)
        laptop.say("worker.recorded", "w1", {"family_name": NAME})
        with laptop.database.write() as connection:
            remote_records.put_in_quarantine(connection, [remote_records.refuse(kept, "fork", "2026")])
            assert erased_files.erased_files(connection) == frozenset()
        laptop.erase("w1", Scope.EVERYTHING)
        with laptop.database.read() as connection:
            assert erased_files.erased_files(connection) == {PHOTO.digest}


def found_in(folder: Path) -> list[str]:
    needles = [NAME.encode(), NAME[5:].lower().encode(), b"kowalska", b"odinger"]
    return [path.name for path in folder.rglob("*") if path.is_file() and any(needle in path.read_bytes() for needle in needles)]


def test_facts_go_and_signed_records_stay_under_a_pseudonym(laptop: Replica) -> None:
    laptop.say("worker.recorded", "w1", {"family_name": NAME, "employee_no": "17"})
    laptop.say("worker.left", "w1", WorkerLeft(left_on=date(2026, 5, 1)))
    laptop.say("certificate.issued", "c1", held_by("c1", NAME))
    laptop.say("assessment.signed", "w1", replace(sign_off("s1"), worker_name=NAME))
    laptop.erase("w1", Scope.FACTS)
    with laptop.database.read() as connection:
        assert texts(connection, "SELECT family_name, employee_no, left_on FROM worker") == [
            ("Former worker W1", "", "2026-05-01")
        ]
        assert texts(connection, "SELECT worker_name FROM sign_off") == [("Former worker W1",)]
        ((holder, words),) = texts(connection, "SELECT holder, found_by FROM certificate")
        assert holder == "Former worker W1"
        assert "kowalska" not in words
        assert len(erasing.entries_concerning(connection, "w1")) == 4  # left, certificate, sign-off, the erasure itself


def test_named_records_go_and_the_name_stays(laptop: Replica) -> None:
    laptop.say("worker.recorded", "w1", {"family_name": NAME})
    for name in ("s1", "s2"):
        laptop.say("assessment.signed", "w1", sign_off(name, worker="w1"))
        said = AssessmentCountersigned(sign_off=name, worker_id="w1", competency="forklift", note="seen by both")
        laptop.say("assessment.countersigned", "w1", said)
    laptop.erase("w1", Scope.RECORDS, ["s1"])
    with laptop.database.read() as connection:
        assert texts(connection, "SELECT id FROM sign_off") == [("s2",)]
        assert texts(connection, "SELECT DISTINCT sign_off FROM countersigned") == [("s2",)]
        left = [one.kind for one in erasing.entries_concerning(connection, "w1")]
        assert left.count("assessment.countersigned") == 1
        assert texts(connection, "SELECT family_name FROM worker") == [(NAME,)]


def test_a_content_that_is_merely_gone_is_missing_and_comes_back(tmp_path: Path) -> None:
    """Somebody blanked a row by hand: without an erasure that is a loss, and another replica heals it."""
    with replicas(tmp_path, 2) as (one, two):
        entry = one.say("worker.recorded", "w1", {"family_name": NAME})
        two.pull(one)
        with two.database.write() as connection:
            connection.exec_driver_sql("UPDATE entry SET salt = NULL, content = NULL WHERE origin = ?", (entry.origin,))
            assert erased_places.missing_places(connection) == ((entry.origin, entry.seq),)
            assert not ledger_writing.restore_content(connection, (entry.origin, entry.seq), bytes(16), b"forged")
        two.pull(one)
        assert two.contents() == one.contents()


def test_a_list_that_names_entries_of_others_takes_nothing(laptop: Replica) -> None:
    """What goes is decided by the worker: a list only explains what is gone."""
    entry = laptop.say("worker.recorded", "w2", {"family_name": NAME})
    named = {entry.origin.hex(): (entry.seq,)}
    laptop.say("erased", "w1", Erased(worker="w1", scope=Scope.EVERYTHING, reason="", asked_by="", entries=named))
    laptop.say("erasure.extended", "w1", ErasureExtended(worker="w1", entries=named))
    assert laptop.contents()[entry.origin, entry.seq] is not None


@pytest.mark.parametrize(
    "kind", ["member.changed", "station.joined", "erased", "key.revoked", "checkpoint", "checklist.published"]
)
def test_what_runs_the_site_is_never_erased(kind: str) -> None:
    assert not covers([Erasure(worker="w1", scope=Scope.EVERYTHING)], kind)


def test_what_is_known_by_name_only_stays_where_it_is_read_and_is_covered_by_nothing(tmp_path: Path) -> None:
    with replicas(tmp_path, 2) as (one, two):
        places = {}
        for worker in WORKERS:
            entry = one.say("worker.recorded", worker, {"family_name": NAME})
            places[worker] = entry.origin, entry.seq
        named = {one.station.origin.hex(): tuple(seq for _, seq in places.values())}
        two.pull(one)
        two.lose(one)
        two.erase("w1", Scope.EVERYTHING)
        two.say("erasure.extended", "w1", ErasureExtended(worker="w1", entries=named))
        with two.database.read() as connection:
            assert erased_places.missing_places(connection) == ()
            assert erased_places.listed_only(connection) == tuple(places.values())
        for place, content in ((place, one.contents()[place]) for place in places.values()):
            with two.database.write() as connection, one.database.read() as there:
                entry = ledger_store.entry_at(there, *place)
                assert entry is not None
                assert entry.salt is not None
                assert ledger_writing.restore_content(connection, place, entry.salt, content or b"")
        assert two.contents()[places["w1"]] is None
        assert two.contents()[places["w2"]] is not None
        with two.database.read() as connection:
            assert erased_places.listed_only(connection) == ()
            assert erased_places.named_falsely(connection) == (places["w2"],)
            assert erased_places.to_erase_there(connection).keys() == {places["w1"]}


def test_an_id_that_a_laptop_claimed_for_a_second_worker_comes_back_to_the_first_when_that_one_is_erased(tmp_path: Path) -> None:
    """The earlier claim shows while it is there; once it is erased the record of the other worker shows, as in a rebuild."""
    query = "SELECT worker FROM sign_off UNION SELECT worker FROM certificate"
    with replicas(tmp_path, 2) as (a, b):
        for one, worker in ((a, "w1"), (b, "w2")):
            one.say("assessment.signed", worker, sign_off("s1", worker=worker))
            one.say("certificate.issued", "c1", issued_certificate("c1", worker=worker))
        a.pull(b)
        b.pull(a)
        with a.database.read() as connection:
            (shown,) = connection.exec_driver_sql(query).scalars()
        a.erase(shown, Scope.EVERYTHING)
        b.pull(a)
        for one in (a, b):
            with one.database.write() as connection:
                rows = connection.exec_driver_sql(query).scalars()
                before = projections.digest(connection)
                projections.rebuild(connection)
                assert set(rows) == {"w1", "w2"} - {shown}
                assert projections.digest(connection) == before
        assert a.digest() == b.digest()
