"""Tiles of a scale or a choice: a figure and its words, chosen by pressing or by the digit on the cap."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supervisor_app.ui.look.drawing import draw_box, draw_focus_ring, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_entry import TileView
from supervisor_app.ui.widgets.key_cap import CAP_HEIGHT, cap_width, paint_key_cap
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines
from supervisor_app.ui.widgets.words import plain_tip

HEIGHT = 52


class StepTile(Pressable):
    """One value: the cap of its digit and its words in up to two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: TileView | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(HEIGHT, sizes().least))

    def set_view(self, view: TileView) -> None:
        """Show a value."""
        self.view = view
        self.setText(view.word)
        self.setAccessibleName(f"{view.cap} {view.word}".strip())
        self.setToolTip(plain_tip(view.word))
        self.setChecked(view.chosen)
        self.update()

    def nextCheckState(self) -> None:
        """Lit only by what is stored."""

    def sizeHint(self) -> QSize:
        """Shares the row with the others."""
        return QSize(130, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """At least a finger."""
        return QSize(sizes().least, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint cap and words, blue and soft where chosen."""
        if self.view is None:
            return
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        chosen = self.isChecked()
        ink = table.accent if chosen else table.ink if self.isEnabled() else table.ink3
        whole = QRectF(self.rect())
        body = draw_focus_ring(painter, whole) if self.hasFocus() else whole
        fill = table.soft if chosen or self.isDown() else table.sheet
        draw_box(painter, body, fill, table.accent if chosen else table.line2, 2.0 if chosen else table.line_width)
        mirrored = self.isRightToLeft()
        left = 12.0
        if self.view.cap:
            cap = cap_width(self.view.cap)
            top = round((self.height() - CAP_HEIGHT) / 2)
            box = leading_rect(QRectF(0, top, self.width(), CAP_HEIGHT), left, cap, mirrored=mirrored)
            paint_key_cap(painter, box, self.view.cap, ink)
            left += cap + 9
        room = self.width() - left - 8
        if room > 24:
            weight = 600 if chosen else 500
            lines = break_lines(self.view.word, 14, weight, round(room), 2)
            inner = leading_rect(whole.adjusted(0, (self.height() - 18 * len(lines)) / 2, 0, 0), left, room, mirrored=mirrored)
            draw_lines(painter, inner, lines, font(14, weight), ink, 18)


class StepTiles(QWidget):
    """The values in a row; `chosen` gives the figure or the choice's key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[StepTile] = []
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(sizes().gap)

    def set_views(self, views: Sequence[TileView], *, can_answer: bool) -> None:
        """Show these values; tiles are made once and used again."""
        while len(self.tiles) < len(views):
            tile = StepTile()
            tile.clicked.connect(lambda _checked=False, tile=tile: self.chosen.emit(tile.view.value if tile.view else ""))
            self.tiles.append(tile)
            self._box.addWidget(tile)
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < len(views))
            tile.setEnabled(can_answer)
            if place < len(views):
                tile.set_view(views[place])
