"""Publishing: what is new since the last time, on Today, in Settings and before the PIN."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from supervisor_app.credentials.status_list import StatusCode, StatusRow, sign_status, status_name
from supervisor_app.credentials.trust import write_trust
from supervisor_app.domain.certificate_life import LifeKind
from supervisor_app.services.certificate_drawing import get_certificate
from supervisor_app.services.certificates import list_certificates
from supervisor_app.services.issuer_name import choose_issuer_name
from supervisor_app.services.publishing import publish
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.trusting import TrustOffer, believe, offer_of
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.today_page import TodayPage
from supervisor_app.ui.pages.verify_page import VerifyPage
from tests.credentials.samples import FACTS, ISSUER_KEY, NORTHGATE, issued
from tests.scenes.observing import PIN
from tests.scenes.scene import Scene, go, settle, wait_until
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


def _listed(window: MainWindow) -> VerifyPage:
    """A certificate of another organisation, on hold by the list for phones that it published."""
    site, session = window.site, window.session
    today = site.clock().date()
    offer = offer_of(site, "trust.json", write_trust([replace(NORTHGATE, name="Südwind Pressteile")]))
    assert isinstance(offer, TrustOffer)
    believe(site, session, offer)
    row = StatusRow(status_name(FACTS.credential_id), StatusCode.ON_HOLD, today - timedelta(days=9))
    offer_of(site, "status.bin", sign_status(today - timedelta(days=2), [row], ISSUER_KEY))
    shown = go(window, VerifyPage, "verify")
    shown.check_text(issued().credential.decode())
    wait_until(lambda: bool(shown.state.verdicts), "nothing was checked")
    settle(50)
    return shown


def _issuers(window: MainWindow) -> None:
    """Whom this laptop believes: its own key by itself and under the web address, and another organisation."""
    change_site(window.site, window.session, SiteChange(host="verify.northgate.example"))
    choose_issuer_name(window.site, window.session, by_web=True)
    _listed(window).open_issuers()
    settle(50)


SCENES = (
    Scene("08p-verify-on-hold-by-list", _listed),
    Scene("08q-known-issuers", _issuers),
    Scene("01p-today-to-publish", _today),
    Scene("12r-settings-publish", _settings),
    Scene("12s-publish", _dialog),
)
