"""Looking at the pages before they are printed or saved: every product as it will come out, on the paper that is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Worker
from supervisor_app.services.certificate_drawing import mark_printed
from supervisor_app.services.papers import Order, Product
from supervisor_app.services.passport import sign_passport
from supervisor_app.ui.dialogs.paper_dialog import Files, PaperDialog
from supervisor_app.ui.dialogs.passport_sign import PassportSignDialog
from supervisor_app.ui.dialogs.printout_dialog import PrintoutDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.print_preview import MOST_SHOWN, preview_papers, preview_passport
from supervisor_app.ui.printing import choose_and_print, choose_and_save, preview_certificates
from tests.services.certified import certify
from tests.ui.conftest import NOW, PIN, Founded
from tests.ui.test_person_papers import asked, window, worker

__all__ = ["window", "worker"]

ORDERS = {
    "certificate": (Order(), 297 / 210),
    "portrait": (Order(upright=True), 210 / 297),
    "letter": (Order(paper="Letter"), 279.4 / 215.9),
    "card": (Order(product=Product.CARD), 85.6 / 54),
    "sheets": (Order(product=Product.CARDS), 210 / 297),
}


def ids_of(window: MainWindow) -> list[str]:
    return [f"urn:uuid:00000000-0000-4000-8000-{number:012d}" for number in range(2)]


def settled(qtbot: QtBot, dialog: PrintoutDialog | None) -> PrintoutDialog:
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.settled, timeout=20_000)
    return dialog


def nothing(order: Order) -> None:
    """Nobody goes on."""


@pytest.mark.parametrize("name", ORDERS)
def test_every_product_is_shown_in_its_shape(qtbot: QtBot, window: MainWindow, name: str) -> None:
    order, ratio = ORDERS[name]
    ids = ids_of(window)
    dialog = settled(qtbot, preview_papers(window, ids, order, printing=nothing, saving=nothing, original=True))
    drawn = dialog._drawn
    assert drawn is not None
    assert dialog.desk.has_image
    assert drawn.image.width() / drawn.image.height() == pytest.approx(ratio, rel=0.01)
    assert drawn.pages == {"certificate": 4, "portrait": drawn.pages, "letter": 4, "card": 2, "sheets": 1}[name]
    assert dialog.paper.isVisible() is (order.product is not Product.CARD)
    assert dialog.desk.accessibleDescription()
    dialog.reject()


def test_the_paper_that_is_chosen_there_goes_on_to_the_printer(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    asked_for = choose_and_print(window, ids_of(window))
    assert asked_for is not None
    asked_for.what.choose(Product.CARDS)
    asked_for.look.click()
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is not None)
    dialog = settled(qtbot, window.findChild(PrintoutDialog))
    taken: list[str] = []
    dialog.printing.connect(lambda choice: taken.append(choice.paper))
    dialog.paper.choose("Letter")
    dialog.paper.chosen.emit("Letter")
    settled(qtbot, dialog).go.click()
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is not None)
    assert taken == ["Letter"]
    system = window.findChild(QPrintDialog)
    assert system is not None
    assert system.windowTitle() == "Print 2 cards at 100 %"
    system.reject()


def test_saving_goes_on_from_the_preview(qtbot: QtBot, window: MainWindow) -> None:
    asked_for = choose_and_save(window, ids_of(window))
    assert isinstance(asked_for, PaperDialog)
    asked_for.files.choose(Files.ONE)
    asked_for.look.click()
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is not None)
    settled(qtbot, window.findChild(PrintoutDialog)).save.click()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    files = window.findChild(QFileDialog)
    assert files is not None
    assert files.selectedFiles()[0].endswith(".pdf")
    files.reject()


def test_what_was_printed_before_is_shown_as_the_duplicate_it_will_be(qtbot: QtBot, founded: Founded, window: MainWindow) -> None:
    ids = ids_of(window)[:1]
    first = settled(qtbot, preview_certificates(window, ids, Order(), Files.EACH))
    before = first._drawn
    first.reject()
    mark_printed(*founded, ids, "certificate")
    again = settled(qtbot, preview_certificates(window, ids, Order(), Files.EACH))
    original = settled(qtbot, preview_certificates(window, ids, Order(), Files.EACH, original=True))
    assert before is not None
    assert again._drawn is not None
    assert original._drawn is not None
    assert original._drawn.pdf == before.pdf != again._drawn.pdf
    again.reject()
    original.reject()


def test_of_very_many_the_first_are_shown_and_that_is_said(qtbot: QtBot, founded: Founded, window: MainWindow) -> None:
    many = [
        certify(*founded, PIN, number=f"NGP-B-{number:06d}", credential_id=f"urn:uuid:00000000-0000-4000-9000-{number:012d}")
        for number in range(MOST_SHOWN + 2)
    ]
    ids = [one.facts.credential_id for one in many]
    order = Order(product=Product.CARD)
    dialog = settled(qtbot, preview_papers(window, ids, order, printing=nothing, saving=nothing, original=True))
    assert dialog._drawn is not None
    assert dialog._drawn.pages == MOST_SHOWN
    assert dialog.printout.sentence == f"The first {MOST_SHOWN} of {MOST_SHOWN + 2} cards."
    dialog.turn(1)
    assert settled(qtbot, dialog).place.text() == f"Sheet 2 of {MOST_SHOWN}"
    dialog.reject()


def test_a_passport_is_signed_and_then_shown(qtbot: QtBot, founded: Founded, window: MainWindow, worker: Worker) -> None:
    asked(qtbot, window).look.click()
    qtbot.waitUntil(lambda: window.findChild(PassportSignDialog) is not None)
    signing = window.findChild(PassportSignDialog)
    assert signing is not None
    qtbot.waitUntil(signing.isVisible)
    qtbot.keyClicks(signing.pin, PIN)
    signing.save.click()
    qtbot.waitUntil(lambda: window.findChild(PrintoutDialog) is not None, timeout=20_000)
    dialog = settled(qtbot, window.findChild(PrintoutDialog))
    assert dialog._drawn is not None
    assert dialog._drawn.image.height() > dialog._drawn.image.width()
    dialog.reject()
    signed = sign_passport(*founded, worker.id, PIN, NOW)
    other = settled(qtbot, preview_passport(window, signed, Order(product=Product.PASSPORT), printing=nothing, saving=nothing))
    other.reject()
