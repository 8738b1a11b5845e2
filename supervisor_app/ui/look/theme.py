"""Which look is in force: the system's colour scheme, unless the settings choose; applied to the whole application."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from supervisor_app.settings import StationSettings
from supervisor_app.ui.look.fonts import font, load_fonts
from supervisor_app.ui.look.palette import build_palette, table_for
from supervisor_app.ui.look.style import style_sheet
from supervisor_app.ui.look.tokens import Tokens

STYLE = ("-style", "Fusion")
"""What Qt is started with: drawn alike on every system. A style asked for by a call comes back as an object, and with it
PySide would load the names of everything that styles draw."""


class Theme(QObject):
    """Dresses the application and keeps following the system while the choice is "system"."""

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        load_fonts()
        app.setFont(font(15))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    def choose(self, choice: str) -> None:
        """Take another choice: "system", "light", "dark" or "contrast"."""
        self._choice = choice
        self._apply()

    def follow(self, settings: StationSettings) -> None:
        """Take the look of settings that were just changed."""
        if settings.theme != self._choice:
            self.choose(settings.theme)

    def _follow(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        dress(self._app, table_for(self._choice, system_dark=_system_is_dark(), system_contrast=_system_wants_contrast()))


def dress(app: QApplication, table: Tokens) -> None:
    """Give the application the palette and the style sheet of a table."""
    app.setPalette(build_palette(table))
    app.setStyleSheet(style_sheet(table))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _system_wants_contrast() -> bool:
    """Whether the system asks for high contrast; Qt can tell from 6.10 on."""
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
    preference = getattr(hints(), "contrastPreference", None) if callable(hints) else None
    return preference is not None and "High" in str(preference())
