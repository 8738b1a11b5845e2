"""The badge scanner as Qt sees it: keys of a window, looked at before anybody else; a burst ending in Enter is a badge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit

from supervisor_app.ui.pages.observe_scanner import LONGEST_BADGE, Burst

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BadgeWatch(QObject):
    """Watches the keys of one window while it is asked to. `scanned(text)` gives the badge; the field that had the focus gets
    back what stood in it before the burst, and the Enter of the scanner reaches nobody.
    """

    scanned = Signal(str)

    def __init__(self, seconds: Callable[[], float], parent: QObject | None = None, longest: int = LONGEST_BADGE) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._none = self._burst = Burst(longest=longest)
        self._field: QLineEdit | None = None
        self._before = ""
        self._window: QWindow | None = None

    def watch(self, window: QWindow | None) -> None:
        """Watch this window from now on; None stops."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Collect keys; swallow only the Enter that ends a badge."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        now = self._seconds()
        if event.key() in _ENTER:
            badge, self._burst = self._burst.enter(now), self._none
            if badge:
                self._give_back()
                self.scanned.emit(badge)
            return bool(badge)
        if event.text() and event.text().isprintable():
            after = self._burst.key(event.text(), now)
            if len(after.text) == 1:
                focus = QApplication.focusWidget()
                self._field = focus if isinstance(focus, QLineEdit) else None
                self._before = self._field.text() if self._field else ""
            self._burst = after
        return False

    def _give_back(self) -> None:
        """Take the badge out of the field it was typed into."""
        if self._field is not None:
            self._field.setText(self._before)
            self._field = None
