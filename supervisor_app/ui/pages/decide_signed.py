"""After signing: what was written, and where the mastery rule is met the certificate, at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.decision import SignOff
from supervisor_app.services import issuing
from supervisor_app.services.certificate_making import ISSUE_MEANING
from supervisor_app.services.rights import Right
from supervisor_app.services.signing import SignedResult
from supervisor_app.services.station_settings import change_settings
from supervisor_app.ui.actions import perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.countersigning import open_countersigning
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.decide_issue import issue_details, issue_problems
from supervisor_app.ui.pages.decide_issue_form import IssueForm
from supervisor_app.ui.pages.decide_state import JUDGEMENTS, time_words
from supervisor_app.ui.printing import print_certificates, save_as, save_certificates
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.observe_signatures import AssessorBlock
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.verdict_header import VerdictHeader
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


WAITS = (
    "The record is written. It counts once another member, who is neither the assessor nor the person assessed, gives their PIN: "
    "here and now, or later from Today on any laptop."
)


class SignedPage(Page):
    """`open(result=SignedResult)` after signing."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Signed")
        self.result: SignedResult | None = None
        self.issued: IssuedCertificate | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.next = Button("Next person", trailing=Icon.ARROW, height=56)
        self.add_header_button(self.next)
        self.done = VerdictHeader(StatusShape.MET, "", "", size=48)
        self.facts = Words("", 15, 400, "ink2", wrap=True)
        self.mastery = Words("", 16, 500, "ink", wrap=True)
        written = Sheet()
        written.box.setSpacing(10)
        for part in (self.done, self.facts, self.mastery):
            written.box.addWidget(part)
        self.waits = self._second_member()
        self.form = IssueForm()
        self.assessor = AssessorBlock(0, "Issue certificate", "It is signed by you and by the organisation.", keypad=False)
        self.ready = self._issued_paper()
        self._lay_out(written, self.waits, self.form, self.ready)

    def _second_member(self) -> Sheet:
        """Return the sheet that asks for the second signature."""
        self.second = Button("Countersign", Kind.PRIMARY, icon=Icon.SIGN, height=56)
        sheet = Sheet()
        sheet.box.setSpacing(12)
        sheet.box.addWidget(Words("It waits for a second member", 18, 600, wrap=True))
        sheet.box.addWidget(Words(WAITS, 15, 400, "ink2", wrap=True))
        sheet.box.addWidget(self.second, 0, Qt.AlignmentFlag.AlignLeading)
        return sheet

    def _issued_paper(self) -> Sheet:
        """Return the sheet that prints and saves what was issued."""
        self.ready_words = Words("", 16, 500, wrap=True)
        self.print_button = Button("Print", Kind.PRIMARY, icon=Icon.PRINTER, key="Ctrl+P", height=56)
        self.save_button = Button("Save PDF", icon=Icon.DOWNLOAD, height=56)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        sheet = Sheet()
        sheet.box.addWidget(self.ready_words)
        sheet.box.addSpacing(14)
        sheet.box.addLayout(buttons)
        return sheet

    def _lay_out(self, *sheets: Sheet) -> None:
        """Put the sheets below each other, the signature beside them; on a low screen the sheets scroll, the PIN stays."""
        leading = ScrollColumn()
        leading.box.setSpacing(16)
        for one in sheets:
            leading.box.addWidget(one)
        leading.box.addStretch(1)
        trailing = QVBoxLayout()
        self.assessor.setFixedWidth(394)
        trailing.addWidget(self.assessor)
        trailing.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addWidget(leading, 1)
        columns.addLayout(trailing)
        self.content.addLayout(columns, 1)

    def _connect(self) -> None:
        self.next.clicked.connect(lambda: self.main.open_page("observe"))
        self.second.clicked.connect(self._countersign)
        self.assessor.submitted.connect(self._issue)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)

    def open(self, **arguments: object) -> None:
        """Take what was signed."""
        result = arguments.get("result")
        if isinstance(result, SignedResult) and result is not self.result:
            self.result, self.issued = result, None
            if result.offer is not None:
                self.form.show_offer(result.offer)
                settings = self.site.settings
                self.form.languages.choose(settings.paper_language, settings.second_language)

    def reload(self) -> None:
        """Show what was signed and what can be done with it."""
        if self.result is not None:
            self._render(self.result)

    def locked(self) -> None:
        """The PIN does not stay."""
        self.assessor.pin.clear()

    def go_up(self) -> None:
        """Esc: everything is written; on to Today."""
        self.main.open_page("today")

    def first_focus(self) -> QWidget | None:
        """The first fact that is missing, else the PIN, else the next person."""
        if self.result is not None and not self.result.counts:
            return self.second
        if self.result is None or self.result.offer is None:
            return self.next
        if self.issued is not None:
            return self.print_button
        empty = next((field.edit for field in self.form.fields.values() if not field.text()), None)
        return empty or self.assessor.pin.field

    def _countersign(self) -> None:
        if self.result is not None:
            open_countersigning(self, self.result.sign_off.id, lambda result: self.main.open_page("signed", result=result))

    # Issuing

    def _issue(self, pin: str) -> None:
        if self.result is None or self.result.offer is None or self.issued is not None:
            return
        offer, values, now = self.result.offer, self.form.values(), self.main.now()
        problems = issue_problems(offer, values, now.date())
        self.form.show_problems(problems)
        if problems or not pin:
            self.assessor.pin.clear()
            if not problems:
                self.assessor.pin.field.setFocus()
            return
        languages = self.form.languages
        details = replace(issue_details(offer, values), language=languages.first, second_language=languages.second)
        renews = offer.renews.id if offer.renews and self.form.renews.isChecked() else ""
        self.assessor.pin.clear()
        issued = perform(
            self,
            lambda: issuing.issue(self.site, self.session, offer.sign_off_id, details, pin, now, renews=renews),
            changes=False,
        )
        if issued is not None:
            self.issued = issued
            self._remember_languages()
            self.main.tell_changed()  # this page reloads too; the status line counts it among what waits
            self.main.notify(f"Certificate {issued.facts.number} is issued.")
            self.print_button.setFocus()

    def _remember_languages(self) -> None:
        """The next certificate begins with the languages of this one."""
        chosen = self.form.languages
        settings = replace(self.site.settings, paper_language=chosen.first, second_language=chosen.second)
        if settings != self.site.settings:
            perform(self, lambda: change_settings(self.site, settings), changes=False)

    def _print(self) -> None:
        if self.issued is not None:
            print_certificates(self.main, [self.issued.facts.credential_id])

    def _save(self) -> None:
        if self.issued is not None:
            save_certificates(self.main, [self.issued.facts.credential_id])

    def save_to(self, path: Path) -> None:
        """Draw the certificate and put it into a file, whole or not at all."""
        if self.issued is not None:
            save_as(self.main, self.issued.facts.credential_id, path)

    # Showing

    def _render(self, result: SignedResult) -> None:
        record = result.sign_off
        offered = result.offer is not None
        self.set_header("Signed", f"{record.worker_name}. Nothing can be changed now; a correction is a new record.")
        self.done.show_verdict(_shape(result), dict(JUDGEMENTS)[record.judgement], _sentence(record))
        self.facts.setText(_facts(record))
        self.mastery.setText(f"{result.mastery.sentence} {result.held}".strip())
        self.waits.setVisible(not result.counts)
        self.form.setVisible(offered and self.issued is None)
        self.assessor.setVisible(offered and self.issued is None)
        able = allow(
            self,
            Right.ISSUE,
            self.assessor.button,
            self.assessor.pin,
            competency=record.competency,
            worker_id=record.worker_id,
        )
        self.show_barred(*((able.why_not, able.hint) if offered and self.issued is None else ("", "")))
        self.assessor.set_words(self.session.name, ISSUE_MEANING, f"{self.session.name}, {self.session.title}")
        self.ready.setVisible(self.issued is not None)
        if self.issued is not None:
            facts = self.issued.facts
            until = f"valid until {short_day(facts.valid_until)}" if facts.valid_until else "no end date"
            self.ready_words.setText(f"Certificate {facts.number}: {facts.title}, level {facts.level}, {until}.")


def _shape(result: SignedResult) -> StatusShape:
    record = result.sign_off
    if record.safety_stop:
        return StatusShape.STOP
    if not record.success:
        return StatusShape.NOT_MET
    return StatusShape.MET if result.counts else StatusShape.NOT_SEEN


def _sentence(record: SignOff) -> str:
    """Return the rules' own sentence, and where it was judged kinder, why."""
    said = record.decision.sentence
    return f"The rules say {said[:1].lower()}{said[1:]} Judged kinder: {record.judgement_reason}" if record.kinder else said


def _facts(record: SignOff) -> str:
    level = f", level {record.level}" if record.level else ""
    return f"{record.assessor_name}, {record.assessor_title}{level} · signed {time_words(record.finished)}"
