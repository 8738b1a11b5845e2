"""The frame of the first run: steps on the leading side, head and form beside them, the way on at the bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.drawing import draw_hairline
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.tab_order import step_focus
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.notice import Notice, announce
from supervisor_app.ui.widgets.progress import ProgressRow
from supervisor_app.ui.widgets.step_column import StepColumn
from supervisor_app.ui.widgets.words import Words

_FOOT = 88
_GAP = 16
FOUNDING = "About ten minutes to the first certificate. All of it stays on this laptop."


class _Foot(QWidget):
    """The bar with the way on; a hairline above it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_FOOT)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(36, 0, 40, 0)
        self.row.setSpacing(16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline."""
        draw_hairline(QPainter(self), 0, self.width(), 0)


class FirstRunFrame(QWidget):
    """Shows one step after the other. Subclasses say in `go_on()` what "Next" does."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Sign-off")
        self.setMinimumSize(900, 560)
        self._notice: Notice | None = None
        self._before: QWidget | None = None
        self._steps: tuple[Step, ...] = ()
        self._place = 0
        self.column = StepColumn((("", ""),), FOUNDING)
        self.title, self.sentence = Words("", 30, 600, wrap=True), Words("", 16, 400, "ink2", wrap=True)
        self.slot = QVBoxLayout()
        self.forms = QStackedWidget()
        self.foot = _Foot()
        self.skip = Button("", Kind.LINK, height=48)
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, height=48)
        self.next = Button("Next", Kind.PRIMARY, trailing=Icon.ARROW, key="Enter", height=56)
        self._lay_out()
        self.next.clicked.connect(self.try_next)
        self.back.clicked.connect(self.go_back)
        self.skip.clicked.connect(self.go_skip)

    @property
    def step(self) -> Step:
        """The step one is at."""
        return self._steps[self._place]

    @property
    def place(self) -> int:
        """Its place, from 0."""
        return self._place

    def set_steps(self, steps: Sequence[tuple[str, str, Step]]) -> None:
        """Walk through these: word and question for the column, and the form."""
        self._steps = tuple(step for _, _, step in steps)
        self.column.set_steps([(word, asks) for word, asks, _ in steps])
        for step in self._steps:
            if self.forms.indexOf(step) < 0:
                self.forms.addWidget(step)
                step.changed.connect(self._show_words)
        self.show_step(0)

    def show_step(self, place: int) -> None:
        """Show a step."""
        self._place = place
        self.clear_notice()
        self.column.set_current(place)
        self.title.setText(self.step.title)
        self.sentence.setText(self.step.sentence)
        self.forms.setCurrentWidget(self.step)
        self._show_words()
        (self.step.first_focus() or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def try_next(self) -> None:
        """Go on if the step is filled in."""
        if self.next.isEnabled() and self.step.ready():
            self.go_on()

    def go_on(self) -> None:
        """What "Next" does at this step."""
        raise NotImplementedError

    def go_skip(self) -> None:
        """What the link at the foot does: usually leave the step out."""
        self.show_step(self._place + 1)

    def go_back(self) -> None:
        """One step back."""
        if self.can_go_back():
            self.show_step(self._place - 1)

    def can_go_back(self) -> bool:
        """Whether the step before may be changed still."""
        return self._place > 0

    def set_busy(self, busy: bool) -> None:
        """While something is made nothing else can be pressed; what had the focus gets it back.

        Qt would hand the focus on to whatever can still be pressed, and a second Enter would press "Cancel".
        """
        if busy:
            self._before = self.focusWidget()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in (self.back, self.skip, self.forms):
            part.setEnabled(not busy)
        self.next.setEnabled(not busy and self.step.complete)
        if not busy and self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show what happened and what to do above the form."""
        self.clear_notice()
        self._notice = Notice(message, hint, action)
        if do is not None:
            self._notice.acted.connect(do)
        self._show_above(self._notice)
        announce(self._notice, f"{message} {hint}")

    def clear_notice(self) -> None:
        """Take the notice away."""
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def show_progress(self, row: ProgressRow) -> None:
        """Show how far something is, above the form."""
        self._show_above(row)

    def _show_above(self, widget: QWidget) -> None:
        """Put something above the form, with a gap to it for as long as it is there."""
        self.slot.insertWidget(self.slot.indexOf(self.forms), widget)

    def sizeHint(self) -> QSize:
        """As the main window."""
        return QSize(1280, 690)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order."""
        return step_focus(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.try_next()
        elif event.key() == Qt.Key.Key_Escape:
            if self.back.isEnabled():
                self.go_back()
        else:
            super().keyPressEvent(event)

    def _show_words(self) -> None:
        self.next.set_words(self.step.next_words)
        self.next.setEnabled(self.step.complete)
        self.skip.set_words(self.step.skip_words)
        self.skip.setVisible(bool(self.step.skip_words))
        self.back.setVisible(self.can_go_back())

    def _lay_out(self) -> None:
        form = QVBoxLayout()
        form.setContentsMargins(48, 47, 40, 16)
        form.setSpacing(0)
        form.addWidget(self.title)
        form.addSpacing(2)
        form.addWidget(self.sentence)
        form.addSpacing(24)
        self.slot.setSpacing(_GAP)
        self.slot.addWidget(self.forms, 1)
        form.addLayout(self.slot, 1)
        self.foot.row.addWidget(self.skip)
        self.foot.row.addStretch(1)
        self.foot.row.addWidget(self.back)
        self.foot.row.addWidget(self.next)
        trailing = QVBoxLayout()
        trailing.setSpacing(0)
        trailing.addLayout(form, 1)
        trailing.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        row.addLayout(trailing, 1)
