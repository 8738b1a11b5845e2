"""The rail: where one is and where one can go; at its bottom who is signed in, and Lock. 200 wide, or 72 with icons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import TRAILING, draw_box, draw_focus_ring, draw_hairline, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import NARROW_RAIL, RAIL
from supervisor_app.ui.widgets.avatar import paint_avatar
from supervisor_app.ui.widgets.pressing import Pressable
from supervisor_app.ui.widgets.words import plain_tip

LOCK_KEY = "Ctrl+L"
SETTINGS_KEY = "Ctrl+,"
_INSET = 12.0
_PITCH = 48
SMALL = 13


class RailButton(Pressable):
    """One line of the rail: icon, word, and the number of things that need the person."""

    enter_presses = True

    def __init__(self, word: str, icon: Icon, hint: str = "") -> None:
        super().__init__()
        self._icon = icon
        self._hint = hint
        self.count = 0
        self.narrow = False
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(not hint)
        self.setFixedHeight(_PITCH)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone; the word becomes the tip."""
        self.narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.update()

    def set_count(self, count: int) -> None:
        """Show how many things need the person."""
        self.count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White sheet and blue bar where one is; icon, word, number."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_INSET, 2, -_INSET, -2)
        if self.hasFocus():
            draw_focus_ring(painter, box.adjusted(-4.5, -1.5, 4.5, 1.5))
        if self.isChecked():
            draw_box(painter, box, t.sheet, t.line, t.line_width)
            bar = leading_rect(box, 0, 4, mirrored=self.isRightToLeft())
            painter.fillRect(QRectF(bar.left(), box.center().y() - 12, 4, 24), QColor(t.accent))
        elif self.underMouse():
            draw_box(painter, box, t.sunken, None)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        t = tokens()
        here, whole = self.isChecked(), QRectF(self.rect())
        square = leading_rect(whole, 24, 24, mirrored=self.isRightToLeft())
        square = QRectF(square.left(), whole.center().y() - 12, 24, 24)
        paint_icon(painter, square, self._icon, t.accent if here else t.ink2, heavy=here)
        if self.narrow:
            return
        words = whole.adjusted(20, 0, -60, 0) if self.isRightToLeft() else whole.adjusted(60, 0, -20, 0)
        painter.setFont(font(15, 600 if here else 500))
        draw_text(painter, words, self.text(), t.ink if here else t.ink2)
        if self.count:
            painter.setFont(font(15, 600))
            draw_text(painter, words.adjusted(0, 0, -4, 0), str(self.count), t.accent if here else t.ink2, TRAILING)
        elif self._hint:
            painter.setFont(font(14, mono=True))
            draw_text(painter, words, self._hint, t.ink3, TRAILING)


class _Sign(QWidget):
    """The program's sign and the site's name at the top of the rail."""

    def __init__(self) -> None:
        super().__init__()
        self.site = ""
        self.narrow = False
        self.setFixedHeight(78)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ticked line, the name, the site."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = leading_rect(QRectF(self.rect()), 20, 32, mirrored=self.isRightToLeft())
        paint_sign(painter, QRectF(square.left(), 20, 32, 32))
        if self.narrow:
            return
        words = QRectF(self.rect()).adjusted(8, 0, -64, 0) if self.isRightToLeft() else QRectF(self.rect()).adjusted(64, 0, -8, 0)
        painter.setFont(font(15, 600))
        draw_text(painter, QRectF(words.left(), 17, words.width(), 22), "Sign-off", t.ink)
        painter.setFont(font(13))
        cut = painter.fontMetrics().elidedText(self.site, Qt.TextElideMode.ElideRight, int(words.width()))
        draw_text(painter, QRectF(words.left(), 37, words.width(), 20), cut, t.ink2)


def paint_sign(painter: QPainter, rect: QRectF) -> None:
    """Paint the program's sign: a tick over a line, on ink."""
    t = tokens()
    ground, mark = (t.accent, t.on_accent) if t.line_width > 1 else (t.ink, t.sheet)
    draw_box(painter, rect, ground, None, radius=rect.width() * 0.19)
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 32, rect.height() / 32)
    pen = painter.pen()
    pen.setColor(QColor(mark))
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setWidthF(2.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([QPointF(9, 14.2), QPointF(14, 19), QPointF(23.4, 8.6)])
    painter.drawLine(QPointF(8, 25), QPointF(24, 25))
    painter.restore()


class _Person(Pressable):
    """Who is signed in; pressing it leads to the settings. The number: who waits for this person there."""

    enter_presses = True

    def __init__(self) -> None:
        super().__init__()
        self.name = self.title = ""
        self.count = 0
        self.narrow = self.here = False
        self.setFixedHeight(64)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str, title: str) -> None:
        """Show who it is."""
        self.name, self.title = name, title
        self._say()

    def show_count(self, count: int) -> None:
        """Show how many wait for this person."""
        self.count = count
        self._say()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline, the initials, name and title; the sign of the settings, or the number instead."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_hairline(painter, _INSET, self.width() - _INSET, 0)
        if not self.name:
            return
        self._paint_ground(painter)
        square = leading_rect(QRectF(self.rect()), 19, 34, mirrored=self.isRightToLeft())
        paint_avatar(painter, QRectF(square.left(), 16, 34, 34), self.name, edge=t.line2)
        if self.narrow:
            return
        name = leading_rect(QRectF(self.rect()), 64, self.width() - 80, mirrored=self.isRightToLeft())
        title = leading_rect(QRectF(self.rect()), 64, self.width() - 96, mirrored=self.isRightToLeft())
        self._line(painter, QRectF(name.left(), 13, name.width(), 22), self.name, 15, 600 if self.here else 500, t.ink)
        self._line(painter, QRectF(title.left(), 33, title.width(), 20), self.title, 13, 400, t.ink2)
        self._paint_sign(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        t = tokens()
        box = QRectF(self.rect()).adjusted(_INSET, 6, -_INSET, -2)
        if self.hasFocus():
            draw_focus_ring(painter, box.adjusted(-4.5, -1.5, 4.5, 1.5))
        if self.here:
            draw_box(painter, box, t.sheet, t.line, t.line_width)
            bar = leading_rect(box, 0, 4, mirrored=self.isRightToLeft())
            painter.fillRect(QRectF(bar.left(), box.center().y() - 12, 4, 24), QColor(t.accent))
        elif self.underMouse():
            draw_box(painter, box, t.sunken, None)

    def _paint_sign(self, painter: QPainter) -> None:
        t = tokens()
        ink = t.accent if self.here else t.ink2
        square = leading_rect(QRectF(self.rect()), self.width() - 31, 17, mirrored=self.isRightToLeft())
        if self.count:
            painter.setFont(font(15, 600))
            draw_text(painter, QRectF(square.left(), 33, 18, 20), str(self.count), ink, TRAILING)
        else:
            paint_icon(painter, QRectF(square.left(), 35, 17, 17), Icon.SETTINGS, ink)

    def _say(self) -> None:
        who = f"{self.name}, {self.title}" if self.name else ""
        waits = f", {self.count} {'waits' if self.count == 1 else 'wait'} for you" if self.count else ""
        self.setAccessibleName(f"Signed in: {who}. Settings{waits}")
        self.setToolTip(plain_tip(f"{who}: settings, {SETTINGS_KEY}") if who else "")
        self.update()

    def _line(self, painter: QPainter, rect: QRectF, words: str, size: int, weight: int, ink: str) -> None:
        painter.setFont(font(size, weight))
        if size > SMALL and painter.fontMetrics().horizontalAdvance(words) > rect.width():
            painter.setFont(font(SMALL, weight))  # rather a small name than half a name
        draw_text(painter, rect, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width())), ink)


class Rail(QWidget):
    """The rail with its entries (key, word, icon). `chosen(key)`, also for the page at the `foot`, and `lock_asked`."""

    chosen = Signal(str)
    lock_asked = Signal()

    def __init__(self, entries: Sequence[tuple[str, str, Icon]], foot: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._foot = foot
        self._sign, self._person = _Sign(), _Person()
        self._buttons = {key: RailButton(word, icon) for key, word, icon in entries}
        self._lock = RailButton("Lock", Icon.LOCK, LOCK_KEY)
        self._lock.setShortcut(QKeySequence(LOCK_KEY))
        self._lock.clicked.connect(self.lock_asked)
        self._person.setEnabled(bool(foot))
        self._person.setShortcut(QKeySequence(SETTINGS_KEY))
        self._person.clicked.connect(lambda: self.chosen.emit(foot))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 12)
        box.setSpacing(0)
        box.addWidget(self._sign)
        for place, (key, button) in enumerate(self._buttons.items(), start=1):
            button.clicked.connect(partial(self._choose, key))
            button.setShortcut(QKeySequence(f"Alt+{place}"))
            box.addWidget(button)
        box.addStretch(1)
        box.addWidget(self._person)
        box.addWidget(self._lock)
        self.setFixedWidth(RAIL)

    @property
    def narrow(self) -> bool:
        """Whether only icons show."""
        return self._sign.narrow

    def set_narrow(self, narrow: bool) -> None:
        """Narrow the rail to its icons, which stay where they are."""
        self.setFixedWidth(NARROW_RAIL if narrow else RAIL)
        self._sign.narrow = self._person.narrow = narrow
        for button in (*self._buttons.values(), self._lock):
            button.set_narrow(narrow)

    def set_site(self, name: str) -> None:
        """Show the site's name."""
        self._sign.site = name
        self._sign.update()

    def set_person(self, name: str, title: str) -> None:
        """Show who is signed in."""
        self._person.show_person(name, title)

    def set_current(self, key: str) -> None:
        """Mark where one is."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._person.here = bool(key) and key == self._foot
        self._person.update()

    def set_count(self, key: str, count: int) -> None:
        """Show at a page how many things need the person."""
        if key == self._foot:
            self._person.show_count(count)
        else:
            self._buttons[key].set_count(count)

    def sizeHint(self) -> QSize:
        """As narrow or wide as it is set."""
        return QSize(self.width(), 600)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rail's colour and the line to the page."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.rail))
        x = 0 if self.isRightToLeft() else self.width() - t.line_width
        painter.fillRect(QRectF(x, 0, t.line_width, self.height()), QColor(t.line))

    def _choose(self, key: str) -> None:
        self._buttons[key].setChecked(True)
        self.chosen.emit(key)
