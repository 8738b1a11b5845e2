"""Endorsing on the Verify page: somebody's word is kept with one press; ours asks for words and a PIN, and becomes a file."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.credentials.third_party import OutsideWord, sign_word
from supervisor_app.credentials.trust import TrustedIssuer, write_trust
from supervisor_app.services.endorsements import endorsements_of
from supervisor_app.services.issuing import issue
from supervisor_app.services.site_register import TRUST_NAME
from supervisor_app.ui.dialogs.endorse_dialog import EndorseDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.verify_page import VerifyPage
from supervisor_app.ui.widgets.buttons import Button
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, issued, public
from tests.services.founded import DETAILS, PIN, Founded, found, signed

CUSTOMER = TrustedIssuer(issuer=ISSUER_DID, public_key=public(ISSUER_KEY), name="Customer Ltd")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    (founded.site.folder / TRUST_NAME).write_bytes(write_trust([CUSTOMER]))
    yield founded
    founded.site.close()


@pytest.fixture
def page(qtbot: QtBot, at: Founded) -> VerifyPage:
    window = MainWindow(at.site, at.hannah)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("verify")
    page = window.current_page
    assert isinstance(page, VerifyPage)
    return page


def checked(qtbot: QtBot, page: VerifyPage, data: bytes) -> None:
    """Check a text and wait for its verdict to stand there."""
    before = page.state.current
    page.check_text(data.decode())
    qtbot.waitUntil(lambda: page.state.current is not None and page.state.current is not before, timeout=15_000)


def button(qtbot: QtBot, page: VerifyPage, name: str) -> Button:
    qtbot.waitUntil(lambda: page.right.findChild(Button, name) is not None and page.right.findChild(Button, name).isVisible())
    found = page.right.findChild(Button, name)
    assert isinstance(found, Button)
    return found


def test_a_word_about_a_certificate_here_is_kept_with_one_press(qtbot: QtBot, at: Founded, page: VerifyPage) -> None:
    made = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    word = OutsideWord(
        id=f"urn:uuid:{uuid.UUID(int=5)}",
        subject=made.facts.credential_id,
        title="Forklift",
        organisation="Customer Ltd",
        comment="A year without a dented pallet.",
    )
    checked(qtbot, page, sign_word(word, ISSUER_KEY, at.time()))
    button(qtbot, page, "keep-endorsement").click()
    qtbot.waitUntil(lambda: len(endorsements_of(at.site, made.facts.credential_id, at.time())) == 1, timeout=5000)
    page.main.open_page("certificates", certificate_id=made.facts.credential_id)
    certificates = page.main.current_page
    assert isinstance(certificates, CertificatesPage)
    qtbot.waitUntil(lambda: certificates.paper.endorsed.isVisible(), timeout=5000)
    assert certificates.paper.endorsed.text() == "Endorsed by Customer Ltd: “A year without a dented pallet.”"
    qtbot.waitUntil(lambda: certificates.paper.settled, timeout=20_000)


def test_what_is_our_own_or_does_not_hold_offers_nothing(qtbot: QtBot, at: Founded, page: VerifyPage) -> None:
    made = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    checked(qtbot, page, made.credential)
    assert page.right.findChild(Button, "endorse") is None
    edited = json.loads(issued(status_list="").credential)
    edited["name"] = "Something else"
    checked(qtbot, page, json.dumps(edited).encode())
    assert page.right.findChild(Button, "endorse") is None


def test_another_organisations_certificate_is_endorsed(
    qtbot: QtBot, at: Founded, page: VerifyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "word.json"
    monkeypatch.setattr(page.sources, "choose_place", lambda _title, _kinds, _name, chosen: chosen(target))
    checked(qtbot, page, issued(status_list="", organisation="Customer Ltd").credential)
    button(qtbot, page, "endorse").click()
    qtbot.waitUntil(lambda: page.window().findChild(EndorseDialog) is not None)
    dialog = page.window().findChild(EndorseDialog)
    assert dialog is not None
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(dialog.comment.edit.accessibleDescription()))
    dialog.comment.set_text("She trained two of ours.")
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(target.exists, timeout=15_000)
    checked(qtbot, page, target.read_bytes())
    current = page.state.current
    assert current is not None
    assert current.valid
    assert current.fact("Says so") == "Northgate Pressings"
