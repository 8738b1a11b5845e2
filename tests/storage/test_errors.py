"""What the world does to us becomes a sentence; what we did wrong stays an exception."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from supervisor_app.storage.errors import storage_error


def refused(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_BUSY, "in use by another program"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "in use by another program"),
        (sqlite3.SQLITE_FULL, "is full"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "not written"),
        (sqlite3.SQLITE_IOERR_FSYNC, "does not answer"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_NOTADB, "not a database"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_PERM, "may not be opened by you"),
    ],
)
def test_the_worlds_refusals_become_sentences_also_with_extended_codes(code: int, words: str) -> None:
    error = refused(code)
    sentence = storage_error(error)
    assert sentence is not None
    assert words in sentence.message
    assert sentence.hint


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EROFS, "not written"),
        (errno.EACCES, "may not"),
        (errno.EIO, "does not answer"),
        (errno.EDQUOT, "is full"),
        (errno.EEXIST, "cannot be opened"),
        (errno.ENOTDIR, "cannot be opened"),
        (errno.ENOENT, "cannot be opened"),
    ],
)
def test_the_disks_refusals_become_sentences(number: int, words: str) -> None:
    sentence = storage_error(OSError(number, "no"))
    assert sentence is not None
    assert words in sentence.message


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_MISMATCH]
)
def test_our_own_mistakes_have_no_sentence(code: int) -> None:
    assert storage_error(refused(code)) is None
    assert storage_error(KeyError("x")) is None
