"""Buttons: painted from the tokens, with icon, words, a pointing icon and the cap of the key that works."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import LEADING, draw_box, draw_focus_ring, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.key_cap import CAP_HEIGHT, cap_width, paint_key_cap
from supervisor_app.ui.widgets.pressing import Pressable

_SHOWN_ONLY = {"Enter", "Esc", "Space"}
_ICON = 22
_BETWEEN = 10.0


class Kind(Enum):
    """How much a button asks for attention. One PRIMARY per screen; DANGER is outlined, never filled."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DANGER = "danger"
    GHOST = "ghost"  # grey text, "Cancel"
    LINK = "link"  # blue text
    QUIET_DANGER = "quiet danger"  # grey text, red only under the pointer, the focus or the finger: for one at each row of a list


_PLAIN = (Kind.GHOST, Kind.LINK, Kind.QUIET_DANGER)
"""Words without a box."""


@dataclass(frozen=True, slots=True)
class _Paint:
    """The colours of a button in its state; None draws nothing."""

    fill: str | None
    border: str | None
    width: float
    words: str


class Button(Pressable):
    """A push button. `key` shows a cap; a chord or function key ("Ctrl+P", "F5") also becomes the shortcut, while Enter, Esc and
    single letters are only shown, because the page decides when they count. Checkable buttons look chosen when checked.
    """

    enter_presses = True

    def __init__(
        self,
        words: str,
        kind: Kind = Kind.SECONDARY,
        *,
        icon: Icon | None = None,
        trailing: Icon | None = None,
        key: str = "",
        height: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._trailing = trailing
        self._key = key
        self._height = height
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFont(font(*self._type()))
        if key and key not in _SHOWN_ONLY and len(key) > 1:
            self.setShortcut(QKeySequence(key))

    @property
    def kind(self) -> Kind:
        """How much it asks for attention."""
        return self._kind

    def set_words(self, words: str) -> None:
        """Change the words; the key stays."""
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def set_icon(self, icon: Icon | None) -> None:
        """Change the icon before the words."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words, icons and cap need; the height by kind."""
        side = 12.0 if self._kind in _PLAIN else 24.0
        return QSize(round(self._content_width() + 2 * side), self._tall())

    def minimumSizeHint(self) -> QSize:
        """A little tighter at the sides than the hint, so that narrow columns keep the words whole."""
        side = 4.0 if self._kind in _PLAIN else 14.0
        return QSize(round(self._content_width() + 2 * side), self._tall())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint box, ring, icon, words, pointing icon and cap."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        body = QRectF(self.contentsRect())
        if self.hasFocus():
            body = draw_focus_ring(painter, body)
        if look.fill or look.border:
            draw_box(painter, body, look.fill, look.border, look.width, dashed=not self.isEnabled() and look.width > 1)
        self._paint_content(painter, look.words)

    def _paint_content(self, painter: QPainter, colour: str) -> None:
        """The row in the middle, from the leading edge on."""
        x = (self.width() - self._content_width()) / 2
        middle = QRectF(self.contentsRect()).center().y()
        if self._icon:
            paint_icon(painter, self._placed(x, middle, _ICON, _ICON), self._icon, colour, heavy=self._kind is Kind.PRIMARY)
            x += _ICON + _BETWEEN
        width = self._words_width()
        painter.setFont(self._drawn_font())
        draw_text(painter, self._placed(x, middle, width, 30), self.text(), colour, LEADING)
        x += width + _BETWEEN
        if self._trailing:
            paint_icon(painter, self._placed(x, middle, _ICON, _ICON), self._trailing, colour, heavy=True)
            x += _ICON + _BETWEEN
        if self._key:
            wide = cap_width(self._key)
            paint_key_cap(painter, self._placed(x + 2, middle, wide, CAP_HEIGHT), self._key, colour)

    def _placed(self, x: float, middle: float, width: float, height: float) -> QRectF:
        """A box that starts `x` from the leading edge, centred on `middle`, on whole pixels."""
        left = self.width() - x - width if self.isRightToLeft() else x
        return QRectF(round(left), round(middle - height / 2), width, height)

    def _look(self) -> _Paint:
        """The colours for the kind, pressed, hovered, checked and disabled."""
        t = tokens()
        line = float(t.line_width)
        if not self.isEnabled():
            plain = self._kind in _PLAIN
            return _Paint(None if plain else t.sunken, None if plain else t.line, line, t.ink3)
        if self.isChecked():
            return _Paint(t.soft, t.accent, 2.0, t.accent)
        lit = t.soft if self.isDown() else t.sunken if self.underMouse() else t.sheet
        match self._kind:
            case Kind.PRIMARY:
                return _Paint(_pressed(t.accent, self.isDown(), self.underMouse()), None, 0.0, t.on_accent)
            case Kind.DANGER:
                return _Paint(t.bad_tint if self.isDown() else lit, t.bad, max(1.5, line), t.bad)
            case Kind.SECONDARY:
                return _Paint(lit, t.line2, line, t.ink)
            case Kind.GHOST:
                return _Paint(t.soft if self.isDown() else None, None, 0.0, t.ink if self.underMouse() else t.ink2)
            case Kind.LINK:
                return _Paint(t.soft if self.isDown() else None, None, 0.0, t.accent)
            case Kind.QUIET_DANGER:
                meant = self.isDown() or self.underMouse() or self.hasFocus()
                return _Paint(t.bad_tint if self.isDown() else None, None, 0.0, t.bad if meant else t.ink2)

    def _tall(self) -> int:
        measures = sizes()
        return max(self._height or measures.button, measures.least)

    def _type(self) -> tuple[int, int]:
        """Size and weight of the words: larger on the screen's main action."""
        if self._height >= 56:
            return (17, 600) if self._kind is Kind.PRIMARY else (16, 500)
        return (15, 600) if self._kind is Kind.PRIMARY else (15, 500)

    def _drawn_font(self) -> QFont:
        return font(self._type()[0], 600) if self.isChecked() else self.font()

    def _words_width(self) -> float:
        """The words' width, with room for the weight they get when chosen, so that nothing moves."""
        widest = font(self._type()[0], 600) if self.isCheckable() else self.font()
        return round(QFontMetricsF(widest).horizontalAdvance(self.text())) + 1.0

    def _content_width(self) -> float:
        icons = sum(_ICON + _BETWEEN for icon in (self._icon, self._trailing) if icon)
        return self._words_width() + icons + (cap_width(self._key) + _BETWEEN + 2 if self._key else 0.0)


class IconButton(Pressable):
    """A square button that shows only an icon; its word is the accessible name and the tip."""

    enter_presses = True

    def __init__(self, icon: Icon, word: str, *, bordered: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._bordered = bordered
        self.setAccessibleName(word)
        self.setToolTip(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """The least target there is."""
        return QSize(sizes().least, sizes().least)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon, and the box where there is one."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        if self.hasFocus():
            body = draw_focus_ring(painter, body)
        fill = t.soft if self.isDown() else t.sunken if self.underMouse() else t.sheet if self._bordered else None
        draw_box(painter, body, fill, t.line2 if self._bordered else None, t.line_width)
        middle = QRectF(self.rect()).center()
        ink = t.ink if self.isEnabled() else t.ink3
        paint_icon(painter, QRectF(middle.x() - 12, middle.y() - 12, 24, 24), self._icon, ink)


def _pressed(colour: str, down: bool, hovered: bool) -> str:
    """The filled colour, a little deeper under the pointer and under the finger."""
    made = QColor(colour)
    if down:
        return made.darker(118).name()
    return made.darker(107).name() if hovered else colour
