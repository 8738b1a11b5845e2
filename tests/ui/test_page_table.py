"""Every page that anything in the window leads to is in the table of pages, and takes what it is opened with."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import supervisor_app.ui
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page_table import PAGES
from tests.ui.conftest import Founded
from tests.ui.filling import filled

UI = Path(supervisor_app.ui.__file__).parent
KEYS = {entry.key: entry for entry in PAGES}


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One place in the code that opens a page."""

    file: str
    line: int
    key: str
    arguments: tuple[str, ...]


def _is_open_page(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "open_page"


def _routes(path: Path) -> Iterator[Route]:
    """What a file opens by a key that stands in it: `open_page("key", ...)` or `partial(open_page, "key", ...)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        chain = [node.func, *node.args]
        place = next((place for place, part in enumerate(chain) if _is_open_page(part)), len(chain))
        for part in chain[place + 1 : place + 2]:
            names = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
            for key in ast.walk(part):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield Route(path.name, node.lineno, key.value, names)


ROUTES = sorted({route for path in UI.rglob("*.py") for route in _routes(path)})


def test_every_page_that_is_opened_by_its_key_exists() -> None:
    assert len(ROUTES) > 20
    assert [route for route in ROUTES if route.key not in KEYS] == []


def test_every_page_takes_the_arguments_it_is_opened_with(qtbot: QtBot, founded: Founded) -> None:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    made = {}
    for route in ROUTES:
        if route.key not in made:
            made[route.key] = KEYS[route.key].factory(window)
            qtbot.addWidget(made[route.key])
        try:
            inspect.signature(made[route.key].open).bind(**dict.fromkeys(route.arguments))
        except TypeError as problem:
            pytest.fail(f"{route}: {problem}")


class _Windows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_part_of_a_page_flashes_as_a_window_while_the_page_is_made(qtbot: QtBot, founded: Founded) -> None:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.show()
    windows = _Windows()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    for entry in PAGES:
        if not entry.narrow:
            window.open_page(entry.key)
            filled(qtbot, window)
    app.removeEventFilter(windows)
    assert windows.shown == []
