"""Files that somebody saves or takes from where they like: what a drive refuses is said of that file, never of our records."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supervisor_app.errors import InputError, StorageError
from supervisor_app.paths import write_atomically

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_DENIED = frozenset({errno.EACCES, errno.EPERM})
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENXIO, errno.ENODEV})
_IN_USE = frozenset({32, 33})
"""Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION (winerror.h)."""


@contextmanager
def saving(path: Path, hint: str = "Choose another folder.") -> Iterator[None]:
    """Turn what the system refuses while a file or folder is written into a StorageError that names it and says what to do.

    `hint` is what to do where it lies at the place and nothing better is known.
    """
    try:
        yield
    except OSError as error:
        reason, better = _why(error, path)
        raise StorageError(f"{path.name or path} cannot be written: {reason}.", better or hint) from error


def save_file(path: Path, data: bytes, *, private: bool = False) -> Path:
    """Write a file whole or not at all and return where; StorageError where that cannot be."""
    with saving(path):
        write_atomically(path, data, private=private)
    return path


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Turn what the system refuses while a file of the user's is read into an InputError that names it."""
    try:
        yield
    except OSError as error:
        reason, hint = why_not_opened(error)
        raise InputError(path.name or str(path), f"it cannot be opened: {reason}.", hint) from error


def why_not_opened(error: OSError) -> tuple[str, str]:
    """Return why a file cannot be read, as the end of a sentence, and what to do."""
    if error.errno in _NOT_THERE:
        return "it is not there", "Connect its drive, or choose another file."
    if getattr(error, "winerror", None) in _IN_USE:
        return "another program has it open", "Close it there and do it again."
    if error.errno in _DENIED:
        return "you may not read it", "Ask for the right to, or choose another file."
    if error.errno == errno.EISDIR:
        return "it is a folder", "Choose a file."
    return "its drive does not answer as it should", "Check the drive, or choose another file."


def _why(error: OSError, path: Path) -> tuple[str, str]:
    """Return the reason, as the end of a sentence, and what to do, "" for nothing better than another place."""
    if error.errno in _FULL:
        return "its drive is full", "Make room there, or choose another folder."
    if getattr(error, "winerror", None) in _IN_USE or (error.errno in _DENIED and _replaces(path)):
        return "another program has it open or protects it", "Close it there and do it again, or choose another name."
    if error.errno in _DENIED or error.errno == errno.EROFS:
        return "you may not write there", ""
    if error.errno in _NOT_THERE:
        return "its folder is not there", "Connect the drive, or choose another folder."
    if error.errno in (errno.EEXIST, errno.EISDIR, errno.ENOTEMPTY):
        return "something else has this name there", "Choose another name."
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return "the drive does not take this name", "Choose a shorter name in plain letters."
    return "its drive does not answer as it should", "Check the drive, or choose another folder."


def _replaces(path: Path) -> bool:
    """Tell whether a file is there already: Windows refuses to replace one that somebody has open, as if it were forbidden."""
    try:
        return path.is_file()
    except OSError:
        return False
