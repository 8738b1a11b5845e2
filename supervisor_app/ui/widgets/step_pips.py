"""The strip above the step card: one row of tick marks per section, and the running result, always in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.decision import RunningScore
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.look.drawing import draw_hairline, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import STEP_MARGIN
from supervisor_app.ui.pages.observe_state import Section
from supervisor_app.ui.pages.observe_words import score_words
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape
from supervisor_app.ui.widgets.step_list import SHAPES
from supervisor_app.ui.widgets.step_text import own_way

PIP, STEP_WIDTH, TITLE_GAP, SECTION_GAP, UNDERLINE = 16, 20, 12, 32, 3


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a section stands, from the leading edge; `title` is what there is room for."""

    left: float
    width: float
    title: str
    title_width: float


class StepPips(QWidget):
    """Sections with their pips, then "4 of 5 met so far" and the critical ones. `picked` names the step a press goes to."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()
        self._words: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", ""))
        self._missed = False
        self._places: tuple[_Place, ...] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(56)

    def set_state(self, sections: tuple[Section, ...], score: RunningScore) -> None:
        """Show the pips and the running result; nothing is painted where nothing changed."""
        words, missed = score_words(score), score.critical_missed > 0
        if (sections, words, missed) == (self._sections, self._words, self._missed):
            return
        self._sections, self._words, self._missed, self._places = sections, words, missed, None
        self.setAccessibleName(" ".join(f"{figure} {word}" for figure, word in words).strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, 56 high (48 where the screen is low)."""
        return QSize(600, self.minimumHeight())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a section goes to its first open step."""
        x = event.position().x()
        from_leading = (self.width() - x if self.isRightToLeft() else x) - STEP_MARGIN
        for section, place in zip(self._sections, self._places or (), strict=False):
            if place.left <= from_leading <= place.left + place.width:
                self.picked.emit(section.first)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint result and sections; in right-to-left writing the strip is laid out from the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        used = self._paint_score(painter)
        self._places = self._lay_out(self.width() - used - SECTION_GAP - 2 * STEP_MARGIN)
        draw_hairline(painter, 0, self.width(), self.height() - tokens().line_width)
        for section, place in zip(self._sections, self._places, strict=False):
            self._paint_section(painter, section, place)

    def _lay_out(self, room: float) -> tuple[_Place, ...]:
        """Give every section its pips; titles are shortened, then left to the current one, where the strip is narrow."""
        titles = [section.title for section in self._sections]
        metrics = {True: QFontMetricsF(font(15, 600)), False: QFontMetricsF(font(15, 500))}
        for longest in (400.0, 120.0, 88.0, 60.0, 0.0):
            places: list[_Place] = []
            left = 0.0
            for section, title in zip(self._sections, titles, strict=True):
                face = metrics[section.current]
                limit = max(longest, 88.0) if section.current else longest
                shown = face.elidedText(title, Qt.TextElideMode.ElideRight, limit) if limit else ""
                wide = face.horizontalAdvance(shown)
                pips = len(section.marks) * STEP_WIDTH - (STEP_WIDTH - PIP)
                width = wide + (TITLE_GAP if shown else 0) + pips
                places.append(_Place(left, width, shown, wide))
                left += width + (SECTION_GAP if longest > 60 else 16)
            if left - SECTION_GAP <= room:
                break
        return tuple(places)

    def _box(self, left: float, width: float) -> QRectF:
        """A box as high as the strip, `left` from the leading margin."""
        left += STEP_MARGIN
        x = self.width() - left - width if self.isRightToLeft() else left
        return QRectF(x, 0, width, self.height())

    def _paint_section(self, painter: QPainter, section: Section, place: _Place) -> None:
        table = tokens()
        painter.setFont(font(15, 600 if section.current else 500))
        ink = table.accent if section.current else table.ink2
        draw_text(painter, self._box(place.left, place.title_width + 2), place.title, ink)
        left = place.left + place.title_width + (TITLE_GAP if place.title else 0)
        top = (self.height() - PIP) / 2
        for mark in section.marks:
            paint_shape(painter, QRectF(self._box(left, PIP).left(), top, PIP, PIP), SHAPES[mark])
            left += STEP_WIDTH
        if section.current:
            line = self._box(place.left, place.width)
            painter.fillRect(QRectF(line.left(), self.height() - UNDERLINE, line.width(), UNDERLINE), QColor(table.accent))

    def _paint_score(self, painter: QPainter) -> float:
        """Paint the result at the trailing edge and return its width."""
        (met, met_words), (critical, critical_words) = self._words
        table = tokens()
        used = self._paint_pair(painter, 0, critical, critical_words, table.bad if self._missed else "")
        if self._missed:
            box = self._from_trailing(used + 8, 17)
            paint_shape(painter, QRectF(box.left(), (self.height() - 17) / 2, 17, 17), StatusShape.NOT_MET)
            used += 25
        return self._paint_pair(painter, used + 28, met, met_words, "")

    def _from_trailing(self, trailing: float, width: float) -> QRectF:
        return self._box(self.width() - 2 * STEP_MARGIN - trailing - width, width)

    def _paint_pair(self, painter: QPainter, trailing: float, figure: str, words: str, colour: str) -> float:
        table = tokens()
        for text, face, ink in ((words, font(15), table.ink2), (figure, font(18, 600), table.ink)):
            if not text:
                continue
            width = QFontMetricsF(face).horizontalAdvance(text) + 1
            painter.setFont(face)
            draw_text(painter, self._from_trailing(trailing, width), own_way(painter, text), colour or ink)
            trailing += width + (7 if text is words and figure else 0)
        return trailing
