"""Progress: what, how far in real numbers, Cancel; and the ten seconds in which a signature can be taken back."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.drawing import draw_box
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.notice import announce
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

COUNTDOWN_SECONDS = 10
_TICK_MS = 100


class Bar(QWidget):
    """An 8 px bar; `share` from 0 to 1. Nothing moves by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        """How far, from 0 to 1."""
        return self._share

    def set_share(self, share: float) -> None:
        """Show how far; kept between 0 and 1."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough to be read."""
        return QSize(240, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A grey track, and blue from the leading edge."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        draw_box(painter, whole, t.line if t.line_width == 1 else t.sheet, None if t.line_width == 1 else t.line, radius=4)
        width = max(8.0, whole.width() * self._share) if self._share else 0.0
        left = whole.right() - width if self.isRightToLeft() else 0.0
        draw_box(painter, QRectF(left, 0, width, 8), t.accent, None, radius=4)


class ProgressRow(Sheet):
    """Work that takes longer than 0.3 s: what, how far, Cancel."""

    cancelled = Signal()

    def __init__(self, words: str, *, can_cancel: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self.words = Words(words, 16, 600)
        self.detail = Words("", 14, 400, "ink2", elide=True)
        self.bar = Bar()
        self.cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.cancel.setVisible(can_cancel)
        self.cancel.clicked.connect(self.cancelled)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.words)
        texts.addWidget(self.detail)
        top = QHBoxLayout()
        top.addLayout(texts, 1)
        top.addWidget(self.cancel)
        self.box.setContentsMargins(17, 10, 17, 14)
        self.box.setSpacing(10)
        self.box.addLayout(top)
        self.box.addWidget(self.bar)

    def show_progress(self, done: int, total: int, words: str = "") -> None:
        """Show how far; with an unknown length (total 0) the count alone."""
        self.detail.setText(words or (f"{done:,} of {total:,}" if total else f"{done:,} so far"))
        self.bar.setVisible(bool(total))
        self.bar.set_share(done / total if total else 0.0)


class Countdown(Sheet):
    """The ten seconds between the PIN and the signature. `ended` when they are over, `taken_back` when stopped before.

    `narrow`: the button stands below the bar, so that a name has the whole width.
    """

    ended = Signal()
    taken_back = Signal()

    def __init__(
        self, detail: str, seconds: int = COUNTDOWN_SECONDS, *, narrow: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, padding=0, turn=True)
        self._seconds = seconds
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.words = Words("", 16, 600)
        self.detail = Words(detail, 14, 400, "ink2", wrap=True)
        self.bar = Bar()
        self.button = Button("Take it back", key="Esc")
        self.button.enter_presses = False  # a second Enter after the PIN is a slip, not a wish to take it back
        self.button.clicked.connect(self.take_back)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.words)
        texts.addWidget(self.detail)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconMark(Icon.SIGN, 26, "accent"))
        top.addLayout(texts, 1)
        self.box.setContentsMargins(17, 14, 17, 14)
        self.box.setSpacing(14)
        self.box.addLayout(top)
        self.box.addWidget(self.bar)
        if narrow:
            self.box.addWidget(self.button)
        else:
            top.addWidget(self.button)
        self._show(0.0)

    @property
    def running(self) -> bool:
        """Whether it is counting."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin to count; the way back has the focus."""
        self._clock.start()
        self._timer.start()
        self._show(0.0)
        self.button.setFocus()
        announce(self, f"Signing in {self._seconds} seconds. Escape takes it back.")

    def take_back(self) -> None:
        """Stop before the end; does nothing when it is not counting."""
        if self._timer.isActive():
            self._timer.stop()
            self.taken_back.emit()

    def _tick(self) -> None:
        gone = self._clock.elapsed() / 1000
        self._show(gone)
        if gone >= self._seconds:
            self._timer.stop()
            self.ended.emit()

    def _show(self, gone: float) -> None:
        left = max(0, -int(-(self._seconds - gone) // 1))
        self.words.setText("Signing in 1 second" if left == 1 else f"Signing in {left} seconds")
        self.bar.set_share(gone / self._seconds if self._seconds else 1.0)
