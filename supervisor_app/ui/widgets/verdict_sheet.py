"""A whole verdict on one sheet: the word, the facts with their limits or the differences, one row per check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.verifying import Check, CheckState, Fact, FieldComparison, Outcome, Verdict
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.limits_bar import LimitsBar, strike
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.verdict_header import VerdictHeader
from supervisor_app.ui.widgets.words import Words

SHAPES = {
    Outcome.VALID: StatusShape.MET,
    Outcome.EXPIRED: StatusShape.NOT_MET,
    Outcome.NOT_YET_VALID: StatusShape.SOON,
    Outcome.ON_HOLD: StatusShape.PAUSED,
    Outcome.REPLACED: StatusShape.SOON,
    Outcome.WITHDRAWN: StatusShape.NOT_MET,
    Outcome.PAPER_DIFFERS: StatusShape.NOT_MET,
    Outcome.NOT_GENUINE: StatusShape.NOT_MET,
    Outcome.UNSIGNED: StatusShape.NOT_MET,
    Outcome.UNSUPPORTED: StatusShape.INFO,
    Outcome.UNKNOWN_ISSUER: StatusShape.INFO,
    Outcome.UNREADABLE: StatusShape.INFO,
}
_CHECK_SHAPES = {
    CheckState.PASSED: StatusShape.MET,
    CheckState.FAILED: StatusShape.NOT_MET,
    CheckState.UNKNOWN: StatusShape.INFO,
    CheckState.CLOCK: StatusShape.CLOCK,
}
_CHECK_WORDS = {
    CheckState.PASSED: "yes",
    CheckState.FAILED: "no",
    CheckState.UNKNOWN: "not known",
    CheckState.CLOCK: "true when last known",
}
_SIDE = 28
_COLUMNS = (31, 40, 29)


class VerdictSheet(Sheet):
    """Shows one verdict; `keep` is the button beside the word."""

    def __init__(self, verdict: Verdict, keep: Button | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        shape = SHAPES[verdict.outcome]
        self.head = VerdictHeader(shape, verdict.headline, verdict.sentence, keep)
        self.head.setContentsMargins(_SIDE, 16, _SIDE, 16)
        self.head.word.set_ink("bad" if shape is StatusShape.NOT_MET else "ink")
        self.add_row(self.head)
        differing = any(not field.same for field in verdict.differences)
        if differing and verdict.proven:
            self.add_row(_differences(verdict.differences))
        elif verdict.facts:
            self.add_row(_facts(verdict))
        if verdict.checks:
            self.add_row(_checks(verdict.checks))


def _facts(verdict: Verdict) -> QWidget:
    """The facts in three columns; grey when nobody known signed them, struck through when they were changed."""
    ink = "ink" if verdict.proven else "ink3"
    holder, grid = _grid(_COLUMNS)
    box = QVBoxLayout()
    box.setContentsMargins(_SIDE, 14, _SIDE, 14)
    box.setSpacing(14)
    if not verdict.proven:
        box.addWidget(Words("What it claims, not proven", 14, 600, "ink2"))
    for number, fact in enumerate(verdict.facts):
        cell = _fact(fact, ink, struck=verdict.outcome is Outcome.NOT_GENUINE)
        grid.addLayout(cell, number // 3, number % 3)
    box.addWidget(holder)
    if verdict.limits:
        box.addWidget(LimitsBar(verdict.limits, ink, struck=verdict.outcome is Outcome.NOT_GENUINE))
    return _wrapped(box)


def _fact(fact: Fact, ink: str, *, struck: bool) -> QVBoxLayout:
    value = Words(fact.value, 16, 600, ink, wrap=True)
    value.setAccessibleName(f"{fact.label}: {fact.value} {fact.detail}".strip())
    strike(value, struck)
    box = QVBoxLayout()
    box.setSpacing(1)
    label = QHBoxLayout()
    label.setSpacing(8)
    label.addWidget(Words(fact.label, 14, 400, "ink3"))
    if fact.detail:
        label.addWidget(Words(fact.detail, 14, 400, "ink3"))
    label.addStretch(1)
    box.addLayout(label)
    box.addWidget(value)
    box.addStretch(1)
    return box


def _differences(fields: Sequence[FieldComparison]) -> QWidget:
    """Paper and record side by side: every field that differs, and whose certificate it is."""
    shown = [field for field in fields if not field.same]
    shown += [field for field in fields if field.same and field.label in ("Holder", "Number")][: max(1, 4 - len(shown))]
    holder, grid = _grid((28, 37, 35))
    grid.setVerticalSpacing(8)
    grid.addWidget(Words("On the paper", 14, 600, "ink2"), 0, 1)
    grid.addWidget(Words("In the signed record", 14, 600, "ink2"), 0, 2)
    for number, field in enumerate(shown, 1):
        label, record = Words(field.label, 16, 400, "ink2"), Words(field.in_record or "not stated", 16, 600, wrap=True)
        for words in (label, record):
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, number, 0)
        grid.addLayout(_on_paper(field), number, 1)
        grid.addWidget(record, number, 2)
    box = QVBoxLayout()
    box.setContentsMargins(_SIDE, 14, _SIDE, 14)
    box.addWidget(holder)
    return _wrapped(box)


def _on_paper(field: FieldComparison) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    shape = StatusShape.MET if field.same else StatusShape.NOT_MET
    row.addWidget(StatusMark(shape, 18, "same" if field.same else "differs"), 0, Qt.AlignmentFlag.AlignTop)
    words = Words(field.on_paper or "not there", 16, 600, "ink" if field.same else "bad", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row


def _checks(checks: Sequence[Check]) -> QWidget:
    """One row per check, a little lower where there are many."""
    box = QVBoxLayout()
    box.setContentsMargins(_SIDE, 8, _SIDE, 8)
    box.setSpacing(0)
    height = 44 if len(checks) <= 6 else 36 if len(checks) == 7 else 31
    for check in checks:
        box.addWidget(_check(check, height))
    return _wrapped(box)


def _check(check: Check, height: int) -> QWidget:
    failed = check.state is CheckState.FAILED
    line = QWidget()
    line.setMinimumHeight(height)
    line.setAccessibleName(f"{check.text}: {_CHECK_WORDS[check.state]}. {check.figure}".strip())
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    row.addWidget(StatusMark(_CHECK_SHAPES[check.state], 22, _CHECK_WORDS[check.state]))
    row.addWidget(Words(check.text, 16, 600 if failed else 400, "bad" if failed else "ink", wrap=True), 1)
    row.addWidget(Words(check.figure, 14, 400, "ink3"))
    return line


def _grid(stretches: Sequence[int]) -> tuple[QWidget, QGridLayout]:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(12)
    for column, stretch in enumerate(stretches):
        grid.setColumnStretch(column, stretch)
        grid.setColumnMinimumWidth(column, 1)
    return holder, grid


def _wrapped(box: QVBoxLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(box)
    return holder
