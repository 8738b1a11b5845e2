"""People, their records, the skills matrix, the checklists."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.mastery import Attempt
from supervisor_app.domain.people import Role
from supervisor_app.paths import resource_path
from supervisor_app.services.appending import append_act
from supervisor_app.services.attaching import Addition, FileToAdd, add_to_record, withdraw_added
from supervisor_app.services.choosing_files import choose_file
from supervisor_app.services.holds import place_hold
from supervisor_app.services.membership import add_member
from supervisor_app.services.people import mark_left, search_people
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import sign_off_queries
from supervisor_app.storage.evidence_files import delete_file
from supervisor_app.ui.dialogs.attach_dialog import AttachDialog
from supervisor_app.ui.dialogs.printout_dialog import PrintoutDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.checklists_page import ChecklistsPage
from supervisor_app.ui.pages.matrix_page import MatrixPage
from supervisor_app.ui.pages.people_import_page import PeopleImportPage
from supervisor_app.ui.pages.people_page import PeoplePage
from supervisor_app.ui.pages.privacy_page import PrivacyPage
from supervisor_app.ui.pages.questioned_page import QuestionedPage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.pages.retention_page import RetentionPage
from tests.scenes.scene import PIN, Prepare, Scene, go, page, settle, wait_until


def _people(text: str) -> Prepare:
    def prepare(window: MainWindow) -> None:
        go(window, PeoplePage, "people").search.setText(text)
        settle(250)

    return prepare


def _import_list(window: MainWindow) -> None:
    """A list with somebody new, somebody changed, and rows that need a look."""
    rows = resource_path("people", "demo-roster.csv").read_text(encoding="utf-8").splitlines()
    more = ["020001,Nadia,Petrova,,,Welder,Weld Cell 1,A", "020002,Omar,,,,Rigger,Logistics,B", "010273,Hanna,Gál,,,Line Lead"]
    list_of_today = Path(tempfile.mkdtemp()) / "roster-november.csv"
    list_of_today.write_text("\n".join([*(row for row in rows if "Gál" not in row), *more]), encoding="utf-8")
    shown = go(window, PeopleImportPage, "people_import", path=list_of_today)
    wait_until(lambda: shown.preview is not None, "the list was not read")


def _record(wanted: Callable[[Attempt], bool]) -> Prepare:
    """One sign-off whole: the first of the matrix's that is wanted."""

    def prepare(window: MainWindow) -> None:
        with window.site.database.read() as connection:
            one = next(one for _, _, one in sign_off_queries.standing_attempts(connection) if wanted(one))
        window.open_page("record", sign_off_id=one.sign_off)

    return prepare


def _twice(window: MainWindow) -> str:
    """Two members sign different records with one number; returns its id."""
    with window.site.database.read() as connection:
        one = next(one for _, _, one in sign_off_queries.standing_attempts(connection) if one.success)
        signed = sign_off_queries.get_sign_off(connection, one.sign_off)
    assert signed is not None
    other = replace(signed.sign_off, limits="Only beside the press", assessor_note="Seen on another day.")
    site, session = window.site, window.session
    assert session is not None
    mia = session_of(add_member(site, session, "Mia Novak", "", Role.ASSESSOR, "", "7777", own_pin=PIN))
    with site.database.write() as connection:
        keys, kind, about = unlock(site, mia, "7777"), "assessment.signed", other.worker_id
        append_act(site, connection, mia, keys, kind, about=about, body=other, meaning="", signed_at=site.clock())
    window.tell_changed()
    return one.sign_off


def _questioned(window: MainWindow) -> None:
    _twice(window)
    go(window, QuestionedPage, "questioned")


def _record_twice(window: MainWindow) -> None:
    window.open_page("record", sign_off_id=_twice(window))


def _both(window: MainWindow) -> None:
    _twice(window)
    shown = go(window, QuestionedPage, "questioned")
    line = next(line for line in shown.lines if line.beside)
    shown.rows.opened.emit(line.key)
    settle(300)


