"""Which keys press a button: the same on every desktop."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Pressable(QAbstractButton):
    """Space presses it. Enter does where `enter_presses` and it is not for switching on and off; else Enter goes on to the page.

    Qt leaves this to the desktop: under GNOME Enter presses whatever has the focus, elsewhere nothing. An answer must never be
    given by Enter, and a button one has gone to with Tab must never start something else.
    """

    enter_presses = False

    def setText(self, text: str) -> None:
        """Take the words as they are: Qt would make "R&D" a key of its own and forget the key the button has."""
        key = self.shortcut()
        super().setText(text)
        self.setShortcut(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as the class says; a held key presses once."""
        if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif not self.enter_presses or self.isCheckable():
            event.ignore()
        elif not event.isAutoRepeat():
            self.click()
