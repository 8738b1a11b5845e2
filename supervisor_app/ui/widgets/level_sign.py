"""The level sign: as many sides of a square as the level has reached; heavy from "counts as cover" up."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from supervisor_app.ui.look.palette import tokens


def paint_level(painter: QPainter, rect: QRectF, rank: int, count: int = 4, colour: str = "", *, heavy: bool = False) -> None:
    """Paint the sign into the square `rect`: left, bottom, right, top side in this order, missing sides as a ghost hairline.

    `rank` is 1 for the lowest of `count` levels; other scales than four levels are spread over the four sides.
    """
    t = tokens()
    sides = rank if count == 4 else max(1, min(4, round(rank * 4 / max(count, 1))))
    width = 3.2 if heavy else 2.0
    box = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    corners = [box.topLeft(), box.bottomLeft(), box.bottomRight(), box.topRight(), box.topLeft()]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(t.line), 1.2))
    if sides < 4:
        painter.drawPolyline(QPolygonF([QPointF(p) for p in corners[sides:]]))
    pen = QPen(QColor(colour or t.ink2), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    path = corners[: sides + 1]
    path[0] = path[0] - QPointF(0, width / 2) if sides < 4 else path[0]
    painter.drawPolyline(QPolygonF(path + ([corners[1]] if sides == 4 else [])))
    painter.restore()
