"""Decide and sign: the verdict with its reasons, the judgement, two signatures, and ten seconds before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.observation import Draft
from supervisor_app.services import observing, signing
from supervisor_app.services.rights import Right
from supervisor_app.services.signing import SigningPreview
from supervisor_app.services.signing_choice import SigningChoice
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.file_words import lost_words
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.decide_layout import DecideLayout
from supervisor_app.ui.pages.decide_state import (
    DecideForm,
    countdown_line,
    decide_view,
    first_form,
    signed_line,
    signing_choice,
    time_words,
    verdict,
)
from supervisor_app.ui.pages.observe_view import LOW, LOWER
from supervisor_app.ui.pages.observe_words import clock, header
from supervisor_app.ui.widgets.observe_reasons import SHAPES
from supervisor_app.ui.widgets.progress import COUNTDOWN_SECONDS, Countdown

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

KEYPAD_FROM = 900
"""Height of the window from which there is room for the keypad below the worker's pad."""


class DecidePage(Page):
    """`open(draft_id=...)`. The PIN lives only while the countdown runs."""

    def __init__(self, window: MainWindow, *, seconds: int = COUNTDOWN_SECONDS) -> None:
        super().__init__(window)
        self.preview: SigningPreview | None = None
        self.form: DecideForm | None = None
        self.countdown: Countdown | None = None
        self._seconds = seconds
        self._draft_id = ""
        self._waiting: tuple[SigningChoice, str] | None = None
        self._tick = QTimer(self, interval=1000)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._outer.removeItem(self.slot)
        self._layout = parts = DecideLayout(self.slot, keypad=self.main.height() >= KEYPAD_FROM)
        self.back, self.top, self.verdict, self.reasons = parts.back, parts.top, parts.verdict, parts.reasons
        self.judgement, self.worker, self.assessor = parts.judgement, parts.worker, parts.assessor
        self._outer.removeItem(self.content)
        self._outer.addWidget(self.top)
        self._outer.addLayout(self.content, 1)
        self.content.addLayout(parts.columns, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_up)
        self.judgement.changed.connect(self._changed)
        self.worker.changed.connect(self._worker_marked)
        self.worker.folded.connect(self.assessor.show_keypad)
        self.worker.comment.editingFinished.connect(self._keep_comment)
        self.assessor.submitted.connect(self._submit)
        self.reasons.pressed.connect(self._go_to_step)
        self._tick.timeout.connect(self._show_time)

    # Life of the page

    def open(self, **arguments: object) -> None:
        """Take the draft's id."""
        draft_id = str(arguments.get("draft_id", self._draft_id))
        if draft_id != self._draft_id:
            self.form = None
        self._draft_id = draft_id

    def reload(self) -> None:
        """Work the decision out again; what was filled in stays, unless the rules now say something else."""
        before = self.preview.decision if self.preview else None
        self.preview = look_up(self, self._load)
        if self.preview is None:
            return
        if self.form is None or before is None or before.outcome is not self.preview.decision.outcome:
            self.form = first_form(self.preview)
            self.worker.reset(self.preview.worker.name, self.form.comment)
            if sizes().glove and self.main.height() < KEYPAD_FROM:
                self.worker.set_folded(True)
        self.judgement.show_preview(self.preview, self.form)
        if self.isVisible():
            self._fit()
        self._render(self.preview, self.form)
        checklist, worker = self.preview.checklist, self.preview.worker
        signs = (self.assessor.button, self.assessor.pin)
        able = allow(self, Right.OBSERVE, *signs, competency=checklist.competency, worker_id=worker.id)
        self.show_barred(able.why_not, able.hint)
        self._say_what_is_lost(self.preview)
        self._tick.start()

    def leave(self) -> bool:
        """Stop a countdown; what is filled in stays."""
        self._take_back()
        self._tick.stop()
        return True

    def locked(self) -> None:
        """Nothing is signed behind a lock or by closing the window."""
        self._take_back()
        self.assessor.pin.clear()

    def go_up(self) -> None:
        """Esc: take a signature back that is not written yet; else go back to the steps."""
        if self.countdown is not None:
            self._take_back()
        else:
            self.main.open_page("observe_step", draft_id=self._draft_id)

    def first_focus(self) -> QWidget | None:
        """The PIN."""
        return self.assessor.pin.field

    # Signing

    def _load(self) -> SigningPreview:
        return signing.preview(self.site, self.session, self._draft_id)

    def _submit(self, pin: str) -> None:
        """Check form and PIN; then the ten seconds run."""
        if self.preview is None or self.form is None or self.countdown is not None:
            return
        view = decide_view(self.preview, self.form)
        self.judgement.show_problems(view)
        if view.problems:
            self.assessor.pin.clear()
            self.show_notice("Not signed yet.", view.problems[0][1])
            return
        if not pin:
            self.assessor.pin.field.setFocus()
            return
        self._keep_comment()
        choice = signing_choice(self.preview, self.form, self.main.now())
        right = perform(self, lambda: self._pin_is_right(pin), changes=False)
        self.assessor.pin.clear()
        if right:
            self._count_down(choice, pin)

    def _pin_is_right(self, pin: str) -> bool:
        signing.check_pin(self.site, self.session, pin)
        return True

    def _count_down(self, choice: SigningChoice, pin: str) -> None:
        assert self.preview is not None
        assert self.form is not None
        self._waiting = (choice, pin)
        self._tick.stop()
        self._show_words(self.preview, self.form)
        self.countdown = Countdown(countdown_line(self.preview, self.form), self._seconds, narrow=True)
        self.countdown.ended.connect(self._sign)
        self.countdown.taken_back.connect(self._end_countdown)
        self._layout.set_counting(self.countdown)
        self.countdown.start()

    def _take_back(self) -> None:
        if self.countdown is not None:
            self.countdown.take_back()

    def _end_countdown(self) -> None:
        """Back to the form; the PIN is forgotten."""
        self._waiting = None
        if self.countdown is not None:
            self.countdown.hide()
            self.countdown.deleteLater()
            self.countdown = None
        self._layout.set_counting(None)
        self._tick.start()
        self._show_time()
        if self.isVisible():
            self.assessor.pin.field.setFocus()

    def _sign(self) -> None:
        """The ten seconds are over: now it is written."""
        waiting = self._waiting
        self._end_countdown()
        if waiting is None:
            return
        choice, pin = waiting
        result = perform(self, lambda: signing.sign(self.site, self.session, self._draft_id, choice, pin), changes=False)
        if result is not None:
            self._tick.stop()
            self.form = None
            self.main.open_page("signed", result=result)
            self.main.tell_changed()

    # The form

    def _changed(self) -> None:
        if self.preview is not None and self.form is not None:
            self.form = self.judgement.fill(self.form)
            self._render_form(self.preview, self.form)

    def _worker_marked(self) -> None:
        """Keep the worker's mark with the time of its last stroke."""
        if self.preview is None or self.form is None:
            return
        worker = self.worker
        self.form = replace(
            self.form,
            agrees=worker.agrees,
            typed=worker.typed_name,
            strokes=worker.strokes,
            worker_signed=self.main.now() if worker.is_signed else None,
        )
        self._render_form(self.preview, self.form)

    def _keep_comment(self) -> None:
        """The comment is kept with the draft as soon as it is left."""
        text = self.worker.comment.text().strip()
        if self.form is None or text == self.form.comment:
            return
        kept: Draft | None = perform(self, lambda: observing.worker_comment(self.site, self._draft_id, text), changes=False)
        if kept is not None:
            self.form = replace(self.form, comment=text)

    def _go_to_step(self, step: str) -> None:
        if self.countdown is None:
            perform(self, lambda: observing.go_to(self.site, self._draft_id, step), changes=False)
            self.main.open_page("observe_step", draft_id=self._draft_id)

    # Showing

    def _say_what_is_lost(self, preview: SigningPreview) -> None:
        """A photo that is gone before it is signed is said before the PIN."""
        if not any(one.evidence for one in preview.draft.observations):
            return
        from supervisor_app.services.evidence import steps_lacking_files  # where there are photos

        lost = frozenset(steps_lacking_files(self.site, preview.draft))
        numbers = [step.number for step in preview.checklist.steps if step.key in lost]
        if numbers:
            self.show_notice(*lost_words(numbers))

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show a notice above the verdict, with the gap that all sheets have here."""
        super().show_notice(message, hint, action, do)
        self.slot.setContentsMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height may ask for another form."""
        super().resizeEvent(event)
        if self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The size is known now."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        high = self.main.height()
        self._layout.fit(high)
        self.main.set_status_line(high >= (LOW if sizes().glove else LOWER))

    def _show_time(self) -> None:
        if self.preview is not None and self.form is not None and self.countdown is None:
            self._show_words(self.preview, self.form)

    def _show_words(self, preview: SigningPreview, form: DecideForm) -> None:
        at = self._waiting[0].signed_at if self._waiting else self.main.now()
        self.assessor.set_words(preview.printed_name, decide_view(preview, form).meaning, signed_line(preview, at))

    def _render(self, preview: SigningPreview, form: DecideForm) -> None:
        shown = verdict(preview)
        self.top.set_header(header(preview.draft, preview.checklist, preview.worker))
        elapsed = observing.elapsed(preview.draft, self.main.now())
        stands = clock(elapsed, preview.draft, preview.checklist)
        self.top.clock.set_clock(replace(stands, caption=stands.caption.replace("paused", "stopped")))
        self.verdict.show_verdict(SHAPES[shown.sign], shown.word, shown.sentence)
        self.reasons.set_rows(shown.rows)
        self._render_form(preview, form)

    def _render_form(self, preview: SigningPreview, form: DecideForm) -> None:
        self.judgement.show_view(decide_view(preview, form))
        self.worker.show_state(time_words(form.worker_signed) if form.worker_signed else "")
        self._show_words(preview, form)
