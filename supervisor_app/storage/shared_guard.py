"""What somebody may lay into or beside a shared file to turn SQLite against the laptop that opens it: told before it can act.

Whoever may write in the folder may write anything there. Two things would reach beyond the file itself. A journal may name
another one that it depends on (sqlite.org/fileformat2, "super-journal"), and SQLite deletes the file of that name, wherever it
lies. And triggers, views, virtual tables and generated columns run, in our transactions, what they were made to run.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_NO_TABLES = (
    "SELECT 1 FROM sqlite_schema WHERE type = 'view' OR (type = 'table' AND upper(sql) LIKE 'CREATE VIRTUAL%') UNION ALL "
    "SELECT 1 FROM sqlite_schema s JOIN pragma_table_xinfo(s.name) x WHERE s.type = 'table' AND x.hidden <> 0 LIMIT 1"
)
_RUNS_ON_WRITING = "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' OR (type = 'index' AND sql IS NOT NULL) LIMIT 1"


def may_be_read(connection: Connection) -> bool:
    """Whether what a shared file calls tables are tables of plain columns: reading them runs nothing."""
    return connection.exec_driver_sql(_NO_TABLES).first() is None


def may_be_written(connection: Connection) -> bool:
    """Whether nothing but their own indexes hangs on these tables: writing runs nothing either."""
    return connection.exec_driver_sql(_RUNS_ON_WRITING).first() is None


def open_without_waiting(path: str | Path, flags: int) -> int:
    """Open a file (an `opener`); a pipe that lies in its place is as good as an empty file, and nobody waits for it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def put_strange_journal_aside(path: Path) -> bool:
    """Rename a journal beside a shared file that names another one, as no laptop of ours writes it; return whether it did."""
    journal = path.with_name(path.name + "-journal")
    try:
        with open(journal, "rb", buffering=0, opener=open_without_waiting) as file:
            file.seek(0, 2)
            end = max(0, file.tell() - len(_JOURNAL_MAGIC))
            file.seek(end)
            strange = file.read(len(_JOURNAL_MAGIC)) == _JOURNAL_MAGIC and end > 0
    except FileNotFoundError:
        return False
    if strange:
        journal.rename(_free_name(path))
    return strange


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.stem}.damaged-journal-{number}")).exists():
        number += 1
    return name
