"""What the window tells over its pages: good news for a moment, and that the program itself stumbled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.widgets.dialog import AtLock, SheetDialog, ask
from supervisor_app.ui.widgets.toast import Toast

_FAULT = (
    "Everything that was answered and signed is saved. Where it happened is noted on this laptop, without names. "
    "Go on; if it happens again at the same place, show the file faults.log to whoever looks after the program."
)


class Telling(QObject):
    """Belongs to the window; news stand over its `shell`. `fault` is the question that is open, None while there is none."""

    def __init__(self, window: QWidget, shell: QWidget) -> None:
        super().__init__(window)
        self._window, self._shell = window, shell
        self._toast: Toast | None = None
        self.fault: SheetDialog | None = None

    def notify(self, words: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say good news for six seconds."""
        if self._toast is not None:
            self._toast.put_away()
        toast = Toast(self._shell, words, action)
        if do is not None:
            toast.acted.connect(do)
        toast.destroyed.connect(lambda: self._forget(toast))
        self._toast = toast

    def tell_fault(self) -> None:
        """Say that the program itself stumbled, and offer to go on; repeats while the question is open are only noted."""
        if self.fault is not None:
            return
        words = ("The program stumbled", _FAULT, "Close the program", "Go on")
        question = ask(self._window, *words, self._window.close, at_lock=AtLock.STAYS)
        question.finished.connect(self._fault_answered)
        self.fault = question

    def _fault_answered(self) -> None:
        self.fault = None

    def _forget(self, toast: Toast) -> None:
        if self._toast is toast:
            self._toast = None
