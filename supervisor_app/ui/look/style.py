"""The one style sheet, built from the tokens: what Qt's own widgets need. No gradients, no fonts."""

from __future__ import annotations

from supervisor_app.ui.look.tokens import Tokens


def style_sheet(table: Tokens) -> str:
    """Return the style sheet for a table."""
    return "\n".join((_fields(table), _scrolling(table), _popups(table)))


def _fields(t: Tokens) -> str:
    """Fields: a control's border of 1 px, blue and thicker when they have the focus; the padding keeps the text in place."""
    thick = 2 if t.line_width == 1 else 3
    thin = t.line_width
    return f"""
QLineEdit, QPlainTextEdit, QDateEdit, QSpinBox {{
  background: {t.sheet}; color: {t.ink}; border: {thin}px solid {t.line2}; border-radius: 6px; padding: 0 {13 - thin}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; placeholder-text-color: {t.ink3};
}}
QPlainTextEdit {{ padding: {9 - thin}px {9 - thin}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus, QSpinBox:focus {{
  border: {thick}px solid {t.accent}; padding: 0 {13 - thick}px;
}}
QPlainTextEdit:focus {{ padding: {9 - thick}px {9 - thick}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {t.sunken}; color: {t.ink3}; border-color: {t.line}; }}
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] {{ border-color: {t.bad}; }}
QLineEdit[bare="true"], QPlainTextEdit[bare="true"] {{ border: none; background: transparent; padding: 0; }}
"""


def _scrolling(t: Tokens) -> str:
    """Lists and scroll areas are frameless on what lies below; bars are thin, quiet and without arrows."""
    return f"""
QScrollArea, QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; border: none; }}
QListView, QTableView, QTreeView {{ background: transparent; border: none; }}
QListView, QTableView, QTreeView {{ outline: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {t.line2}; border-radius: 4px; min-height: 44px; min-width: 44px; }}
QScrollBar::handle:hover {{ background: {t.ink3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _popups(t: Tokens) -> str:
    """Menus and the words that appear under the pointer on the narrow rail."""
    return f"""
QToolTip {{ background: {t.sheet}; color: {t.ink}; border: 1px solid {t.line2}; padding: 6px 8px; }}
QMenu {{ background: {t.sheet}; color: {t.ink}; border: 1px solid {t.line2}; padding: 4px; }}
QMenu::item {{ padding: 10px 20px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.soft}; color: {t.accent}; }}
"""
