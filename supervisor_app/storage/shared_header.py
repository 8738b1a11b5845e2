"""The header of a shared file, read without SQLite: whether it is ours, and what SQLite counts in it (sqlite.org/fileformat2)."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_guard import bytes_at
from supervisor_app.storage.shared_tables import APPLICATION_ID, SHARED_VERSION

MAGIC = b"SQLite format 3\x00"
HEADER_BYTES = 100
COUNTER = 24
"""Where the header counts the transactions that changed the file."""
WRITE_VERSION = 18
"""Where the header says how the file is written: 1 with a rollback journal, 2 with a write-ahead log (never ours)."""
WAL = 2


def look_at_start(path: Path) -> bytes:
    """Read the header without SQLite: a missing drive makes no lock folder, and what is not ours is not touched at all."""
    if not path.parent.is_dir():
        raise SharedFileError(Trouble.MISSING)
    try:
        header = bytes_at(path, 0, HEADER_BYTES)
    except FileNotFoundError as error:
        raise SharedFileError(Trouble.GONE) from error
    except IsADirectoryError as error:
        raise SharedFileError(Trouble.NOT_SHARED) from error
    if not header:
        raise SharedFileError(Trouble.EMPTY)
    if not header.startswith(MAGIC) or len(header) < HEADER_BYTES or number_at(header, 68) != APPLICATION_ID:
        raise SharedFileError(Trouble.NOT_SHARED)
    if (version := number_at(header, 60)) > SHARED_VERSION:
        known = f"The shared file is of version {version}; this app knows versions up to {SHARED_VERSION}."
        raise SharedFileError(Trouble.NEWER, known)
    return header


def number_at(header: bytes, at: int) -> int:
    """Return a 4-byte number of SQLite's file header: 60 user_version, 68 application_id."""
    return int.from_bytes(header[at : at + 4], "big")
