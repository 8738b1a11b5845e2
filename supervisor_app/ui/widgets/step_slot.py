"""The slot below the answers, 52 high whatever it holds: a sentence with its shape or icon, or the reason chips."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import draw_box, draw_focus_ring, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_slot import Chip, SlotKind, SlotView
from supervisor_app.ui.widgets.key_cap import CAP_HEIGHT, cap_width, paint_key_cap
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines

SLOT_HEIGHT = 52
MOST_CHIPS = 5
_SIDE, _BETWEEN = 23, 12
_SHAPES = {SlotKind.PAUSED: StatusShape.PAUSED, SlotKind.STOPPED: StatusShape.STOP, SlotKind.MISSING: StatusShape.SOON}
_ICONS = {SlotKind.HISTORY: Icon.HISTORY, SlotKind.EXPECTED: Icon.QUESTION}


class ChipButton(Pressable):
    """A reason as a button; it keeps its place while another reason is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cap = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_chip(self, chip: Chip) -> None:
        """Show a reason."""
        self._cap = chip.cap
        self.setText(chip.word)
        self.setAccessibleName(chip.word)
        self.setChecked(chip.chosen)
        self.update()

    def nextCheckState(self) -> None:
        """Lit only by what is stored."""

    def natural_width(self, *, side: int = _SIDE) -> int:
        """The width that word and cap need."""
        words = QFontMetricsF(font(15, 600)).horizontalAdvance(self.text())
        return max(sizes().least, round(2 * side + words + (_BETWEEN + cap_width(self._cap) if self._cap else 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint word and cap, blue and soft where chosen."""
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        chosen = self.isChecked()
        ink = table.accent if chosen else table.ink if self.isEnabled() else table.ink3
        body = draw_focus_ring(painter, QRectF(self.rect())) if self.hasFocus() else QRectF(self.rect())
        fill = table.soft if chosen or self.isDown() else table.sheet
        draw_box(painter, body, fill, table.accent if chosen else table.line2, 2.0 if chosen else table.line_width)
        cap = cap_width(self._cap) if self._cap else 0.0
        tail = cap + _BETWEEN if cap else 0.0
        face = font(15, 600 if chosen else 500)
        room = self.width() - 16 - tail
        words = QFontMetricsF(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        width = QFontMetricsF(font(15, 600)).horizontalAdvance(words)
        left = max(8.0, (self.width() - width - tail) / 2)
        mirrored = self.isRightToLeft()
        whole = QRectF(self.rect())
        painter.setFont(face)
        draw_text(painter, leading_rect(whole, left, width + 4, mirrored=mirrored), words, ink)
        if cap:
            box = leading_rect(whole, left + width + _BETWEEN, cap, mirrored=mirrored)
            top = round((self.height() - CAP_HEIGHT) / 2)
            paint_key_cap(painter, QRectF(round(box.left()), top, cap, CAP_HEIGHT), self._cap, ink)


class StepSlot(QWidget):
    """A sentence or chips. `picked` gives the number (from 1) of the chip pressed."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = SlotView(kind=SlotKind.EMPTY)
        self.chips = [ChipButton(self) for _ in range(MOST_CHIPS)]
        for number, chip in enumerate(self.chips, 1):
            chip.hide()
            chip.clicked.connect(lambda _checked=False, number=number: self.picked.emit(number))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(SLOT_HEIGHT, sizes().least))

    @property
    def picking(self) -> bool:
        """Whether reasons are on show."""
        return self._view.kind is SlotKind.CHIPS

    def set_view(self, view: SlotView) -> None:
        """Show a sentence or chips; the height stays."""
        if view == self._view:
            return
        self._view = view
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(view.chips))
            if place < len(view.chips):
                chip.set_chip(view.chips[place])
        self._lay_out()
        self.setAccessibleName(view.text)
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, the fixed height."""
        return QSize(400, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips share the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        """Natural widths from the leading edge; where they do not fit, tighter, then cut in proportion."""
        shown = self.chips[: len(self._view.chips)]
        gap = 7 if not sizes().glove else sizes().gap
        room = self.width() - gap * max(0, len(shown) - 1)
        widths = [chip.natural_width() for chip in shown]
        if sum(widths) > room:
            widths = [chip.natural_width(side=10) for chip in shown]
        if sum(widths) > room:
            widths = [max(sizes().least, width * room // sum(widths)) for width in widths]
        left = 0
        for chip, width in zip(shown, widths, strict=True):
            x = self.width() - left - width if self.isRightToLeft() else left
            chip.setGeometry(x, 0, width, self.height())
            left += width + gap

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sentence, up to two lines, with its shape or icon."""
        view = self._view
        if not view.text:
            return
        table = tokens()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        mirrored = self.isRightToLeft()
        whole = QRectF(self.rect())
        mark = leading_rect(QRectF(0, (self.height() - 20) / 2, self.width(), 20), 0, 20, mirrored=mirrored)
        if view.kind in _SHAPES:
            paint_shape(painter, mark, _SHAPES[view.kind])
        elif view.kind in _ICONS:
            paint_icon(painter, mark, _ICONS[view.kind], table.ink2)
        lines = break_lines(view.text, 15, 400, self.width() - 30, 2)
        top = (self.height() - 20 * len(lines)) / 2
        inner = leading_rect(whole.adjusted(0, top, 0, 0), 30, self.width() - 30, mirrored=mirrored)
        ink = table.bad if view.kind is SlotKind.STOPPED else table.ink2
        draw_lines(painter, inner, lines, font(15), ink, 20)
