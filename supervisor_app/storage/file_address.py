"""A file's path as SQLite takes it in a URI, on every system."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote


def file_address(path: Path, mode: str) -> str:
    """Return the URI of a file with its mode (ro, rw, rwc); a network path (//host/share/...) takes an empty authority first."""
    name = path.absolute().as_posix()
    start = "file://" if name.startswith("/") else "file:///"
    return f"{start}{quote(name)}?mode={mode}"
