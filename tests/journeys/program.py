"""The real program from its start on: the composition root's own `Start`, on a data folder, as `supervisor-app` runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from supervisor_app import __version__, cli
from supervisor_app.app import Start
from supervisor_app.errors import UserError
from supervisor_app.ui.crash import CrashHook
from supervisor_app.ui.jobs import end_jobs
from supervisor_app.ui.main_window import MainWindow
from tests.journeys.hands import Key, active, part, press, wait_for, write

SCREEN = (1366, 768)


def app() -> QApplication:
    """The application object."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


@contextmanager
def running(folder: Path) -> Iterator[Start]:
    """Start the program on a data folder, as its entry point does, and close it at the end."""
    QCoreApplication.setOrganizationName("supervisor-app")
    QCoreApplication.setApplicationName("journeys")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder.parent / "remembered"))
    start = Start(app(), folder, CrashHook(folder, cli.now, __version__, app()))
    try:
        try:
            start.begin()
        except UserError as problem:
            start.show_trouble(problem)
        wait_for(lambda: QApplication.activeWindow() is not None, "no window came up")
        active().resize(*SCREEN)
        yield start
    finally:
        end_jobs(app())
        start.close()
        app().processEvents()


def main_window() -> MainWindow:
    """The window, once it is there."""
    wait_for(lambda: _main() is not None, "the window did not come up")
    window = _main()
    assert window is not None
    return window


def sign_in(pin: str) -> MainWindow:
    """Type the PIN of the person who is chosen already."""
    window = main_window()
    assert window.is_locked
    write(pin)
    press(Key.Key_Return)
    wait_for(lambda: not window.is_locked, "the PIN did not open the window")
    return window


def page(kind: type) -> QWidget:
    """The page that is shown, of this kind."""
    wait_for(lambda: isinstance(main_window().current_page, kind), f"{kind.__name__} did not come up")
    return part(kind, main_window())


def _main() -> MainWindow | None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow) and widget.isVisible():
            return widget
    return None
