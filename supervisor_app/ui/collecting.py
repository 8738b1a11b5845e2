"""Garbage is collected in the window's thread alone, between two events.

Python collects in whichever thread asks for memory. A widget in a cycle that a working thread takes away is destroyed there,
while Qt may be painting it: the program is gone without a word.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250
_YOUNG, _MIDDLE, _OLD = 2_000, 10, 10
"""Containers, and collections of the generation below, after which one is due (Python's own: 700, 10, 10)."""
_GROWN = 4
"""The oldest are looked at once they are more by a quarter than what the last look left, as Python does itself."""


class Collector(QObject):
    """Belongs to the application; from `begin` on nothing else collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect_what_is_due)

    def begin(self) -> None:
        """Take it over from Python."""
        gc.disable()
        self._timer.start()

    def collect_what_is_due(self) -> None:
        """Look at the young ones, and at the older ones where there is reason to."""
        young, middle, old = gc.get_count()
        if young < _YOUNG and middle <= _MIDDLE:
            return
        if old > _OLD and len(gc.get_objects(generation=2)) >= self._left + self._left // _GROWN:
            gc.collect()
            self._left = len(gc.get_objects(generation=2))
        else:
            gc.collect(1 if middle > _MIDDLE else 0)
