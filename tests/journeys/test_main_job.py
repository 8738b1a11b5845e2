"""The main job through the real window: from an empty folder and a list of people to a certificate that two laptops know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from supervisor_app.domain.decision import Judgement
from supervisor_app.domain.observation import MissReason, Result
from supervisor_app.services import observing
from supervisor_app.services.join_requests import pending
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.sync_state import sync_state
from supervisor_app.services.verifying import Outcome
from supervisor_app.storage import ledger_store
from supervisor_app.storage.projections import digest
from supervisor_app.ui.dialogs.approve_dialog import ApproveDialog
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.decide_signed import SignedPage
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.pages.today_page import TodayPage
from supervisor_app.ui.pages.verify_page import VerifyPage
from supervisor_app.ui.widgets.check_row import CheckRow
from tests.journeys.hands import (
    Key,
    active,
    button,
    choose_file,
    drop,
    part,
    press,
    says,
    tab_to,
    wait_for,
    write,
)
from tests.journeys.observing import answer_met, begin, go_on, stored
from tests.journeys.program import app, main_window, page, running, sign_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROOT = Path(__file__).resolve().parents[2]
PIN, SECOND_PIN = "2580", "1470"
WORKER, WORKER_NAME = "barbare", "ბარბარე შენგელია"
CHECKLIST = "confined"
CONTEXT = ("Tank 4", "P-118", "Simulated")
KILL_AFTER = 4


@dataclass
class Journey:
    """Where things lie, and what was seen on the way."""

    folder: Path
    data: Path
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def first(self) -> Path:
        return self.folder / "station-one"

    @property
    def second(self) -> Path:
        return self.folder / "station-two"

    @property
    def shared(self) -> Path:
        return self.folder / "drive" / "sign-off.db"

    @property
    def pdf(self) -> Path:
        return self.folder / "certificate.pdf"

    @property
    def edited(self) -> Path:
        return self.folder / "edited.pdf"

    @property
    def code(self) -> Path:
        return self.folder / "code.txt"


@pytest.fixture
def journey(tmp_path: Path, shared_data: Path, qapp: object) -> Iterator[Journey]:
    found = Journey(tmp_path, shared_data)
    found.shared.parent.mkdir()
    yield found
    total = sum(found.seconds.values())
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found.seconds.items())
    print(f"\nThe program's part of the ten minutes: {total:.1f} s ({told})", file=sys.__stdout__)


def test_from_an_empty_folder_to_a_certificate_that_two_laptops_know(journey: Journey) -> None:
    timed(journey, "first run", first_run)
    killed = timed(journey, "observing until the kill", observe_until_killed)
    timed(journey, "going on, signing, issuing", lambda j: go_on_and_sign(j, killed))
    timed(journey, "reading the paper back", read_the_paper)
    timed(journey, "verifying", verify_on_the_first)
    timed(journey, "second laptop", second_laptop)


def timed(journey: Journey, name: str, act):  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    result = act(journey)
    journey.seconds[name] = time.perf_counter() - begun
    return result


def first_run(journey: Journey) -> None:
    """Six questions, by keyboard: the site, oneself, the people, the checklists, the shared file; it ends on Today."""
    with running(journey.first):
        wizard = part(FirstRunWindow) if not isinstance(active(), FirstRunWindow) else active()
        assert isinstance(wizard, FirstRunWindow)
        write("Northgate Pressings")
        press(Key.Key_Tab)
        write("Plant 2, Dayton")
        press(Key.Key_Tab, Key.Key_Return)
        choose_file(ROOT / "resources" / "demo" / "logo.png")
        assert wizard.site_step.logo_png is not None
        tab_to(wizard.next)
        press(Key.Key_Return)
        for words in ("Mark Novikov", "Shift supervisor", "010014"):
            write(words)
            press(Key.Key_Tab)
        write(PIN)
        press(Key.Key_Return)
        write(PIN)
        press(Key.Key_Return)
        wait_for(lambda: wizard.step is wizard.people, "the site was not made")
        press(Key.Key_Return)
        choose_file(journey.data / "people" / "roster-utf8-comma.csv")
        wait_for(lambda: wizard.people.preview is not None, "the list was not read")
        assert says("299 people are new, 1 person has changes.")
        assert wizard.next.hasFocus()
        press(Key.Key_Return)
        wait_for(lambda: wizard.step is wizard.checklists, "the people were not imported")
        for row in wizard.checklists.findChildren(CheckRow):
            wait_for(row.hasFocus, f"{row.text()} has not the focus")
            press(Key.Key_Space, Key.Key_Tab)
        assert wizard.next.text() == "Take these 12"
        tab_to(wizard.next)
        press(Key.Key_Return)
        wait_for(lambda: wizard.step is wizard.shared, "the checklists were not taken")
        press(Key.Key_Right)
        choose_file(journey.shared)
        tab_to(wizard.next)
        press(Key.Key_Return)
        window = main_window()
        assert isinstance(window.current_page, TodayPage)
        assert journey.shared.exists()
        wait_for(lambda: not sync_state(window.site).waiting, "the shared file did not take everything")


def observe_until_killed(journey: Journey) -> dict[str, object]:
    """A second process observes; it is killed while it types on, right after an answer it had shown."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.journeys.station_to_kill", str(journey.first), PIN, WORKER, CHECKLIST, *CONTEXT]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged: dict[str, object] = {}
    for line in process.stdout:
        acknowledged = json.loads(line)
        if len(acknowledged["answers"]) == KILL_AFTER:  # type: ignore[arg-type]
            break
    process.kill()
    process.stdout.close()
    process.wait()
    assert len(acknowledged["answers"]) == KILL_AFTER, "it ended before it was killed"  # type: ignore[arg-type]
    return acknowledged