def _privacy(*, held: bool = False) -> Prepare:
    def prepare(window: MainWindow) -> None:
        worker = _somebody(window)
        if held:
            place_hold(window.site, window.session, worker, "Accident at the press on 3 November", PIN)
        go(window, PrivacyPage, "privacy", worker_id=worker)

    return prepare


def _erasing(window: MainWindow) -> None:
    shown = go(window, PrivacyPage, "privacy", worker_id=_somebody(window))
    shown.ask_erasure(Scope.EVERYTHING)


def _retention(*, left: bool = True) -> Prepare:
    """Three who left long ago, one of them under a hold."""

    def prepare(window: MainWindow) -> None:
        if left:
            rows = search_people(window.site, "", limit=30).rows
            for place, row in enumerate(rows[:3]):
                mark_left(window.site, window.session, row.id, date(2019 + 2 * place, 3, 1))
            place_hold(window.site, window.session, rows[1].id, "Claim of May", PIN)
        go(window, RetentionPage, "retention")

    return prepare


def _somebody(window: MainWindow) -> str:
    return search_people(window.site, "Rabina").rows[0].id


def _person(window: MainWindow) -> None:
    with window.site.database.read() as connection:
        worker_id = next(worker for worker, _, one in sign_off_queries.standing_attempts(connection) if one.success)
    window.open_page("person", worker_id=worker_id)


