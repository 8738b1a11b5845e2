"""What can be wrong with a shared file, sorted once by SQLite's codes and the system's, and said in words."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from supervisor_app.errors import StorageError


class Trouble(StrEnum):
    """The kinds of trouble with a shared file; each has its own words and its own way out."""

    NOT_CHOSEN = "not_chosen"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    LOCKED = "locked"
    READ_ONLY = "read_only"
    FULL = "full"
    OTHER_SITE = "other_site"
    OTHER_STORE = "other_store"
    NOT_SHARED = "not_shared"
    GONE = "gone"
    EMPTY = "empty"
    OVERWRITTEN = "overwritten"
    DAMAGED = "damaged"
    NEWER = "newer"
    EXISTS = "exists"
    CANCELLED = "cancelled"


SAFE = "Everything is safe on this laptop."
_ANEW = "Make it new from this laptop; what lies there is kept beside it."

MADE_ANEW = frozenset({Trouble.DAMAGED, Trouble.GONE, Trouble.EMPTY, Trouble.OVERWRITTEN})
"""What happened to our own shared file, where making it new from this laptop is a way out."""

WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.NOT_CHOSEN: ("No shared file is chosen yet.", "Choose one on the Sync page, or make a new one."),
    Trouble.MISSING: ("The shared file cannot be reached.", f"{SAFE} Plug in the drive, or just go on."),
    Trouble.UNREACHABLE: ("The drive with the shared file stopped answering.", f"{SAFE} It is tried again by itself."),
    Trouble.LOCKED: ("Another laptop is using the shared file.", f"{SAFE} It is tried again by itself."),
    Trouble.READ_ONLY: (
        "The shared file can be read here but not changed.",
        f"{SAFE} Ask for the right to write in its folder, or choose another place.",
    ),
    Trouble.FULL: ("The drive with the shared file is full.", f"{SAFE} Make room on the drive, then sync again."),
    Trouble.OTHER_SITE: ("The shared file belongs to another site.", "Nothing was exchanged. Choose the file of your own site."),
    Trouble.OTHER_STORE: (
        "Another shared file of this site lies in that place now.",
        "Nothing was exchanged. Choose it on the Sync page if it is the right one.",
    ),
    Trouble.NOT_SHARED: (
        "That file is not a shared file of this program.",
        "Nothing was changed. Choose another file, or make a new shared file.",
    ),
    Trouble.GONE: (
        "The shared file is not where it was.",
        f"{SAFE} Plug in the right drive. If the file was deleted, make it new from this laptop.",
    ),
    Trouble.EMPTY: ("The shared file is empty.", f"{SAFE} {_ANEW}"),
    Trouble.OVERWRITTEN: ("Something else lies in the place of the shared file.", f"{SAFE} {_ANEW}"),
    Trouble.DAMAGED: (
        "The shared file is damaged.",
        f"{SAFE} Make it new from this laptop; the damaged one is kept beside it.",
    ),
    Trouble.NEWER: ("A newer version of this program made the shared file.", f"{SAFE} Update this laptop, then sync again."),
    Trouble.EXISTS: ("There is already a file in that place.", "Nothing was changed. Choose it, or give another name."),
    Trouble.CANCELLED: ("The sync was stopped.", f"{SAFE} What was already exchanged stays."),
}


class SharedFileError(StorageError):
    """Trouble with the shared file; `trouble` says which. Local work goes on."""

    def __init__(self, trouble: Trouble, message: str = "", hint: str = "") -> None:
        words = WORDS[trouble]
        super().__init__(message or words[0], hint or words[1])
        self.trouble = trouble


_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.UNREACHABLE,
    sqlite3.SQLITE_CANTOPEN: Trouble.MISSING,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_PROTOCOL: Trouble.LOCKED,
    # Our statements fit the tables that we make: where they do not, somebody changed the tables.
    sqlite3.SQLITE_ERROR: Trouble.DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: Trouble.DAMAGED,
    sqlite3.SQLITE_MISMATCH: Trouble.DAMAGED,
    sqlite3.SQLITE_TOOBIG: Trouble.DAMAGED,
}

_BY_ERRNO = {
    errno.ENOENT: Trouble.MISSING,
    errno.ENOTDIR: Trouble.MISSING,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EROFS: Trouble.READ_ONLY,
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Return which trouble an error of SQLite or of the system means; None where it is a bug of ours."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return trouble_of(error.orig)
    if isinstance(error, sqlite3.Error):
        return _BY_SQLITE_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, Trouble.UNREACHABLE)
    return None


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turn the world's faults on the shared file into SharedFileError; let everything else through."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise SharedFileError(trouble) from error
