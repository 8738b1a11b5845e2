"""Several certificates on the Certificates page: gathered by keyboard and by mouse, decided about in one go, shared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_acts import LifeKind, LifeState
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificate_standing import lives_of
from supervisor_app.ui.dialogs.certificate_decision import DecisionDialog
from supervisor_app.ui.dialogs.share_dialog import ShareDialog
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.certificates_several import Several
from supervisor_app.ui.widgets.toast import Toast
from supervisor_app.ui.widgets.words import Words
from tests.ui.certified_site import certify_all, open_page, wait
from tests.ui.conftest import NOW, PIN, Founded
from tests.ui.pages.test_certificate_life_page import dialog_of

PEOPLE = ("Ada", "Ben", "Cem", "Dora", "Eva", "Fay")
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def made(founded: Founded) -> list[IssuedCertificate]:
    return certify_all(founded, PEOPLE)


@pytest.fixture
def page(qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]) -> CertificatesPage:
    return open_page(qtbot, founded)[1]


def chosen(page: CertificatesPage) -> list[str]:
    """Who is chosen, by name, as the list is sorted."""
    rows = [page.list.rows.model.row(place) for place in range(page.list.rows.model.rowCount())]
    return [row.title for row in rows if row is not None and row.key in page.list.several.ids]


def click(qtbot: QtBot, page: CertificatesPage, place: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = page.list.rows.view
    at: QPoint = view.visualRect(page.list.rows.model.index(place, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, at)


def decide_one(founded: Founded, certificate: IssuedCertificate, kind: LifeKind) -> None:
    decision = Decision(kind=kind, on=NOW.date(), reason="Drove with the load raised.")
    decide(founded[0], founded[1], certificate.facts.credential_id, decision, PIN, NOW)


def test_shift_and_arrows_reach_from_row_to_row_and_draw_back(page: CertificatesPage, qtbot: QtBot) -> None:
    view = page.list.rows.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert chosen(page) == ["Fay", "Eva", "Dora"]
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert chosen(page) == ["Fay", "Eva"]
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down, CTRL)
    assert chosen(page) == ["Fay", "Eva"]
    qtbot.keyClick(view, Qt.Key.Key_Space, CTRL)
    assert chosen(page) == ["Fay", "Eva", "Ben"]
    qtbot.keyClick(view, Qt.Key.Key_End, SHIFT)
    assert chosen(page) == ["Fay", "Eva", "Ben", "Ada"]
    assert page.print_all.text() == "Print 4"
    qtbot.waitUntil(lambda: page.panel.several.title.text() == "4 certificates selected")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert chosen(page) == []
    qtbot.waitUntil(lambda: not page.panel.at_several)
    wait(qtbot, page)


def test_a_click_with_ctrl_takes_one_more_with_shift_all_between(page: CertificatesPage, qtbot: QtBot) -> None:
    click(qtbot, page, 2, CTRL)
    assert chosen(page) == ["Fay", "Dora"]  # the one that one was at is taken with the first
    click(qtbot, page, 2, CTRL)
    assert chosen(page) == ["Fay"]
    click(qtbot, page, 4, SHIFT)
    assert chosen(page) == ["Fay", "Dora", "Cem", "Ben"]
    click(qtbot, page, 3)
    assert chosen(page) == ["Fay", "Dora", "Ben"]
    page.list.done.click()
    wait(qtbot, page)


def test_ctrl_a_takes_everything_the_list_goes_on_to_below(qtbot: QtBot, founded: Founded) -> None:
    certify_all(founded, tuple(f"Person {number}" for number in range(60)))
    page = open_page(qtbot, founded)[1]
    view = page.list.rows.view
    view.setFocus()
    assert page.list.rows.model.rowCount() == 50
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert len(page.list.several.ids) == 60
    page.list.give_up()
    page.list.search.setText("NGP-A-00001")
    page.list.choose.click()
    page.list.all.click()
    assert len(page.list.several.ids) == 10
    page.list.give_up()
    wait(qtbot, page)


def test_what_may_be_decided_is_said_with_numbers(
    qtbot: QtBot, founded: Founded, made: list[IssuedCertificate], page: CertificatesPage
) -> None:
    decide_one(founded, made[0], LifeKind.REVOKED)
    page.list.take([one.facts.credential_id for one in made])
    several = page.panel.several
    qtbot.waitUntil(lambda: several.states.text() == "5 in force, 1 withdrawn.")
    assert several.people.text() == "of one person"  # the sample gives them all to one
    assert several.possible[LifeKind.SUSPENDED].text() == "5 of 6"
    assert several.possible[LifeKind.CONFIRMED].text() == "None of them. Its end does not depend on confirmations."
    assert not several.choices[LifeKind.CONFIRMED].isEnabled()
    assert several.choices[LifeKind.CONFIRMED].toolTip() == "Its end does not depend on confirmations."
    page.list.give_up()
    wait(qtbot, page)


def test_those_about_which_it_cannot_be_decided_are_named_before_the_pin_and_the_others_are_decided(
    qtbot: QtBot, founded: Founded, made: list[IssuedCertificate], page: CertificatesPage
) -> None:
    decide_one(founded, made[1], LifeKind.REVOKED)
    ids = tuple(one.facts.credential_id for one in made)
    page.list.take(ids)
    qtbot.waitUntil(lambda: page.panel.at_several)
    page.panel.several.choices[LifeKind.SUSPENDED].click()
    dialog = dialog_of(qtbot, DecisionDialog)
    assert dialog.title.text() == "Put 5 certificates on hold?"
    assert dialog.left_out.words.text() == "1 of 6 cannot be put on hold and is left out:"
    assert dialog.save.text() == "Put 5 on hold"
    assert dialog.effect.text().startswith("For each of them: from today it does not hold")
    dialog.reason.set_text("The fork was bent.")
    qtbot.keyClicks(dialog.pin, PIN)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    held, withdrawn = LifeState.SUSPENDED, LifeState.WITHDRAWN
    after = [held, withdrawn, held, held, held, held]
    qtbot.waitUntil(lambda: [life.standing(NOW.date()).state for life in lives_of(founded[0], ids)] == after)
    qtbot.waitUntil(lambda: not page.list.several.on)
    told = [words.text() for toast in page.main.findChildren(Toast) for words in toast.findChildren(Words)]
    assert told == ["5 certificates are on hold, 1 is left as it was."]
    wait(qtbot, page)


def test_a_day_that_fits_only_some_leaves_the_others_out_as_it_is_typed(
    qtbot: QtBot, founded: Founded, made: list[IssuedCertificate], page: CertificatesPage
) -> None:
    page.list.take([one.facts.credential_id for one in made])
    qtbot.waitUntil(lambda: page.panel.at_several)
    page.panel.several.choices[LifeKind.SUSPENDED].click()
    dialog = dialog_of(qtbot, DecisionDialog)
    assert not dialog.left_out.isVisible()
    dialog.on.set_text("1 Jan 2020")
    assert dialog.left_out.words.text() == "6 of 6 cannot be put on hold and are left out:"
    assert not dialog.save.isEnabled()
    dialog.on.set_text((NOW.date() + timedelta(days=1)).isoformat())
    assert not dialog.left_out.isVisible()
    assert dialog.save.isEnabled()
    dialog.give_up()
    page.list.give_up()
    wait(qtbot, page)


def test_several_are_shared_in_one_folder(page: CertificatesPage, made: list[IssuedCertificate], qtbot: QtBot) -> None:
    page.list.take([one.facts.credential_id for one in made])
    qtbot.waitUntil(lambda: page.panel.at_several)
    page.panel.several.share.click()
    dialog = dialog_of(qtbot, ShareDialog)
    assert dialog.title.text() == "Share 6 certificates"
    dialog.give_up()
    page.list.give_up()
    wait(qtbot, page)


def test_every_action_is_reached_by_tab_once_several_are_chosen(
    page: CertificatesPage, made: list[IssuedCertificate], qtbot: QtBot
) -> None:
    page.list.take([one.facts.credential_id for one in made])
    qtbot.waitUntil(lambda: page.panel.at_several)
    seen = set()
    for _ in range(40):
        at = QApplication.focusWidget()
        assert at is not None
        seen.add(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    several = page.panel.several
    assert {button for button in several.choices.values() if button.isEnabled()} | {several.save, several.share} <= seen
    assert page.list.all in seen
    page.list.give_up()
    wait(qtbot, page)


def test_a_reach_that_begins_elsewhere_keeps_what_was_chosen_before() -> None:
    rows, several = "abcdefgh", Several()

    def between(first: str, last: str) -> str:
        start, end = sorted((rows.index(first), rows.index(last)))
        return rows[start : end + 1]

    several.reach("a", "b", between)
    several.reach("b", "c", between)
    several.reach("e", "f", between)
    several.reach("f", "d", between)
    assert "".join(several.ids) == "abcde"
    several.toggle("b")
    several.reach("h", "g", between)
    assert sorted(several.ids) == list("acdegh")
    several.keep(["a", "h"])
    assert list(several.ids) == ["a", "h"]
