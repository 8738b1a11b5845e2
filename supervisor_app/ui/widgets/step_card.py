"""The large card of one step: everything at a fixed place, so that a finger finds the answers without looking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import TRAILING, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.pages.observe_keys import ENGLISH, Keys
from supervisor_app.ui.pages.observe_state import StepCard
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.step_answers import StepAnswers
from supervisor_app.ui.widgets.step_critical import CriticalLabel
from supervisor_app.ui.widgets.step_entry import StepEntry
from supervisor_app.ui.widgets.step_explain import StepExplain
from supervisor_app.ui.widgets.step_slot import StepSlot
from supervisor_app.ui.widgets.step_text import StepText, own_way
from supervisor_app.ui.widgets.words import Words

SIDE = 32
ROOMY = 455
"""Logical pixels of height from which the card has its wide gaps."""


class StepCardView(Sheet):
    """The card. Its parts are public: the page connects their signals. `show_card` writes them all."""

    def __init__(self, seconds: Callable[[], float], keys: Keys = ENGLISH, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self._card: StepCard | None = None
        self._compact = False
        self._explaining = False
        self._overlay: QWidget | None = None
        self._place = Words("", 15, 500, "ink2", parent=self)
        self._critical = CriticalLabel(self)
        self.explain_button = Button("Key point and why", Kind.LINK, key="K", height=44, parent=self)
        self.explain_button.clicked.connect(self.toggle_explain)
        self.text = StepText(self)
        self.explain = StepExplain(self)
        self.answers = StepAnswers(keys, self)
        self.slot = StepSlot(self)
        self.entry = StepEntry(seconds, self)
        self.setMinimumSize(360, 320)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_card(self, card: StepCard) -> None:
        """Show a step with what is stored of it."""
        another = self._card is None or self._card.step != card.step
        if another:
            self._explaining = False
            self.entry.begin_step(card.step)
        self._card = card
        self._place.setText(card.place)
        self._critical.setVisible(card.critical)
        self.text.set_text(card.text, card.second_text)
        self.explain.set_columns(card.explain)
        self.answers.show_answer(card.answer, can_answer=card.open)
        self.slot.set_view(card.slot)
        for chip in self.slot.chips:
            chip.setEnabled(card.open)
        self.entry.set_view(card.entry, card.note, card.files, can_answer=card.open)
        if another:
            self._lay_out()
            self.update()

    def set_compact(self, compact: bool) -> None:
        """In compact height key point and why hide behind their key."""
        if compact != self._compact:
            self._compact, self._explaining = compact, False
            self._lay_out()
            self.update()

    def toggle_explain(self) -> None:
        """Show or hide key point and why where they are hidden; the text makes room."""
        if self._compact and self._card is not None and self._card.explain:
            self._explaining = not self._explaining
            self._lay_out()

    def set_overlay(self, overlay: QWidget | None) -> None:
        """Lay a notice over the text, right above the answers, which stay where they are; None takes it away."""
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
        self._overlay = overlay
        if overlay is not None:
            overlay.setParent(self)
            overlay.show()
            overlay.raise_()
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Answers, slot and entry hang from the lower edge; text and explanation take what is above them."""
        roomy = self.height() >= ROOMY
        side = SIDE if self.width() > 560 else 16
        gap, foot = (12, 23) if roomy else (8, 18)
        width = self.width() - 2 * side
        top = self.height() - foot - self.entry.height()
        self.entry.setGeometry(side, top, width, self.entry.height())
        top -= gap + self.slot.height()
        self.slot.setGeometry(side, top, width, self.slot.height())
        top -= gap + self.answers.height()
        self.answers.setGeometry(side, top, width, self.answers.height())
        self._lay_out_head(side, width, 24 if roomy else 16)
        self._lay_out_text(side, width, 66 if roomy else 58, top - (24 if roomy else 10), roomy)
        if self._overlay is not None:
            wrapped = self._overlay.heightForWidth(width + 16)
            needed = wrapped if wrapped > 0 else self._overlay.sizeHint().height()
            whole = top - self.explain.y() if self.explain.isVisibleTo(self) else 0  # not its text without the heads
            tall = min(top - 8, max(needed, whole))
            self._overlay.setGeometry(side - 8, top - tall - 4, width + 16, tall)

    def _lay_out_head(self, side: int, width: int, top: int) -> None:
        self._place_leading(self._place, side, top, self._place.sizeHint().width(), 28)
        self._place_leading(
            self._critical, side + self._place.sizeHint().width() + 16, top, self._critical.sizeHint().width(), 28
        )
        has_more = self._compact and self._card is not None and bool(self._card.explain)
        self.explain_button.setVisible(has_more)
        wide = self.explain_button.sizeHint().width()
        self._place_leading(self.explain_button, side + width - wide + 12, top - 8, wide, 44)

    def _lay_out_text(self, side: int, width: int, top: int, bottom: int, roomy: bool) -> None:
        """The text takes two lines of its largest size; the explanation follows, or hides where there is no room for it."""
        room = max(24, bottom - top)
        shown = bool(self._card and self._card.explain) and (not self._compact or self._explaining)
        first = room if not shown else min(78, max(30, room - (66 if not roomy else 92)))
        if shown and self._card is not None and self._card.second_text:
            first = max(first, room - 66 - (14 if roomy else 4))
        self.text.setGeometry(side, top, width, first)
        self.explain.setVisible(shown)
        self.explain.setGeometry(side, top + first + (14 if roomy else 4), width, max(20, room - first - (14 if roomy else 4)))

    def _place_leading(self, widget: QWidget, x: int, y: int, width: int, height: int) -> None:
        left = self.width() - x - width if self.isRightToLeft() else x
        widget.setGeometry(QRect(left, y, width, height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet, and the clause at the trailing end of the first line; figures are never mirrored."""
        super().paintEvent(event)
        if self._card is None or self.explain_button.isVisibleTo(self):
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(font(14, mono=True))
        left = SIDE + self._critical.geometry().width() + 180
        room = leading_rect(
            QRectF(0, 24 if self.height() >= ROOMY else 16, self.width(), 28),
            left,
            self.width() - left - SIDE - 1,
            mirrored=self.isRightToLeft(),
        )
        clause = painter.fontMetrics().elidedText(self._card.clause, Qt.TextElideMode.ElideRight, int(room.width()))
        draw_text(painter, room, own_way(painter, clause), tokens().ink3, TRAILING)