def go_on_and_sign(journey: Journey, acknowledged: dict[str, object]) -> None:
    """The next start offers the draft, complete; the rest is observed, decided, signed, and the certificate issued and saved."""
    with running(journey.first):
        window = sign_in(PIN)
        assert isinstance(window.current_page, TodayPage)
        assert says("Check it")
        assert says(WORKER_NAME)
        button("Check it").setFocus() if not app().focusWidget() else None
        press(Key.Key_Return)
        shown = page(ObserveStepPage)
        assert isinstance(shown, ObserveStepPage)
        draft = observing.load(window.site, str(acknowledged["draft"]))
        kept = {one.step: one.result.value for one in draft.observations}
        assert acknowledged["answers"].items() <= kept.items()  # type: ignore[attr-defined]
        assert draft.observations[0].note == "Hands were cold"
        assert says("answers were kept")
        press(Key.Key_P)
        observe_the_rest(shown)
        press(Key.Key_Return, ctrl=True)
        decide_and_sign(journey)


def observe_the_rest(shown: ObserveStepPage) -> None:
    """Back and forth, a pause, a miss with its reason, then all that is left."""
    assert shown.observed is not None
    steps = shown.observed.checklist.steps
    while shown.observed.step.number < KILL_AFTER + 1:
        press(Key.Key_Down)
    press(Key.Key_Backspace)
    assert shown.observed.step.number == KILL_AFTER
    press(Key.Key_Return, Key.Key_P)
    assert says("Go on")
    press(Key.Key_P)
    for number in range(KILL_AFTER + 1, len(steps) + 1):
        assert shown.observed.step.number == number
        if number == 11:
            miss_and_correct(shown)
        answer_met(shown)
        if number < len(steps):
            go_on(shown)
    results = [one.result for one in sorted(stored(shown).observations, key=lambda one: one.step)]
    assert results == [Result.MET] * 12


def miss_and_correct(shown: ObserveStepPage) -> None:
    """N and a digit: a miss with its reason; the worker does it again, the answer is taken back with Ctrl+Z twice."""
    press(Key.Key_N, Key.Key_3)
    missed = stored(shown).observation("s11")
    assert (missed.result, missed.reason) == (Result.NOT_MET, MissReason.NOT_TO_STANDARD)
    press(Key.Key_Z, Key.Key_Z, ctrl=True)
    assert stored(shown).observation("s11").result is Result.NOT_SEEN


