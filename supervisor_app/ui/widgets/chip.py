"""Chips: shape and word on a tint, 28 high; to-do and neutral ones outlined, so that they show on a selected row."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import draw_box, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import CHIP, SMALL_RADIUS
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

_SIDE = 9.0
_SHAPE = 16.0
_GAP = 6.0


class Tone(Enum):
    """What a chip says by its colour; the word says it too."""

    OK = "ok"
    BAD = "bad"
    WARN = "warn"
    NEUTRAL = "neutral"  # outlined grey
    TODO = "todo"  # outlined blue
    INK = "ink"  # the black label of a critical step


@dataclass(frozen=True, slots=True)
class ChipFace:
    """What a chip shows: a word, its tone and the shape or icon before it."""

    word: str
    tone: Tone
    shape: StatusShape | None = None
    icon: Icon | None = None


CRITICAL = ChipFace("Critical", Tone.INK, icon=Icon.FLAG)
"""The label of a critical step: a fact, not a fault, so never red."""


def chip_width(face: ChipFace) -> float:
    """Return the width of a chip in logical pixels."""
    sign = _SHAPE + _GAP if face.shape or face.icon else 0.0
    return round(QFontMetricsF(font(14, 500)).horizontalAdvance(face.word)) + 2 * _SIDE + sign


def paint_chip(painter: QPainter, top_left: QPointF, face: ChipFace, *, mirrored: bool = False) -> None:
    """Paint a chip with its top left corner there; `mirrored` puts the shape on the right."""
    t = tokens()
    painter.save()
    rect = QRectF(top_left.x(), top_left.y(), chip_width(face), CHIP)
    fill, border, ink, sign = _colours(face.tone)
    if t.line_width > 1 and face.tone is not Tone.INK:
        border = ink
    draw_box(painter, rect, fill, border, t.line_width, SMALL_RADIUS)
    x = _SIDE
    if face.shape or face.icon:
        left = rect.right() - x - _SHAPE if mirrored else rect.left() + x
        square = QRectF(left, rect.center().y() - _SHAPE / 2, _SHAPE, _SHAPE)
        if face.shape:
            paint_shape(painter, square, face.shape, sign)
        elif face.icon:
            paint_icon(painter, square, face.icon, ink)
        x += _SHAPE + _GAP
    words = rect.adjusted(_SIDE, 0, -x, 0) if mirrored else rect.adjusted(x, 0, -_SIDE, 0)
    painter.setFont(font(14, 500))
    draw_text(painter, words, face.word, ink)
    painter.restore()


class Chip(QWidget):
    """A chip as a widget."""

    def __init__(self, face: ChipFace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(face.word)

    def set_face(self, face: ChipFace) -> None:
        """Show another face."""
        self._face = face
        self.setAccessibleName(face.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The chip's own size."""
        return QSize(round(chip_width(self._face)), CHIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the face."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, QPointF(0, 0), self._face, mirrored=self.isRightToLeft())


def _colours(tone: Tone) -> tuple[str, str | None, str, str]:
    """Fill, border, colour of the word, colour of the shape (empty: the shape's own)."""
    t = tokens()
    match tone:
        case Tone.OK:
            return t.ok_tint, None, t.ok, t.ok
        case Tone.BAD:
            return t.bad_tint, None, t.bad, t.bad
        case Tone.WARN:
            return t.warn_tint, None, t.warn, t.warn
        case Tone.TODO:
            return t.sheet, t.accent, t.accent, t.accent
        case Tone.INK:
            return t.ink, None, t.sheet, t.sheet
        case Tone.NEUTRAL:
            return t.sheet, t.line2, t.ink2, t.ink2
