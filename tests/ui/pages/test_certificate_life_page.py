"""What happened to a certificate, and deciding about it, in the real window: by keyboard, with a reason and a PIN."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_acts import LifeKind, LifeState
from supervisor_app.domain.certificate_life import LifeStanding
from supervisor_app.domain.people import PersonFields, Role, Worker
from supervisor_app.domain.qualification import Clock
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificates import Which
from supervisor_app.services.declaring import Declaration, declare
from supervisor_app.services.issuing import issue
from supervisor_app.services.membership import add_member
from supervisor_app.services.people import add_worker
from supervisor_app.services.signing_in import session_of
from supervisor_app.ui.dialogs.certificate_decision import DecisionDialog
from supervisor_app.ui.dialogs.certificate_filter import CertificateFilterDialog
from supervisor_app.ui.dialogs.declare_paper import DeclareDialog
from supervisor_app.ui.dialogs.issue_anew import IssueAnewDialog
from supervisor_app.ui.dialogs.take_back_declared import TakeBackDialog
from supervisor_app.ui.dialogs.withdraw_revision import WithdrawRevisionDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificate_life_words import end_label, standing_said
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.checklists_page import ChecklistsPage
from supervisor_app.ui.pages.decide_signed import SignedPage
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.words import Words
from tests.services.founded import DETAILS, found, later, signed
from tests.services.founded import PIN as SITE_PIN
from tests.services.life_acts import life_of
from tests.ui.certified_site import NAMES, certify_all, open_page, wait
from tests.ui.conftest import NOW, PIN, Founded

DialogType = TypeVar("DialogType", bound=QWidget)


@pytest.fixture
def made(founded: Founded) -> list[IssuedCertificate]:
    return certify_all(founded)


@pytest.fixture
def opened(qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]) -> tuple[MainWindow, CertificatesPage]:
    return open_page(qtbot, founded, certificate_id=made[0].facts.credential_id)


def dialog_of(qtbot: QtBot, kind: type[DialogType]) -> DialogType:
    """The dialog of a kind, once it is shown."""
    shown: list[DialogType] = []

    def found() -> bool:
        shown[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        return bool(shown)

    qtbot.waitUntil(found)
    return shown[0]


def facts_of(page: CertificatesPage) -> list[str]:
    """The facts beside the certificate's life, as they are read out."""
    return [words.accessibleName() for words in page.panel.life.column.findChildren(Words)]


def state_of(founded: Founded, certificate: IssuedCertificate) -> LifeState:
    life = life_of(founded[0], certificate.facts.credential_id)
    assert life is not None
    return life.standing(NOW.date()).state


def act(founded: Founded, certificate: IssuedCertificate, kind: LifeKind) -> None:
    decision = Decision(kind=kind, on=NOW.date(), reason="Drove with the load raised.")
    decide(founded[0], founded[1], certificate.facts.credential_id, decision, PIN, NOW)


def test_putting_on_hold_says_what_will_happen_asks_for_a_reason_and_is_seen_at_once(
    opened: tuple[MainWindow, CertificatesPage], founded: Founded, made: list[IssuedCertificate], qtbot: QtBot
) -> None:
    _, page = opened
    assert page.paper.standing.text() == "Ends on 20 November 2029: 3-year limit, 29 CFR 1910.178(l)(4)(iii)."
    page.paper.life.click()
    assert page.panel.at_life
    assert not page.panel.life.choices[LifeKind.REINSTATED.value].isEnabled()
    assert page.panel.life.choices[LifeKind.REINSTATED.value].toolTip() == "It is not on hold."
    page.panel.life.choices[LifeKind.SUSPENDED.value].click()
    dialog = dialog_of(qtbot, DecisionDialog)
    assert dialog.effect.text().startswith("From today it does not hold, whatever its paper says. It stays so until somebody")
    assert (dialog.on.text(), dialog.until.edit.placeholderText()) == ("23 Nov 2026", "21 Dec 2026")
    dialog.save.click()
    assert dialog.isVisible()
    assert state_of(founded, made[0]) is LifeState.VALID
    qtbot.keyClicks(dialog.reason.edit, "Drove with the load raised.")
    dialog.until.set_text("1.12.2026")
    assert "It holds again by itself on 2 December 2026." in dialog.effect.text()
    dialog.pin.setFocus()
    qtbot.keyClicks(dialog.pin, PIN)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state_of(founded, made[0]) is LifeState.SUSPENDED)
    qtbot.waitUntil(lambda: page.paper.standing.text().startswith("On hold since 23 Nov 2026, until 1 Dec 2026: Drove"))
    assert page.panel.at_life
    assert "Ends: 20 November 2029, 3-year limit, 29 CFR 1910.178(l)(4)(iii)" in facts_of(page)
    row = page.list.rows.current
    assert row is not None
    assert row.chip is not None
    assert row.chip.word == "On hold"
    wait(qtbot, page)