def decide_and_sign(journey: Journey) -> None:
    """Esc takes the signature back and nothing is written; then it counts down and is."""
    decide = page(DecidePage)
    assert isinstance(decide, DecidePage)
    window = main_window()
    decide._seconds = 1
    entries = written(window.site)
    a_wrong_pin(decide)
    write(PIN)
    press(Key.Key_Return)
    assert decide.countdown is not None
    assert decide.countdown.running
    press(Key.Key_Escape)
    assert decide.countdown is None
    assert written(window.site) == entries
    tab_to(decide.worker.swap)
    press(Key.Key_Space)
    write("Barbare")
    tab_to(decide.assessor.pin.field)
    write(PIN)
    press(Key.Key_Return)
    assert decide.countdown is not None
    assert written(window.site) == entries
    signed = page(SignedPage)
    assert isinstance(signed, SignedPage)
    assert signed.result is not None
    assert signed.result.sign_off.judgement is Judgement.COMPETENT, signed.result.sign_off.decision
    assert signed.result.sign_off.worker_name == WORKER_NAME
    assert signed.result.sign_off.worker_signature is not None
    issue(journey, signed)


def a_wrong_pin(decide: DecidePage) -> None:
    """Says how many tries are left; no countdown begins."""
    write("9999")
    press(Key.Key_Return)
    assert decide.countdown is None
    assert says("That PIN is not right.")
    assert says("Two more tries, then a pause of one minute.")


def issue(journey: Journey, signed: SignedPage) -> None:
    """The certificate is offered at once with the two facts it misses; it is issued by the PIN and saved through the dialog."""
    assert {"training_date", "trainer"} <= set(signed.form.fields)
    tab_to(signed.form.fields["training_date"].edit)
    write("2026-02-01")
    tab_to(signed.form.fields["trainer"].edit)
    write("North Training")
    tab_to(signed.assessor.pin.field)
    write(PIN)
    press(Key.Key_Return)
    wait_for(lambda: signed.issued is not None, "the certificate was not issued")
    tab_to(signed.save_button)
    press(Key.Key_Return)
    choose_file(journey.pdf)
    wait_for(journey.pdf.exists, "the certificate was not saved")


