"""SQLite's and the disk's refusals, sorted once by code: what the world does to us becomes a StorageError, the rest is a bug."""

from __future__ import annotations

import errno
import sqlite3

from supervisor_app.errors import StorageError

_SAFE = "What was recorded before is safe."

_BY_CODE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "The records on this laptop are in use by another program.",
        "Wait a moment and do it again; close a second window of this app if there is one.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "The records on this laptop are in use by another program.",
        "Wait a moment and do it again; close a second window of this app if there is one.",
    ),
    sqlite3.SQLITE_FULL: (
        "The disk of this laptop is full, so nothing more can be kept.",
        f"{_SAFE} Make room on the disk, then do it again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The records on this laptop may be read but not written.",
        f"{_SAFE} Ask for the right to write to the data folder, or take the write protection off.",
    ),
    sqlite3.SQLITE_PERM: (
        "The records on this laptop may not be opened by you.",
        "Ask for the right to read and write the data folder.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk of this laptop does not answer as it should.",
        f"{_SAFE} Check the disk before you go on.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The records file on this laptop is damaged.",
        "Leave it as it is; fetch the records again from the shared file or from a backup.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "The records file on this laptop is not a database.",
        "Leave it as it is; fetch the records again from the shared file or from a backup.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The records file on this laptop cannot be opened.",
        "Check that the data folder is there and that you may read and write it.",
    ),
}
"""Primary result codes that are the world's doing, with what happened and what to do."""

_BY_ERRNO: dict[int, int] = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_PERM,
    errno.EPERM: sqlite3.SQLITE_PERM,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EEXIST: sqlite3.SQLITE_CANTOPEN,  # a file lies where the data folder should be
    errno.ENOTDIR: sqlite3.SQLITE_CANTOPEN,
    errno.ENOENT: sqlite3.SQLITE_CANTOPEN,
}


def storage_error(error: Exception) -> StorageError | None:
    """Return the sentence for a database error or an OSError; None where it is a bug of ours and should stay what it is."""
    if isinstance(error, sqlite3.Error):
        return _sentence(_primary(error))
    if isinstance(error, OSError):
        return _sentence(_BY_ERRNO.get(error.errno or 0, sqlite3.SQLITE_IOERR))
    return None


def _primary(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code; 0 where the driver itself refused."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if code is not None else 0


def _sentence(code: int) -> StorageError | None:
    words = _BY_CODE.get(code)
    return StorageError(*words) if words else None
