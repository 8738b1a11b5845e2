"""A signature that waits ten seconds: the assessor's block, the PIN that is checked first, the bar that counts, the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.ui.widgets.observe_signatures import AssessorBlock
from supervisor_app.ui.widgets.progress import COUNTDOWN_SECONDS, Countdown


class CountedSigning(QWidget):
    """`asked(pin)` when the PIN was given; the page checks form and PIN, then calls `count_down`.

    `write(pin)` is called once, when the ten seconds are over; before that nothing is kept but the PIN, and it is forgotten
    with `take_back()`. `counting(bool)` tells the page to rest its fields.
    """

    asked = Signal(str)
    counting = Signal(bool)

    def __init__(self, block: AssessorBlock, *, seconds: int = COUNTDOWN_SECONDS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.block = block
        self.countdown: Countdown | None = None
        self._seconds = seconds
        self._write: Callable[[], object] | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._box.addWidget(block)
        block.submitted.connect(self._ask)

    @property
    def is_counting(self) -> bool:
        """Whether the ten seconds run."""
        return self.countdown is not None

    def count_down(self, detail: str, write: Callable[[], object]) -> None:
        """Begin to count; `write()` is called at the end and not before."""
        self._write = write
        self.countdown = Countdown(detail, self._seconds, narrow=True)
        self.countdown.ended.connect(self._end)
        self.countdown.taken_back.connect(self._stop)
        self.block.set_counting(True)
        self._box.addWidget(self.countdown)
        self.counting.emit(True)
        self.countdown.start()

    def take_back(self) -> None:
        """Stop before the end; nothing was written. Does nothing while it does not count."""
        if self.countdown is not None:
            self.countdown.take_back()

    def forget(self) -> None:
        """Stop, and forget a PIN that is typed."""
        self.take_back()
        self.block.pin.clear()

    def _ask(self, pin: str) -> None:
        if self.countdown is not None:
            return
        if pin:
            self.asked.emit(pin)
        else:
            self.block.pin.field.setFocus()

    def _end(self) -> None:
        write = self._write
        self._stop()
        if write is not None:
            write()

    def _stop(self) -> None:
        self._write = None
        if self.countdown is not None:
            self.countdown.hide()
            self.countdown.deleteLater()
            self.countdown = None
        self.block.set_counting(False)
        self.counting.emit(False)
        if self.isVisible():
            self.block.pin.field.setFocus()
