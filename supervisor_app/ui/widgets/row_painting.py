"""How a row is painted: sign, name, second line, and on the trailing side number, chip or caption."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import (
    TRAILING,
    centre_square,
    draw_box,
    draw_hairline,
    draw_text,
    leading_rect,
)
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import CHIP
from supervisor_app.ui.widgets.avatar import paint_avatar
from supervisor_app.ui.widgets.chip import ChipFace, chip_width, paint_chip
from supervisor_app.ui.widgets.status_shape import StatusShape, colour_of, paint_shape

CARD_HEIGHT = 105
_SIDE = 16.0
_SIGN = 42.0
_BAR = 4.0
_LEAD = 92.0
_BOX = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row shows. `detail` is cut first, `title` only when the whole row is too narrow; `number` (mono), `chip` trail.

    `lead` and `lead_detail` are two short lines before the words (a day, "in 4 days"); `note` is a trailing caption in the
    detail's line; `avatar` a person's name; `muted` greys a row that cannot be taken. `checked` puts a box before the row.
    """

    key: str
    title: str
    detail: str = ""
    number: str = ""
    note: str = ""
    chip: ChipFace | None = None
    avatar: str = ""
    shape: StatusShape | None = None
    icon: Icon | None = None
    muted: bool = False
    lead: str = ""
    lead_detail: str = ""
    checked: bool | None = None

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        chip = self.chip.word if self.chip else ""
        taken = "" if self.checked is None else "selected" if self.checked else "not selected"
        parts = (taken, self.lead, self.lead_detail, self.title, self.detail, chip, self.number, self.note)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """How the row stands: whether one is at it, whether the list has the focus, whether a row follows, which layout."""

    selected: bool = False
    focused: bool = False
    last: bool = False
    card: bool = False


def paint_row(painter: QPainter, rect: QRectF, row: Row, state: RowState) -> None:
    """Paint one row into `rect`; right-to-left follows the painter."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    _paint_ground(painter, rect, state, mirrored)
    inner = rect.adjusted(_SIDE, 0, -_SIDE, 0)
    inner = _paint_sign(painter, inner, row, state, mirrored)
    if state.card:
        _paint_card(painter, inner, row, mirrored)
    else:
        _paint_lines(painter, inner, row, mirrored)
    painter.restore()


def _paint_ground(painter: QPainter, rect: QRectF, state: RowState, mirrored: bool) -> None:
    """Selected: soft fill and a bar at the leading edge; a hairline to the next row; the ring where the focus is."""
    t = tokens()
    if state.selected:
        painter.fillRect(rect, QColor(t.soft))
        painter.fillRect(leading_rect(rect, 0, _BAR, mirrored=mirrored), QColor(t.accent))
    if not state.last:
        draw_hairline(painter, rect.left(), rect.right(), rect.bottom() - t.line_width)
    if state.focused:
        draw_box(painter, rect.adjusted(1, 1, -1, -2), None, t.accent, 3.0, 3.0)


def _paint_sign(painter: QPainter, inner: QRectF, row: Row, state: RowState, mirrored: bool) -> QRectF:
    """Box, avatar, shape or icon; returns what is left for the words."""
    if row.checked is not None:
        _paint_box(painter, centre_square(leading_rect(inner, 0, _BOX, mirrored=mirrored), _BOX), checked=row.checked)
        inner = _after(inner, _BOX + 12, mirrored)
    if row.avatar:
        box = centre_square(leading_rect(inner, -1, _SIGN, mirrored=mirrored), _SIGN)
        paint_avatar(painter, box, row.avatar, selected=state.selected, muted=row.muted)
        return _after(inner, _SIGN + 11, mirrored)
    if row.shape or row.icon:
        box = centre_square(leading_rect(inner, 0, 22, mirrored=mirrored), 22)
        if row.shape:
            paint_shape(painter, box, row.shape)
        elif row.icon:
            paint_icon(painter, box, row.icon, tokens().ink2)
        inner = _after(inner, 31, mirrored)
    return _paint_lead(painter, inner, row, mirrored) if row.lead else inner


def _paint_box(painter: QPainter, box: QRectF, *, checked: bool) -> None:
    """A box to tick: filled with a tick, or empty."""
    t = tokens()
    draw_box(painter, box, t.accent if checked else t.sheet, t.accent if checked else t.line2, 1.5, 4.0)
    if checked:
        paint_icon(painter, box.adjusted(2, 2, -2, -2), Icon.TICK, t.on_accent, heavy=True)


def _paint_lead(painter: QPainter, inner: QRectF, row: Row, mirrored: bool) -> QRectF:
    """Two short lines in a column of their own; the second has the colour of the shape when that calls."""
    t = tokens()
    middle = inner.center().y()
    column = leading_rect(inner, 0, _LEAD - 8, mirrored=mirrored)
    painter.setFont(font(15, 600))
    draw_text(painter, QRectF(column.left(), middle - 23, column.width(), 24), row.lead, t.ink)
    painter.setFont(font(14))
    calls = row.shape in (StatusShape.SOON, StatusShape.NOT_MET)
    ink = colour_of(row.shape) if row.shape and calls else t.ink2
    draw_text(painter, QRectF(column.left(), middle - 2, column.width(), 22), row.lead_detail, ink)
    return _after(inner, _LEAD, mirrored)


def _paint_lines(painter: QPainter, inner: QRectF, row: Row, mirrored: bool) -> None:
    """Two lines: name and number or chip above, detail and caption below."""
    middle = inner.center().y()
    upper = QRectF(inner.left(), middle - 23, inner.width(), 24)
    lower = QRectF(inner.left(), middle - 0, inner.width(), 22)
    if not row.detail and not row.note:
        upper.moveTop(middle - 12)
    chip_above = row.chip is not None and bool(row.number)
    if row.chip is not None:
        width = chip_width(row.chip)
        needed = QFontMetricsF(font(16, 500)).horizontalAdvance(row.title)
        chip_below = chip_above and needed > upper.width() - width - 12  # names are never cut for a chip
        top = lower.center().y() - CHIP / 2 if chip_below else middle - CHIP - 1 if chip_above else middle - CHIP / 2
        left = inner.left() if mirrored else inner.right() - width
        paint_chip(painter, QPointF(left, round(top)), row.chip, mirrored=mirrored)
        if not chip_below:
            upper = _before(upper, width + 12, mirrored)
        if chip_below or not chip_above:
            lower = _before(lower, width + 12, mirrored)
    if row.number:
        below = chip_above or _is_long(row, upper.width())
        taken = _trailing(painter, lower if below else upper, row.number, mono=True)
        upper, lower = (upper, _before(lower, taken, mirrored)) if below else (_before(upper, taken, mirrored), lower)
    _paint_words(painter, upper, lower, row, mirrored)


def _is_long(row: Row, width: float) -> bool:
    """Whether the title needs the room of the number beside it; the number then goes below."""
    title = QFontMetricsF(font(16, 500)).horizontalAdvance(row.title)
    return title > width - 12 - QFontMetricsF(font(14, mono=True)).horizontalAdvance(row.number)


def _paint_words(painter: QPainter, upper: QRectF, lower: QRectF, row: Row, mirrored: bool) -> None:
    t = tokens()
    if row.note:
        lower = _before(lower, _trailing(painter, lower, row.note, mono=False), mirrored)
    painter.setFont(_fitting_font(row.title, upper.width()))
    whole = QFontMetricsF(painter.font()).elidedText(row.title, Qt.TextElideMode.ElideRight, upper.width() + 2)
    draw_text(painter, upper, whole, t.ink3 if row.muted else t.ink)
    painter.setFont(font(14))
    cut = QFontMetricsF(painter.font()).elidedText(row.detail, Qt.TextElideMode.ElideRight, lower.width())
    draw_text(painter, lower, cut, t.ink3 if row.muted else t.ink2)


def _fitting_font(title: str, width: float) -> QFont:
    """The title's font; a smaller one for a name that would not be whole otherwise."""
    fonts = (font(size, 500) for size in (16, 15, 14, 13))
    return next((face for face in fonts if QFontMetricsF(face).horizontalAdvance(title) <= width), font(14, 500))


