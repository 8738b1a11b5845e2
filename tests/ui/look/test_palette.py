"""The palette carries the table in force."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from supervisor_app.ui.look.palette import table_for, tokens
from supervisor_app.ui.look.style import style_sheet
from supervisor_app.ui.look.theme import Theme, dress
from supervisor_app.ui.look.tokens import CONTRAST, DARK, LIGHT, TABLES, Tokens


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_application_says_which_table_is_in_force(qapp: QApplication, table: Tokens) -> None:
    dress(qapp, table)
    assert tokens() is table
    assert QApplication.palette().color(QPalette.ColorRole.Base).name().upper() == table.sheet


@pytest.mark.parametrize(
    ("choice", "dark", "contrast", "table"),
    [
        ("system", False, False, LIGHT),
        ("system", True, False, DARK),
        ("system", True, True, CONTRAST),
        ("light", True, True, LIGHT),
        ("dark", False, False, DARK),
        ("contrast", False, False, CONTRAST),
    ],
)
def test_the_setting_overrides_the_system(choice: str, dark: bool, contrast: bool, table: Tokens) -> None:
    assert table_for(choice, system_dark=dark, system_contrast=contrast) is table


def test_a_chosen_theme_is_applied_at_once(qapp: QApplication) -> None:
    theme = Theme(qapp, "dark")
    assert tokens() is DARK
    theme.choose("contrast")
    assert tokens() is CONTRAST
    theme.deleteLater()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_style_sheet_names_no_font_and_no_gradient(table: Tokens) -> None:
    sheet = style_sheet(table)
    assert "font" not in sheet
    assert "gradient" not in sheet
