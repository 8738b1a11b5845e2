"""Chinese, Japanese and Korean names on a system without such fonts, which are large: loaded once somebody bears such a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFontDatabase

from supervisor_app.ui.look.fonts import folder_of

AFTER_MS = 400
"""The window is painted and the PIN is being typed by then."""
_PACKAGE = "justmytype_intl_cjk"
_FACES: Mapping[str, tuple[QFontDatabase.WritingSystem, str]] = {
    "Hang": (QFontDatabase.WritingSystem.Korean, "ofl/notosanskr/*.ttf"),
    "Kana": (QFontDatabase.WritingSystem.Japanese, "ofl/notosansjp/*.ttf"),
    "Hani": (QFontDatabase.WritingSystem.SimplifiedChinese, "ofl/notosanssc/*.ttf"),
}


class NameFonts(QObject):
    """Loads what the system lacks for the scripts (ISO 15924: Hang, Kana, Hani) that `scripts()` finds among the names."""

    def __init__(self, scripts: Callable[[], frozenset[str]], parent: QObject) -> None:
        super().__init__(parent)
        self._scripts = scripts
        self._missing = dict(_FACES)
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look_soon(self) -> None:
        """Look at the names again in a moment: records changed."""
        if self._missing:
            self._timer.start()

    def stop(self) -> None:
        """Look no more: the records are being closed."""
        self._missing = {}
        self._timer.stop()

    def look(self) -> None:
        """Load the fonts of scripts that names are written in and the system has no font for."""
        self._missing = {script: face for script, face in self._missing.items() if not QFontDatabase.families(face[0])}
        for script in self._scripts() & self._missing.keys() if self._missing else ():
            _load(self._missing.pop(script)[1])


def _load(pattern: str) -> None:
    folder = folder_of(_PACKAGE)
    for path in sorted(folder.glob(pattern)) if folder else ():
        QFontDatabase.addApplicationFont(str(path))
