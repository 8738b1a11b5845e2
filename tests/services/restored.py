"""Where a restore stands on the disk."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.services.restoring import MOVING, READY


def is_prepared(folder: Path) -> bool:
    """Tell whether a restore was prepared and waits for `finish`."""
    return (folder / READY).is_dir() or (folder / MOVING).is_dir()
