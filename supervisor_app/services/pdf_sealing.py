"""Signing PDF files with a certificate file (PKCS#12) of one's own as they are saved; the file and its password are not kept."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.errors import InputError

if TYPE_CHECKING:
    from supervisor_app.documents.pades import SigningKey


__all__ = ["SigningKey", "can_seal", "open_key_file", "sealed"]


def can_seal() -> bool:
    """Return whether the part that signs PDF files is installed."""
    return find_spec("pyhanko") is not None


def open_key_file(path: Path, password: str, now: datetime) -> SigningKey:
    """Return the key in a PKCS#12 file; InputError in words where it cannot be read, opened or used on that day (aware)."""
    from supervisor_app.documents.pades import MAX_KEY_FILE, open_key

    try:
        with path.open("rb") as file:
            data = file.read(MAX_KEY_FILE + 1)
    except OSError as problem:
        raise InputError(path.name, "the file cannot be read.", "Choose another file.") from problem
    return open_key(data, password, now)


def sealed(pdf: bytes, key: SigningKey | None) -> bytes:
    """Return a PDF signed with a key, or as it is without one; UserError where the part that signs is not installed."""
    if key is None:
        return pdf
    from supervisor_app.documents.pades import sign_pdf

    return sign_pdf(pdf, key)
