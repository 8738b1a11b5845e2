"""How pages call services: one way for what is quick, one for what may take long. The only place where a UserError is caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from supervisor_app.errors import UserError
from supervisor_app.ui import messages
from supervisor_app.ui.jobs import Job, Work

if TYPE_CHECKING:
    from supervisor_app.ui.widgets.notice import Notice
    from supervisor_app.ui.widgets.progress import ProgressRow

Result = TypeVar("Result")
SHOW_PROGRESS_AFTER_MS = 300


@runtime_checkable
class Changed(Protocol):
    """Whoever must hear that data changed: the window (or a dialog's opener)."""

    def tell_changed(self) -> None:
        """Reload what is visible."""


@runtime_checkable
class ProgressPlace(Protocol):
    """Whoever can show a progress row: pages and dialogs."""

    def show_progress(self, row: ProgressRow) -> None:
        """Put the row into the page."""


@runtime_checkable
class Looking(messages.NoticePlace, Protocol):
    """Whoever shows what services answer; `unread` is the notice that says what could not be looked up."""

    unread: Notice | None

    @property
    def notice(self) -> Notice | None:
        """The notice that is shown."""


def perform(
    widget: QWidget, call: Callable[[], Result], *, done: Callable[[Result], object] | None = None, changes: bool = True
) -> Result | None:
    """Call a service from a slot of `widget` and return what it returns, None when it could not.

    A UserError becomes a notice in the page. `changes` reloads the visible page; then `done(result)` is called.
    """
    try:
        result = call()
    except UserError as problem:
        messages.show(widget, problem)
        return None
    _follow_up(widget, result, done, changes)
    return result


def look_up(widget: QWidget, call: Callable[[], Result]) -> Result | None:
    """Call a service for what a page shows, and return what it returns, None when it could not.

    A UserError becomes a notice. Looking solves nothing: what the page said before stays.
    """
    try:
        return call()
    except UserError as problem:
        messages.show(widget, problem)
        if isinstance(place := messages.place_of(widget), Looking):
            place.unread = place.notice
        return None


def perform_in_background(
    widget: QWidget,
    work: Work[Result],
    *,
    words: str,
    done: Callable[[Result], object] | None = None,
    failed: Callable[[UserError], object] | None = None,
    changes: bool = True,
    cancel: bool = True,
    quiet: bool = False,
) -> Job:
    """Call `work(progress, cancelled)` in a thread and return the job; progress shows in the page after 0.3 s.

    The notice of the page goes once it went well, but for `quiet` work, which only looks, or follows on what said it.
    `done(result)` and `failed(problem)` come back in the window's thread; without `failed` a UserError becomes a notice. After
    `job.cancel()` `done` still comes with what the work returned; after `job.overtake()` nothing comes, and what the page says by
    then stays. Anything else the work raises goes the way of every fault.
    """
    job = Job()
    take_away = _show_late(widget, job, words, can_cancel=cancel)

    def shown() -> bool:
        return job.wanted and shiboken6.isValid(widget)

    def finish() -> None:
        take_away()
        try:
            result = cast(Result, job.result())
        except UserError as problem:
            if shown():
                (failed or (lambda p: messages.show(widget, p)))(problem)
            return
        finally:
            job.dispose()
        if shown():
            _follow_up(widget, result, done, changes, quiet=quiet)

    job.ended.connect(finish)
    job.start(work)
    return job


def _show_late(widget: QWidget, job: Job, words: str, *, can_cancel: bool) -> Callable[[], None]:
    """Show how far the job is once it takes longer than 0.3 s; return what takes the row away again.

    Quick work makes no row at all. The timer has no parent: what a job owns would go together with what listens to the job.
    """
    shown: list[ProgressRow] = []
    last: list[tuple[int, int, str]] = []

    def remember(done: int, total: int, said: str) -> None:
        last[:] = [(done, total, said)]
        if shown and shiboken6.isValid(shown[0]):
            shown[0].show_progress(done, total, said)

    def show() -> None:
        from supervisor_app.ui.widgets.progress import ProgressRow  # most work is done before it is shown

        row = ProgressRow(words, can_cancel=can_cancel)
        row.cancelled.connect(job.cancel)
        shown.append(row)
        if last:
            row.show_progress(*last[0])
        _show_row(widget, row)

    job.progressed.connect(remember)
    timer = QTimer(singleShot=True, interval=SHOW_PROGRESS_AFTER_MS)
    timer.timeout.connect(show)
    timer.start()

    def take_away() -> None:
        timer.stop()
        for row in shown:
            if shiboken6.isValid(row):
                row.hide()
                row.deleteLater()

    job.overtaken.connect(take_away)
    return take_away


def _follow_up(
    widget: QWidget, result: Result, done: Callable[[Result], object] | None, changes: bool, *, quiet: bool = False
) -> None:
    """What comes after a call that went well."""
    place = messages.place_of(widget)
    if place is not None and not quiet:
        place.clear_notice()
    if changes:
        _tell_changed(widget)
    if done is not None:
        done(result)


def _tell_changed(widget: QWidget) -> None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Changed):
        at = at.parentWidget()
    if isinstance(at, Changed):
        at.tell_changed()


def _show_row(widget: QWidget, row: ProgressRow) -> None:
    at: QWidget | None = widget if shiboken6.isValid(widget) else None
    while at is not None and not isinstance(at, ProgressPlace):
        at = at.parentWidget()
    if isinstance(at, ProgressPlace) and shiboken6.isValid(row):
        at.show_progress(row)
