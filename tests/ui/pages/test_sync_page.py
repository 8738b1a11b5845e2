"""The Sync page over a real site and a real shared file: it says what came and went, and what to do when the file is away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.cli import now
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import Site
from supervisor_app.services.sync_records import WENT_ON, Remark, Standing
from supervisor_app.services.syncing import choose_shared, history, overview, stations, sync_now, sync_state
from supervisor_app.ui.auto_sync import AFTER_CHANGE, IDLE_EVERY, LONGEST, WAITING_EVERY, AutoSync, next_after
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.sync_page import SyncPage
from supervisor_app.ui.pages.sync_parts import station_row
from supervisor_app.ui.pages.sync_view import day_lines, moved_rows, size_words, verdict
from supervisor_app.ui.widgets.status_shape import StatusShape
from tests.journeys.hands import words_of
from tests.services.sync_sites import PATIENCE, add_people, bore_witness, closing, digest, found, heads, join

LONG = 30_000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = found(tmp_path / "a")
    bore_witness(made, date.today())  # the worker process knows the real day
    with closing(made):
        yield made


@pytest.fixture
def shared(site: Site, tmp_path: Path) -> Path:
    path = tmp_path / "drive" / "sign-off.sqlite"
    path.parent.mkdir()
    choose_shared(site, path, True, patience=PATIENCE)
    return path


def window_on(site: Site, qtbot: QtBot) -> tuple[MainWindow, SyncPage]:
    window = MainWindow(site, sign_in(site, list_members(site)[0].id, "1234"))
    qtbot.addWidget(window)
    window.open_page("sync")
    window.show()
    page = window.current_page
    assert isinstance(page, SyncPage)
    return window, page


def finish(page: SyncPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)


def texts(page: SyncPage) -> str:
    return " | ".join(row.accessibleName() for row in page.sheet.rows_holder.children() if row.isWidgetType())


def test_sync_now_sends_and_receives_in_a_process_of_its_own_and_says_so(site: Site, shared: Path, tmp_path: Path, qtbot: QtBot):
    site.clock = now  # as the process has it: two clocks days apart are said on the page
    other = join(tmp_path / "b", shared, seed=2)
    with closing(other):
        add_people(other, 2)
        sync_now(other, patience=PATIENCE)
        add_people(site, 3, first=50)
        _, page = window_on(site, qtbot)
        assert page.sheet.title.text() == "3 records wait for the next sync"
        page.now.click()
        assert not page.now.isEnabled()
        finish(page, qtbot)
        assert page.sheet.title.text() == "Everything is on the shared file"
        assert "Sent 3 records. Three changes to people" in texts(page)
        assert "3 from Bay 2 laptop" in texts(page)
        assert page.now.isEnabled()
        sync_now(other, patience=PATIENCE)
        assert digest(other) == digest(site)


def test_without_a_file_one_can_only_choose_or_make_one(site: Site, tmp_path: Path, qtbot: QtBot):
    _, page = window_on(site, qtbot)
    assert page.sheet.title.text() == "No shared file yet"
    assert not page.now.isEnabled()
    assert page.store.choose.hasFocus() or page.first_focus() is page.store.choose
    path = tmp_path / "new.sqlite"
    page.use_file(path, create=True)
    finish(page, qtbot)
    assert path.exists()
    assert site.settings.shared == str(path)
    assert page.sheet.title.text() == "Everything is on the shared file"
    assert page.now.isEnabled()


def test_making_a_file_where_one_lies_is_refused_in_words(site: Site, tmp_path: Path, qtbot: QtBot):
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear all")
    _, page = window_on(site, qtbot)
    page.use_file(path, create=True)
    finish(page, qtbot)
    assert page.notice is not None
    assert page.notice.message.text() == "There is already a file in that place."
    assert path.read_text() == "Dear all"
    assert not sync_state(site).chosen


def test_what_waits_is_not_called_nothing_new(site: Site, shared: Path, qtbot: QtBot):
    sync_now(site, patience=PATIENCE)
    assert "nothing new since then" in verdict(overview(site)).detail
    add_people(site, 1)
    assert "nothing new" not in verdict(overview(site)).detail


def test_why_a_laptop_goes_on_under_a_new_number_is_said_once(site: Site, shared: Path, qtbot: QtBot):
    window, page = window_on(site, qtbot)
    why = "Its data folder was copied. Nothing was lost."
    report = sync_now(site, patience=PATIENCE)
    page._done(replace(report, sentence=f"{report.sentence} {why}", remarks=(Remark(title=WENT_ON, sentence=why),)))
    assert report.sentence in words_of(window)
    assert why not in words_of(window), "the row of the page says it once it was remembered"


def test_a_drive_that_is_away_is_said_and_can_be_tried_again(site: Site, shared: Path, qtbot: QtBot):
    add_people(site, 3)
    _, page = window_on(site, qtbot)
    shared.parent.rename(shared.parent.with_name("unplugged"))
    page.now.click()
    finish(page, qtbot)
    assert page.notice is not None
    assert page.notice.message.text() == "The shared file cannot be reached."
    assert "safe on this laptop" in page.notice.hint.text()
    assert page.sheet.title.text() == "Not synced", "what the notice says is not said twice"
    assert page.sheet.mark.shape is StatusShape.NOT_SEEN
    assert "3 records waiting" in page.sheet.detail.text()
    page.clear_notice()
    assert page.sheet.title.text() == "The shared file cannot be reached"
    shared.parent.with_name("unplugged").rename(shared.parent)
    page.now.click()
    finish(page, qtbot)
    assert page.notice is None
    assert page.sheet.mark.shape is StatusShape.SAFE


def test_a_damaged_file_is_made_new_after_a_question(site: Site, shared: Path, qtbot: QtBot):
    add_people(site, 300)
    sync_now(site, patience=PATIENCE)
    shared.write_bytes(shared.read_bytes()[: shared.stat().st_size // 2])
    _, page = window_on(site, qtbot)
    add_people(site, 1, first=400)
    page.now.click()
    finish(page, qtbot)
    assert page.notice is not None
    assert page.notice.action.text() == "Make it new"
    page.make_anew()
    finish(page, qtbot)
    assert page.sheet.mark.shape is StatusShape.SAFE
    assert len(list(shared.parent.glob("*.damaged-*.sqlite"))) == 1


def test_whoever_comes_back_to_the_page_reads_what_is_wrong_and_what_to_do_until_it_is_over(
    site: Site, shared: Path, qtbot: QtBot
):
    site.clock = now  # as the process has it
    window, page = window_on(site, qtbot)
    lost = shared.read_bytes()
    shared.write_bytes(b"")
    page.now.click()
    finish(page, qtbot)
    assert "The shared file is empty" in window._status.words
    window.open_page("today")
    assert "The shared file is empty" in words_of(window)
    window.open_page("sync")
    assert page.notice is not None
    assert (page.notice.message.text(), page.notice.action.text()) == ("The shared file is empty.", "Make it new")
    shared.write_bytes(lost)
    sync_now(site, patience=PATIENCE)  # by itself, beside the page
    window.tell_changed()
    assert page.notice is None
    assert "Everything is on the shared file" in window._status.words


def test_enter_after_a_sync_syncs_again_or_takes_the_way_out_and_follows_no_link(site: Site, shared: Path, qtbot: QtBot):
    window, page = window_on(site, qtbot)
    page.now.setFocus()
    page.now.click()
    assert window.focusWidget() is page
    finish(page, qtbot)
    assert window.focusWidget() is page.now
    shared.write_bytes(b"")
    page.now.click()
    finish(page, qtbot)
    assert page.notice is not None
    assert window.focusWidget() is page.notice.action


def test_a_laptop_that_is_gone_or_only_asks_is_not_called_up_to_date(site: Site, shared: Path):
    lines = {standing: replace(line, standing=standing) for line in stations(site) for standing in Standing}
    words = {standing: station_row(line, chosen=True).chip.word for standing, line in lines.items()}  # type: ignore[union-attr]
    assert words == {
        Standing.APPROVED: "Up to date",
        Standing.ASKS: "Asks to join",
        Standing.RETIRED: "Put away",
        Standing.LOST: "Lost",
    }


def test_records_that_cannot_be_opened_here_are_named_with_what_to_do(site: Site, shared: Path):
    add_people(site, 1)
    report = replace(sync_now(site, patience=PATIENCE), locked=3, locked_words="Ask an admin.")
    view = overview(site)
    told = replace(view, lines=(replace(view.lines[0], clean=report.clean, report=report), *view.lines[1:]))
    assert ("3 records cannot be opened here", "Ask an admin.") in [(row.title, row.detail) for row in moved_rows(told)]


def test_the_whole_history_unfolds_and_folds(site: Site, shared: Path, qtbot: QtBot):
    for number in range(8):
        add_people(site, 1, first=number)
        sync_now(site, patience=PATIENCE)
    _, page = window_on(site, qtbot)
    few = page.history.sizeHint().height()
    page.before.link.click()
    assert page.history.sizeHint().height() > few
    page.before.link.click()
    assert page.history.sizeHint().height() == few


def test_what_the_page_says_of_a_file_that_had_gone_back(site: Site, shared: Path, qtbot: QtBot):
    shutil.copy(shared, shared.with_name("friday"))
    add_people(site, 27)
    sync_now(site, patience=PATIENCE)
    shutil.copy(shared.with_name("friday"), shared)
    sync_now(site, patience=PATIENCE)
    _, page = window_on(site, qtbot)
    assert page.view is not None
    [row] = moved_rows(page.view)
    assert row.title == "Put back 27 records the shared file had lost"
    assert row.detail.startswith("It had gone back to a copy from 09:")
    assert verdict(page.view).shape is StatusShape.SAFE
    assert [line.words for line in day_lines(page.view.lines, page.view.now, whole=True) if line.time] == ["Sent 27", "Sent 7"]


def test_sizes_are_said_as_people_say_them():
    assert [size_words(size) for size in (0, 400, 57_344, 41_200_000)] == ["", "1 kB", "57 kB", "41 MB"]


def test_by_itself_it_syncs_while_the_window_is_open_and_shows_it_on_the_status_line(site: Site, shared: Path, qtbot: QtBot):
    window, _ = window_on(site, qtbot)
    auto = AutoSync(window)
    add_people(site, 2)
    auto.begin()
    qtbot.waitUntil(lambda: not auto.running, timeout=LONG)
    assert sync_state(site).waiting == 0
    assert window._status.words.startswith("Everything is on the shared file")
    assert auto.timer.interval() == IDLE_EVERY * 1000
    window.tell_changed()
    assert auto.timer.interval() == AFTER_CHANGE * 1000


def test_while_the_drive_is_away_it_tries_more_and_more_rarely(site: Site, shared: Path, qtbot: QtBot):
    window, page = window_on(site, qtbot)
    shared.unlink()
    auto = AutoSync(window)
    for _ in range(2):
        auto.begin()
        qtbot.waitUntil(lambda: not auto.running, timeout=LONG)
    assert history(site)[0].tries == 2
    assert page.notice is None  # nothing pops up by itself
    assert [next_after(1, failures) for failures in range(7)] == [60, 60, 120, 240, 480, LONGEST, LONGEST]
    assert next_after(1, 0) == WAITING_EVERY
    assert next_after(0, 0) == IDLE_EVERY


def test_switched_off_or_without_a_file_nothing_is_tried(site: Site, qtbot: QtBot):
    window, _ = window_on(site, qtbot)
    auto = AutoSync(window)
    auto.begin()
    assert not auto.running
    assert sum(heads(site).values()) > 0


def test_closing_the_window_ends_a_sync_on_its_way(site: Site, shared: Path, qtbot: QtBot):
    window, _ = window_on(site, qtbot)
    auto = AutoSync(window)
    lock = shared.with_name(shared.name + ".lock")
    lock.mkdir()  # somebody else has the file: the worker waits
    auto.begin()
    job = auto._job
    assert job is not None
    window.close()
    qtbot.waitUntil(lambda: not job.running, timeout=LONG)
    assert not auto.timer.isActive()
