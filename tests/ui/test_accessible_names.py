"""Every part that takes the focus says what it is and is reached by Tab, on every page of a site where things have happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Draft
from supervisor_app.services import catalogue, observing, signing
from supervisor_app.services.signing import SignedResult
from supervisor_app.ui.page_table import PAGES
from supervisor_app.ui.pages.decide_state import first_form, signing_choice
from tests.services.certified import certify
from tests.ui.filling import filled
from tests.ui.pages.bench import PIN, Bench, bench_in, seen
from tests.ui.pages.steps import CHECKLIST, EVERY_KIND

FIRE = "fire-extinguisher-use"


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def _seen_whole(bench: Bench) -> Draft:
    """An assessment of which every step was met."""
    draft = bench.start(FIRE)
    for observation in seen(catalogue.get_checklist(bench.site, bench.digest(FIRE))):
        observing.record(bench.site, draft.id, observation)
    bench.clock.forward(minutes=25)
    return observing.pause(bench.site, draft.id)


def _signed(bench: Bench) -> SignedResult:
    draft = _seen_whole(bench)
    preview = signing.preview(bench.site, bench.session, draft.id)
    return signing.sign(bench.site, bench.session, draft.id, signing_choice(preview, first_form(preview), bench.clock()), PIN)


def _speechless(root: QWidget) -> list[str]:
    """The parts that Tab or a finger can reach and that a screen reader could not name."""
    found = []
    for part in root.findChildren(QWidget):
        if not part.isVisibleTo(root) or part.focusPolicy() is Qt.FocusPolicy.NoFocus or part.focusProxy() is not None:
            continue
        if isinstance(part.parentWidget(), QAbstractItemView):
            continue  # the view speaks for its viewport and its heads
        spoken = QAccessible.queryAccessibleInterface(part)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(part).__name__} in {type(part.parentWidget()).__name__}")
    return found


def _unreached(window: QWidget) -> list[str]:
    """The parts that take Tab and that Tab does not come to, going round once."""
    wanted = {
        part
        for part in window.findChildren(QWidget)
        if part.isVisibleTo(window)
        and part.isEnabled()
        and part.focusProxy() is None
        and part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and not isinstance(part.parentWidget(), QAbstractItemView)
    }
    reached: set[QWidget] = set()
    for _ in range(len(wanted) + 2):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
        QTest.keyClick(focus or window, Qt.Key.Key_Tab)
    return [f"{type(part).__name__} {part.accessibleName()}" for part in wanted - reached]


def _arguments(bench: Bench, folder: Path) -> dict[str, dict[str, object]]:
    """What each page of a site where things have happened is opened with."""
    signed = _signed(bench)
    certify(bench.site, bench.session, PIN)
    roster = folder / "roster.csv"
    roster.write_text("employee_no,given_name,family_name\n020001,Nadia,Petrova\n", encoding="utf-8")
    draft = {"draft_id": _seen_whole(bench).id}
    return {
        "observe_step": draft,
        "decide": draft,
        "signed": {"result": signed},
        "person": {"worker_id": bench.worker.id},
        "people_import": {"path": roster},
        "record": {"sign_off_id": signed.sign_off.id},
        "record_amend": {"sign_off_id": signed.sign_off.id},
    }


def test_every_part_that_takes_the_focus_has_a_name_on_every_page(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    arguments = _arguments(bench, tmp_path)
    speechless = {}
    for entry in PAGES:
        bench.window.open_page(entry.key, **arguments.get(entry.key, {}))
        filled(qtbot, bench.window)
        QApplication.processEvents()
        if found := _speechless(bench.window):
            speechless[entry.key] = found
    bench.window.lock()
    if found := _speechless(bench.window):
        speechless["lock"] = found
    assert speechless == {}


def test_every_kind_of_step_names_its_parts(bench: Bench) -> None:
    catalogue.publish(bench.site, bench.session, [CHECKLIST])
    draft = bench.start(CHECKLIST.competency)
    speechless = {}
    for step in EVERY_KIND:
        observing.go_to(bench.site, draft.id, step.key)
        bench.window.open_page("observe_step", draft_id=draft.id)
        QApplication.processEvents()
        if found := _speechless(bench.window):
            speechless[step.kind.value] = found
    assert speechless == {}


def test_tab_comes_to_every_part_of_every_page(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    arguments = _arguments(bench, tmp_path)
    bench.window.activateWindow()
    unreached = {}
    for entry in PAGES:
        bench.window.open_page(entry.key, **arguments.get(entry.key, {}))
        filled(qtbot, bench.window)
        QApplication.processEvents()
        if found := _unreached(bench.window):
            unreached[entry.key] = found
    assert unreached == {}
