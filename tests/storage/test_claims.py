"""Nobody hides another's record by claiming its id: what counts stands, two that count are both questioned, none is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.people import Role
from supervisor_app.ledger.bodies import Endorsed, KeyRevoked, MemberEnded, StationRetired, StationRevoked
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import (
    endorsement_queries,
    ledger_queries,
    ledger_writing,
    projections,
    questioned_queries,
    sign_off_queries,
)
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import Database
from supervisor_app.storage.driver import run
from supervisor_app.storage.projections.checklist_standing import REASON
from tests.ledger.claimants import BODIES, DIGEST, TABLES, Claimants
from tests.ledger.samples import CHECKLIST, sign_off
from tests.sites import START
from tests.storage.none_lost import check_none_is_lost

KINDS = sorted(BODIES)
SITE = Claimants().first


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.create(tmp_path / "one.sqlite")) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(Database.create(tmp_path_factory.mktemp("claims") / "one.sqlite")) as made:
        yield made


def take_in(connection: Connection, *entries: Entry) -> None:
    """Take in entries one by one, as they come; the tables always equal a rebuild."""
    for entry in entries:
        ledger_writing.insert_entries(connection, [entry])
    here = projections.digest(connection)
    projections.rebuild(connection)
    assert projections.digest(connection) == here


def standing(connection: Connection, kind: str = "assessment.signed", name: str = "r1") -> tuple[bytes, int, str] | None:
    """Return which entry stands under an id, and why it does not count."""
    statement = f"SELECT origin, seq, questioned FROM {TABLES[kind]} WHERE id = ?"
    row = connection.exec_driver_sql(statement, (name,)).first()
    return (row[0], row[1], row[2]) if row else None


def listed(connection: Connection) -> dict[tuple[bytes, int], str]:
    """Return what is questioned: place and reason."""
    rows = questioned_queries.questioned_rows(connection, 1000)
    assert questioned_queries.count_questioned(connection) == len(rows)
    return {(row.origin, row.seq): row.reason for row in rows}


def claims(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM claim").scalar_one())


def place(entry: Entry) -> tuple[bytes, int]:
    return entry.origin, entry.seq


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", ["the record", "the claim"])
def test_a_laptop_without_a_member_hides_nothing_by_an_earlier_stamp(database: Database, kind: str, first: str) -> None:
    at = Claimants()
    signed, false = at.claim(at.bobs, kind), at.claim(at.eves, kind, variant=1, hours=-100)
    with database.write() as connection:
        take_in(connection, *at.first, *((signed, false) if first == "the record" else (false, signed)))
        assert standing(connection, kind) == (*place(signed), "")
        assert listed(connection) == {
            place(false): "It is signed with a key that no admin gave to this member. "
            "Under its number stands the record signed by bob on 14 March 2026."
        }
        assert questioned_queries.reason_at(connection, *place(signed), "r1") == ""
        assert "stands the record" in questioned_queries.reason_at(connection, *place(false), "r1")


def test_what_the_false_certificate_rests_on_is_nowhere(database: Database) -> None:
    """Its rows have no stamp of their own; they are those of the one that stands, whatever came first."""
    at = Claimants()
    body = BODIES["certificate.issued"]("r1", "w1", 0)
    other = replace(body, sign_offs=("s9",))  # type: ignore[type-var]
    signed = at.claim(at.bobs, "certificate.issued")
    false = at.eves.act(at.eve, "certificate.issued", "w1", other, START - timedelta(hours=50))
    for entries in ((signed, false), (false, signed)):
        with database.write() as connection:
            connection.exec_driver_sql("DELETE FROM entry")
            connection.exec_driver_sql("DELETE FROM head")
            projections.clear(connection)
            take_in(connection, *Claimants().first, *entries)
            assert connection.exec_driver_sql("SELECT sign_off, certificate FROM certified").all() == [("s1", "r1")]
            assert connection.exec_driver_sql("SELECT certificate FROM to_print").all() == [("r1",)]


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_that_count_neither_does_and_both_are_listed(database: Database, kind: str) -> None:
    at = Claimants()
    signed, other = at.claim(at.bobs, kind), at.claim(at.cats, kind, variant=1, hours=1)
    with database.write() as connection:
        take_in(connection, *at.first, other, signed)
        found = listed(connection)
        assert set(found) == {place(signed), place(other)}
        assert found[place(signed)].startswith("Another record was signed with the same record number, by cat on 14 March 2026.")
        assert found[place(other)].startswith("Another record was signed with the same record number, by bob on 14 March 2026.")
        assert standing(connection, kind) == (*place(signed), found[place(signed)])
        both = {(one.origin, one.seq) for one in ledger_queries.claimed_at(connection, *place(other))}
        assert both == {place(signed), place(other)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["key", "laptop"])
def test_the_other_one_comes_back_once_the_false_one_stops_counting(database: Database, kind: str, how: str) -> None:
    at = Claimants()
    early = START - timedelta(days=2)
    false, signed = at.claim(at.cats, kind, variant=1, hours=-10), at.claim(at.bobs, kind)
    ends = {
        "key": lambda: at.decide("key.revoked", KeyRevoked(key=at.cat.signing_public, since=early)),
        "laptop": lambda: at.decide("station.revoked", StationRevoked(station=at.cats.station.origin.hex(), since=early, seq=1)),
    }
    with database.write() as connection:
        take_in(connection, *at.first, signed, false)
        assert standing(connection, kind) == (*place(false), listed(connection)[place(false)])
        take_in(connection, ends[how]())
        assert standing(connection, kind) == (*place(signed), "")
        assert set(listed(connection)) == {place(false)}


def test_a_record_of_a_laptop_let_in_late_takes_its_place(database: Database) -> None:
    at = Claimants()
    false, signed = at.claim(at.eves, variant=1, hours=-10), at.claim(at.late)
    with database.write() as connection:
        take_in(connection, *at.first, false, signed)
        assert (standing(connection), claims(connection)) == ((*place(false), listed(connection)[place(false)]), 0)
        take_in(connection, at.let_in_late())
        assert standing(connection) == (*place(signed), "")


def test_the_same_record_at_two_places_is_one(database: Database) -> None:
    """As where a laptop wrote it anew: nothing is listed, and what stands is what was written where its signer has the key."""
    at = Claimants()
    signed = at.claim(at.bobs)
    copy = at.cats.write("assessment.signed", signed.content or b"", START - timedelta(hours=3))
    with database.write() as connection:
        take_in(connection, *at.first, copy, signed)
        assert (standing(connection), listed(connection), claims(connection)) == ((*place(signed), ""), {}, 2)
        assert questioned_queries.reason_at(connection, *place(copy), "r1") == "It is signed with the key of another laptop."


def test_one_that_is_retracted_leaves_the_other_as_if_it_had_never_been(database: Database) -> None:
    at = Claimants()
    signed, other = at.claim(at.bobs, "certificate.issued"), at.claim(at.cats, "certificate.issued", variant=6, hours=1)
    with database.write() as connection:
        take_in(connection, *at.first, other)
        alone = {name: digest for name, digest in projections.digest(connection).items() if name not in ("about", "deed")}
        ledger_writing.insert_entries(connection, [signed])
        run(connection, "UPDATE entry SET salt = NULL, content = NULL WHERE origin = ? AND seq = ?", [place(signed)])
        projections.retract(connection, [signed])
        after = projections.digest(connection)
        assert {name: after[name] for name in alone} == alone
        assert (claims(connection), standing(connection, "certificate.issued")) == (0, (*place(other), ""))


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (1, 0, 2), (2, 0, 1)])
def test_while_its_checklist_does_not_count_that_is_what_is_said(database: Database, order: tuple[int, ...]) -> None:
    at = Claimants()
    bad = at.home.write("checklist.published", encode_content(by="bob", about=DIGEST, body=CHECKLIST), START - timedelta(hours=9))
    record = replace(sign_off("r1"), checklist_digest=DIGEST)
    signed = at.bobs.act(at.bob, "assessment.signed", "w1", record, START)
    other = at.cats.act(at.cat, "assessment.signed", "w1", replace(record, limits="none"), START + timedelta(hours=1))
    good = at.home.write("checklist.published", encode_content(by="ann", about=DIGEST, body=CHECKLIST), START)
    with database.write() as connection:
        take_in(connection, *at.first, *([bad, signed, other][one] for one in order))
        assert listed(connection)[place(signed)].startswith(REASON)
        assert standing(connection) == (*place(signed), listed(connection)[place(signed)])
        take_in(connection, good)
        assert listed(connection)[place(signed)].startswith("Another record")
        take_in(connection, at.decide("key.revoked", KeyRevoked(key=at.cat.signing_public, since=START - timedelta(days=2))))
        assert standing(connection) == (*place(signed), "")


def test_a_correction_of_a_questioned_record_counts(database: Database) -> None:
    at = Claimants()
    signed, other = at.claim(at.bobs), at.claim(at.cats, variant=1, hours=1)
    corrected = at.bobs.act(at.bob, "assessment.amended", "w1", sign_off("r2", amends="r1"), START + timedelta(hours=2))
    with database.write() as connection:
        take_in(connection, *at.first, signed, other, corrected)
        history = sign_off_queries.history(connection, "w1", "forklift")
        assert [one.sign_off.id for one in history] == ["r2"]


def test_a_word_of_others_is_not_hidden_by_who_keeps_it_for_something_else(database: Database) -> None:
    at = Claimants()

    def kept(writer: object, keys: str, certificate: str, hours: int) -> Entry:
        body = Endorsed(subject=certificate, credential="{}", certificate=certificate, worker_id="w1")
        content = encode_content(by=keys, about="w1", body=body)
        return writer.write("certificate.endorsed", content, START + timedelta(hours=hours))  # type: ignore[attr-defined, no-any-return]

    with database.write() as connection:
        take_in(
            connection, *at.first, kept(at.eves, "eve", "c9", -50), kept(at.bobs, "bob", "c1", 0), kept(at.home, "ann", "c1", 1)
        )
        assert endorsement_queries.endorsements_for(connection, "c1", "forklift", "") == ("{}",)


# The law

STATIONS = st.sampled_from(["bobs", "cats", "bobs", "cats", "home", "eves", "late"])
OF_KIND = st.sampled_from(["assessment.signed", "assessment.signed", *KINDS])
CLAIM = st.tuples(st.just("claim"), STATIONS, OF_KIND, st.sampled_from(["r1", "r2"]), st.integers(0, 1), st.integers(-30, 5))
COPY = st.tuples(st.just("copy"), STATIONS, st.integers(0, 9))
LATER = st.tuples(st.sampled_from(["approve", "key", "end", "retire", "lost", "promote", "publish", "publish badly"]))
EVENTS = st.lists(CLAIM | CLAIM | COPY | LATER, min_size=2, max_size=9)
LAW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def entries_of(events: list[tuple[object, ...]]) -> list[Entry]:
    """Write the events on their laptops; what is decided comes from the admin's."""
    at, made = Claimants(), list[Entry]()
    early = START - timedelta(hours=15)
    decisions = {
        "approve": at.let_in_late,
        "key": lambda: at.decide("key.revoked", KeyRevoked(key=at.cat.signing_public, since=early)),
        "end": lambda: at.decide("member.ended", MemberEnded(ended_on=early.date()), about="bob"),
        "retire": lambda: at.decide("station.retired", StationRetired(station=at.cats.station.origin.hex())),
        "lost": lambda: at.decide("station.revoked", StationRevoked(station=at.bobs.station.origin.hex(), since=early, seq=2)),
        "promote": lambda: at.decide("member.changed", {"role": Role.AUDITOR.value}, about="cat"),
        "publish": lambda: at.home.write("checklist.published", encode_content(by="ann", about=DIGEST, body=CHECKLIST)),
        "publish badly": lambda: at.bobs.write("checklist.published", encode_content(by="bob", about=DIGEST, body=CHECKLIST)),
    }
    for what, *rest in events:
        if what == "claim":
            station, kind, name, variant, hours = rest
            made.append(at.claim(getattr(at, str(station)), str(kind), name=str(name), variant=variant, hours=hours))  # type: ignore[arg-type]
        elif what == "copy":
            signed = [entry for entry in made if entry.kind in BODIES]
            if signed:
                one = signed[rest[1] % len(signed)]  # type: ignore[operator]
                made.append(getattr(at, str(rest[0])).write(one.kind, one.content or b"", START))
        else:
            made.append(decisions[str(what)]())
    return made


