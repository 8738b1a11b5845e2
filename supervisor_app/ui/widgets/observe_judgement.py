"""The assessor's judgement: what they say beside the rules, the level, the limits that the certificate prints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supervisor_app.domain.decision import Judgement
from supervisor_app.services.signing import SigningPreview
from supervisor_app.ui.pages.decide_state import JUDGEMENTS, DecideForm, DecideView, level_options
from supervisor_app.ui.widgets.choice import Option, Segmented, Tiles
from supervisor_app.ui.widgets.field import Field, LineField
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


class JudgementSheet(Sheet):
    """The sheet; `changed` on each change of anything on it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self.box.setContentsMargins(24, 14, 24, 16)
        self.box.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # the reasons scroll, these fields do not
        self.judgement = Segmented([Option(key.value, word) for key, word in JUDGEMENTS])
        self.note = Words("", 14, 400, "ink2", wrap=True)
        self.reason = Field("Why you judge it stricter than the rules", dense=True)
        self.level = Tiles(columns=4)
        self.limits = Field("Limits printed on the certificate", dense=True)
        self.short = Field("Limits in short, on the card and in the QR code", dense=True)
        self._level_label = Words("Level", 14, 500, "ink2")
        self._limits = QWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout(self._limits)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.limits, 3)
        row.addWidget(self.short, 2)
        for field in (self.reason, self.limits, self.short):
            if isinstance(field.edit, LineField):
                field.edit.setMaxLength(1000)
        head = Words("Your judgement", 14, 500, "ink2")
        parts: tuple[QWidget, ...] = (head, self.judgement, self.note, self.reason, self._level_label, self.level, self._limits)
        for part in parts:
            self.box.addWidget(part)

    def _connect(self) -> None:
        self.judgement.chosen.connect(lambda _key: self.changed.emit())
        self.level.chosen.connect(lambda _key: self.changed.emit())
        for field in (self.reason, self.limits, self.short):
            field.changed.connect(lambda _text: self.changed.emit())

    def show_preview(self, preview: SigningPreview, form: DecideForm) -> None:
        """Offer what may be chosen and fill in what is usual."""
        self.judgement.set_enabled_keys([judgement.value for judgement in preview.judgements])
        self.judgement.choose(form.judgement.value)
        self.level.set_options([Option(key, words, rank=rank, of=of) for key, words, rank, of in level_options(preview)])
        self.level.choose(form.level)
        self.reason.set_text(form.reason)
        self.limits.set_text(form.limits)
        self.short.set_text(form.limits_short)

    def show_view(self, view: DecideView) -> None:
        """Show the parts that this judgement asks for."""
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.reason.label.setText(view.reason_label)
        self.reason.setVisible(view.asks_reason)
        for part in (self._level_label, self.level, self._limits):
            part.setVisible(view.asks_level)
        self.short.label.setText(f"Limits in short: {view.short_note}")

    def show_problems(self, view: DecideView) -> None:
        """Say at each field what is missing."""
        problems = dict(view.problems)
        self.reason.set_problem(problems.get("reason", ""))
        self.short.set_problem(problems.get("limits_short", ""))

    def fill(self, form: DecideForm) -> DecideForm:
        """The form with what stands on this sheet."""
        return replace(
            form,
            judgement=Judgement(self.judgement.value),
            reason=self.reason.text(),
            level=self.level.value,
            limits=self.limits.text(),
            limits_short=self.short.text(),
        )
