"""The cells of the matrix as pictures: each face is painted once per size, screen and colour table, then only copied."""

from __future__ import annotations

import functools
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.look.drawing import CENTRED, centre_square, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.level_sign import paint_level
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

CELL_WIDTH, CELL_HEIGHT = 74, 44
_SIGN, _SMALL = 20.0, 14.0
_HATCH = 6


class CellKind(Enum):
    """What a cell says."""

    NEVER = "never assessed"
    LEVEL = "holds"
    SOON = "ends soon"
    EXPIRED = "expired"
    BEGUN = "not yet"
    ON_HOLD = "on hold"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class CellFace:
    """How a cell looks: `rank` of `count` levels, `heavy` where it counts as cover, `word` below the sign."""

    kind: CellKind
    rank: int = 0
    count: int = 4
    heavy: bool = False
    word: str = ""


DOT = CellFace(CellKind.NEVER)


def cell_pixmap(face: CellFace, width: int, height: int, ratio: float) -> QPixmap:
    """Return the picture of a face for a screen of `ratio` device pixels each, with the grid's hairlines."""
    return _pixmap(face, width, height, ratio, tokens().name)


@functools.lru_cache(maxsize=1024)
def _pixmap(face: CellFace, width: int, height: int, ratio: float, _table: str) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(tokens().sheet))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_cell(painter, QRectF(0, 0, width, height), face)
    line = QColor(tokens().line)
    painter.fillRect(QRectF(0, height - 1, width, 1), line)
    painter.fillRect(QRectF(width - 1, 0, 1, height), line)
    painter.end()
    return pixmap


def paint_cell(painter: QPainter, rect: QRectF, face: CellFace) -> None:
    """Paint a face into `rect`, without the grid."""
    t = tokens()
    match face.kind:
        case CellKind.NEVER:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.ink3))
            painter.drawEllipse(rect.center(), 1.8, 1.8)
        case CellKind.LEVEL:
            _sign(painter, centre_square(rect, _SIGN), face)
        case CellKind.SOON:
            paint_hatch(painter, rect)
            _sign(painter, _upper(rect), face)
            _word(painter, rect, face.word, t.warn)
        case CellKind.EXPIRED:
            painter.fillRect(rect, QColor(t.bad_tint))
            paint_shape(painter, _upper(rect), StatusShape.NOT_MET)
            _word(painter, rect, face.word, t.bad)
        case CellKind.BEGUN:
            paint_shape(painter, _upper(rect), StatusShape.NOT_SEEN)
            _word(painter, rect, face.word, t.ink2)
        case CellKind.ON_HOLD:
            paint_shape(painter, _upper(rect), StatusShape.PAUSED)
            _word(painter, rect, face.word, t.ink)
        case CellKind.DECLARED:
            paint_shape(painter, _upper(rect), StatusShape.INFO)
            _word(painter, rect, face.word, t.ink2)


def paint_hatch(painter: QPainter, rect: QRectF) -> None:
    """Fill a box with the slanted lines of what ends soon."""
    t = tokens()
    painter.save()
    painter.setClipRect(rect)
    painter.fillRect(rect, QColor(t.warn_tint))
    shade = QColor(t.warn)
    shade.setAlpha(70)
    painter.setPen(QPen(shade, 1.0))
    reach = int(rect.width() + rect.height())
    for start in range(0, reach, _HATCH):
        painter.drawLine(QPointF(rect.left() + start, rect.top()), QPointF(rect.left() + start - rect.height(), rect.bottom()))
    painter.restore()


def _sign(painter: QPainter, box: QRectF, face: CellFace) -> None:
    t = tokens()
    if face.rank:
        paint_level(painter, box, face.rank, face.count, t.ink if face.heavy else t.ink3, heavy=face.heavy)
    else:
        paint_shape(painter, box, StatusShape.MET)


def _upper(rect: QRectF) -> QRectF:
    return QRectF(rect.center().x() - _SMALL / 2, rect.top() + 5, _SMALL, _SMALL)


def _word(painter: QPainter, rect: QRectF, word: str, colour: str) -> None:
    painter.setFont(font(13, 600))
    draw_text(painter, QRectF(rect.left(), rect.bottom() - 22, rect.width(), 18), word, colour, CENTRED)