def test_a_wrong_pin_decides_nothing_and_keeps_what_was_typed(
    opened: tuple[MainWindow, CertificatesPage], founded: Founded, made: list[IssuedCertificate], qtbot: QtBot
) -> None:
    _, page = opened
    page.paper.life.click()
    page.panel.life.choices[LifeKind.REVOKED.value].click()
    dialog = dialog_of(qtbot, DecisionDialog)
    dialog.reason.set_text("Issued to the wrong person.")
    qtbot.keyClicks(dialog.pin, "000000")
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.save.isEnabled() and not dialog.pin.pin)
    assert dialog.reason.text() == "Issued to the wrong person."
    assert state_of(founded, made[0]) is LifeState.VALID
    dialog.give_up()
    wait(qtbot, page)


def test_what_is_withdrawn_is_not_printed_and_every_action_says_why_not(
    qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]
) -> None:
    act(founded, made[0], LifeKind.REVOKED)
    _, page = open_page(qtbot, founded, certificate_id=made[0].facts.credential_id)
    assert not page.paper.print_one.isEnabled()
    assert page.paper.print_one.toolTip() == "It was withdrawn or replaced, and is not printed again."
    assert page.paper.save_one.isEnabled()
    assert "Would have ended: 20 November 2029, 3-year limit, 29 CFR 1910.178(l)(4)(iii)" in facts_of(page)
    for button in page.panel.life.choices.values():
        assert not button.isEnabled()
        assert button.accessibleDescription()
    wait(qtbot, page)


def test_a_certificate_that_does_not_count_has_no_tick_however_long_it_would_have_held() -> None:
    now = LifeStanding(state=LifeState.VALID, ends=date(2030, 1, 1), clock=Clock.VALIDITY, ends_why="36 months")
    assert standing_said("", now) == (StatusShape.MET, "36 months")
    assert standing_said("The signer was not authorised.", now) == (
        StatusShape.SOON,
        "It does not count: The signer was not authorised.",
    )


def test_what_had_ended_before_it_was_withdrawn_has_ended() -> None:
    day = date(2026, 11, 20)
    gone = LifeStanding(state=LifeState.WITHDRAWN, ends=day, clock=Clock.VALIDITY, ends_why="", since=day)
    assert end_label(gone) == "Would have ended"
    assert end_label(replace(gone, since=day + timedelta(days=1))) == "Ended"
    assert end_label(replace(gone, state=LifeState.SUSPENDED)) == "Ends"


def test_an_assessor_may_not_withdraw_and_reads_who_may(qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]) -> None:
    site, admin = founded
    assessor = session_of(add_member(site, admin, "Marco Rossi", "Line lead", Role.ASSESSOR, "", "1357", own_pin=PIN))
    _, page = open_page(qtbot, (site, assessor), certificate_id=made[0].facts.credential_id)
    withdraw = page.panel.life.choices[LifeKind.REVOKED.value]
    assert not withdraw.isEnabled()
    assert withdraw.toolTip() == "An assessor may not withdraw certificates. Ask an admin or quality to sign in."
    assert page.panel.life.choices[LifeKind.SUSPENDED.value].isEnabled()
    wait(qtbot, page)


def test_the_filter_shows_only_one_state_and_the_choice_stays_above_the_list(
    qtbot: QtBot, founded: Founded, made: list[IssuedCertificate]
) -> None:
    act(founded, made[1], LifeKind.SUSPENDED)
    _, page = open_page(qtbot, founded)
    page.list.filter.click()
    dialog = dialog_of(qtbot, CertificateFilterDialog)
    dialog.which.choose(Which.ON_HOLD)
    dialog.take.click()
    qtbot.waitUntil(lambda: page.list.rows.model.rowCount() == 1)
    row = page.list.rows.model.row(0)
    assert row is not None
    assert row.title == NAMES[1]
    assert page.list.which.value == Which.ON_HOLD
    wait(qtbot, page)


