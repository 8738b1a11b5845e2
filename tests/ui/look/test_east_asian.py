"""Names in Chinese, Japanese and Korean never show as boxes, and nobody without such names pays for their fonts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from supervisor_app.ui.look import east_asian
from supervisor_app.ui.look.east_asian import NameFonts


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patterns of the font files that were asked for; nothing is loaded."""
    asked: list[str] = []
    monkeypatch.setattr(east_asian, "_load", asked.append)
    return asked


def _system(monkeypatch: pytest.MonkeyPatch, *families: str) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: list(families))


def test_only_the_scripts_that_names_are_written_in_are_loaded(
    qapp: QApplication, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _system(monkeypatch)
    NameFonts(lambda: frozenset({"Hang"}), qapp).look()
    assert loaded == ["ofl/notosanskr/*.ttf"]


def test_a_system_with_its_own_fonts_is_left_alone(
    qapp: QApplication, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _system(monkeypatch, "Malgun Gothic")
    NameFonts(lambda: frozenset({"Hang", "Kana", "Hani"}), qapp).look()
    assert loaded == []


def test_a_font_is_loaded_once(qapp: QApplication, loaded: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _system(monkeypatch)
    fonts = NameFonts(lambda: frozenset({"Hani"}), qapp)
    fonts.look()
    fonts.look()
    assert len(loaded) == 1


def test_the_font_that_is_loaded_has_the_letters(qapp: QApplication) -> None:
    before = set(QFontDatabase.families())
    fonts = NameFonts(lambda: frozenset({"Hang"}), QObject())
    fonts.look()
    new = set(QFontDatabase.families()) - before
    families = new or set(QFontDatabase.families(QFontDatabase.WritingSystem.Korean))
    assert any(QRawFont.fromFont(QFontDatabase.font(family, "Regular", 12)).supportsCharacter(ord("김")) for family in families)
