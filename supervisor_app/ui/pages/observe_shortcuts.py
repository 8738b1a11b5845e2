"""The keys of the step screen as shortcuts of its page: they work wherever the focus is, except while one types in a field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.pages.observe_keys import Keys

_NAMED = ("Backspace", "Up", "Down", "+", "-", "Ctrl+Return", "Ctrl+Z")
"""Enter and Esc come through the page; F12 is the button's own."""
_REPEATING = frozenset({"Up", "Down", "+", "-"})


def bind_keys(page: QWidget, keys: Keys, pressed: Callable[[str], None]) -> tuple[QShortcut, ...]:
    """Make the shortcuts; `pressed` gets the name of the key ("Y", "3", "+"). Held keys repeat only where that does no harm."""
    made = []
    for name in (*keys.letters.values(), *"0123456789", *_NAMED):
        shortcut = QShortcut(QKeySequence(name), page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(name in _REPEATING)
        shortcut.activated.connect(lambda name=name: pressed(name.replace("Return", "Enter")))
        made.append(shortcut)
    return tuple(made)
