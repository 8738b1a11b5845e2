"""What the dependencies must be, and why."""

from __future__ import annotations

import sys
from importlib.metadata import version


def test_pyside_is_below_the_version_that_drops_references_to_true() -> None:
    assert tuple(int(part) for part in version("PySide6-Essentials").split(".")[:2]) < (6, 12)


def test_emitting_a_signal_keeps_the_reference_count_of_true() -> None:
    from PySide6.QtCore import QObject, Signal

    class Bell(QObject):
        rang = Signal(bool)

    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(1000):
        bell.rang.emit(True)
    assert sys.getrefcount(True) >= before - 10
