"""The parts of "decide and sign": verdict and judgement leading, two signatures trailing, sized to the window."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import STEP_MARGIN
from supervisor_app.ui.pages.observe_view import LOW, LOWER
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.observe_judgement import JudgementSheet
from supervisor_app.ui.widgets.observe_reasons import ObserveReasons
from supervisor_app.ui.widgets.observe_signatures import AssessorBlock, WorkerBlock
from supervisor_app.ui.widgets.progress import Countdown
from supervisor_app.ui.widgets.sheet import Hairline, Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.step_top import StepTop
from supervisor_app.ui.widgets.verdict_header import VerdictHeader


class _VerdictPart(Sheet):
    """Verdict and reasons. The reasons scroll, so it is content with less height than its words have."""

    def __init__(self, verdict: VerdictHeader, reasons: ObserveReasons) -> None:
        super().__init__(padding=0)
        head = QVBoxLayout()
        head.setContentsMargins(24, 16, 24, 16)
        head.addWidget(verdict)
        self.box.addLayout(head)
        self.box.addWidget(Hairline())
        self.box.addWidget(reasons, 1)

    def hasHeightForWidth(self) -> bool:
        """Any height will do: Qt would keep the whole one and squeeze the fields below."""
        return False


class DecideLayout:
    """Made once. `columns` is everything below `top`; notices stand in `slot` above the verdict."""

    def __init__(self, slot: QVBoxLayout, *, keypad: bool) -> None:
        self.back = Button("Back to the steps", icon=Icon.BACK, key="Esc", height=52)
        self.top = StepTop(self.back)
        self.verdict = VerdictHeader(StatusShape.NOT_SEEN, "", "", size=48)
        self.reasons = ObserveReasons()
        self.judgement = JudgementSheet()
        self.worker = WorkerBlock()
        self.assessor = AssessorBlock(2, "Sign", "You can take it back for 10 seconds.", keypad=keypad)
        leading = QVBoxLayout()
        leading.setSpacing(16)
        leading.addLayout(slot)  # the reasons make room for a notice; signature and PIN stay where they are
        leading.addWidget(_VerdictPart(self.verdict, self.reasons), 1)
        leading.addWidget(self.judgement)
        column = QWidget()
        column.setFixedWidth(394)
        self._trailing = QVBoxLayout(column)
        self._trailing.setContentsMargins(0, 0, 0, 0)
        self._trailing.setSpacing(16)
        self._trailing.addWidget(self.worker)
        self._trailing.addWidget(self.assessor)
        self._trailing.addStretch(1)
        self.columns = QHBoxLayout()
        self.columns.setContentsMargins(STEP_MARGIN, 16, STEP_MARGIN, 16)
        self.columns.setSpacing(24)
        self.columns.addLayout(leading, 1)
        self.columns.addWidget(column)

    def set_counting(self, countdown: Countdown | None) -> None:
        """Show a countdown below the signatures, with what was filled in closed; None opens it again."""
        self.assessor.set_counting(countdown is not None)
        self.judgement.setEnabled(countdown is None)
        self.worker.setEnabled(countdown is None)
        if countdown is not None:
            self._trailing.insertWidget(2, countdown)

    def fit(self, high: int) -> None:
        """Bars and gaps shrink below the heights of the step screen."""
        self.top.setFixedHeight(77 if high >= LOW else 65)
        gap = 16 if high >= LOW else 10
        self.columns.setContentsMargins(STEP_MARGIN, gap, STEP_MARGIN, gap)
        self._trailing.setSpacing(gap)
        self.worker.set_low(high < LOWER)
        self.assessor.set_low(high < LOWER)
