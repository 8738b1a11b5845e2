"""Settings over a real site in a real window: what the tests of its parts start from."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.widgets.pin_field import PinField

Kind = TypeVar("Kind", bound=QDialog)
LONG = 60_000


def window_on(qtbot: QtBot, site: Site, session: Session) -> MainWindow:
    """A window on Today, active, as high as a low screen."""
    window = MainWindow(site, session)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def settings_in(window: MainWindow) -> SettingsPage:
    """The page Settings, opened."""
    window.open_page("settings")
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def settings_of(qtbot: QtBot, founded: tuple[Site, Session]) -> SettingsPage:
    """The same, in a new window."""
    return settings_in(window_on(qtbot, *founded))


def shown(page: SettingsPage, kind: type[Kind]) -> Kind:
    """The dialog of a kind that is open over the page."""
    return next(dialog for dialog in page.main.findChildren(kind) if dialog.isVisible())


def type_pin(field: PinField, pin: str) -> None:
    """Type a PIN, whether or not the field has the focus."""
    for sign in pin:
        field.add(sign)
