"""Choice among two to five: segments in one frame, or tiles; never a combo box. Arrow keys move, as in a radio group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import CENTRED, draw_box, draw_focus_ring, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.level_sign import paint_level
from supervisor_app.ui.widgets.pressing import Pressable

_SIGN = 21


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its key, its word and what stands before it (an icon, or the level sign for `rank` of `of`)."""

    key: str
    word: str
    icon: Icon | None = None
    rank: int = 0
    of: int = 4


class _Pick(Pressable):
    """One option as a button; `tile` has its own frame and starts at the leading edge, a segment is centred in the shared one."""

    def __init__(self, option: Option, *, tile: bool) -> None:
        super().__init__()
        self.option = option
        self._tile = tile
        self.before: _Pick | None = None
        self.setText(option.word)
        self.setAccessibleName(option.word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the word at its heavier weight."""
        measures = sizes()
        tall = measures.button if self._tile else measures.dense_field
        return QSize(round(self._words_width() + self._sign_width() + (32 if self._tile else 28)), tall)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        hint = self.sizeHint()
        return QSize(hint.width() - 16, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, sign and word."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        if self.hasFocus():
            body = draw_focus_ring(painter, body)
        ink = t.accent if self.isChecked() else t.ink if self.isEnabled() else t.ink3
        if self.isChecked():
            draw_box(painter, body, t.soft, t.accent, 2.0)
        elif self._tile:
            draw_box(painter, body, t.sunken if self.underMouse() else t.sheet, t.line2, t.line_width)
        elif self.before and not self.before.isChecked() and not self.hasFocus():
            x = self.width() - 1 if self.isRightToLeft() else 0
            painter.fillRect(QRectF(x, 10, t.line_width, self.height() - 20), QColor(t.line))
        self._paint_word(painter, ink)

    def _paint_word(self, painter: QPainter, ink: str) -> None:
        sign = self._sign_width()
        x = 16.0 if self._tile else (self.width() - self._words_width() - sign) / 2
        if sign:
            left = self.width() - x - _SIGN if self.isRightToLeft() else x
            square = QRectF(round(left), round((self.height() - _SIGN) / 2), _SIGN, _SIGN)
            if self.option.icon:
                paint_icon(painter, square, self.option.icon, ink)
            else:
                level_ink = ink if self.isChecked() else tokens().ink2
                paint_level(painter, square, self.option.rank, self.option.of, level_ink, heavy=True)
        painter.setFont(font(15, 600 if self.isChecked() else 400))
        if self._tile:
            gone = x + sign
            rect = QRectF(0, 0, self.width() - gone, self.height())
            draw_text(painter, rect if self.isRightToLeft() else rect.translated(gone, 0), self.text(), ink)
        else:
            draw_text(painter, QRectF(self.rect()).adjusted(sign, 0, 0, 0), self.text(), ink, CENTRED)

    def natural_width(self) -> int:
        """The width that sign and word need in a tile."""
        return round(32 + self._sign_width() + self._words_width())

    def _sign_width(self) -> float:
        return _SIGN + 12.0 if self.option.icon or self.option.rank else 0.0

    def _words_width(self) -> float:
        return round(QFontMetricsF(font(15, 600)).horizontalAdvance(self.text())) + 1.0


class _Choice(QWidget):
    """What segments and tiles share: one of the options is chosen, or none yet."""

    chosen = Signal(str)

    def __init__(self, *, tile: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._tile = tile
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self._picks: dict[str, _Pick] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str:
        """The key of the chosen option, empty where none is."""
        pick = self._group.checkedButton()
        return pick.option.key if isinstance(pick, _Pick) else ""

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the focus to the chosen option, else to the first: the frame itself shows none."""
        pick = self._group.checkedButton() or next(iter(self._picks.values()), None)
        if pick is not None:
            pick.setFocus(reason)

    def choose(self, key: str) -> None:
        """Choose without telling; an unknown key chooses none."""
        self._group.setExclusive(False)
        for name, pick in self._picks.items():
            pick.setChecked(name == key)
        self._group.setExclusive(True)
        self._leave_one_stop()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; the chosen one stays chosen if it is still there, and so does the focus where none changed."""
        if tuple(options) == tuple(pick.option for pick in self._picks.values()):
            return
        value = self.value
        for pick in self._picks.values():
            self._group.removeButton(pick)
            pick.hide()
            pick.deleteLater()
        self._picks = {option.key: _Pick(option, tile=self._tile) for option in options}
        before: _Pick | None = None
        for place, pick in enumerate(self._picks.values()):
            pick.before, before = before, pick
            self._group.addButton(pick)
            self._place(place, pick)
        self.choose(value)

    def set_enabled_keys(self, keys: Sequence[str]) -> None:
        """Let only these options be chosen."""
        for name, pick in self._picks.items():
            pick.setEnabled(name in keys)

    def _place(self, place: int, pick: _Pick) -> None:
        raise NotImplementedError

    def _leave_one_stop(self) -> None:
        """Tab comes to the chosen option, else to the first one; arrow keys go on from there."""
        stop = self._group.checkedButton() or next(iter(self._picks.values()), None)
        for pick in self._picks.values():
            pick.setFocusPolicy(Qt.FocusPolicy.StrongFocus if pick is stop else Qt.FocusPolicy.ClickFocus)

    def _tell(self, pick: QAbstractButton) -> None:
        self._leave_one_stop()
        if isinstance(pick, _Pick):
            self.chosen.emit(pick.option.key)


class Segmented(_Choice):
    """Options side by side in one frame."""

    def __init__(self, options: Sequence[Option] = (), parent: QWidget | None = None) -> None:
        super().__init__(tile=False, parent=parent)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self.set_options(options)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shared frame under the segments."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), t.sheet, t.line2, t.line_width)

    def _place(self, place: int, pick: _Pick) -> None:
        self._box.addWidget(pick)


class Tiles(_Choice):
    """Options as tiles of equal width in rows of at most `columns`, fewer where their words would not fit."""

    def __init__(self, options: Sequence[Option] = (), columns: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(tile=True, parent=parent)
        self._most = self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(sizes().gap)
        self._stretch()
        self.set_options(options)

    def minimumSizeHint(self) -> QSize:
        """One tile wide: rows are broken before words are cut."""
        return QSize(max((pick.natural_width() for pick in self._picks.values()), default=0), self.sizeHint().height())

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options in as many columns as fit."""
        super().set_options(options)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for other columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        widest = max((pick.natural_width() for pick in self._picks.values()), default=0)
        gap = self._grid.spacing()
        fitting = (count for count in (self._most, 2, 1) if count * (widest + gap) - gap <= self.width())
        columns = min(self._most, next(fitting, 1))
        if columns != self._columns:
            self._columns = columns
            self._stretch()
            for place, pick in enumerate(self._picks.values()):
                self._place(place, pick)
            QTimer.singleShot(0, self, self.updateGeometry)  # whoever gives the place is busy giving it just now

    def _stretch(self) -> None:
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _place(self, place: int, pick: _Pick) -> None:
        self._grid.addWidget(pick, place // self._columns, place % self._columns)
