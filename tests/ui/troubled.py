"""A start that comes to nothing: the window that says why, as the program shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from supervisor_app.app import Start
from supervisor_app.errors import StorageError
from supervisor_app.ui.crash import CrashHook
from supervisor_app.ui.trouble_window import TroubleWindow
from tests.ui.conftest import NOW


def in_trouble(qapp: QApplication, folder: Path, kind: type[StorageError]) -> tuple[Start, TroubleWindow]:
    """Begin over a folder that cannot be opened, for that reason."""
    start = Start(qapp, folder, CrashHook(folder, lambda: NOW, "1.2.3"))
    with pytest.raises(kind) as told:
        start.begin()
    start.show_trouble(told.value)
    window = start._window
    assert isinstance(window, TroubleWindow)
    return start, window
