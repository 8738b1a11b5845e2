"""The one presenter of what went wrong: a notice in the page or dialog where it happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from supervisor_app.errors import UserError


@runtime_checkable
class NoticePlace(Protocol):
    """Whoever can show a notice: pages and dialogs."""

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show it, in the place of the one before."""

    def clear_notice(self) -> None:
        """Take it away: it is solved."""


def show(widget: QWidget, problem: UserError, again: Callable[[], object] | None = None) -> None:
    """Show a problem in the nearest place around `widget`; `again` gives the notice the button "Try again"."""
    place = place_of(widget)
    if place is not None:
        place.show_notice(problem.message, problem.hint, "Try again" if again else "", again)


def place_of(widget: QWidget) -> NoticePlace | None:
    """Return the nearest place for notices from `widget` upwards."""
    at: QWidget | None = widget
    while at is not None and not isinstance(at, NoticePlace):
        at = at.parentWidget()
    return at if isinstance(at, NoticePlace) else None
