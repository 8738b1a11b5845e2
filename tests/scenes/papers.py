"""Certificates and their verification."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from supervisor_app.credentials.findings import CodeFinding, examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.paper import compare
from supervisor_app.documents.page import Paper
from supervisor_app.domain.printed import printed_fields
from supervisor_app.services.certificate_drawing import get_certificate, render_pdf
from supervisor_app.services.certificates import LifeState, Which, certificates
from supervisor_app.services.demo import PINS
from supervisor_app.services.site_register import trust_of
from supervisor_app.services.trusting import believe, offer_for
from supervisor_app.services.verifying import Verdict
from supervisor_app.ui.dialogs.known_issuers import KnownIssuersDialog
from supervisor_app.ui.dialogs.trust_offer import TrustOfferDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.verify_page import VerifyPage, VerifyState
from tests.credentials.samples import FACTS, NORTHGATE, NOW, STRANGER_KEY, TRUST, issued, public
from tests.credentials.test_listed_status import badge
from tests.scenes.scene import Prepare, Scene, go, settle, wait_until
from tests.services.certified import certify
from tests.services.verdicts import verify_bytes


def _certificates(window: MainWindow, **arguments: str) -> CertificatesPage:
    return _settled(go(window, CertificatesPage, "certificates", **arguments))


def _settled(page: CertificatesPage, turn: int = 0) -> CertificatesPage:
    """Wait until the page on the desk is drawn and read back; turn it."""
    settle(20)
    wait_until(lambda: page.paper.settled, "the certificate was not drawn")
    if turn:
        page.paper.turn(turn)
        _settled(page)
    return page


def _long_names(window: MainWindow) -> None:
    names = (
        "María del Carmen Fernández de Córdoba y Álvarez de Toledo",
        "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
        "สมเกียรติ วงศ์สุวรรณพงษ์พิพัฒน์",
        "عبد الرحمن بن محمد بن عبد العزيز آل الشيخ",
    )
    session = window.session
    assert session is not None
    for number, name in enumerate(names):
        uuid = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
        changes = {"holder": name, "number": f"NGP-A-{231 + number:06d}", "credential_id": uuid}
        certify(window.site, session, PINS[session.name], issued=window.now().date(), valid_until=None, **changes)
    window.tell_changed()
    _certificates(window)


def _save_several(window: MainWindow) -> None:
    _several(window).panel.several.save.click()


def _several(window: MainWindow) -> CertificatesPage:
    page = _certificates(window)
    page.list.choose.click()
    for place in (0, 2, 3):
        row = page.list.rows.model.row(place)
        assert row is not None
        page.list.rows.opened.emit(row.key)
    return _settled(page)


OLDER_BADGE = json.dumps(
    {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://school.example/assertions/77",
        "recipient": {"type": "email", "hashed": False, "identity": "hanna@example.com"},
        "badge": {"name": "Crane slinger", "issuer": {"name": "School of Lifting"}},
        "verification": {"type": "hosted"},
        "issuedOn": "2019-05-04T00:00:00Z",
    }
).encode()


def _to_issue(window: MainWindow) -> None:
    page = _certificates(window)
    page.list.which.chosen.emit("offers")


def _checked(window: MainWindow, *names: str) -> VerifyPage:
    """Check real certificates of the site, drawn as they are printed, the first one last."""
    page = go(window, VerifyPage, "verify")
    folder = Path(tempfile.mkdtemp())
    rows = certificates(window.site, window.now().date(), which=Which.ALL, limit=1000).rows
    valid = [line for line in rows if line.standing is LifeState.VALID]
    for line in (*valid[3:6], valid[0]) if not names else ():
        path = folder / f"{line.number}.pdf"
        path.write_bytes(render_pdf(window.site, line.id, Paper.A4))
        _check(page, path)
    return page


def _check(page: VerifyPage, path: Path) -> None:
    count = len(page.state.verdicts)
    page.check_files([path])
    wait_until(lambda: len(page.state.verdicts) > count, f"{path.name} was not checked")


def _credential(change: tuple[bytes, bytes] | None = None) -> Prepare:
    """Check a credential of the site, after replacing some of its bytes."""

    def prepare(window: MainWindow) -> None:
        page = go(window, VerifyPage, "verify")
        line = certificates(window.site, window.now().date(), which=Which.ALL, limit=1).rows[0]
        data = get_certificate(window.site, line.id).credential
        path = Path(tempfile.mkdtemp()) / f"{line.number}.json"
        path.write_bytes(data.replace(*change) if change else data)
        _check(page, path)

    return prepare


def _file(name: str, data: bytes) -> Prepare:
    def prepare(window: MainWindow) -> None:
        path = Path(tempfile.mkdtemp()) / name
        path.write_bytes(data)
        _check(go(window, VerifyPage, "verify"), path)

    return prepare


def _sample(**paper: str) -> Verdict:
    """The verdict on a paper whose words differ from the signed record."""
    findings = examine_credential(json.loads(issued().credential), TRUST, None)
    fields = compare(findings.claims, {**printed_fields(FACTS), **paper})
    return judge(replace(findings, paper=fields, code=CodeFinding.AGREES), name="certificate.pdf", now=NOW)


def _changed_paper(window: MainWindow) -> None:
    page = _checked(window)
    verdict = _sample(level="Level O: Trains others", valid_until="22 November 2031")
    page._render(page.state.with_checked([replace(verdict, checked=window.now())]))


def _expired(window: MainWindow) -> None:
    page = go(window, VerifyPage, "verify")
    whole = issued()
    late = NOW.replace(year=NOW.year + 6)
    verdict = verify_bytes("certificate.json", whole.credential, trust=TRUST, now=late)
    page._render(VerifyState(verdicts=(replace(verdict, checked=window.now()),), shown=0))


def _folder(window: MainWindow) -> VerifyPage:
    """A folder of the site's own certificates, with one changed, one of a stranger and a holiday picture among them."""
    page = go(window, VerifyPage, "verify")
    folder = Path(tempfile.mkdtemp()) / "From the drive"
    folder.mkdir()
    rows = certificates(window.site, window.now().date(), which=Which.ALL, limit=9).rows
    for number, line in enumerate(rows):
        data = get_certificate(window.site, line.id).credential
        changed = data.replace(b'"name":"', b'"name":"X', 1) if number == 3 else data
        (folder / f"{line.number}.json").write_bytes(changed)
    (folder / "stranger.json").write_bytes(issued().credential)
    (folder / "holiday.png").write_bytes(b"nothing")
    page.check_folder([folder])
    wait_until(lambda: page.state.folder is not None, "the folder was not checked")
    return page


