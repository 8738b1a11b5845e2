"""The critical parts again by mouse, and the rules nobody gets around: not for oneself, not with a guessed PIN, not twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from pypdfium2 import PdfDocument
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Result
from supervisor_app.services import draft_lines, people
from supervisor_app.services.certificates import certificates
from supervisor_app.services.people import run_import
from supervisor_app.services.people_import import preview_import
from supervisor_app.services.verifying import Outcome
from supervisor_app.storage import ledger_store
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.decide_signed import SignedPage
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.pages.observe_keys import Command
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.pages.people_import_page import PeopleImportPage
from supervisor_app.ui.pages.verify_page import VerifyPage
from supervisor_app.ui.printing import send_to
from supervisor_app.ui.widgets.pin_field import PinEntry
from supervisor_app.ui.widgets.rows import RowList
from tests.journeys.hands import BREATH, Key, button, choose_file, click, drop, press, wait_for, write
from tests.journeys.program import SCREEN, page
from tests.sites import PIN
from tests.ui.pages.bench import Bench, bench_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path, size=SCREEN) as made:
        made.window.activateWindow()
        yield made


def test_a_check_by_mouse_alone_from_today_to_the_printed_paper(bench: Bench, tmp_path: Path) -> None:
    choose(bench)
    observe(bench)
    sign(bench)
    paper = print_it(bench, tmp_path / "printed.pdf")
    click(button("Verify", bench.window))
    verify = page(VerifyPage)
    assert isinstance(verify, VerifyPage)
    drop(verify.drop, photographed(paper, tmp_path / "photo.png"))
    wait_for(lambda: verify.state.current is not None, "the photo was not checked")
    assert verify.state.verdicts[0].outcome is Outcome.VALID


def choose(bench: Bench) -> None:
    """Today, New observation, the worker, the checklist, Start."""
    click(button("New observation", bench.window))
    chosen = page(ObserveChoosePage)
    assert isinstance(chosen, ObserveChoosePage)
    click_row(chosen.worker_list, bench.worker.id)
    click_row(chosen.checklist_list, bench.digest("fire-extinguisher-use"))
    click(chosen.start)


def observe(bench: Bench) -> None:
    """Every step: the numbers typed (there is no other way), the answers and "Next step" clicked."""
    shown = page(ObserveStepPage)
    assert isinstance(shown, ObserveStepPage)
    assert shown.observed is not None
    for step in shown.observed.checklist.steps:
        for field in shown.card.entry.fields.shown():
            quantity = next(one for one in step.quantities if field.view and one.key == field.view.quantity)
            click(field)
            write(f"{quantity.minimum or quantity.maximum or 0:f}")
        if shown.card.entry.counter.isVisible() and step.quantities:
            for _ in range(int(step.quantities[0].minimum or 0)):
                click(shown.card.entry.counter.plus)
        if step.number == 8:
            click(shown.card.answers.button(Command.NOT_MET))
            click(button("Prompted", shown))
        else:
            click(shown.card.answers.button(Command.MET))
        if step.number < 11:
            click(shown.body.foot.next)
    kept = bench.stored(shown.observed.draft).observations
    assert [one.result for one in kept].count(Result.MET) == 10, kept
    bench.clock.forward(minutes=20)
    click(shown.body.foot.decide)


def sign(bench: Bench) -> None:
    """The worker draws a line; the assessor taps the keypad where there is one, else types; ten seconds."""
    decide = page(DecidePage)
    assert isinstance(decide, DecidePage)
    pad, window = decide.worker.pad, bench.window.windowHandle()
    places = [pad.mapTo(bench.window, QPoint(30 + 20 * turn, 20 + 10 * (turn % 3))) for turn in range(6)]
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(window, place)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[-1])
    assert decide.worker.strokes
    decide._seconds = 1
    before = entries(bench.window)
    type_pin(decide.assessor.pin)
    click(decide.assessor.button)
    assert decide.countdown is not None
    click(decide.countdown.button)
    assert decide.countdown is None
    assert entries(bench.window) == before
    type_pin(decide.assessor.pin)
    click(decide.assessor.button)
    signed = page(SignedPage)
    assert isinstance(signed, SignedPage)
    type_pin(signed.assessor.pin)
    click(signed.assessor.button)
    wait_for(lambda: signed.issued is not None, "the certificate was not issued")


def print_it(bench: Bench, path: Path) -> Path:
    """The way of the print dialog, onto a printer that makes a file; it counts as printed."""
    signed = page(SignedPage)
    assert isinstance(signed, SignedPage)
    assert signed.issued is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    send_to(bench.window, printer, [signed.issued.facts.credential_id])
    day = bench.clock().date()
    wait_for(lambda: certificates(bench.site, day).rows[0].printed == 1, "nothing was printed")
    return path


def photographed(paper: Path, target: Path) -> Path:
    """A picture of the printed page; its code is read at three resolutions."""
    document = PdfDocument(paper)
    try:
        texts = set()
        for resolution in (150, 200, 300):
            picture = document[0].render(scale=resolution / 72).to_pil()
            texts |= {found.text for found in zxingcpp.read_barcodes(picture)}
        picture.save(target)
    finally:
        document.close()
    assert len(texts) == 1
    return target


def test_nobody_signs_for_themself(bench: Bench, tmp_path: Path) -> None:
    from dataclasses import replace

    bench.window.session = replace(bench.session, worker_id=bench.worker.id)
    bench.window.open_page("observe")
    write("maharjan")
    press(Key.Key_Return, after=BREATH)
    chosen = page(ObserveChoosePage)
    assert isinstance(chosen, ObserveChoosePage)
    assert chosen.worker is None
    row = chosen.worker_list.model.row(0)
    assert row is not None
    assert row.detail == "That is you. Nobody assesses themself."
    assert not chosen.start.isEnabled()
    assert not draft_lines.drafts(bench.site)


def test_a_guessed_pin_waits_longer_each_time_and_says_so(bench: Bench) -> None:
    press(Key.Key_L, ctrl=True)
    wait_for(lambda: bench.window.is_locked, "Ctrl+L did not lock")
    said = [guess(bench) for _ in range(3)]
    assert "Two more tries" in said[0]
    assert "One more try" in said[1]
    assert "Wait one minute" in said[2]
    write(PIN)
    press(Key.Key_Return)
    assert bench.window.is_locked, "the right PIN during the pause must not open it"
    bench.clock.forward(seconds=61)
    assert "Wait" in guess(bench)
    bench.clock.forward(minutes=1, seconds=1)
    write(PIN)
    press(Key.Key_Return)
    assert bench.window.is_locked, "the second pause must be longer than the first"
    bench.clock.forward(hours=1)
    write(PIN)
    press(Key.Key_Return)
    wait_for(lambda: not bench.window.is_locked, "the right PIN did not open it")


def guess(bench: Bench) -> str:
    """Try a wrong PIN and return what is said."""
    write("9999")
    press(Key.Key_Return)
    notice = bench.window._panel._notice
    assert notice is not None
    return f"{notice.message.text()} {notice.hint.text()}"


def test_the_same_list_again_changes_nothing(bench: Bench, shared_data: Path) -> None:
    roster = shared_data / "people" / "roster-utf8bom-semicolon.csv"
    run_import(bench.site, bench.session, preview_import(bench.site, roster))
    before, everybody = entries(bench.window), people.count_people(bench.site, "")
    bench.window.open_page("people_import")
    press(Key.Key_Return)
    choose_file(roster)
    shown = page(PeopleImportPage)
    assert isinstance(shown, PeopleImportPage)
    wait_for(lambda: shown.preview is not None, "the list was not read")
    assert not shown.go.isEnabled()
    press(Key.Key_Return)
    assert (entries(bench.window), people.count_people(bench.site, "")) == (before, everybody)


def test_from_a_certificate_one_finds_its_page_and_back(bench: Bench) -> None:
    click(button("Certificates", bench.window))
    assert isinstance(page(CertificatesPage), CertificatesPage)
    press(Key.Key_Escape)


def click_row(rows: RowList, key: str) -> None:
    """Click a row of a list, scrolled into sight."""
    index = rows.model.index(rows.model.place_of(key), 0)
    assert index.isValid()
    rows.view.scrollTo(index)
    click(rows.view.viewport(), rows.view.visualRect(index).center())


def type_pin(entry: PinEntry) -> None:
    """Tap the PIN on the keypad where it shows; else click the field and type."""
    if entry.keypad.isVisible():
        for digit in PIN:
            click(button(digit, entry.keypad))
    else:
        click(entry.field)
        write(PIN)


def entries(window: MainWindow) -> int:
    """How many entries this laptop holds."""
    with window.site.database.read() as connection:
        return sum(head.seq for head in ledger_store.heads(connection).values())
