"""The room below the pips: the list beside the card, the buttons below it; on low or narrow screens the list comes on top."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP, STEP_MARGIN, sizes
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.step_card import StepCardView
from supervisor_app.ui.widgets.step_list import StepList

LIST_WIDTH = 312
GAP, FOOT = 17, 16


def say(button: Button, words: str) -> None:
    """Change a button's words where they differ, so that a tap does not lay the row out anew."""
    if button.text() != words:
        button.set_words(words)


class StepFoot(QWidget):
    """Back on the leading side; decide and next on the trailing one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = Button("All steps", icon=Icon.CHECKLIST, key="L", height=56)
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, height=56)
        self.decide = Button("Decide and sign", icon=Icon.SIGN, key="Ctrl+Enter", height=56)
        self.next = Button("Next step", Kind.PRIMARY, trailing=Icon.ARROW, key="Enter", height=56)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.steps)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.decide)
        row.addWidget(self.next)
        self.steps.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(sizes().main_button)


class StepBody(QWidget):
    """Places list, card and foot by hand, so that nothing inside them can ever push anything else."""

    def __init__(self, card: StepCardView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        card.setParent(self)
        self.foot = StepFoot(self)
        self.sheet = Sheet(self, padding=0)
        self.list = StepList()
        self.sheet.box.setContentsMargins(1, 1, 1, 2)
        self.sheet.box.addWidget(self.list)
        self._compact = False
        self._open = False
        self._list_word = "All steps"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_compact(self, compact: bool) -> None:
        """In compact form the list waits behind its key and the card has the whole width."""
        if compact != self._compact:
            self._compact, self._open = compact, False
            self.card.set_compact(compact)
            self.foot.steps.setVisible(compact)
            self._lay_out()

    def toggle_list(self) -> None:
        """Lay the list over the card, or take it away; beside the card it is always there."""
        if self._compact:
            self._open = not self._open
            self._lay_out()

    def close_list(self) -> bool:
        """Take the list away; True where it was open."""
        was_open, self._open = self._open, False
        if was_open:
            self._lay_out()
        return was_open

    def set_list_word(self, word: str) -> None:
        """The word on the button of the list; where the foot is narrow both buttons speak shorter."""
        self._list_word = word
        narrow = self.width() < 860
        say(self.foot.steps, "Steps" if narrow else word)
        say(self.foot.decide, "Decide" if narrow else "Decide and sign")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the list first."""
        if event.key() == Qt.Key.Key_Escape and self.close_list():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        self.set_list_word(self._list_word)
        self._lay_out()

    def _lay_out(self) -> None:
        margin = STEP_MARGIN if self.width() > 640 else 12
        foot_height = self.foot.height()
        foot_top = self.height() - FOOT - foot_height
        top = GAP if not self._compact else 12
        card_height = foot_top - (GAP if not self._compact else 12) - top
        list_width = LIST_WIDTH if self.width() > 1000 else 264
        beside = 0 if self._compact else list_width + COLUMN_GAP
        self._place(self.card, margin + beside, top, self.width() - 2 * margin - beside, card_height)
        self._place(self.foot, margin + beside, foot_top, self.width() - 2 * margin - beside, foot_height)
        list_height = card_height if self._compact else self.height() - FOOT - top
        self._place(self.sheet, margin, top, list_width + (48 if self._compact else 0), list_height)
        self.sheet.setVisible(not self._compact or self._open)
        self.sheet.raise_()

    def _place(self, widget: QWidget, x: int, y: int, width: int, height: int) -> None:
        left = self.width() - x - width if self.isRightToLeft() else x
        widget.setGeometry(left, y, max(0, width), max(0, height))
