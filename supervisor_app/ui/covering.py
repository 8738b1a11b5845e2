"""Dialogs and the lock: nothing that stands over the window stays in sight, whichever page or dialog it belongs to.

Every window of the system that belongs to ours is looked at, so no dialog can be forgotten. What somebody was filling in waits
for them behind the lock, without its PINs; files, menus and pictures of the screen that were being chosen are given up.
"""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolTip, QWidget

from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField


class Cover(QObject):
    """Belongs to the window: lowered with the lock, lifted when somebody signs in."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[SheetDialog] = []
        self._lowered = False

    def lower(self) -> None:
        """Put everything away that stands over the window, and forget every PIN and password that was being typed."""
        if not self._lowered:
            self._lowered = True
            self._window.installEventFilter(self)
        QToolTip.hideText()
        for part in self._over():
            self._put_away(part)
        for pin in self._window.findChildren(PinField):
            pin.clear()
        for line in self._window.findChildren(QLineEdit):
            if line.echoMode() is not QLineEdit.EchoMode.Normal:
                line.clear()

    def lift(self, *, same: bool) -> None:
        """Somebody is signed in: the `same` person finds what they were filling in, for another it is gone."""
        self._lowered = False
        self._window.removeEventFilter(self)
        waiting, self._waiting = self._waiting, []
        for dialog in waiting:
            if not shiboken6.isValid(dialog):
                continue
            if same:
                dialog.open()
            else:
                dialog.deleteLater()

    def keeps_back(self, dialog: SheetDialog) -> bool:
        """Whether a dialog that would open now waits until its person is back: work that ended behind the lock shows nothing."""
        if not self._lowered or dialog.at_lock is not AtLock.WAITS:
            return False
        self._waiting.append(dialog)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the lock is shown, what the system itself would open over the window is given up."""
        if event.type() is QEvent.Type.WindowBlocked:
            QTimer.singleShot(0, self, self._give_up_foreign)
        return False

    def _give_up_foreign(self) -> None:
        for part in self._over() if self._lowered else ():
            if not isinstance(part, SheetDialog):
                _give_up(part)

    def _put_away(self, part: QWidget) -> None:
        at_lock = part.at_lock if isinstance(part, SheetDialog) else AtLock.CLOSES
        if at_lock is AtLock.CLOSES:
            _give_up(part)
        elif at_lock is AtLock.WAITS:
            part.hide()
            self._waiting.insert(0, cast(SheetDialog, part))

    def _over(self) -> list[QWidget]:
        """What stands over the window, the uppermost first."""
        parts = [(depth, part) for part in QApplication.topLevelWidgets() if part.isVisible() and (depth := self._depth(part))]
        return [part for _, part in sorted(parts, key=lambda one: -one[0])]

    def _depth(self, part: QWidget) -> int:
        """How many windows lie between a part and ours; 0 for what is not over it."""
        depth = 0
        at: QWidget | None = part
        while at is not None and at is not self._window:
            depth += 1
            at = getattr(at, "belongs_to", None) or at.parentWidget()
        return depth if at is self._window else 0


def _give_up(part: QWidget) -> None:
    """Close without asking whether that is meant."""
    if isinstance(part, SheetDialog):
        part.give_up()
    elif isinstance(part, QDialog):
        QDialog.reject(part)
    else:
        part.close()
