"""What the signs of the matrix mean, above it: in one line where that is wide enough."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.look.drawing import draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.level_sign import paint_level
from supervisor_app.ui.widgets.matrix_cells import DOT, CellKind, paint_cell, paint_hatch
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape

_HEIGHT, _SIGN, _HATCHED, _GAP, _BETWEEN = 24, 16.0, 24.0, 8.0, 20.0
_WORDS = {
    CellKind.SOON: "due within 30 days",
    CellKind.EXPIRED: "expired",
    CellKind.ON_HOLD: "on hold",
    CellKind.BEGUN: "not yet competent",
    CellKind.DECLARED: "declared",
    CellKind.NEVER: "never assessed",
}
_SHAPES = {
    CellKind.EXPIRED: StatusShape.NOT_MET,
    CellKind.ON_HOLD: StatusShape.PAUSED,
    CellKind.BEGUN: StatusShape.NOT_SEEN,
    CellKind.DECLARED: StatusShape.INFO,
}
_RARE = frozenset({CellKind.ON_HOLD, CellKind.DECLARED})
"""Named only where the matrix has one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One sign with its word: a level by its rank, else the kind of a cell."""

    word: str
    kind: CellKind
    rank: int = 0

    @property
    def wide(self) -> float:
        """How wide the sign is."""
        return _HATCHED if self.kind is CellKind.SOON else _SIGN


class MatrixLegend(QWidget):
    """The levels of the scale, then due, expired, not yet and never; on hold and declared where there are such."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels = 0
        self._entries: tuple[_Entry, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_signs(self, levels: Sequence[tuple[str, str]], kinds: Collection[CellKind] = ()) -> None:
        """Name the levels, lowest first, and what the cells are of which `kinds` there are."""
        self._levels = len(levels)
        ranked = [_Entry(name, CellKind.LEVEL, rank) for rank, (_, name) in enumerate(levels, 1)]
        rest = [_Entry(word, kind) for kind, word in _WORDS.items() if kind not in _RARE or kind in kinds]
        self._entries = (*ranked, *rest)
        self.setAccessibleName(f"Signs: {', '.join(entry.word for entry in self._entries)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(600, _HEIGHT)

    def heightForWidth(self, width: int) -> int:
        """As many lines as the signs need."""
        return _HEIGHT * (1 + max((line for _, line, _ in self._laid_out(width)), default=0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sign and word, one after the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(font(14))
        mirrored = self.isRightToLeft()
        for entry, line, x in self._laid_out(self.width()):
            whole = QRectF(0, line * _HEIGHT, self.width(), _HEIGHT)
            sign = leading_rect(whole, x, entry.wide, mirrored=mirrored)
            self._paint_sign(painter, sign.adjusted(0, (_HEIGHT - _SIGN) / 2, 0, (_SIGN - _HEIGHT) / 2), entry)
            words = leading_rect(whole, x + entry.wide + _GAP, _advance(entry.word), mirrored=mirrored)
            draw_text(painter, words, entry.word, tokens().ink2)

    def _laid_out(self, width: int) -> Iterator[tuple[_Entry, int, float]]:
        """Each entry with its line and how far from the leading edge it begins."""
        line, x = 0, 0.0
        for entry in self._entries:
            needed = entry.wide + _GAP + _advance(entry.word)
            if x and x + needed > width:
                line, x = line + 1, 0.0
            yield entry, line, x
            x += needed + _BETWEEN

    def _paint_sign(self, painter: QPainter, box: QRectF, entry: _Entry) -> None:
        if entry.kind is CellKind.LEVEL:
            paint_level(painter, box, entry.rank, self._levels, tokens().ink)
        elif entry.kind is CellKind.SOON:
            paint_hatch(painter, box)
        elif entry.kind is CellKind.NEVER:
            paint_cell(painter, box, DOT)
        else:
            paint_shape(painter, box, _SHAPES[entry.kind])


def _advance(word: str) -> float:
    return QFontMetricsF(font(14)).horizontalAdvance(word) + 2
