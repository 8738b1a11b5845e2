"""Amending a sign-off: a corrected copy beside it, with the reason. What was seen stays as it was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.services import signing
from supervisor_app.services.records import amendment_preview
from supervisor_app.services.rights import Right
from supervisor_app.services.signing import SignedResult, SigningPreview
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.decide_state import DecideForm, countdown_line, decide_view, first_form, signed_line
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.counted_signing import CountedSigning
from supervisor_app.ui.widgets.field import Field, LineField
from supervisor_app.ui.widgets.observe_judgement import JudgementSheet
from supervisor_app.ui.widgets.observe_signatures import AssessorBlock
from supervisor_app.ui.widgets.progress import COUNTDOWN_SECONDS
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_SIGNING_WIDTH = 350


@dataclass(frozen=True, slots=True)
class _Start:
    """The record as it is, and what may be chosen."""

    record: SignOff
    preview: SigningPreview


def amended_form(start: SigningPreview, record: SignOff) -> DecideForm:
    """The form as it opens: as the record says."""
    return replace(
        first_form(start),
        judgement=record.judgement,
        reason=record.judgement_reason,
        level=start.level,
        limits=record.limits,
        limits_short=record.limits_short,
    )


def corrected(record: SignOff, form: DecideForm, note: str, preview: SigningPreview) -> SignOff:
    """The record with what the form changes; level and limits only where the judgement gives them."""
    view = decide_view(preview, form)
    return replace(
        record,
        judgement=form.judgement,
        judgement_reason=form.reason.strip() if view.asks_reason else "",
        level=form.level if view.asks_level else "",
        limits=form.limits.strip() if view.asks_level else "",
        limits_short=form.limits_short.strip() if view.asks_level else "",
        assessor_note=note,
    )


class RecordAmendPage(Page):
    """`open(sign_off_id=...)`. The PIN lives only while the ten seconds run."""

    def __init__(self, window: MainWindow, *, seconds: int = COUNTDOWN_SECONDS) -> None:
        super().__init__(window, "Amend")
        self.form: DecideForm | None = None
        self._start: _Start | None = None
        self._sign_off_id = ""
        self.cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.add_header_button(self.cancel)
        self.reason = Field("Why it is amended")
        self.judgement = JudgementSheet()
        self.note = Field("Assessor’s note", lines=3)
        self.signing = CountedSigning(
            AssessorBlock(
                0, "Sign the amendment", "The first record stays. You can take this back for 10 seconds.", keypad=False
            ),
            seconds=seconds,
        )
        self._tick = QTimer(self, interval=1000)
        self._build()
        self._connect()

    def _build(self) -> None:
        if isinstance(self.reason.edit, LineField):
            self.reason.edit.setMaxLength(1000)
        why, more = Sheet(), Sheet()
        why.box.addWidget(self.reason)
        more.box.addWidget(self.note)
        left = ScrollColumn()
        left.box.setSpacing(16)
        parts: tuple[QWidget, ...] = (why, self.judgement, more)
        for part in parts:
            left.box.addWidget(part)
        left.box.addStretch(1)
        self._parts = parts
        right = QVBoxLayout()
        self.signing.setFixedWidth(_SIGNING_WIDTH)
        right.addWidget(self.signing)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 8, 0, 0)
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(left, 1)
        columns.addLayout(right)
        self.content.addLayout(columns, 1)

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.go_up)
        self.judgement.changed.connect(self._changed)
        self.signing.asked.connect(self._submit)
        self.signing.counting.connect(self._rest)
        self._tick.timeout.connect(self._show_words)

    # Life of the page

    def open(self, **arguments: object) -> None:
        """Take the record's id; another record begins a new form."""
        sign_off_id = str(arguments.get("sign_off_id", self._sign_off_id))
        if sign_off_id != self._sign_off_id:
            self.form = None
        self._sign_off_id = sign_off_id

    def reload(self) -> None:
        """Read the record; what was typed stays."""
        self._start = look_up(self, self._load)
        for part in (*self._parts, self.signing):
            part.setVisible(self._start is not None)
        self.show_barred("")
        if self._start is not None:
            self._render(self._start)
            record = self._start.record
            button = self.signing.block.button
            permission = allow(self, Right.OBSERVE, button, competency=record.competency, worker_id=record.worker_id)
            if not permission.allowed:
                self.show_barred(permission.why_not, permission.hint)
            self._tick.start()

    def leave(self) -> bool:
        """Stop the ten seconds; what is filled in stays."""
        self.signing.take_back()
        self._tick.stop()
        return True

    def locked(self) -> None:
        """Nothing is signed behind a lock."""
        self.signing.forget()

    def go_up(self) -> None:
        """Esc: take back what is not written yet, else go back to the record."""
        if self.signing.is_counting:
            self.signing.take_back()
        else:
            self.main.open_page("record", sign_off_id=self._sign_off_id)

    def first_focus(self) -> QWidget | None:
        """The reason: without it nothing is amended."""
        return self.reason.edit

    # Signing

    def _load(self) -> _Start:
        preview = amendment_preview(self.site, self.session, self._sign_off_id)
        return _Start(signing.get_sign_off(self.site, self._sign_off_id), preview)

    def _changed(self) -> None:
        if self.form is not None and self._start is not None:
            self.form = self.judgement.fill(self.form)
            self.judgement.show_view(decide_view(self._start.preview, self.form))
            self._show_words()

    def _submit(self, pin: str) -> None:
        """Check reason, form and PIN; then the ten seconds run."""
        start, form = self._start, self.form
        if start is None or form is None:
            return
        view = decide_view(start.preview, form)
        self.judgement.show_problems(view)
        problem = "" if self.reason.text() else "Say in a few words what was wrong."
        self.reason.set_problem(problem)
        if problem or view.problems:
            self.show_notice("Not amended yet.", problem or view.problems[0][1])
            return
        record = corrected(start.record, form, self.note.text(), start.preview)
        if _same(record, start.record):
            self.show_notice("Nothing is different yet.", "Change the judgement, level, limits or note, then sign.")
            return
        right = perform(self, lambda: self._pin_is_right(pin), changes=False)
        self.signing.block.pin.clear()
        if right:
            self._count_down(start, form, record, pin)

    def _count_down(self, start: _Start, form: DecideForm, record: SignOff, pin: str) -> None:
        reason, signed_at = self.reason.text(), self.main.now()
        self._tick.stop()

        def write() -> None:
            perform(
                self,
                lambda: signing.amend(self.site, self.session, start.record.id, record, reason, pin, signed_at),
                done=self._amended,
                changes=False,
            )

        self.signing.count_down(f"Amendment: {countdown_line(start.preview, form)}", write)

    def _pin_is_right(self, pin: str) -> bool:
        signing.check_pin(self.site, self.session, pin)
        return True

    def _amended(self, result: SignedResult) -> None:
        """It is written: show the new record."""
        self._tick.stop()
        self.form = None
        self.main.notify(f"The record of {isolated(result.sign_off.worker_name)} is amended.")
        self.main.open_page("record", sign_off_id=result.sign_off.id)
        self.main.tell_changed()

    # Showing

    def _rest(self, counting: bool) -> None:
        for part in self._parts:
            part.setEnabled(not counting)
        if not counting:
            self._tick.start()

    def _render(self, start: _Start) -> None:
        record = start.record
        self.set_header(
            f"Amend: {isolated(record.worker_name)}",
            "A new record is written beside the first one. What was seen cannot be changed.",
        )
        if self.form is None:
            self.form = amended_form(start.preview, record)
            self.reason.set_text("")
            self.note.set_text(record.assessor_note)
            self.judgement.show_preview(start.preview, self.form)
            for field in (self.judgement.limits, self.judgement.short):
                if isinstance(field.edit, LineField):
                    field.edit.setCursorPosition(0)
        self.judgement.show_view(decide_view(start.preview, self.form))
        self._show_words()

    def _show_words(self) -> None:
        if self._start is not None and self.form is not None and not self.signing.is_counting:
            preview = self._start.preview
            meaning = decide_view(preview, self.form).meaning
            self.signing.block.set_words(preview.printed_name, meaning, signed_line(preview, self.main.now()))


def _same(new: SignOff, old: SignOff) -> bool:
    """Whether an amendment would change nothing."""
    return replace(new, judgement_reason=new.judgement_reason or old.judgement_reason) == old
