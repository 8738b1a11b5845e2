"""Of records under one id none is lost: said by judging each entry by itself, without the table of claims."""

from __future__ import annotations

from collections import defaultdict

from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import ledger_store, questioned_queries
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.projections.batch import Batch
from supervisor_app.storage.projections.collecting import collect
from tests.ledger.claimants import TABLES


def check_none_is_lost(connection: Connection) -> int:
    """Assert of every record that may be heard that it stands, is listed, or is a copy of the one that stands.

    What counts goes before what does not; where others count as well, what stands is questioned. Returns how many ids were
    signed under more than once with different contents.
    """
    listed = {(row.origin, row.seq) for row in questioned_queries.questioned_rows(connection, 1_000_000)}
    claimed: defaultdict[tuple[str, str], list[tuple[Entry, bool]]] = defaultdict(list)
    for entry in ledger_store.entries_of_kinds(connection, [*TABLES, "assessment.amended"]):
        batch = Batch(Judging(connection))
        collect(batch, entry)
        for table, rows in batch.records():
            names = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
            for row in rows:
                claimed[table, str(row[0])].append((entry, row[names.index("questioned")] == ""))
    for (table, name), entries in claimed.items():
        _check_one(connection, table, name, entries, listed)
    assert sum(_count(connection, table) for table in TABLES.values()) == len(claimed)
    return sum(len({entry.content for entry, _ in entries}) > 1 for entries in claimed.values())


def _check_one(
    connection: Connection, table: str, name: str, entries: list[tuple[Entry, bool]], listed: set[tuple[bytes, int]]
) -> None:
    row = connection.exec_driver_sql(f"SELECT origin, seq, questioned FROM {table} WHERE id = ?", (name,)).one()
    stands = next(entry for entry, _ in entries if (entry.origin, entry.seq) == (row[0], row[1]))
    counting = {entry.content for entry, counts in entries if counts}
    assert not counting or stands.content in counting, f"{table} {name}: what does not count stands before what does"
    assert row[2] or len(counting) < 2, f"{table} {name}: of two that count one does"
    for entry, _ in entries:
        place = (entry.origin, entry.seq)
        assert entry.content == stands.content or place in listed, f"{table} {name}: entry {entry.seq} is nowhere"


def _count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
