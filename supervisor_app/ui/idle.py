"""Locks after a while without hands: listens to the input of this application's windows, nothing more."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_HANDS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


_LOOK_EVERY_MS = 15_000


class IdleWatch(QObject):
    """`idle` whenever nobody touched the application for `minutes`; 0 never.

    Input comes to a window of the system first, and is looked at there. A filter on the application would be asked about every
    event of every part, those of parts that are just being taken apart among them. Timers rest while the laptop sleeps, so the
    `wall` clock (seconds) is asked as well: a lid that was closed for an hour was an hour without hands.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject, wall: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._wall = wall
        self._touched_at = wall()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self._look = QTimer(self, interval=_LOOK_EVERY_MS)
        self._look.timeout.connect(self._lock_after_sleep)
        self.set_minutes(minutes)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Wait this long from now on."""
        self._timer.setInterval(minutes * 60_000)
        self._begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to wait anew at every touch; take nothing away but the one that comes too late."""
        return event.type() in _HANDS and self._touched()

    def _watch(self, window: QWindow | None) -> None:
        """Listen to a window that got the focus (asking again changes nothing); coming to it is a touch as well."""
        if window is not None:
            window.installEventFilter(self)
            self._touched()

    def _touched(self) -> bool:
        """Begin to wait anew; return whether it was too late for that."""
        late = self._lock_after_sleep()
        self._begin()
        return late

    def _begin(self) -> None:
        """Wait from now on, also where the wait before came to its end: who signed in again may walk away again."""
        self._touched_at = self._wall()
        for timer in (self._timer, self._look):
            timer.stop()
            if self._timer.interval():
                timer.start()

    def _lock_after_sleep(self) -> bool:
        late = self._timer.isActive() and (self._wall() - self._touched_at) * 1000 >= self._timer.interval()
        if late:
            self._timer.stop()
            self.idle.emit()
        return late
