"""The four answers: 84 high, as wide as their words, always at the same place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Result
from supervisor_app.ui.look.drawing import draw_box, draw_focus_ring, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_keys import ANSWERS, ENGLISH, Command, Keys
from supervisor_app.ui.widgets.key_cap import paint_key_cap
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.status_shape import paint_shape, shape_of

WORDS: dict[Result, str] = {
    Result.MET: "Met",
    Result.NOT_MET: "Not met",
    Result.NOT_APPLICABLE: "Not applicable",
    Result.NOT_SEEN: "Not seen yet",
}
SHAPE, AFTER_SHAPE, CAP = 29, 12, 31


@dataclass(frozen=True, slots=True)
class Fit:
    """How an answer is written where there is more or less room: size of the word, margin at both sides, with the cap or not."""

    size: int
    side: int
    cap: bool


WIDE, TIGHT, NARROW = Fit(18, 19, cap=True), Fit(16, 12, cap=True), Fit(16, 12, cap=False)


class AnswerButton(Pressable):
    """One answer: shape, word, key cap; chosen it takes the colour of its shape."""

    def __init__(self, result: Result, cap: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result = result
        self._cap = cap
        self._fit = WIDE
        self.setCheckable(True)
        self.setText(WORDS[result])
        self.setAccessibleName(WORDS[result])
        self.setAccessibleDescription(f"Key {cap}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def natural_width(self, fit: Fit = WIDE) -> int:
        """The width that shape, word and cap need."""
        words = QFontMetricsF(font(fit.size, 600)).horizontalAdvance(self.text())
        return round(fit.side + SHAPE + AFTER_SHAPE + words + (8 + CAP if fit.cap else 0) + fit.side)

    def set_fit(self, fit: Fit) -> None:
        """Write it as there is room."""
        self._fit = fit

    def nextCheckState(self) -> None:
        """The page lights an answer, after it is stored; a press alone does not."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, shape, word and cap; mirrored in right-to-left writing."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        fill, border, width, ink = self._colours()
        body = QRectF(self.rect())
        if self.hasFocus():
            body = draw_focus_ring(painter, body)
        draw_box(painter, body, fill, border, width)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        middle = self.height() / 2
        fit = self._fit
        paint_shape(painter, self._placed(fit.side, middle, SHAPE, SHAPE), shape_of(self.result))
        left = fit.side + SHAPE + AFTER_SHAPE
        room = self.width() - left - fit.side - (CAP if fit.cap else 0)
        face = font(fit.size, 600)
        painter.setFont(face)
        words = QFontMetricsF(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, room + 6)
        draw_text(painter, self._placed(left, middle, room + 8, 34), words, ink)
        if fit.cap:
            paint_key_cap(painter, self._placed(self.width() - fit.side - CAP + 1, middle, CAP, CAP), self._cap, ink)

    def _placed(self, x: float, middle: float, width: float, height: float) -> QRectF:
        left = self.width() - x - width if self.isRightToLeft() else x
        return QRectF(round(left), round(middle - height / 2), width, height)

    def _colours(self) -> tuple[str, str, float, str]:
        table = tokens()
        if self.isChecked():
            chosen = {Result.MET: (table.ok_tint, table.ok), Result.NOT_MET: (table.bad_tint, table.bad)}
            fill, border = chosen.get(self.result, (table.soft, table.accent))
            return fill, border, 2.0 if table.line_width == 1 else 3.0, border
        if self.isDown():
            return table.soft, table.line2, table.line_width, table.ink
        return table.sunken if not self.isEnabled() else table.sheet, table.line2, table.line_width, table.ink


class StepAnswers(QWidget):
    """The row of four. `answered` says which was pressed; `show_answer` lights what is stored."""

    answered = Signal(Result)

    def __init__(self, keys: Keys = ENGLISH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {result: AnswerButton(result, keys.cap(command), self) for command, result in ANSWERS.items()}
        for result, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, result=result: self.answered.emit(result))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(sizes().answer)

    def show_answer(self, answer: Result | None, *, can_answer: bool) -> None:
        """Light the stored answer; greyed where nothing can be answered now."""
        for result, button in self.buttons.items():
            button.setChecked(result is answer)
            button.setEnabled(can_answer)

    def button(self, command: Command) -> AnswerButton:
        """The button of a command."""
        return self.buttons[ANSWERS[command]]

    def sizeHint(self) -> QSize:
        """What the words need."""
        return QSize(sum(button.natural_width() for button in self.buttons.values()) + 3 * sizes().gap, sizes().answer)

    def minimumSizeHint(self) -> QSize:
        """Never forces the window wider: words are cut before that."""
        return QSize(320, sizes().answer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each its words' width and share the rest; smaller words, then no caps where it is too narrow."""
        gap = sizes().gap + 1
        room = self.width() - 3 * gap
        buttons = list(self.buttons.values())
        fits = (fit for fit in (WIDE, TIGHT) if sum(button.natural_width(fit) for button in buttons) <= room)
        fit = next(fits, NARROW)
        widths = [button.natural_width(fit) for button in buttons]
        spare = room - sum(widths)
        left = 0
        for place, (button, width) in enumerate(zip(buttons, widths, strict=True)):
            wide = max(44, width + round(spare * (place + 1) / 4) - round(spare * place / 4))
            button.set_fit(fit)
            x = self.width() - left - wide if self.isRightToLeft() else left
            button.setGeometry(x, 0, wide, self.height())
            left += wide + gap
