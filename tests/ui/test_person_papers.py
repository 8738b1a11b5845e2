"""Papers of one person from their own page: the passport signed with a PIN, saved and printed; certificates and cards as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import PersonFields, Worker
from supervisor_app.services.certificates import list_certificates
from supervisor_app.services.papers import Order, Product
from supervisor_app.services.passport import sign_passport
from supervisor_app.services.people import add_worker
from supervisor_app.services.verifying import verify_file
from supervisor_app.ui.dialogs.paper_dialog import PaperDialog
from supervisor_app.ui.dialogs.passport_sign import PassportSignDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.person_page import PersonPage
from supervisor_app.ui.person_papers import choose_papers, save_page, send_passport
from tests.services.certified import certify
from tests.ui.conftest import NOW, PIN, Founded
from tests.ui.test_printing import finish, printer_into


@pytest.fixture
def worker(founded: Founded) -> Worker:
    site, session = founded
    ana = add_worker(site, session, PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska"))
    for number in range(2):
        certify(
            site,
            session,
            PIN,
            worker_id=ana.id,
            holder=ana.name,
            competency=f"task {number}",
            number=f"NGP-A-{number:06d}",
            credential_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        )
    return ana


@pytest.fixture
def window(qtbot: QtBot, founded: Founded, worker: Worker) -> MainWindow:
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("person", worker_id=worker.id)
    qtbot.waitUntil(lambda: isinstance(window.current_page, PersonPage))
    return window


def asked(qtbot: QtBot, window: MainWindow) -> PaperDialog:
    page = window.current_page
    assert isinstance(page, PersonPage)
    qtbot.waitUntil(page.panel.head.papers.isVisible)
    page.panel.head.papers.click()
    qtbot.waitUntil(lambda: window.findChild(PaperDialog) is not None)
    dialog = window.findChild(PaperDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def test_the_passport_is_signed_then_saved_and_valid(
    qtbot: QtBot, founded: Founded, window: MainWindow, worker: Worker, tmp_path: Path
) -> None:
    languages: list[str] = []
    dialog = asked(qtbot, window)
    assert dialog.order.product is Product.PASSPORT
    dialog.save.click()
    qtbot.waitUntil(lambda: window.findChild(PassportSignDialog) is not None)
    signing = window.findChild(PassportSignDialog)
    assert signing is not None
    qtbot.waitUntil(signing.isVisible)
    assert signing.language.value == "en"
    signing.language.choose("de")
    signing.acted.connect(lambda made: languages.append(made.passport.language))
    qtbot.keyClicks(signing.pin, PIN)
    signing.save.click()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=20_000)
    files = window.findChild(QFileDialog)
    assert files is not None
    assert files.selectedFiles()[0].endswith("passport-20417.pdf")
    files.reject()
    assert languages == ["de"]
    signed = sign_passport(*founded, worker.id, PIN, NOW)
    finish(qtbot, save_page(window, signed, tmp_path / "passport.pdf", Order(product=Product.PASSPORT)))
    assert verify_file(founded[0], tmp_path / "passport.pdf", NOW).valid


def test_a_wrong_pin_is_said_and_nothing_is_signed(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window).save.click()
    qtbot.waitUntil(lambda: window.findChild(PassportSignDialog) is not None)
    signing = window.findChild(PassportSignDialog)
    assert signing is not None
    qtbot.waitUntil(signing.isVisible)
    qtbot.keyClicks(signing.pin, "9999")
    signing.save.click()
    qtbot.waitUntil(lambda: signing._notice is not None, timeout=20_000)
    assert window.findChild(QFileDialog) is None
    signing.reject()


def test_the_passport_goes_to_the_printer(
    qtbot: QtBot, founded: Founded, window: MainWindow, worker: Worker, tmp_path: Path
) -> None:
    signed = sign_passport(*founded, worker.id, PIN, NOW)
    order = Order(product=Product.PASSPORT)
    target = tmp_path / "printed.pdf"
    finish(qtbot, send_passport(window, printer_into(target, "A4", Product.PASSPORT), signed, order))
    from supervisor_app.documents.preview import opened, read_codes

    with opened(target.read_bytes()) as document:
        assert tuple(map(round, document[0].get_size())) == (595, 842)
        assert read_codes(document[0].render(scale=200 / 72, grayscale=True).to_pil()) == (signed.qr_text,)


def test_cards_of_a_person_go_to_the_systems_dialog(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    dialog = asked(qtbot, window)
    dialog.what.choose(Product.CARDS)
    dialog.what.chosen.emit(Product.CARDS)
    dialog.go.click()
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is not None)
    system = window.findChild(QPrintDialog)
    assert system is not None
    assert system.windowTitle() == "Print 2 cards at 100 %"
    system.reject()
    assert len(list_certificates(window.site, NOW.date())) == 2


def test_who_holds_nothing_is_told(qtbot: QtBot, founded: Founded, window: MainWindow) -> None:
    site, session = founded
    new = add_worker(site, session, PersonFields(employee_no="20500", given_name="Tom", family_name="Becker"))
    assert choose_papers(window, new) is None
    page = window.current_page
    assert page is not None
    assert page.notice is not None
    assert "holds no certificate in force" in page.notice.message.text()