def orders(entries: list[Entry], chance: random.Random) -> list[list[Entry]]:
    """Let the laptops' entries arrive in any interleaving, in any batches."""
    waiting = {origin: [one for one in entries if one.origin == origin] for origin in {one.origin for one in entries}}
    batches: list[list[Entry]] = [[]]
    while any(waiting.values()):
        origin = chance.choice(sorted(one for one, queue in waiting.items() if queue))
        batches[-1].append(waiting[origin].pop(0))
        if chance.random() < 0.5:
            batches.append([])
    return batches


def empty(connection: Connection) -> None:
    projections.clear(connection)
    connection.exec_driver_sql("DELETE FROM entry")
    connection.exec_driver_sql("DELETE FROM head")


@LAW
@given(EVENTS, st.randoms(use_true_random=False))
def test_any_claims_in_any_order_come_to_the_same_and_none_that_counts_is_lost(
    shared: Database, events: list[tuple[object, ...]], chance: random.Random
) -> None:
    entries = entries_of(events)
    digests = []
    with shared.write() as connection:
        for batches in ([[*SITE, *entries]], [SITE, *orders(entries, chance)]):
            empty(connection)
            for batch in batches:
                ledger_writing.insert_entries(connection, batch)
            digests.append(projections.digest(connection))
        check_none_is_lost(connection)
        projections.rebuild(connection)
        digests.append(projections.digest(connection))
    assert digests[0] == digests[1] == digests[2]


@LAW
@given(EVENTS, st.randoms(use_true_random=False))
def test_what_is_taken_away_again_leaves_what_a_rebuild_makes(
    shared: Database, events: list[tuple[object, ...]], chance: random.Random
) -> None:
    entries = entries_of(events)
    with shared.write() as connection:
        empty(connection)
        for batch in [SITE, *orders(entries, chance)]:
            ledger_writing.insert_entries(connection, batch)
        for entry in [one for one in entries if one.kind in BODIES and chance.random() < 0.4]:
            run(connection, "UPDATE entry SET salt = NULL, content = NULL WHERE origin = ? AND seq = ?", [place(entry)])
            projections.retract(connection, [entry])
        here = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == here
