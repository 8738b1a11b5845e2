"""Work beside the window: one call in a thread, with progress and cancel; what comes of it arrives by a signal."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Result = TypeVar("Result")
_BETWEEN_REPORTS = 0.05


class Progress(Protocol):
    """How a service tells how far it is; `total` 0 when it cannot know."""

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Report; cheap to call often."""


Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Result]


class Job(QObject):
    """One piece of work. `progressed(done, total, words)` at most every 50 ms; `ended` once, then `result()` and `dispose()`.

    `overtaken` when nobody waits for it any more: what comes of it is not shown.

    A job belongs to the application, never to a page: its thread may outlive the page, and it tells from that thread.
    """

    progressed = Signal(int, int, str)
    ended = Signal()
    overtaken = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._pool: ThreadPoolExecutor | None = None
        self._stop = Event()
        self._last = 0.0
        self._future: Future[object] | None = None
        self.wanted = True

    def start(self, work: Work[object]) -> None:
        """Begin in a thread of its own, which ends with the work."""
        from concurrent.futures import ThreadPoolExecutor  # not for the window's start

        watched = Event()

        def run() -> object:
            watched.wait()  # else quick work ends unwatched, and `ended` overtakes what it reported
            return work(self._report, self._stop.is_set)

        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._future = self._pool.submit(run)
        self._future.add_done_callback(lambda _: self.ended.emit())
        watched.set()

    def cancel(self) -> None:
        """Ask the work to stop at the next place where it can; it still ends by `ended`."""
        self._stop.set()

    def overtake(self) -> None:
        """Something newer was asked for: stop where it can, and let nothing of it be shown."""
        self.wanted = False
        self.cancel()
        if shiboken6.isValid(self):  # a job that failed by a fault is gone, and its page may still hold it
            self.overtaken.emit()

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._future is not None and not self._future.done()

    def result(self) -> object:
        """Return what the work returned, or raise what it raised."""
        if self._future is None:
            raise RuntimeError("the job has not been started")
        return self._future.result()

    def dispose(self) -> None:
        """Let it go, once it ended: wait for the thread's last breath, so that it never tells through what is gone."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        self.deleteLater()

    def _report(self, done: int, total: int, words: str = "") -> None:
        now = time.monotonic()
        if done == total or now - self._last >= _BETWEEN_REPORTS:
            self._last = now
            self.progressed.emit(done, total, words)


def end_jobs(app: QCoreApplication) -> None:
    """Stop every job and wait for it; called when the last window is closed."""
    jobs = app.findChildren(Job)
    for job in jobs:
        job.cancel()
    for job in jobs:
        job.dispose()
