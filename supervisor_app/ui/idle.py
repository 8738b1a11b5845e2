"""Locks after a while without hands: listens to the input of this application's windows, nothing more."""

from __future__ import annotations

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


class IdleWatch(QObject):
    """`idle` once nobody touched the application for `minutes`; 0 never.

    Input comes to a window of the system first, and is looked at there. A filter on the application would be asked about every
    event of every part, those of parts that are just being taken apart among them.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self.set_minutes(minutes)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Wait this long from now on."""
        self._timer.stop()
        self._timer.setInterval(minutes * 60_000)
        if minutes:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to wait anew at every touch; take nothing away."""
        if event.type() in _HANDS:
            self._touched()
        return False

    def _watch(self, window: QWindow | None) -> None:
        """Listen to a window that got the focus (asking again changes nothing); coming to it is a touch as well."""
        if window is not None:
            window.installEventFilter(self)
            self._touched()

    def _touched(self) -> None:
        if self._timer.isActive():
            self._timer.start()
