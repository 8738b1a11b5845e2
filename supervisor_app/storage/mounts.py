"""What kind of drive a path lies on, as far as it matters to SQLite's locks."""

from __future__ import annotations

import sys
from pathlib import Path

LOCKLESS_SYSTEMS = frozenset({"cifs", "smb3", "smbfs"})


def locks_do_not_work(path: Path) -> bool:
    """Whether the file lies on a Linux mount known to answer "locked" to a single client (cifs with its byte-range locks)."""
    return sys.platform == "linux" and mount_type(path, Path("/proc/self/mounts")) in LOCKLESS_SYSTEMS


def mount_type(path: Path, table: Path) -> str:
    """Return the file system type of the mount that holds `path`, from a table in the form of /proc/self/mounts; "" unknown."""
    best, kind = -1, ""
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if path.absolute().is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind
