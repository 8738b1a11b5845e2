"""The PIN: dots instead of digits, and the keypad for gloves and touch. The PIN is never shown, copied or kept."""

from __future__ import annotations

import unicodedata
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from supervisor_app.ui.look.drawing import draw_box
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button, Kind

MOST = 12
_DOT = 14.0
_PITCH = 32.0
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class PinField(QWidget):
    """Takes digits and letters; `length` empty rings show how many are expected (a longer PIN is taken too).

    `typed(pin)` on each change, `submitted(pin)` on Enter.
    """

    typed = Signal(str)
    submitted = Signal(str)

    def __init__(self, length: int = 6, label: str = "PIN", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = length
        self._label = label
        self._pin = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(sizes().field)
        self._tell_listeners()

    @property
    def pin(self) -> str:
        """The typed so far."""
        return self._pin

    def clear(self) -> None:
        """Forget what was typed."""
        self._set("")

    def add(self, sign: str) -> None:
        """Take one digit or letter; digits of every script count as the same digit."""
        if len(sign) == 1 and sign.isalnum() and len(self._pin) < MOST:
            self._set(self._pin + (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign))

    def remove_last(self) -> None:
        """Take the last digit away."""
        self._set(self._pin[:-1])

    def sizeHint(self) -> QSize:
        """Room for the dots."""
        return QSize(240, sizes().field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, letters, Backspace and Enter; every other key goes on to the page."""
        if event.key() == Qt.Key.Key_Backspace:
            self.remove_last()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit(self._pin)
        elif event.text().isalnum() and not event.modifiers() & _CHORD:
            self.add(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled dots for what was typed, rings for what is expected."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        draw_box(painter, QRectF(self.rect()), t.sheet, t.accent if focused else t.line2, 2.5 if focused else t.line_width)
        places = max(self._length, len(self._pin))
        pitch = min(_PITCH, (self.width() - 40) / max(places, 1))
        first = self.width() / 2 - pitch * (places - 1) / 2
        for place in range(places):
            typed = place < len(self._pin)
            painter.setPen(QPen(QColor(t.ink if typed else t.line2), 1.5))
            painter.setBrush(QColor(t.ink) if typed else Qt.BrushStyle.NoBrush)
            side = (_DOT if typed else _DOT - 1) / 2
            painter.drawEllipse(QPointF(first + place * pitch, self.height() / 2), side, side)

    def _set(self, pin: str) -> None:
        if pin != self._pin:
            self._pin = pin
            self._tell_listeners()
            self.typed.emit(pin)
            self.update()

    def _tell_listeners(self) -> None:
        """Screen readers hear how many signs there are, never which."""
        self.setAccessibleName(f"{self._label}, {len(self._pin)} typed")


class Keypad(QWidget):
    """Keys 1 to 9, Clear, 0, Delete; none takes the focus from the field."""

    digit = Signal(str)
    cleared = Signal()
    deleted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, word in enumerate(("1", "2", "3", "4", "5", "6", "7", "8", "9", "Clear", "0", "Delete")):
            grid.addWidget(self._key(word), place // 3, place % 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)

    def _key(self, word: str) -> Button:
        key = _Key(word)
        if word.isdigit():
            key.clicked.connect(partial(self.digit.emit, word))
        else:
            key.clicked.connect(self.cleared if word == "Clear" else self.deleted)
        return key


class _Key(Button):
    """One key: 46 high, its figure larger than a button's words."""

    def __init__(self, word: str) -> None:
        super().__init__(word, Kind.SECONDARY if word.isdigit() else Kind.GHOST)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFont(self._figure())

    def sizeHint(self) -> QSize:
        """Flat keys, as wide as there is room."""
        return QSize(112, sizes().key)

    def minimumSizeHint(self) -> QSize:
        """Never under the least target."""
        return QSize(sizes().least, sizes().key)

    def _figure(self) -> QFont:
        return font(20, 500) if self.text().isdigit() else font(15, 500)


class PinEntry(QWidget):
    """The field and, in glove mode or where asked, the keypad below it."""

    typed = Signal(str)
    submitted = Signal(str)

    def __init__(self, length: int = 6, *, keypad: bool = False, label: str = "PIN", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = PinField(length, label)
        self.keypad = Keypad()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.field)
        box.addWidget(self.keypad)
        self.keypad.setVisible(keypad or sizes().glove)
        self.setFocusProxy(self.field)
        self.field.typed.connect(self.typed)
        self.field.submitted.connect(self.submitted)
        self.keypad.digit.connect(self.field.add)
        self.keypad.cleared.connect(self.field.clear)
        self.keypad.deleted.connect(self.field.remove_last)

    @property
    def pin(self) -> str:
        """The typed so far."""
        return self.field.pin

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()