def test_paper_of_others_is_registered_shown_as_declared_and_taken_back(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    certify_all(founded)
    ana = add_worker(site, session, PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska"))
    window, page = open_page(qtbot, founded)
    page.register_button.click()
    dialog = dialog_of(qtbot, DeclareDialog)
    dialog.save.click()
    assert dialog.isVisible()
    dialog.search.setText("kowal")
    qtbot.waitUntil(lambda: dialog.people.model.rowCount() == 1)
    dialog.people.take_first()
    dialog.people.picked.emit(ana.id)
    for name, text in (("title", "Fahrausweis"), ("issuer", "BGHW"), ("valid_until", "1.3.2027")):
        dialog.fields[name].set_text(text)
    qtbot.keyClicks(dialog.pin, PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: not any(isinstance(one, DeclareDialog) and one.isVisible() for one in QApplication.topLevelWidgets()))
    window.open_page("certificates", which=Which.DECLARED)
    qtbot.waitUntil(lambda: page.panel.declared.isVisible())
    row = page.list.rows.model.row(0)
    assert row is not None
    assert row.chip is not None
    assert (row.title, row.chip.word) == ("Ana Kowalska", "Declared")
    page.panel.declared.take_back.click()
    taking = dialog_of(qtbot, TakeBackDialog)
    taking.reason.set_text("The name on it is another.")
    qtbot.keyClicks(taking.pin, PIN)
    taking.save.click()

    def withdrawn() -> bool:
        shown = page.list.rows.model.row(0)
        return shown is not None and shown.chip is not None and shown.chip.word == "Withdrawn"

    qtbot.waitUntil(withdrawn)
    wait(qtbot, page)


def declared(founded: Founded, worker: Worker) -> str:
    declaration = Declaration(
        worker_id=worker.id, title="Fahrausweis", issuer="BGHW", valid_until=NOW.date() + timedelta(days=90)
    )
    return declare(*founded, declaration, PIN, NOW).id


def test_a_person_page_leads_to_the_registered_paper(qtbot: QtBot, founded: Founded) -> None:
    site, session = founded
    certify_all(founded)
    ana = add_worker(site, session, PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska"))
    name = declared(founded, ana)
    window, page = open_page(qtbot, founded)
    window.open_page("person", worker_id=ana.id)
    window.open_page("certificates", certificate_id=name)
    qtbot.waitUntil(lambda: page.panel.declared.isVisible())
    assert page.panel.declared.declared_id == name
    wait(qtbot, page)


def test_a_new_sign_off_renews_and_a_wrong_certificate_is_issued_anew(qtbot: QtBot, tmp_path: Path) -> None:
    at = found(tmp_path / "renewed")
    old = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, SITE_PIN, at.time())
    later(at, days=2)
    newer = signed(at, at.ana)
    window, page = open_page(qtbot, (at.site, at.hannah), certificate_id=old.facts.credential_id)
    page.panel.life.choices["renew"].click()
    qtbot.waitUntil(lambda: isinstance(window.current_page, SignedPage))
    form = window.current_page
    assert isinstance(form, SignedPage)
    qtbot.waitUntil(form.form.renews.isVisible)
    assert form.form.renews.isChecked()
    assert form.form.renews.text() == f"Replaces {old.facts.number}, valid until 23 Nov 2029"
    for name, text in (("training_date", "2026-11-02"), ("trainer", "M. Osei")):
        form.form.fields[name].set_text(text)
    form.assessor.submitted.emit(SITE_PIN)
    qtbot.waitUntil(lambda: form.issued is not None)
    assert form.issued is not None
    assert (form.issued.replaces, form.issued.sign_offs) == (old.facts.credential_id, (newer.sign_off.id,))
    window.open_page("certificates", certificate_id=old.facts.credential_id)
    qtbot.waitUntil(lambda: page.panel.life.successor.isVisibleTo(page.panel.life))
    assert page.paper.standing.text() == "Replaced on 25 Nov 2026: Renewed after a new sign-off."
    name = form.issued.facts.credential_id
    window.open_page("certificates", certificate_id=name)
    page.panel.life.choices["anew"].click()
    dialog = dialog_of(qtbot, IssueAnewDialog)
    assert dialog.fields["trainer"].text() == "M. Osei"
    dialog.fields["limits"].set_text("Up to 1.5 t")
    dialog.reason.set_text("Wrong capacity.")
    qtbot.keyClicks(dialog.pin, SITE_PIN)
    dialog.save.click()

    def issued_anew() -> bool:
        life = life_of(at.site, name)
        return life is not None and life.standing(at.time().date()).state is LifeState.REPLACED

    qtbot.waitUntil(issued_anew)
    qtbot.waitUntil(lambda: page.paper.certificate_id not in (name, old.facts.credential_id))
    wait(qtbot, page)
    window.close()
    at.site.close()


def test_a_withdrawn_revision_says_so_and_cannot_be_withdrawn_again(qtbot: QtBot, tmp_path: Path) -> None:
    at = found(tmp_path / "withdrawn")
    issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, SITE_PIN, at.time())
    window, page = open_page(qtbot, (at.site, at.hannah))
    wait(qtbot, page)
    window.open_page("checklists", digest=at.digests["forklift"])
    checklists = window.current_page
    assert isinstance(checklists, ChecklistsPage)
    qtbot.waitUntil(lambda: checklists.panel.shown == at.digests["forklift"])
    assert checklists.panel.withdraw is not None
    checklists.panel.withdraw.click()
    dialog = dialog_of(qtbot, WithdrawRevisionDialog)
    assert dialog.sentence.text().startswith("The one certificate that rests on it ends today.")
    dialog.reason.set_text("The table of limits was wrong.")
    qtbot.keyClicks(dialog.pin, SITE_PIN)
    dialog.save.click()
    qtbot.waitUntil(lambda: checklists.panel.withdraw is None and checklists.panel.shown == at.digests["forklift"])
    window.close()
    at.site.close()
