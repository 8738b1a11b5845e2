"""Whichever branch is kept, in whatever order all of it arrives: tables come to the same once the other is brought back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import ledger_writing, projections
from supervisor_app.storage.database import Connection, Database
from supervisor_app.storage.written_anew import counting
from tests.ledger.rooted import Writer
from tests.ledger.samples import sign_off
from tests.ledger.test_stand_ins import Site
from tests.sites import START

SAID = (
    "SELECT id, employee_no, given_name FROM worker ORDER BY id",
    "SELECT id, worker, outcome, questioned, waits FROM sign_off ORDER BY id",
    "SELECT subject, at FROM about ORDER BY subject, at",
    "SELECT id, name, role FROM member ORDER BY id",
    "SELECT member, at, kind FROM deed WHERE kind NOT LIKE 'fork.%' ORDER BY member, at, kind",
)
"""What tables say of people, their records and members, wherever it was written."""


class Told(Site):
    """The branches hold people and sign-offs too."""

    def __init__(self, *, swapped: bool) -> None:
        super().__init__()
        self.first += self.records(self.away, "one")
        self.second += self.records(self.other, "two")
        if swapped:
            self.first, self.second = self.second, self.first
        self.stand_in = self.written()

    def records(self, writer: Writer, name: str) -> list[Entry]:
        """A person, a change to somebody whom both know, and a sign-off."""
        later, body = START + timedelta(hours=1), {"employee_no": name, "given_name": name}
        contents = [encode_content(by="bob", about=about, body=body) for about in (f"worker-{name}", "worker-both")]
        made = [writer.write("worker.recorded", content, later) for content in contents]
        signed = sign_off(f"sign-off-{name}", worker=f"worker-{name}")
        return [*made, writer.act(self.bob, "assessment.signed", f"worker-{name}", signed, later)]

    def all(self, *, twice: bool) -> list[Entry]:
        """Everything, the stand-in written by one laptop, or by two."""
        more = self.written() if twice else []
        return [*self.common, *self.first, self.settled(self.first[0]), self.brought_back(self.ann), *self.stand_in, *more]


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[Databases]:
    made = Databases(tmp_path)
    yield made
    made.close()


class Databases:
    """As many empty ones as are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Database] = []

    def new(self) -> Database:
        """Make one."""
        self._made.append(Database.create(self._folder / f"{len(self._made)}.sqlite"))
        return self._made[-1]

    def close(self) -> None:
        """Close them all."""
        for database in self._made:
            database.close()


def shuffled(entries: Sequence[Entry], random: Random) -> Iterator[list[Entry]]:
    """Yield the chains in batches: each in its order, mixed as they may arrive."""
    chains: dict[bytes, list[Entry]] = {}
    for entry in entries:
        chains.setdefault(entry.origin, []).append(entry)
    while chains:
        origin = random.choice(list(chains))
        count = random.randint(1, 4)
        yield chains[origin][:count]
        chains[origin] = chains[origin][count:]
        if not chains[origin]:
            del chains[origin]


def said(connection: Connection) -> list[list[tuple[object, ...]]]:
    return [list(dict.fromkeys(map(tuple, connection.exec_driver_sql(statement)))) for statement in SAID]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), swapped=st.booleans(), twice=st.booleans())
def test_any_order_gives_the_same_tables_and_a_rebuild_too(databases: Databases, seed: int, swapped: bool, twice: bool) -> None:
    site, one, other = Told(swapped=swapped), databases.new(), databases.new()
    entries = site.all(twice=twice)
    for database, number in ((one, seed), (other, seed + 1)):
        for batch in shuffled(entries, Random(number)):
            with database.write() as connection:
                ledger_writing.insert_entries(connection, batch)
    with one.write() as here, other.write() as there:
        expected = projections.digest(here)
        assert projections.digest(there) == expected
        projections.rebuild(here)
        assert projections.digest(here) == expected
        assert len(counting(here, site.second)) == len(site.second)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), twice=st.booleans())
def test_it_does_not_matter_which_branch_was_kept(databases: Databases, seed: int, twice: bool) -> None:
    found = []
    for swapped in (False, True):
        database = databases.new()
        for batch in shuffled(Told(swapped=swapped).all(twice=twice), Random(seed)):
            with database.write() as connection:
                ledger_writing.insert_entries(connection, batch)
        with database.read() as connection:
            found.append(said(connection))
    assert found[0] == found[1]
    people, sign_offs = found[0][:2]
    assert [row[0] for row in people] == ["worker-both", "worker-one", "worker-two"]
    assert [(row[0], row[3]) for row in sign_offs] == [("sign-off-one", ""), ("sign-off-two", "")]