def read_the_paper(journey: Journey) -> None:
    """Other programs read the text and, from pictures of three resolutions, the same code."""
    poppler = subprocess.run(["pdftotext", "-layout", str(journey.pdf), "-"], capture_output=True, text=True, check=True).stdout
    document = pypdfium2.PdfDocument(journey.pdf)
    try:
        texts = [poppler, "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))]
        codes = set()
        for resolution in (150, 200, 300):
            picture = document[0].render(scale=resolution / 72).to_pil()
            codes |= {found.text for found in zxingcpp.read_barcodes(picture)}
    finally:
        document.close()
    for text in texts:
        for words in ("Northgate Pressings", "ბარბარე", "Confined space", "Mark Novikov", "North Training", "010007"):
            assert words.lower() in text.lower(), words
    assert len(codes) == 1
    journey.code.write_text(codes.pop(), encoding="utf-8")


def verify_on_the_first(journey: Journey) -> None:
    """Dropped on the page: valid. Edited: which field. The code alone, pasted: valid too, with the advice to compare."""
    cover(journey.pdf, journey.edited, "not for entry")
    with running(journey.first):
        sign_in(PIN)
        check_papers(journey, journey.edited)


def check_papers(journey: Journey, edited: Path) -> None:
    """Drop the paper, drop the edited one, paste the code."""
    main_window().open_page("verify")
    shown = page(VerifyPage)
    assert isinstance(shown, VerifyPage)
    drop(shown.drop, journey.pdf)
    wait_for(lambda: len(shown.state.verdicts) == 1, "nothing was checked")
    assert outcome(shown) is Outcome.VALID
    assert shown.state.verdicts[0].fact("Holder") == WORKER_NAME
    drop(shown.drop, edited)
    wait_for(lambda: len(shown.state.verdicts) == 2, "the edited paper was not checked")
    assert outcome(shown) is Outcome.PAPER_DIFFERS
    assert [one.label for one in shown.state.verdicts[0].differences if not one.same] == ["Limits"]
    assert says("Do not accept")
    app().clipboard().setText(journey.code.read_text(encoding="utf-8"))
    press(Key.Key_V, ctrl=True)
    wait_for(lambda: len(shown.state.verdicts) == 3, "the code was not checked")
    assert outcome(shown) is Outcome.VALID


def outcome(shown: VerifyPage) -> Outcome:
    """What came out of the check that is shown."""
    assert shown.state.current is not None
    return shown.state.current.outcome


def cover(source: Path, target: Path, words: str) -> None:
    """Lay a white box over some printed words, as somebody with a PDF editor does."""
    document = pypdfium2.PdfDocument(source)
    texts = document[0].get_textpage()
    place = texts.search(words).get_next()
    assert place is not None
    boxes = [texts.get_charbox(place[0] + number) for number in range(place[1])]
    document.close()
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    with pikepdf.open(source) as edited:
        box = f"q 1 1 1 rg {left} {bottom} {right - left} {top - bottom} re f Q".encode()
        edited.pages[0].contents_add(box, prepend=False)
        edited.save(target)


def second_laptop(journey: Journey) -> None:
    """A second folder joins through the shared file, is approved on the first, and then both hold the same."""
    with running(journey.second):
        join(journey)
    with running(journey.first):
        sign_in(PIN)
        sync()
        approve()
        sync()
        first = projections(main_window().site)
    with running(journey.second):
        come_in()
        sign_in(SECOND_PIN)
        sync()
        second = projections(main_window().site)
        different = {name for name, found in second.items() if found != first[name]}
        assert different <= {"witness"}  # the newcomer bears witness of what it has just taken in
        check_papers(journey, journey.edited)
        issue_on_the_second()


def join(journey: Journey) -> None:
    """The wizard's other way: the shared file, who one is, a PIN for this laptop; then the numbers to read out."""
    wizard = active()
    assert isinstance(wizard, FirstRunWindow)
    tab_to(wizard.join)
    press(Key.Key_Return)
    press(Key.Key_Return)
    choose_file(journey.shared)
    tab_to(wizard.next)
    press(Key.Key_Return)
    wait_for(lambda: wizard.step is wizard.join_you, "the shared file was not read")
    write("Mark Novikov")
    tab_to(wizard.join_you.laptop.edit)
    write("Bay 2 laptop")
    tab_to(wizard.join_you.pins.first)
    write(SECOND_PIN)
    press(Key.Key_Return)
    write(SECOND_PIN)
    press(Key.Key_Return)
    wait_for(lambda: wizard.step is wizard.join_wait, "this laptop did not ask to join")
    wait_for(lambda: not sync_state(wizard.open_site).waiting, "the request was not sent")


def come_in() -> None:
    """An admin has let the second laptop in meanwhile: it takes its copy and asks for the PIN."""
    assert site_facts(main_window().site).name == "Northgate Pressings"


def approve() -> None:
    """The admin compares the numbers and gives their PIN."""
    main_window().open_page("settings")
    press(Key.Key_Return)
    wait_for(lambda: isinstance(active(), ApproveDialog), "nothing asks to be compared")
    write(PIN)
    press(Key.Key_Return)
    wait_for(lambda: not pending(main_window().site), "the second laptop was not approved")


def sync() -> None:
    """F5 on the page Sync, until the shared file has everything."""
    main_window().open_page("sync")
    shown = page(SyncPage)
    assert isinstance(shown, SyncPage)
    wait_for(shown.now.isEnabled, "nothing can be synced")
    press(Key.Key_F5)
    wait_for(lambda: shown.job is not None, "F5 did not begin to sync")
    wait_for(lambda: shown.job is None and not sync_state(main_window().site).waiting, "not everything was sent")


def issue_on_the_second() -> None:
    """The second laptop signs off and issues on its own."""
    main_window().open_page("today")
    shown = begin("lukas", "extinguisher", ("CO2 5 kg", "B", "Simulator"))
    assert shown.observed is not None
    for step in shown.observed.checklist.steps:
        assert shown.observed.step == step
        answer_met(shown)
        press(Key.Key_Return)
    decide = page(DecidePage)
    assert isinstance(decide, DecidePage)
    decide._seconds = 1
    write(SECOND_PIN)
    press(Key.Key_Return)
    signed = page(SignedPage)
    assert isinstance(signed, SignedPage)
    tab_to(signed.assessor.pin.field)
    write(SECOND_PIN)
    press(Key.Key_Return)
    wait_for(lambda: signed.issued is not None, "the second laptop cannot issue")


def projections(site: Site) -> dict[str, str]:
    """The digest of every derived table."""
    with site.database.read() as connection:
        return digest(connection)


def written(site: Site) -> int:
    """How many entries this laptop has written."""
    with site.database.read() as connection:
        return sum(head.seq for head in ledger_store.heads(connection).values())
