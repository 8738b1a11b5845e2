"""Strokes that several parts share: crisp rounded boxes, the focus ring, hairlines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import FOCUS_GAP, FOCUS_WIDTH, RADIUS


def draw_box(
    painter: QPainter,
    rect: QRectF,
    fill: str | None,
    border: str | None,
    width: float = 1.0,
    radius: float = RADIUS,
    *,
    dashed: bool = False,
) -> None:
    """Fill and outline a rounded box whose outer edge is `rect`; the border lies inside, so neighbours never overlap."""
    inset = width / 2 if border else 0.0
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(border), width, style) if border else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def draw_focus_ring(painter: QPainter, rect: QRectF, radius: float = RADIUS) -> QRectF:
    """Draw the ring along the inside of `rect` and return what is left for the part itself, the gap taken off."""
    draw_box(painter, rect, None, tokens().accent, FOCUS_WIDTH, radius + 1)
    off = FOCUS_WIDTH + FOCUS_GAP
    return rect.adjusted(off, off, -off, -off)


def draw_hairline(painter: QPainter, left: float, right: float, y: float, colour: str | None = None) -> None:
    """Draw a horizontal line on whole pixels at `y`."""
    table = tokens()
    painter.fillRect(QRectF(left, y, right - left, table.line_width), QColor(colour or table.line))


def leading_rect(whole: QRectF, x: float, width: float, *, mirrored: bool) -> QRectF:
    """Return the part of `whole` that starts `x` from its leading edge and is `width` wide."""
    left = whole.right() - x - width if mirrored else whole.left() + x
    return QRectF(left, whole.top(), width, whole.height())


LEADING = Qt.AlignmentFlag.AlignLeft
TRAILING = Qt.AlignmentFlag.AlignRight
CENTRED = Qt.AlignmentFlag.AlignHCenter
_ONE_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextDontClip.value | Qt.TextFlag.TextSingleLine.value


def draw_text(painter: QPainter, rect: QRectF, words: str, colour: str, align: Qt.AlignmentFlag = LEADING) -> None:
    """Draw one line in the painter's font, vertically centred, with the marks below the line not cut off.

    Qt mirrors LEADING and TRAILING by the painter's direction of writing.
    """
    painter.setPen(QColor(colour))
    painter.drawText(rect, align.value | _ONE_LINE, words)


def centre_square(rect: QRectF, side: float) -> QRectF:
    """Return the square of `side` in the middle of `rect`."""
    centre = rect.center()
    return QRectF(QPointF(centre.x() - side / 2, centre.y() - side / 2), QPointF(centre.x() + side / 2, centre.y() + side / 2))
