"""Our own icons: strokes in a 24 box, coloured by token when loaded, kept per name, colour, size and screen."""

from __future__ import annotations

import functools
from enum import StrEnum

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from supervisor_app.paths import resource_path

_LIGHT_STROKE = 'stroke-width="1.75"'
_HEAVY_STROKE = 'stroke-width="2"'


class Icon(StrEnum):
    """The drawings there are; the value is the file's name under resources/icons."""

    ADD_PERSON = "add_person"
    ARROW = "arrow"
    BACK = "back"
    BADGE = "badge"
    CAMERA = "camera"
    CARD = "card"
    CERTIFICATE = "certificate"
    CHECKLIST = "checklist"
    CHEVRON = "chevron"
    CLIPBOARD = "clipboard"
    CLOCK = "clock"
    CLOSE = "close"
    COPY = "copy"
    DOWN = "down"
    DOWNLOAD = "download"
    ERASE = "erase"
    FILE = "file"
    FILTER = "filter"
    FLAG = "flag"
    FOLDER = "folder"
    GLOBE = "globe"
    HISTORY = "history"
    INFO = "info"
    KEY = "key"
    LAPTOP = "laptop"
    LOCK = "lock"
    MATRIX = "matrix"
    MINUS = "minus"
    MORE = "more"
    OBSERVE = "observe"
    PAUSE = "pause"
    PEN = "pen"
    PEOPLE = "people"
    PERSON = "person"
    PICTURE = "picture"
    PIN = "pin"
    PLAY = "play"
    PLUS = "plus"
    PRINTER = "printer"
    QUESTION = "question"
    SAFETY = "safety"
    SEARCH = "search"
    SETTINGS = "settings"
    SIGN = "sign"
    STOP = "stop"
    SYNC = "sync"
    TICK = "tick"
    TODAY = "today"
    TRUCK = "truck"
    UP = "up"
    UPLOAD = "upload"
    VERIFY = "verify"
    WARN = "warn"


_MIRRORED = frozenset({Icon.ARROW, Icon.BACK, Icon.CHEVRON, Icon.HISTORY})
"""What points somewhere in a line of text turns round in right-to-left writing; nothing else does."""


def paint_icon(painter: QPainter, rect: QRectF, icon: Icon, colour: str, *, heavy: bool = False) -> None:
    """Paint an icon into `rect` (square) in a colour (`#RRGGBB`); `heavy` is the stroke of the selected state."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    drawn = icon_pixmap(icon, colour, round(rect.width()), ratio, heavy=heavy, mirrored=mirrored)
    painter.drawPixmap(rect.topLeft(), drawn)


@functools.lru_cache(maxsize=512)
def icon_pixmap(
    icon: Icon, colour: str, size: int = 24, ratio: float = 1.0, *, heavy: bool = False, mirrored: bool = False
) -> QPixmap:
    """Return the icon as a pixmap of `size` logical pixels for a screen of `ratio` device pixels each."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(icon, colour, heavy).render(painter, QRectF(pixmap.rect()))
    painter.end()
    if mirrored and icon in _MIRRORED:
        pixmap = pixmap.transformed(QTransform.fromScale(-1, 1))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@functools.lru_cache(maxsize=256)
def _renderer(icon: Icon, colour: str, heavy: bool) -> QSvgRenderer:
    """The parsed drawing in its colour and stroke."""
    drawing = resource_path("icons", f"{icon}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    if heavy:
        drawing = drawing.replace(_LIGHT_STROKE, _HEAVY_STROKE)
    return QSvgRenderer(QByteArray(drawing.encode()))
