"""Help: every page of the rail has its own, F1 opens it and Esc leads back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from supervisor_app.paths import resource_path
from supervisor_app.ui.help_text import HelpKind, help_for, parse_help
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page_table import PAGES
from supervisor_app.ui.pages.help_page import HelpPage
from tests.sites import new_site

RAIL = [entry.key for entry in PAGES if not entry.under]


@pytest.mark.parametrize("key", RAIL)
def test_every_page_of_the_rail_has_its_own_help(key: str) -> None:
    assert resource_path("help", f"{key}.md").is_file()
    blocks = help_for(key)
    assert blocks[0].kind is HelpKind.TITLE
    assert sum(block.kind is HelpKind.TITLE for block in blocks) == 1


@pytest.mark.parametrize("key", RAIL)
def test_help_speaks_as_the_rest_of_the_window_does(key: str) -> None:
    text = resource_path("help", f"{key}.md").read_text(encoding="utf-8")
    assert not re.search(r"\b(error|failed|invalid|please|successfully)\b|!", text, re.IGNORECASE)


def test_a_point_with_a_colon_has_its_key_in_front() -> None:
    blocks = parse_help("# T\n- Ctrl+N: new\n- plain\nwords\n## H")
    assert [(block.kind.value, block.lead, block.text) for block in blocks] == [
        ("title", "", "T"),
        ("point", "Ctrl+N", "new"),
        ("point", "", "plain"),
        ("words", "", "words"),
        ("heading", "", "H"),
    ]


def test_f1_opens_the_help_of_the_page_and_esc_goes_back(qtbot: QtBot, tmp_path: Path) -> None:
    site, session = new_site(tmp_path / "site")
    window = MainWindow(site, session)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.open_page("people")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    page = window.current_page
    assert isinstance(page, HelpPage)
    assert "People" in page.accessibleName() + " ".join(label.text() for label in page.findChildren(QLabel))
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.current_page is not page
    window.close()
    site.close()
