"""What can be wrong with a shared file, sorted once by SQLite's codes and the system's, and said in words."""

from __future__ import annotations

import errno
import sqlite3
import sys
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
    NOT_KEPT = "not_kept"
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
    MOVED = "moved"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105 - the name of a trouble
    NO_DATABASE = "no_database"
    NO_RIGHT = "no_right"
    BUSY = "busy"
    NOT_TRUSTED = "not_trusted"
    LOCK_LOST = "lock_lost"
    NO_KEY = "no_key"
    CANCELLED = "cancelled"


SAFE = "Everything is safe on this laptop."
_ANEW = "Make it new from this laptop; what lies there is kept beside it."

MADE_ANEW = frozenset({Trouble.DAMAGED, Trouble.GONE, Trouble.EMPTY, Trouble.OVERWRITTEN})
"""What happened to our own shared file, where making it new from this laptop is a way out."""

WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.NOT_CHOSEN: ("No shared file is chosen yet.", "Choose one on the Sync page, or make a new one."),
    Trouble.MISSING: ("The shared file cannot be reached.", f"{SAFE} Plug in the drive, or just go on."),
    Trouble.UNREACHABLE: ("The drive with the shared file stopped answering.", f"{SAFE} It is tried again by itself."),
    Trouble.NOT_KEPT: ("The drive did not keep what was sent to the shared file.", f"{SAFE} It is tried again by itself."),
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
    Trouble.MOVED: ("The shared file has moved.", f"{SAFE} Follow it to its new place."),
    Trouble.ADDRESS: (
        "That is not the address of a database.",
        "It reads postgresql://user@server/database; a password file or ?service= keeps the password out of it.",
    ),
    Trouble.PASSWORD: (
        "The server does not accept the user or the password.",
        f"{SAFE} Choose the shared database again with the right ones, or put them into the password file of this laptop.",
    ),
    Trouble.NO_DATABASE: (
        "The server has no database of that name.",
        f"{SAFE} Check the address, or have the database made: supervisor-app store create ADDRESS.",
    ),
    Trouble.NO_RIGHT: (
        "The server does not let this user into the shared database.",
        f"{SAFE} Ask who looks after it to give the rights: supervisor-app store prepare ADDRESS --for USER.",
    ),
    Trouble.NOT_TRUSTED: (
        "The server with the shared database did not prove that it is the right one.",
        f"{SAFE} Nothing was sent. Check sslmode and sslrootcert in the address, or ask who looks after the server.",
    ),
    Trouble.BUSY: ("The server with the shared database is busy.", f"{SAFE} It is tried again by itself."),
    Trouble.LOCK_LOST: (
        "The connection to the shared database was changed for another one in the middle of the sync.",
        f"{SAFE} Where a pool of connections stands before the server, it has to keep one for each session: "
        "ask who looks after it, or use the server's own address.",
    ),
    Trouble.NO_KEY: (
        "The shared file does not say how this laptop may send its records.",
        f"{SAFE} Sync another laptop of the site first, then this one.",
    ),
    Trouble.CANCELLED: ("The sync was stopped.", f"{SAFE} What was already exchanged stays."),
}


DATABASE_WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.MISSING: ("The shared database cannot be reached.", f"{SAFE} Connect to the network, or just go on."),
    Trouble.UNREACHABLE: ("The server with the shared database does not answer.", f"{SAFE} It is tried again by itself."),
    Trouble.READ_ONLY: (
        "The shared database can be read here but not changed.",
        f"{SAFE} Ask who looks after the server for the right to write.",
    ),
    Trouble.FULL: ("The server with the shared database is full.", f"{SAFE} Ask who looks after it to make room."),
    Trouble.OTHER_SITE: (
        "The shared database belongs to another site.",
        "Nothing was exchanged. Choose the database of your own site.",
    ),
    Trouble.NOT_SHARED: (
        "That database holds no records of this program.",
        "Nothing was changed. Check the address, or make a shared store in it: supervisor-app store create ADDRESS.",
    ),
    Trouble.DAMAGED: (
        "The shared database is damaged.",
        f"{SAFE} Make it new from this laptop; the damaged tables are kept beside it.",
    ),
    Trouble.NOT_KEPT: ("The server did not keep what was sent to the shared database.", f"{SAFE} It is tried again by itself."),
    Trouble.OVERWRITTEN: (
        "The shared database does not hold the site's records any more.",
        f"{SAFE} Make it new from this laptop; what lies there is kept beside it.",
    ),
    Trouble.OTHER_STORE: (
        "Another store of this site lies in the shared database now.",
        "Nothing was exchanged. Choose it on the Sync page if it is the right one.",
    ),
    Trouble.EXISTS: (
        "There are tables of a shared store in that database already.",
        "Nothing was changed. Choose it, or name another database.",
    ),
}


class SharedFileError(StorageError):
    """Trouble with the shared store; `trouble` says which, `moved_to` where it went. Local work goes on."""

    def __init__(self, trouble: Trouble, message: str = "", hint: str = "", *, moved_to: str = "") -> None:
        words = WORDS[trouble]
        super().__init__(message or words[0], hint or words[1])
        self.trouble = trouble
        self.moved_to = moved_to


def database_words(problem: SharedFileError) -> SharedFileError:
    """Return the same trouble in the words of a database."""
    said, (message, hint) = (problem.message, problem.hint), WORDS[problem.trouble]
    if said == (message, hint) and problem.trouble in DATABASE_WORDS:
        said = DATABASE_WORDS[problem.trouble]
    changed = (words.replace("shared file", "shared database") for words in said)
    return SharedFileError(problem.trouble, *changed, moved_to=problem.moved_to)


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
    if type(error).__module__.partition(".")[0] == "psycopg":
        return _by_sqlstate(getattr(error, "sqlstate", None) or "")
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, Trouble.UNREACHABLE)
    if isinstance(error, UnicodeDecodeError):  # SQLite's words quote what damage made of a table's statement
        return Trouble.DAMAGED
    return None


_BY_SQLSTATE = {
    "42501": Trouble.READ_ONLY,
    "25006": Trouble.READ_ONLY,
    "53": Trouble.BUSY,
    "53100": Trouble.FULL,
    "57014": Trouble.BUSY,
    "57P03": Trouble.BUSY,
    "55P03": Trouble.LOCKED,
    "3D000": Trouble.NO_DATABASE,
    "28": Trouble.PASSWORD,
    "40": Trouble.LOCKED,
    "22": Trouble.DAMAGED,
    "23": Trouble.DAMAGED,
    "42": Trouble.DAMAGED,  # our statements fit the tables that we make
    "XX": Trouble.DAMAGED,
}
"""PostgreSQL's codes, or their classes (appendix A of its manual)."""


def _by_sqlstate(code: str) -> Trouble:
    """Return which trouble a server's code means; a connection that broke has none."""
    return _BY_SQLSTATE.get(code) or _BY_SQLSTATE.get(code[:2]) or Trouble.UNREACHABLE


def _world_faults() -> tuple[type[Exception], ...]:
    """Return the errors of databases and of the system; psycopg's own only where it is in use."""
    psycopg = sys.modules.get("psycopg")
    return (DBAPIError, sqlite3.Error, OSError, UnicodeDecodeError, *((psycopg.Error,) if psycopg else ()))


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turn the world's faults on the shared file into SharedFileError; let everything else through."""
    try:
        yield
    except _world_faults() as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise SharedFileError(trouble) from error
