"""Publishing: what is new since the last time, on Today, in Settings and before the PIN."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from supervisor_app.domain.certificate_life import LifeKind
from supervisor_app.services.certificates import get_certificate, list_certificates
from supervisor_app.services.publishing import publish
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.today_page import TodayPage
from tests.scenes.observing import PIN
from tests.scenes.scene import Scene, go, settle
from tests.services.life_acts import act_on


def _changed(window: MainWindow) -> None:
    """The page was published; since then two certificates do not hold."""
    site, session = window.site, window.session
    change_site(site, session, SiteChange(host="verify.northgate.example"))
    with TemporaryDirectory() as folder:
        publish(site, session, PIN, Path(folder))
    today = window.now().date()
    for line, kind in zip(list_certificates(site, today, limit=2), (LifeKind.REVOKED, LifeKind.SUSPENDED), strict=True):
        act_on(site, session, PIN, get_certificate(site, line.id), kind, today)
    window.tell_changed()


def _today(window: MainWindow) -> None:
    _changed(window)
    go(window, TodayPage, "today")
    settle(50)


def _settings(window: MainWindow) -> SettingsPage:
    _changed(window)
    shown = go(window, SettingsPage, "settings", at="publish")
    settle(50)
    return shown


def _dialog(window: MainWindow) -> None:
    _settings(window).publishing.ask("/srv/www/verify.northgate.example")
    settle(50)


SCENES = (
    Scene("01p-today-to-publish", _today),
    Scene("12p-settings-publish", _settings),
    Scene("12q-publish", _dialog),
)
