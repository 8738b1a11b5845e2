"""The folder of photos and files beside the database, each under the digest of its bytes, which nothing else ever replaces."""

from __future__ import annotations

import hashlib
from pathlib import Path

from supervisor_app.paths import write_atomically
from supervisor_app.storage.database import sorted_errors

FOLDER = "evidence"
_DIGITS = frozenset("0123456789abcdef")


def put_file(data_folder: Path, data: bytes) -> str:
    """Keep a file, whole on the disk when this returns; return its digest (64 hex digits). Raises StorageError."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(data_folder, digest)
    with sorted_errors():
        if get_file(data_folder, digest) is None:  # not here, or spoiled
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(path, data, private=True)
    return digest


def get_file(data_folder: Path, digest: str) -> bytes | None:
    """Return a file; None where it is not here or is not what its digest says."""
    path = _path(data_folder, digest)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == digest else None


def has_file(data_folder: Path, digest: str) -> bool:
    """Return whether a file lies here, whatever is in it."""
    return _path(data_folder, digest).is_file()


def delete_file(data_folder: Path, digest: str) -> None:
    """Take a file away for good: its bytes are overwritten first. Raises StorageError."""
    path = _path(data_folder, digest)
    with sorted_errors():
        if path.is_symlink():  # what it points to was never ours to overwrite
            path.unlink()
        elif path.is_file():
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
            path.unlink()


def is_digest(text: str) -> bool:
    """Return whether a text is a digest: nothing else ever becomes part of a path."""
    return len(text) == 64 and _DIGITS.issuperset(text)


def _path(data_folder: Path, digest: str) -> Path:
    if not is_digest(digest):
        return data_folder / FOLDER / "none" / "none"
    return data_folder / FOLDER / digest[:2] / digest