def _of_folder(window: MainWindow) -> None:
    page = _folder(window)
    page._open_of_folder("0")


def _online(window: MainWindow) -> None:
    """A certificate of a known issuer that names a status list, which was never asked."""
    page = go(window, VerifyPage, "verify")
    verdict = judge(examine_credential(badge(), TRUST, None), name="badge.json", now=window.now())
    verdict = replace(verdict, checked=window.now())
    page._add([(verdict, lambda: verdict)])


def _issuers(window: MainWindow) -> KnownIssuersDialog:
    page = go(window, VerifyPage, "verify")
    believe(window.site, page.session, offer_for(trust_of(window.site), "trust.json", (NORTHGATE,)))
    page.open_issuers()
    return next(dialog for dialog in window.findChildren(KnownIssuersDialog))


def _offer(window: MainWindow) -> None:
    page = go(window, VerifyPage, "verify")
    others = replace(NORTHGATE, name="Südtor Presswerk", public_key=public(STRANGER_KEY), issuer="did:web:suedtor.example")
    TrustOfferDialog(page, window.site, page.session, offer_for(trust_of(window.site), "trust.json", (others,))).open()


SCENES: tuple[Scene, ...] = (
    Scene("07-certificates", _certificates),
    Scene("07b-certificates-nothing-found", lambda window: _certificates(window).list.search.setText("Wolfgang Amadeus")),
    Scene("07c-certificates-long-names", _long_names),
    Scene("07d-certificates-no-printer", lambda window: _certificates(window).print_all.click()),
    Scene("07e-certificates-several", _several),
    Scene("07f-certificates-to-issue", _to_issue),
    Scene("07g-certificates-annex", lambda window: _settled(_certificates(window), 1)),
    Scene("07j-certificates-what-to-print", lambda window: _certificates(window).paper.print_one.click()),
    Scene("07k-certificates-save-several", _save_several),
    Scene("08-verify-valid", _checked),
    Scene("08b-verify-changed-paper", _changed_paper),
    Scene("08c-verify-unknown-issuer", _file("certificate.json", issued().credential)),
    Scene("08d-verify-changed-record", _credential((b'"name":"', b'"name":"X'))),
    Scene("08e-verify-unreadable", _file("holiday.pdf", b"%PDF-1.7\nnothing in it")),
    Scene("08f-verify-expired", _expired),
    Scene("08g-verify-nothing", lambda window: window.open_page("verify")),
    Scene("08h-verify-folder", _folder),
    Scene("08i-verify-one-of-a-folder", _of_folder),
    Scene("08j-verify-online", _online),
    Scene("08k-verify-known-issuers", _issuers),
    Scene("08l-verify-compare-a-key", _offer),
    Scene("08m-verify-older-badge", _file("badge.json", OLDER_BADGE)),
)
