"""What somebody may lay into or beside a shared file to turn SQLite against the laptop that opens it: told before it can act.

Whoever may write in the folder may write anything there. Two things would reach beyond the file itself. A journal may name
another one that it depends on (sqlite.org/fileformat2, "super-journal"), and SQLite deletes the file of that name, wherever it
lies. And triggers, views, virtual tables and generated columns run, in our transactions, what they were made to run.
"""

from __future__ import annotations

import os
import stat
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


def bytes_at(path: Path, start: int, count: int) -> bytes:
    """Read some bytes of a file, with as few calls as there can be: on a drive each takes a way there and back.

    A pipe that lies in its place is as good as an empty file, and nobody waits for it. Raises OSError.
    """
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if start:
            os.lseek(file, start, os.SEEK_SET)
        return os.read(file, count)
    except BlockingIOError:
        return b""
    finally:
        os.close(file)


def put_strange_journal_aside(path: Path) -> bool:
    """Rename a journal beside a shared file that names another one, or is no file; return whether there was one.

    No laptop of ours writes one that names another. An empty one is what ours leave behind.
    """
    journal = path.with_name(path.name + "-journal")
    try:
        there = journal.lstat()
    except FileNotFoundError:
        return False
    strange = not stat.S_ISREG(there.st_mode) or _names_another(journal, there.st_size)
    if strange:
        journal.rename(_free_name(path))
    return strange


def _names_another(journal: Path, size: int) -> bool:
    end = size - len(_JOURNAL_MAGIC)
    return end > 0 and bytes_at(journal, end, len(_JOURNAL_MAGIC)) == _JOURNAL_MAGIC


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.stem}.damaged-journal-{number}")).exists():
        number += 1
    return name
