"""The application lock of a shared file: a folder beside it. It holds where the drive's own file locks do not."""

from __future__ import annotations

import contextlib
import errno
import re
import time
from collections.abc import Callable
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.shared_errors import SharedFileError, Trouble

Snapshot = tuple[tuple[str, bytes], ...]
LOOKED_AT = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.EACCES, errno.EPERM, errno.EBUSY})
"""What removing says while somebody has the thing open: Windows refuses, SMB keeps the name until it is closed."""
_OWNER = re.compile("[0-9a-f]{1,32}|new").fullmatch
"""Names in a lock folder: of owners, and of a shared file in the making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Clocks and times in seconds. A lock is broken only if its content did not change for `stale_after` of *our* clock."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    look_every: float = 0.5
    beat_every: float = 5.0
    stale_after: float = 60.0
    give_up_after: float = 180.0
    second_look_after: float = 1.0
    release_every: float = 0.05
    release_within: float = 5.0


class SharedLock:
    """`X.lock/`, made by `mkdir`, holding one file named by its owner with a counter in it: the heartbeat.

    The owner writes only the file of its own name, so that a late owner can never overwrite its successor's. It still owns
    the lock while that file is the only one in the folder.
    """

    def __init__(self, shared: Path, owner: str, patience: Patience) -> None:
        self.folder = shared.with_name(shared.name + ".lock")
        self._owner = owner
        self._patience = patience
        self._beats = 0
        self._last_beat = 0.0
        self.broke = False  # whether a lock that somebody left over was taken away
        self.waited = False  # whether somebody else had it first

    @property
    def beat_every(self) -> float:
        """Seconds between two beats."""
        return self._patience.beat_every

    def acquire(self, waiting: Callable[[], None]) -> None:
        """Take the lock; `waiting` is called at each look at somebody else's and may raise to stop.

        Raises SharedFileError: locked when the other one is alive and does not end, read-only, full, or missing.
        """
        started = self._patience.monotonic()
        known: Snapshot | None = None
        since = started
        while not self._try_to_take():
            self.waited = True
            now = self._patience.monotonic()
            snapshot = self._look()
            if snapshot != known:
                known, since = snapshot, now
            elif now - since >= self._patience.stale_after:
                self.broke |= self._break(snapshot)
                known = None
                continue
            if now - started >= self._patience.give_up_after:
                raise SharedFileError(Trouble.LOCKED)
            waiting()
            self._patience.sleep(self._patience.look_every)

    def beat(self) -> None:
        """Show that we live, at most every few seconds. Raises SharedFileError (locked) if the lock is not ours any more."""
        now = self._patience.monotonic()
        if now - self._last_beat < self._patience.beat_every:
            return
        self.confirm()
        self._write_beat(now)

    def confirm(self) -> None:
        """Raise SharedFileError (locked) unless the lock is still ours; asked before every COMMIT on the shared file."""
        if [name for name, _ in self._look()] != [self._owner]:
            raise SharedFileError(Trouble.LOCKED, "Another laptop took over the shared file.")

    def release(self) -> None:
        """Give the lock back; quietly nothing where it is gone or the drive is away (it goes stale by itself).

        A waiter that just reads our heartbeat holds it for a moment on Windows and SMB: then try again, or all wait for nobody.
        """
        until = self._patience.monotonic() + self._patience.release_within
        while not self._removed() and self._patience.monotonic() < until:
            self._patience.sleep(self._patience.release_every)

    def _removed(self) -> bool:
        """Remove what is ours; return whether nothing is left to try: it is gone, a successor's, or the drive is away."""
        try:
            (self.folder / self._owner).unlink(missing_ok=True)
            self.folder.rmdir()
        except OSError as problem:
            return problem.errno not in LOOKED_AT or any(name != self._owner for name, _ in self._look())
        return True

    def _try_to_take(self) -> bool:
        try:
            self.folder.mkdir()
        except FileExistsError:
            return False
        except PermissionError:
            if self.folder.exists():  # Windows: somebody is just removing it
                return False
            raise
        self._beats = 0
        try:
            self._write_beat(self._patience.monotonic())
        except OSError:
            self.release()  # a full drive takes a folder and nothing in it: nobody should wait for an owner that is not there
            raise
        return [name for name, _ in self._look()] == [self._owner]

    def _write_beat(self, now: float) -> None:
        self._beats += 1
        self._last_beat = now
        (self.folder / self._owner).write_bytes(b"%d" % self._beats)

    def _look(self) -> Snapshot:
        return _contents(self.folder)

    def _break(self, stale: Snapshot) -> bool:
        """Move a dead owner's lock aside: a rename has one winner. What turns out to be alive is moved back.

        Returns whether a lock was taken away.
        """
        aside = self.folder.with_name(f"{self.folder.name}.{self._owner}")
        try:
            self.folder.rename(aside)
        except OSError:
            return False  # gone already, or held open on a Windows share: look again
        if _contents(aside) != stale:
            with contextlib.suppress(OSError):
                aside.rename(self.folder)
            return False
        with contextlib.suppress(OSError):
            _take_away(aside)
        return True


def _take_away(aside: Path) -> None:
    """Delete a dead owner's lock: what owners write and nothing else. Where a link lies in its place, only the link goes."""
    if aside.is_symlink() or getattr(aside, "is_junction", bool)():
        aside.unlink()
        return
    for path in aside.iterdir():
        if _OWNER(path.name):
            path.unlink()
    aside.rmdir()


def _contents(folder: Path) -> Snapshot:
    """Return names and beats. Linux' cifs takes a folder for a file for seconds where it got the number of one just deleted."""
    try:
        return tuple((path.name, _content(path)) for path in sorted(folder.iterdir()))
    except (FileNotFoundError, NotADirectoryError):
        return ()


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        return b""
