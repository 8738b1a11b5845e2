"""The application's palette, built from a table of tokens; it also says which table is in force, so no other global is needed."""

from __future__ import annotations

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from supervisor_app.ui.look.tokens import CONTRAST, DARK, LIGHT, TABLES, Tokens

_BY_CANVAS = {QColor(table.canvas).rgb(): table for table in TABLES}
_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "canvas"),
    (QPalette.ColorRole.WindowText, "ink"),
    (QPalette.ColorRole.Base, "sheet"),
    (QPalette.ColorRole.AlternateBase, "sunken"),
    (QPalette.ColorRole.Text, "ink"),
    (QPalette.ColorRole.PlaceholderText, "ink3"),
    (QPalette.ColorRole.Button, "sheet"),
    (QPalette.ColorRole.ButtonText, "ink"),
    (QPalette.ColorRole.BrightText, "mark"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.ToolTipBase, "sheet"),
    (QPalette.ColorRole.ToolTipText, "ink"),
    (QPalette.ColorRole.Light, "sheet"),
    (QPalette.ColorRole.Midlight, "line"),
    (QPalette.ColorRole.Mid, "line2"),
    (QPalette.ColorRole.Dark, "line2"),
    (QPalette.ColorRole.Shadow, "line2"),
)


def build_palette(table: Tokens) -> QPalette:
    """Return the palette for a table; disabled text is the caption colour."""
    palette = QPalette()
    for role, token in _ROLES:
        palette.setColor(role, QColor(getattr(table, token)))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(table.ink3))
    return palette


def tokens() -> Tokens:
    """Return the table in force: the one whose canvas is the application palette's window colour, light where none is."""
    return _BY_CANVAS.get(QGuiApplication.palette().color(QPalette.ColorRole.Window).rgb(), LIGHT)


def table_for(choice: str, *, system_dark: bool, system_contrast: bool) -> Tokens:
    """Return the table for a setting ("system", "light", "dark", "contrast") and what the system asks for."""
    if choice == "system":
        if system_contrast:
            return CONTRAST
        return DARK if system_dark else LIGHT
    return {"dark": DARK, "contrast": CONTRAST}.get(choice, LIGHT)
