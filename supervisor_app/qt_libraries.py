"""Which packages of the system Qt needs on Linux, in one sentence instead of a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

_PACKAGES: tuple[tuple[str, str, str], ...] = (
    # start of the library's name, Debian and Ubuntu, Fedora and RHEL
    ("libEGL", "libegl1", "mesa-libEGL"),
    ("libGL", "libgl1", "mesa-libGL"),
    ("libxkbcommon", "libxkbcommon0", "libxkbcommon"),
    ("libfontconfig", "libfontconfig1", "fontconfig"),
    ("libdbus-1", "libdbus-1-3", "dbus-libs"),
    ("libglib-2.0", "libglib2.0-0", "glib2"),
    ("libfreetype", "libfreetype6", "freetype"),
)
_XCB: tuple[tuple[str, str, str], ...] = (
    ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
    ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    ("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    ("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
)


def explain(error: ImportError, platform: str) -> str:
    """Return the sentence for an import that stopped at a missing system library, empty where it is something else."""
    if not platform.startswith("linux") or ".so" not in str(error):
        return ""
    named = [packages for packages in _PACKAGES if packages[0] in str(error)]
    return _sentence(named[:1] or list(_PACKAGES[:4]))


def problem_before_start(
    platform: str,
    environment: Mapping[str, str] = os.environ,
    is_there: Callable[[str], bool] | None = None,
) -> str:
    """Return the sentence for what would make Qt abort at the start (it does so without asking), empty where nothing is missing.

    Only on Linux under X: no display at all, or libraries that Qt's xcb part needs and the system lacks.
    """
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    if not environment.get("DISPLAY"):
        return "There is no display to open a window on. Start it from a desktop, or use a command: supervisor-app --help."
    missing = [packages for packages in _XCB if not (is_there or _loads)(packages[0])]
    return _sentence(missing) if missing else ""


def _loads(name: str) -> bool:
    """Whether the system's loader finds a library; Qt loads it a moment later anyway."""
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _sentence(missing: list[tuple[str, str, str]]) -> str:
    debian = " ".join(packages[1] for packages in missing)
    fedora = " ".join(packages[2] for packages in missing)
    return (
        "The window needs libraries that this system does not have. "
        f"Install them with: sudo apt install {debian}   (or: sudo dnf install {fedora})"
    )