def _paint_card(painter: QPainter, inner: QRectF, row: Row, mirrored: bool) -> None:
    """Three lines: name, detail, chip with a trailing caption."""
    t = tokens()
    inner = inner.adjusted(3, 0, -3, 0)
    painter.setFont(font(16, 500))
    draw_text(painter, QRectF(inner.left(), inner.top() + 12, inner.width(), 26), row.title, t.ink3 if row.muted else t.ink)
    painter.setFont(font(15))
    line = QRectF(inner.left(), inner.top() + 38, inner.width(), 24)
    cut = QFontMetricsF(painter.font()).elidedText(row.detail, Qt.TextElideMode.ElideRight, line.width())
    draw_text(painter, line, cut, t.ink3 if row.muted else t.ink2)
    below = QRectF(inner.left(), inner.top() + 66, inner.width(), CHIP)
    if row.chip is not None:
        left = inner.right() - chip_width(row.chip) if mirrored else inner.left()
        paint_chip(painter, QPointF(left, below.top()), row.chip, mirrored=mirrored)
    _trailing(painter, below, row.note or row.number, mono=bool(row.number and not row.note))


def _trailing(painter: QPainter, line: QRectF, words: str, *, mono: bool) -> float:
    """Paint words at the trailing end and return the width they take with their gap; what has no room is left out, not cut."""
    painter.setFont(font(14, mono=mono))
    width = QFontMetricsF(painter.font()).horizontalAdvance(words)
    if width > line.width():
        return 0.0
    draw_text(painter, line, words, tokens().ink2, TRAILING)
    return width + 12


def _after(rect: QRectF, width: float, mirrored: bool) -> QRectF:
    """What is left when `width` is taken at the leading edge."""
    return rect.adjusted(0, 0, -width, 0) if mirrored else rect.adjusted(width, 0, 0, 0)


def _before(rect: QRectF, width: float, mirrored: bool) -> QRectF:
    """What is left when `width` is taken at the trailing edge."""
    return rect.adjusted(width, 0, 0, 0) if mirrored else rect.adjusted(0, 0, -width, 0)
