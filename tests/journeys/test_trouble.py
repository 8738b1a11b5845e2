"""Bad input and a world that refuses, through the window: said in words, nothing half done, the work here goes on."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Context, Result
from supervisor_app.domain.people import PersonFields
from supervisor_app.domain.printed import same_print
from supervisor_app.errors import InputError
from supervisor_app.services import observing, people
from supervisor_app.services.certificate_drawing import paper_named, render_pdf
from supervisor_app.services.issuing import issue
from supervisor_app.services.opened_site import DATABASE_NAME
from supervisor_app.services.signing import sign
from supervisor_app.services.syncing import choose_shared
from supervisor_app.storage import ledger_store
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.pages.observe_keys import Command
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.pages.people_import_page import PeopleImportPage
from supervisor_app.ui.pages.people_page import PeoplePage
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.trouble_window import TroubleWindow
from tests.documents.one_paper import read_certificate_pdf
from tests.journeys.hands import Key, active, press, says, wait_for
from tests.journeys.program import page, running
from tests.services.founded import DETAILS, choice, found, observe
from tests.services.founded import PIN as FOUNDED_PIN
from tests.services.sync_sites import PATIENCE, closing
from tests.services.sync_sites import found as found_other
from tests.sites import new_site
from tests.ui.pages.bench import Bench, bench_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TMPFS_BYTES = 24 * 1024 * 1024


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        made.window.activateWindow()
        yield made


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root with the right to mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def entries(bench: Bench) -> int:
    with bench.site.database.read() as connection:
        return sum(head.seq for head in ledger_store.heads(connection).values())


def jobs() -> list[Job]:
    app = QApplication.instance()
    return app.findChildren(Job) if app is not None else []


def lists(shared_data: Path) -> list[Path]:
    """Every hostile list there is."""
    fuzz = shared_data / "fuzz"
    return [*sorted((fuzz / "csv-spectrum" / "csvs").glob("*.csv")), *sorted((fuzz / "go-fuzz" / "csv").iterdir())]


def test_hostile_lists_are_looked_at_and_nothing_is_written(bench: Bench, shared_data: Path, tmp_path: Path) -> None:
    before = entries(bench)
    payloads = (shared_data / "fuzz" / "csv-injection" / "payloadbox.txt").read_text(encoding="utf-8", errors="replace")
    injected = tmp_path / "injected.csv"
    injected.write_text(
        "employee_no,given_name,family_name\n"
        + "\n".join(f'{number},"{line.replace(chr(34), chr(34) * 2)}",X' for number, line in enumerate(payloads.splitlines(), 5)),
        encoding="utf-8",
    )
    (tmp_path / "nul.csv").write_bytes(b"employee_no,given_name,family_name\n1,A\x00na,Ko\x00walska\n")
    (tmp_path / "endless.csv").write_bytes(b'employee_no,given_name\n1,"' + b"a" * 3_000_000)
    (tmp_path / "bomb.xlsx").write_bytes(b"PK\x03\x04" + os.urandom(2000))
    for path in [injected, *sorted(tmp_path.glob("*.csv")), tmp_path / "bomb.xlsx", *lists(shared_data)]:
        bench.window.open_page("people_import", path=path)
        shown = page(PeopleImportPage)
        assert isinstance(shown, PeopleImportPage)
        wait_for(lambda shown=shown: shown.preview is not None or shown.notice is not None, f"{path} gave no answer")  # type: ignore[misc]
        if shown.notice is not None:
            assert shown.notice.message.text()
            assert shown.notice.hint.text()
        assert entries(bench) == before


def test_lists_opened_faster_than_they_are_read_leave_the_last_ones_answer(
    bench: Bench, shared_data: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text("employee_no,given_name,family_name\n77,Anna,Kowalska\n", encoding="utf-8")
    (tmp_path / "endless.csv").write_bytes(b'employee_no,given_name\n1,"' + b"a" * 300_000)
    for last in (tmp_path / "good.csv", tmp_path / "endless.csv"):
        for path in [*lists(shared_data), last]:
            bench.window.open_page("people_import", path=path)
            QApplication.processEvents()
        shown = page(PeopleImportPage)
        assert isinstance(shown, PeopleImportPage)
        wait_for(lambda: not any(job.running for job in jobs()), "a reader does not end")
        wait_for(lambda shown=shown: shown.preview is not None or shown.notice is not None, "nothing is said")  # type: ignore[misc]
        assert (shown.preview is not None, shown.notice is not None) == (last.stem == "good", last.stem == "endless")


def naughty(shared_data: Path) -> list[str]:
    found: list[str] = json.loads((shared_data / "fuzz" / "blns" / "blns.json").read_text(encoding="utf-8"))
    return [text for text in found if text.strip()]


def test_naughty_names_are_kept_and_shown_as_they_are_or_refused_with_a_reason(bench: Bench, shared_data: Path) -> None:
    kept, refused = {}, []
    for number, text in enumerate(naughty(shared_data)):
        try:
            worker = people.add_worker(bench.site, bench.session, PersonFields(employee_no=f"n{number}", family_name=text))
        except InputError as problem:
            refused.append((text, str(problem)))
        else:
            kept[worker.id] = text
    assert len(kept) > 400
    assert all(reason.strip() for _, reason in refused)
    bench.window.open_page("people")
    shown = page(PeoplePage)
    assert isinstance(shown, PeoplePage)
    for worker_id, text in kept.items():
        assert people.get_worker(bench.site, worker_id).family_name == text
    shown.search.setText("<script>")
    QApplication.processEvents()
    row = shown.people.model.row(0)
    assert row is not None
    assert "<script>" in row.title.lower()
    shown.grab()


@pytest.mark.parametrize(
    "name",
    ["<script>alert(0)</script>", "'; DROP TABLE worker; --", "$HOME %s {0} ${1}", "نص عربي 123 abc", "田中さん", "Ω≈ç√∫˜µ≤"],
)
def test_a_naughty_name_prints_as_it_is(tmp_path: Path, name: str) -> None:
    at = found(tmp_path / "site")
    with closing(at.site):
        person = people.add_worker(at.site, at.hannah, PersonFields(employee_no="77", family_name=name))
        signed = sign(at.site, at.hannah, observe(at, person), choice(at), FOUNDED_PIN)
        issued = issue(at.site, at.hannah, signed.sign_off.id, DETAILS, FOUNDED_PIN, at.time())
        paper = read_certificate_pdf(render_pdf(at.site, issued.facts.credential_id, paper_named("A4")))
        assert same_print(paper.fields["holder"], name)


def test_a_newer_database_is_refused_and_both_versions_are_named(tmp_path: Path, qapp: object) -> None:
    site, _ = new_site(tmp_path / "site")
    site.close()
    database = sqlite3.connect(tmp_path / "site" / DATABASE_NAME)
    known = database.execute("PRAGMA user_version").fetchone()[0]
    database.execute("PRAGMA user_version = 999")
    database.close()
    with running(tmp_path / "site"):
        assert isinstance(active(), TroubleWindow)
        assert says("999")
        assert says(str(known))
        assert says("unharmed")


def test_a_folder_that_can_only_be_read_is_said_at_the_start(small_disk: Path, qapp: object) -> None:
    site, _ = new_site(small_disk / "site")
    site.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with running(small_disk / "site"):
        assert isinstance(active(), TroubleWindow)
        assert says("may be read but not written")


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "site").write_text("a letter")
    with running(tmp_path / "site"):
        assert isinstance(active(), TroubleWindow)
        assert (tmp_path / "site").read_text() == "a letter"


def test_a_full_disk_is_said_before_one_observes_and_no_tap_is_shown_that_was_not_kept(small_disk: Path, qtbot: QtBot) -> None:
    with bench_in(small_disk) as bench:
        draft = bench.start("fire-extinguisher-use")
        shown = bench.go(ObserveStepPage, "observe_step", draft_id=draft.id)
        press(Key.Key_Y)
        fill(small_disk)
        for _ in range(400):  # what the database has set aside for itself is used up first
            press(Key.Key_N, Key.Key_Y)
            if shown.notice is not None:
                break
        assert shown.notice is not None, "no tap was refused"
        assert "full" in shown.notice.message.text()
        assert shown.observed is not None
        lit = [result for result, button in shown.card.answers.buttons.items() if button.isChecked()]
        kept = bench.stored(draft).observation("s01").result
        assert lit == ([] if kept is Result.NOT_SEEN else [kept])
        bench.window.open_page("observe", worker_id=bench.worker.id, competency="fai-micrometer")
        chosen = page(ObserveChoosePage)
        assert isinstance(chosen, ObserveChoosePage)
        chosen.start.click()
        assert bench.window.current_page is chosen
        assert chosen.notice is not None
        assert "disk of this laptop" in chosen.notice.message.text()
        (small_disk / "film").unlink()
        chosen.start.click()
        assert isinstance(page(ObserveStepPage), ObserveStepPage)


def fill(disk: Path) -> None:
    """Leave no byte."""
    with (disk / "film").open("wb") as file:
        try:
            for size in (65536, 4096, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                        file.flush()
                except OSError:
                    continue
        finally:
            with suppress(OSError):
                file.close()


@pytest.mark.parametrize("kind", ["missing", "letter", "folder", "other site"])
def test_trouble_with_the_shared_file_is_said_and_the_work_here_goes_on(bench: Bench, tmp_path: Path, kind: str) -> None:
    bench.window.open_page("sync")
    shown = page(SyncPage)
    assert isinstance(shown, SyncPage)
    path, words = trouble(tmp_path, kind)
    shown.use_file(path, create=False)
    wait_for(lambda: shown.job is None, "it does not end")
    assert shown.notice is not None
    assert words in f"{shown.notice.message.text()} {shown.notice.hint.text()}"
    assert not bench.site.settings.shared
    draft = observing.start(bench.site, bench.session, bench.worker.id, bench.digest("fire-extinguisher-use"), Context())
    step = bench.go(ObserveStepPage, "observe_step", draft_id=draft.id)
    step.card.answers.button(Command.MET).click()
    assert bench.stored(draft).observation("s01").result is Result.MET


def trouble(folder: Path, kind: str) -> tuple[Path, str]:
    """A shared file with this trouble, and what is said of it."""
    path = folder / "drive" / "sign-off.db"
    path.parent.mkdir()
    if kind == "letter":
        path.write_text("Dear all, " * 1000)
        return path, "not a shared file of this program"
    if kind == "folder":
        path.mkdir()
        return path, "shared file"
    if kind == "other site":
        other = found_other(folder / "other", seed=9)
        with closing(other):
            choose_shared(other, path, True, patience=PATIENCE)
        return path, "belongs to another site"
    return path, "Everything is safe on this laptop"


def test_a_file_another_laptop_holds_is_waited_for_and_can_be_let_be(bench: Bench, tmp_path: Path) -> None:
    bench.window.open_page("sync")
    shown = page(SyncPage)
    assert isinstance(shown, SyncPage)
    path = tmp_path / "drive" / "sign-off.db"
    path.parent.mkdir()
    shown.use_file(path, create=True)
    wait_for(lambda: shown.job is None, "it was not made")
    path.with_name(f"{path.name}.lock").mkdir()
    shown.now.click()
    wait_for(lambda: says("Another laptop is using the shared file", bench.window), "nobody says why it takes so long")
    assert shown.job is not None
    shown.job.cancel()
    wait_for(lambda: shown.job is None, "it cannot be stopped")
    assert bench.start("fire-extinguisher-use")
