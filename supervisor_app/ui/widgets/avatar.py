"""Avatars: a person's initials in a round, in their own script; or an icon where a thing stands in the person's place."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import initials_of
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import CENTRED, centre_square, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import AVATAR


def paint_avatar(
    painter: QPainter, rect: QRectF, name: str, *, selected: bool = False, muted: bool = False, edge: str = ""
) -> None:
    """Paint the initials of a name in a round that fills `rect`; blue when selected; `edge` is another colour of its rim."""
    t = tokens()
    _disc(painter, rect, t.accent if selected else t.sunken, edge or (t.accent if selected else t.line))
    painter.setFont(font(max(12, round(rect.width() * 0.35)), 600))
    ink = t.on_accent if selected else t.ink3 if muted else t.ink2
    draw_text(painter, rect, initials_of(name), ink, CENTRED)


def paint_icon_disc(painter: QPainter, rect: QRectF, icon: Icon) -> None:
    """Paint an icon in a round."""
    t = tokens()
    _disc(painter, rect, t.sunken, t.line)
    paint_icon(painter, centre_square(rect, 22), icon, t.ink2)


class Avatar(QWidget):
    """The initials of a person as a widget."""

    def __init__(self, name: str, size: int = AVATAR, *, selected: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._selected = selected
        self.setFixedSize(size, size)
        self.setAccessibleName(name)

    def set_name(self, name: str) -> None:
        """Show another person's initials."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the round."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_avatar(painter, QRectF(self.rect()), self._name, selected=self._selected)


class IconDisc(QWidget):
    """An icon in a round as a widget."""

    def __init__(self, icon: Icon, size: int = AVATAR, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the round."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon_disc(painter, QRectF(self.rect()), self._icon)


def _disc(painter: QPainter, rect: QRectF, fill: str, edge: str) -> None:
    width = tokens().line_width
    painter.setPen(QPen(QColor(edge), width))
    painter.setBrush(QColor(fill))
    inset = width / 2
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))
