"""What a scene is, and the little that all scenes need: waiting, a clock that can be moved, the page that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QWidget

from supervisor_app import cli
from supervisor_app.services.demo import PINS
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page import Page

PageType = TypeVar("PageType", bound=Page)
Prepare = Callable[[MainWindow], object]
PIN = next(iter(PINS.values()))
PATIENCE_MS = 30_000
SCREEN = (1366, 768)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name and what brings the window into its state (the window starts on Today, signed in).

    `mirrored`: the picture is taken from right to left.
    """

    name: str
    prepare: Prepare
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class OwnWindow:
    """A picture of a window of its own: its name and what makes it in an empty folder."""

    name: str
    make: Callable[[Path], QWidget]


class SceneClock:
    """The real time, moved on by hand."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return cli.now() + self._ahead

    def forward(self, **span: float) -> None:
        """Let a span of time pass, as for timedelta."""
        self._ahead += timedelta(**span)


def settle(milliseconds: int = 80) -> None:
    """Let the event loop run."""
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < milliseconds:
        QApplication.processEvents()


def wait_until(seen: Callable[[], object], what: str) -> None:
    """Let the event loop run until something is so; TimeoutError where it never is."""
    clock = QElapsedTimer()
    clock.start()
    while not seen():
        if clock.elapsed() > PATIENCE_MS:
            raise TimeoutError(what)
        settle(20)


def clock_of(window: MainWindow) -> SceneClock:
    """The clock of the site, to let time pass."""
    clock = window.site.clock
    assert isinstance(clock, SceneClock)
    return clock


def go(window: MainWindow, kind: type[PageType], key: str, **arguments: object) -> PageType:
    """Open a page and return it."""
    window.open_page(key, **arguments)
    page = window.current_page
    assert isinstance(page, kind)
    return page


def page(key: str, **arguments: object) -> Prepare:
    """A scene that is just a page."""
    return lambda window: window.open_page(key, **arguments)
