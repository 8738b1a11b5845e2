"""A sign-off on a checklist that somebody published who may not is questioned, and comes back when the checklist counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger.bodies import StationApproved
from supervisor_app.ledger.contents import checklist_digest, encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import new_member_keys, new_station_key
from supervisor_app.storage import ledger_writing, projections
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import Database
from supervisor_app.storage.projections.checklist_standing import REASON
from tests.ledger.rooted import Writer, key_of, new_root
from tests.ledger.samples import CHECKLIST, sign_off
from tests.sites import seeded


class Story:
    """The founder lets Bob's laptop in; Bob, who may not publish, publishes; the founder signs somebody off on it."""

    def __init__(self) -> None:
        randomness = seeded(4)
        root = new_root(randomness)
        self.home, ann = root.writer, root.founder
        away, bob = Writer(new_station_key(randomness), randomness), new_member_keys("bob", randomness)
        digest = checklist_digest(CHECKLIST)
        published = encode_content(by="bob", about=digest, body=CHECKLIST)
        self.first = [
            *root.entries,
            away.joined(root.site),
            self.home.act(ann, "station.approved", "", StationApproved(station=away.station.origin.hex())),
            self.home.act(ann, "member.added", "bob", Member(id="bob", name="Bob", title="", role=Role.ASSESSOR)),
            self.home.act(ann, "key.added", "bob", key_of(bob, away.station)),
        ]
        signed = replace(sign_off("s1"), checklist_digest=digest)
        away.head = replace(away.head, at=self.home.head.at)
        self.bad = [away.write("checklist.published", published)]
        self.signed = [self.home.act(ann, "assessment.signed", "w1", signed)]
        good = encode_content(by=ann.member, about=digest, body=CHECKLIST)
        self.good = [self.home.write("checklist.published", good)]

    @property
    def all(self) -> list[Entry]:
        return [*self.first, *self.bad, *self.signed, *self.good]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.create(tmp_path / "one.sqlite")) as made:
        yield made


def reason(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT questioned FROM sign_off").scalar_one())


def take_in(connection: Connection, entries: list[Entry]) -> None:
    ledger_writing.insert_entries(connection, entries)


def test_it_is_questioned_with_the_reason_and_comes_back(database: Database) -> None:
    story = Story()
    with database.write() as connection:
        take_in(connection, [*story.first, *story.signed])
        assert reason(connection) == ""
        take_in(connection, story.bad)
        assert reason(connection) == f"{REASON}An assessor may not publish checklists."
        take_in(connection, story.good)
        assert reason(connection) == ""


NUMBERS = count()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), with_good=st.booleans())
def test_the_tables_are_a_function_of_the_set(tmp_path: Path, seed: int, with_good: bool) -> None:
    story = Story()
    entries = story.all if with_good else story.all[:-1]
    by_origin = {entry.origin: [one for one in entries if one.origin == entry.origin] for entry in entries}
    dice = random.Random(seed)
    with closing(Database.create(tmp_path / f"{next(NUMBERS)}.sqlite")) as made, made.write() as connection:
        left = {origin: list(chain) for origin, chain in by_origin.items()}
        while any(left.values()):
            chain = left[dice.choice([origin for origin, chain in left.items() if chain])]
            size = dice.randint(1, len(chain))
            take_in(connection, chain[:size])
            del chain[:size]
        assert bool(reason(connection)) is not with_good
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
