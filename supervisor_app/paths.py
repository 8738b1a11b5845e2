"""Where things lie: resources, the data folder; and the one way a file is written (whole or not at all)."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

_PACKAGE = Path(__file__).resolve().parent
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
"""Seconds between tries to replace a file on Windows."""


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped resource: `_resources` in a wheel or frozen program, else `resources/` of the checkout."""
    packed = _PACKAGE / "_resources"
    root = packed if packed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def default_data_folder() -> Path:
    """Return this user's data folder by the rules of the system (Windows, macOS, XDG); it may not exist yet."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "supervisor-app"


def state_folder(
    platform: str = sys.platform, environment: Mapping[str, str] = os.environ, home: Callable[[], Path] = Path.home
) -> Path:
    """Return this user's folder for what must stay outside every data folder (how far each laptop's own records went)."""
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home() / "AppData" / "Local")
    elif platform == "darwin":
        base = home() / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_STATE_HOME") or home() / ".local" / "state")
    return base / "supervisor-app-state"


def _run(command: Sequence[str]) -> None:
    import subprocess  # for a new folder on Windows, not for the window's start

    subprocess.run(command, check=False, capture_output=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))  # noqa: S603


def make_private_folder(
    folder: Path,
    *,
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    run: Callable[[Sequence[str]], None] = _run,
) -> None:
    """Make a folder that only its owner may enter: mode 0700, on Windows an access list of its owner and the system alone.

    One that is there already stays as it is; OSError where it cannot be made. `run` runs a command of the system.
    """
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    user = environment.get("USERNAME", "")
    if platform == "win32" and user:
        owner = f"{environment.get('USERDOMAIN', '.')}\\{user}"
        # By its whole path: Windows looks for a bare name first in the folder one happens to be in, somebody's stick perhaps.
        icacls = environment.get("SYSTEMROOT", "C:\\Windows") + "\\System32\\icacls.exe"
        run([icacls, str(folder), "/inheritance:r", "/grant:r", f"{owner}:(OI)(CI)F", "/grant:r", "*S-1-5-18:(OI)(CI)F"])


def open_private(path: str | Path, flags: int) -> int:
    """Open a file as `os.open` does; a new one may be read by its owner only (an `opener` for `open()` and `Path.open`).

    A link that somebody laid in its place is not followed (OSError).
    """
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def create_file(path: Path, *, private: bool) -> BinaryIO:
    """Open a new file to write, in place of what has its name; a `private` one is its owner's alone from its first moment.

    It is always a new one (else OSError): one that somebody laid there may be a link, another name of a file of theirs, or one
    that they may read.
    """
    path.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600 if private else 0o644), "w+b")


def write_atomically(path: Path, data: bytes, *, private: bool = False, durable: bool = True) -> None:
    """Write `data` to `path` through a `.tmp` beside it and a rename; `private` gives mode 0600 where the system has modes.

    Without `durable` a power cut may bring the earlier content back; it never leaves half of one.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        with create_file(temporary, private=private) as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        put_in_place(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):  # nothing is left over beside the file of somebody who reads that it was not written
            temporary.unlink()
        raise


def put_in_place(written: Path, path: Path, *, platform: str = sys.platform, sleep: Callable[[float], None] = time.sleep) -> None:
    """Give a file that was written its name, in place of what had it; OSError where that cannot be.

    Windows refuses while anybody has one of the two open: a virus scanner or an indexer does for a moment after each write,
    so there it is tried for about a second. Elsewhere an open file is no obstacle.
    """
    for wait in _WAITS if platform == "win32" else ():
        try:
            written.replace(path)
        except PermissionError:
            sleep(wait)
        else:
            return
    written.replace(path)
