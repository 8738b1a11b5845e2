"""A photo or file as a tile: the picture small, or what kind of file it is; pressed, it opens."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from supervisor_app.services.evidence_pictures import Pixels
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import CENTRED, LEADING, centre_square, draw_box, draw_focus_ring, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.pressing import Pressable

PHOTO, SMALL = QSize(142, 107), QSize(92, 70)
"""The box of the picture: in a sheet of pictures, beside words."""
_LINE = 22
_EDGE = 3.0
_AWAY = "Not here"
_ICONS = {"application/pdf": Icon.FILE, "video/mp4": Icon.PLAY}
_KINDS = {"application/pdf": "PDF", "video/mp4": "Video"}


class Fill(Enum):
    """What the box holds: nothing yet, what there is to show, or a file that is not on this laptop."""

    EMPTY = auto()
    SHOWN = auto()
    AWAY = auto()


class FileTile(Pressable):
    """The picture in a box of `size`, below it `title` and `detail` where there are any.

    `spoken` is its name for who does not see it; `away` where the file is not on this laptop, `faint` where it counts no more.
    """

    enter_presses = True

    def __init__(
        self, size: QSize, media: str, spoken: str, *, title: str = "", detail: str = "", away: bool = False, faint: bool = False
    ) -> None:
        super().__init__()
        self._size, self._media, self._detail, self._faint, self._chosen = size, media, detail, faint, False
        self._image, self.fill = QImage(), Fill.AWAY if away else Fill.EMPTY
        self.setText(title)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(_AWAY if away else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The box, and a line for each text."""
        return QSize(self._size.width(), self._size.height() + self._lines())

    def show_pixels(self, pixels: Pixels | None, *, here: bool = True) -> None:
        """Show the picture; without `pixels` there is nothing to paint but the kind of file, or that it is not `here`."""
        self.fill = Fill.SHOWN if here else Fill.AWAY
        if not here:
            self.setAccessibleDescription(_AWAY)
        if pixels is not None:
            self._image = image_of(pixels)
        self.update()

    def become(self, media: str, spoken: str, pixels: Pixels | None, *, chosen: bool) -> None:
        """Stand for another file, and look chosen where it is the one in view."""
        self._media, self._image, self._chosen = media, QImage(), chosen
        self.setAccessibleName(spoken)
        self.setAccessibleDescription("In view" if chosen else "")
        self.show_pixels(pixels)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is painted."""
        return not self._image.isNull()

    def _lines(self) -> int:
        texts = sum(bool(text) for text in (self.text(), self._detail))
        return 6 + _LINE * texts if texts else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box with what is in it, the words below."""
        painter, t = QPainter(self), tokens()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(0, 0, self.width(), self._size.height())
        inner = draw_focus_ring(painter, box) if self.hasFocus() else box
        ground = t.soft if self._chosen or self.isDown() or self.underMouse() else t.sunken
        border, width = (t.accent, 2.0) if self._chosen else (t.line2, float(t.line_width))
        draw_box(painter, inner, ground, border, width, dashed=self.fill is Fill.AWAY)
        self._paint_inside(painter, inner.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE))
        line = QRectF(0, self._size.height() + 6, self.width(), _LINE)
        for words, weight, colour in ((self.text(), 500, t.ink), (self._detail, 400, t.ink2)):
            if words:
                painter.setFont(font(15 if weight == 500 else 14, weight))
                cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
                draw_text(painter, line, cut, colour, LEADING)
                line.translate(0, _LINE)

    def _paint_inside(self, painter: QPainter, box: QRectF) -> None:
        t = tokens()
        if not self._image.isNull():
            ratio = self.devicePixelRatioF()
            size = self._image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            small = self._image.scaled(
                size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            place = QRectF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2, size.width(), size.height())
            painter.setOpacity(0.45 if self._faint else 1.0)
            painter.drawImage(place, small)
            painter.setOpacity(1.0)
            return
        words = _AWAY if self.fill is Fill.AWAY else _KINDS.get(self._media, "")
        room = words and box.height() >= 60
        side = min(32.0, box.height() - 8)
        middle = box.translated(0, -12) if room else box
        paint_icon(painter, centre_square(middle, side), _ICONS.get(self._media, Icon.PICTURE), t.ink3)
        if room:
            painter.setFont(font(14, 400))
            draw_text(painter, QRectF(box.left(), box.center().y() + 8, box.width(), _LINE), words, t.ink2, CENTRED)


def strip_size() -> QSize:
    """Return the box of a picture in a strip to choose from: no larger than a finger, or a gloved one, needs."""
    side = max(46, sizes().least)
    return QSize(side, side)


def image_of(pixels: Pixels) -> QImage:
    """Return a picture as Qt paints it, with bytes of its own."""
    size = (pixels.width, pixels.height, 4 * pixels.width)
    return QImage(pixels.rgba, *size, QImage.Format.Format_RGBA8888).copy()
