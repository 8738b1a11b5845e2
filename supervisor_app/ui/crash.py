"""The crash hook: what nobody foresaw. Writes down where it happened, without what anybody typed, and offers to go on."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from supervisor_app.paths import make_private_folder, open_private

LOG_NAME = "faults.log"
MOST_BYTES = 200_000
_HOME = Path(__file__).resolve().parents[1]


class CrashHook(QObject):
    """Takes the place of Python's own hook. `happened(count)` tells the window how many faults there were."""

    happened = Signal(int)

    def __init__(self, folder: Path, clock: Callable[[], datetime], version: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._version = version
        self._folder = folder
        self._clock = clock
        self._count = 0

    def install(self) -> None:
        """Become the hook of this process."""
        sys.excepthook = self.take

    def take(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Note one fault and tell the window; Ctrl+C in a terminal stays what it is."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, problem, trace)
            return
        fault = describe_fault(problem, self._clock(), self._version)
        if sys.stderr is not None and sys.stderr.isatty():
            sys.__excepthook__(kind, problem, trace)
        elif sys.stderr is not None:  # a desktop keeps it in a log of its own, where names have no more to be than in ours
            sys.stderr.write(fault)
        write_fault(self._folder, fault)
        self._count += 1
        self.happened.emit(self._count)


def describe_fault(problem: BaseException, now: datetime, version: str) -> str:
    """Return where a fault happened: kinds, files of the program, lines and functions. No messages: they may hold names."""
    program = f"supervisor-app {version} Python {platform.python_version()} {sys.platform}"
    lines = [f"{now.isoformat(timespec='seconds')} {program}"]
    at: BaseException | None = problem
    while at is not None:
        lines.append(f"  {type(at).__module__}.{type(at).__qualname__}")
        for frame in traceback.extract_tb(at.__traceback__):
            lines.append(f"    {_short(frame.filename)}:{frame.lineno} {frame.name}")
        at = at.__cause__ or at.__context__
    return "\n".join(lines) + "\n"


def write_fault(folder: Path, text: str) -> None:
    """Append to the log; a full one makes room by becoming the old one. A disk that cannot take it is no second fault."""
    path = folder / LOG_NAME
    try:
        make_private_folder(folder)
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".old.log"))
        with open(path, "a", encoding="utf-8", opener=open_private) as file:
            file.write(text)
    except OSError:
        return


def _short(filename: str) -> str:
    """A file of the program by its place in it, others by their name: no home folders."""
    path = Path(filename)
    return path.relative_to(_HOME).as_posix() if path.is_relative_to(_HOME) else path.name