def photo(name: str) -> Path:
    """Something that looks like a photo of a joint: a bead across a plate, lit from one side."""
    plate = Image.linear_gradient("L").resize((800, 600)).rotate(90)
    shade = zlib.crc32(name.encode())  # no two are the same file
    picture = ImageOps.colorize(
        plate, "#3a2f2a" if name == "wrong" else f"#2c{shade % 64:02x}{64 + shade // 64 % 32:02x}", "#b9c2c8"
    )
    picture.paste(f"#{shade % 2**24:06x}", (0, 0, 16, 16))
    bead = ImageDraw.Draw(picture)
    for place in range(0, 760, 26):
        bead.ellipse((place, 250 + place // 12, place + 60, 340 + place // 12), fill="#6f7a80", outline="#d9dfe2", width=4)
    path = Path(tempfile.mkdtemp()) / f"{name}.jpg"
    picture.save(path)
    return path


def to_add(path: Path, **words: str) -> FileToAdd:
    return FileToAdd(file=choose_file(path), **words)


def _with_added(window: MainWindow) -> RecordPage:
    """A record to which a photo was added, another one wrongly, and a PDF by a trainee who is not countersigned yet."""
    _record(lambda line: line.success)(window)
    shown = window.current_page
    assert isinstance(shown, RecordPage)
    assert shown.whole is not None
    site, session, record = window.site, window.session, shown.whole.sign_off.id
    assert session is not None
    training = Path(tempfile.mkdtemp()) / "training.pdf"
    training.write_bytes(b"%PDF-1.7\n" + bytes(412_000))
    tim = session_of(add_member(site, session, "Tim Novak", "", Role.TRAINEE, "", "7777", own_pin=PIN))
    wrong = Addition(sign_off_id=record, files=(to_add(photo("wrong")),), reason="Forgotten at the bench.")
    (line,) = add_to_record(site, session, wrong, PIN, site.clock())
    withdraw_added(site, session, line.id, "It shows another board.", PIN, site.clock())
    step = shown.whole.checklist.steps[2].key
    files = (to_add(photo("right"), step=step, caption="Joint J4 from above"), to_add(photo("below"), step=step))
    add_to_record(site, session, Addition(sign_off_id=record, files=files, reason="The camera was empty."), PIN, site.clock())
    scan = (to_add(training, caption="Training record"),)
    late = Addition(sign_off_id=record, files=scan, reason="The scan came later.")
    (last,) = add_to_record(site, tim, late, "7777", site.clock())
    delete_file(site.folder, last.file.digest)
    shown.reload()
    return shown


def _added(window: MainWindow) -> None:
    shown = _with_added(window)
    settle(200)
    shown.right.ensureWidgetVisible(shown.added.add)


def _adding(window: MainWindow) -> None:
    _record(lambda line: line.success)(window)
    shown = window.current_page
    assert isinstance(shown, RecordPage)
    shown.added.ask([photo("IMG_4711")])
    (dialog,) = window.findChildren(AttachDialog)
    wait_until(lambda: dialog.chosen.files, "the photo was not read")
    dialog.caption.set_text("Joint J4 from above")


def _adding_several(window: MainWindow) -> None:
    """Twelve at once and one that is no picture."""
    _adding(window)
    (dialog,) = window.findChildren(AttachDialog)
    notes = Path(tempfile.mkdtemp()) / "notes.txt"
    notes.write_text("no picture")
    dialog.take([*(photo(f"IMG_{number}") for number in range(4712, 4723)), notes])
    wait_until(lambda: len(dialog.chosen.files) == 12, "the photos were not read")
    dialog.chosen.turn_to(0)
    settle(400)


def _amend(window: MainWindow) -> None:
    _record(lambda one: one.success)(window)
    shown = window.current_page
    assert isinstance(shown, RecordPage)
    shown.amend.click()


def _checklist_file(window: MainWindow) -> None:
    """A changed copy of a published checklist, looked at before it is published."""
    shipped = resource_path("checklists", "gmaw-fillet-2f.yaml").read_text(encoding="utf-8")
    changed = Path(tempfile.mkdtemp()) / "gmaw-our-values.yaml"
    changed.write_text(shipped.replace("cut_percent: 80", "cut_percent: 90"), "utf-8")
    go(window, ChecklistsPage, "checklists").look_at_file(changed)


def _matrix(window: MainWindow) -> MatrixPage:
    shown = go(window, MatrixPage, "matrix")
    wait_until(lambda: shown.job is None, "the matrix was not worked out")
    return shown


def _matrix_print(window: MainWindow) -> None:
    """The chart for the wall, as it will print."""
    _matrix(window).print.click()
    wait_until(lambda: window.findChild(PrintoutDialog), "the chart was not worked out")
    dialog = window.findChild(PrintoutDialog)
    assert dialog is not None
    wait_until(lambda: dialog.settled, "the chart was not drawn")


def _form_print(window: MainWindow) -> None:
    """A blank form of the first checklist, as it will print."""
    shown = go(window, ChecklistsPage, "checklists")
    shown.panel.form_asked.emit()
    dialog = window.findChild(PrintoutDialog)
    assert dialog is not None
    wait_until(lambda: dialog.settled, "the form was not drawn")


SCENES: tuple[Scene, ...] = (
    Scene("04-people", _people("")),
    Scene("04b-people-search", _people("ბარ")),
    Scene("04c-person", _person),
    Scene("04e-privacy", _privacy()),
    Scene("04f-privacy-held", _privacy(held=True)),
    Scene("04g-erase", _erasing),
    Scene("04h-retention", _retention()),
    Scene("04i-retention-empty", _retention(left=False)),
    Scene("04d-people-import", _import_list),
    Scene("05r-record", _record(lambda one: one.success)),
    Scene("05s-record-not-yet", _record(lambda one: one.critical_failed)),
    Scene("05t-record-amend", _amend),
    Scene("05u-record-added", _added),
    Scene("05v-record-add", _adding),
    Scene("05w-record-add-several", _adding_several),
    Scene("05x-record-twice", _record_twice),
    Scene("05y-questioned", _questioned),
    Scene("05z-questioned-both", _both),
    Scene("06-matrix", _matrix),
    Scene("06c-matrix-print", _matrix_print),
    Scene("11-checklists", page("checklists")),
    Scene("11b-checklist-file", _checklist_file),
    Scene("11c-checklist-form", _form_print),
)
