"""The life of a certificate: on hold, withdrawn, what happened; deciding; paper of others."""

from __future__ import annotations

from datetime import date, timedelta

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificates import Which, list_certificates
from supervisor_app.services.declaring import Declaration, declare
from supervisor_app.services.demo import PINS
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.matrix_page import MatrixPage
from supervisor_app.ui.pages.person_page import PersonPage
from tests.scenes.papers import _certificates
from tests.scenes.scene import Scene, go, settle, wait_until

REASON = "Drove with the load raised on 14 November; a refresher with M. Osei is planned before the truck is used again."
HOLDS = ((LifeKind.SUSPENDED, 0), (LifeKind.REINSTATED, 0), (LifeKind.SUSPENDED, 12))


def _decide(window: MainWindow, certificate_id: str, kind: LifeKind, *, days: int = 0, reason: str = REASON) -> None:
    session = window.session
    assert session is not None
    today = window.now().date()
    until = today + timedelta(days=days) if days else None
    decision = Decision(kind=kind, on=today, until=until, reason=reason)
    decide(window.site, session, certificate_id, decision, PINS[session.name], window.now())


def _acted(window: MainWindow, place: int = 2) -> str:
    """Put a certificate through a few things, another on hold, one withdrawn; return the first one's id."""
    today = window.now().date()
    lines = list_certificates(window.site, today, which=Which.VALID, limit=12)
    for kind, days in HOLDS:
        _decide(window, lines[place].id, kind, days=days, reason=REASON if days else "Trained again and seen on the truck.")
    _decide(window, lines[place + 1].id, LifeKind.REVOKED, reason="Issued to the wrong person.")
    _decide(window, lines[place + 3].id, LifeKind.TRIGGERED, reason="Accident or near miss")
    window.tell_changed()
    return lines[place].id


def _on_hold(window: MainWindow) -> CertificatesPage:
    return _certificates(window, certificate_id=_acted(window))


def _life(window: MainWindow) -> CertificatesPage:
    page = _on_hold(window)
    page.paper.life.click()
    settle()
    return page


def _withdrawn(window: MainWindow) -> None:
    _acted(window)
    page = _certificates(window, which=Which.WITHDRAWN)
    page.paper.life.click()


def _deciding(window: MainWindow, kind: LifeKind) -> None:
    page = _certificates(window, which=Which.VALID)
    page.paper.life.click()
    page.panel.life.choices[kind.value].click()
    settle()


def _welder(window: MainWindow) -> None:
    """A certificate that needs confirmations, its life and the way to confirm it."""
    rows = list_certificates(window.site, window.now().date(), text="weld", limit=1) or list_certificates(
        window.site, window.now().date(), text="fillet", limit=1
    )
    page = _certificates(window, certificate_id=rows[0].id)
    page.paper.life.click()
    page.panel.life.choices[LifeKind.CONFIRMED.value].click()
    settle()


def _anew(window: MainWindow) -> None:
    page = _certificates(window, which=Which.VALID)
    page.paper.life.click()
    page.panel.life.choices["anew"].click()
    settle()


def _several(window: MainWindow) -> CertificatesPage:
    """Half a dozen chosen, among them some about which not everything can be decided."""
    _acted(window)
    page = _certificates(window)
    lines = list_certificates(window.site, window.now().date(), limit=14)
    page.list.take([line.id for line in lines])
    wait_until(lambda: page.panel.at_several, "several were not shown")
    settle()
    return page


def _decide_several(window: MainWindow, kind: LifeKind) -> None:
    _several(window).panel.several.choices[kind].click()
    settle()


def _filter(window: MainWindow) -> None:
    _acted(window)
    _certificates(window).list.filter.click()


def _declared(window: MainWindow) -> str:
    session = window.session
    assert session is not None
    line = list_certificates(window.site, window.now().date(), limit=1)[0]
    declaration = Declaration(
        worker_id=line.worker_id,
        title="Fahrausweis für Flurförderzeuge, Stufe 1",
        issuer="Berufsgenossenschaft Handel und Warenlogistik",
        number="FZ-2024-118",
        issued=date(2024, 3, 4),
        valid_until=window.now().date() + timedelta(days=200),
        limits="Frontstapler bis 3,5 t",
        note="Original seen; the name on it is the maiden name.",
    )
    row = declare(window.site, session, declaration, PINS[session.name], window.now())
    window.tell_changed()
    return row.id


def _show_declared(window: MainWindow) -> None:
    _certificates(window, certificate_id=_declared(window))


def _declare(window: MainWindow) -> None:
    _certificates(window).register_button.click()
    settle()


def _person(window: MainWindow) -> None:
    certificate = _acted(window, 0)
    _declared(window)
    today = window.now().date()
    line = next(one for one in list_certificates(window.site, today, limit=50) if one.id == certificate)
    go(window, PersonPage, "person", worker_id=line.worker_id)


def _matrix(window: MainWindow) -> None:
    _acted(window)
    shown = go(window, MatrixPage, "matrix")
    wait_until(lambda: shown.job is None, "the matrix was not worked out")


SCENES = (
    Scene("07l-certificates-on-hold", _on_hold),
    Scene("07m-certificates-life", _life),
    Scene("07n-certificates-withdrawn", _withdrawn),
    Scene("07o-certificates-put-on-hold", lambda window: _deciding(window, LifeKind.SUSPENDED)),
    Scene("07p-certificates-withdraw", lambda window: _deciding(window, LifeKind.REVOKED)),
    Scene("07q-certificates-end-early", lambda window: _deciding(window, LifeKind.TRIGGERED)),
    Scene("07r-certificates-confirm", _welder),
    Scene("07s-certificates-issue-anew", _anew),
    Scene("07t-certificates-filter", _filter),
    Scene("07u-certificates-declared", _show_declared),
    Scene("07v-certificates-register-paper", _declare),
    Scene("07w-person-with-holds", _person),
    Scene("07x-matrix-with-holds", _matrix),
    Scene("07y-certificates-several", lambda window: _several(window) and None),
    Scene("07z-certificates-put-several-on-hold", lambda window: _decide_several(window, LifeKind.SUSPENDED)),
    Scene("07za-certificates-confirm-several", lambda window: _decide_several(window, LifeKind.CONFIRMED)),
)
