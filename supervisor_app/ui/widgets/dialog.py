"""Dialogs: a sheet that opens over the window by `open()`, never blocking it; and the question with a safe answer."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from supervisor_app.ui.tab_order import step_focus
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.notice import Notice, announce
from supervisor_app.ui.widgets.progress import ProgressRow
from supervisor_app.ui.widgets.words import Words


class AtLock(Enum):
    """What becomes of an open dialog when the lock comes, see ui.covering."""

    WAITS = auto()
    """It goes out of sight and comes back to the same person."""
    CLOSES = auto()
    """It is given up: it shows or takes what nobody may find, or watches something."""
    STAYS = auto()
    """It is shown over the lock: it says nothing of what the lock hides."""


class SheetDialog(QDialog):
    """Title, sentence, `box` for the content, a place for notices, a row of buttons. Enter presses the primary one, Esc closes.

    Open it with `open()`; it deletes itself when closed. `at_lock` says what becomes of it when the lock comes.
    """

    at_lock = AtLock.WAITS

    def __init__(self, parent: QWidget, title: str, sentence: str = "", width: int = 560) -> None:
        super().__init__(parent.window())
        self._notice: Notice | None = None
        self._primary: Button | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._width = width
        self.setMinimumWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 24, 28, 24)
        outer.setSpacing(0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.title = Words(title, 20, 600, wrap=True)
        self.sentence = Words(sentence, 15, 400, "ink2", wrap=True)
        self.sentence.setVisible(bool(sentence))
        self.slot = QVBoxLayout()
        self.box = QVBoxLayout()
        self.box.setContentsMargins(0, 16, 0, 20)
        self.box.setSpacing(16)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(12)
        self.buttons.addStretch(1)
        outer.addWidget(self.title)
        outer.addWidget(self.sentence)
        outer.addLayout(self.slot)
        outer.addLayout(self.box)
        outer.addStretch(1)
        outer.addLayout(self.buttons)

    def open(self) -> None:
        """Show it over the window, never blocking; behind the lock it waits for whoever it belongs to."""
        at = self.parentWidget()
        while at is not None:
            keeps_back = getattr(at, "keeps_back", None)
            if callable(keeps_back):
                if keeps_back(self):
                    return
                break
            at = at.parentWidget()
        super().open()

    def give_up(self) -> None:
        """Close at once, without asking whether that is meant."""
        QDialog.reject(self)

    def add_buttons(self, *buttons: Button, primary: Button | None = None) -> None:
        """Put the buttons at the trailing end in this order; `primary` is the one that Enter presses."""
        for button in buttons:
            self.buttons.addWidget(button)
        self._primary = primary

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show what happened and what to do above the content."""
        self.clear_notice()
        self._notice = Notice(message, hint, action)
        if do is not None:
            self._notice.acted.connect(do)
        self.slot.setContentsMargins(0, 16, 0, 0)
        self.slot.addWidget(self._notice)
        announce(self._notice, f"{message} {hint}")

    def clear_notice(self) -> None:
        """Take the notice away."""
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def show_progress(self, row: ProgressRow) -> None:
        """Show how far a piece of work is, above the content."""
        self.slot.addWidget(row)

    def tell_changed(self) -> None:
        """Tell the window that data changed."""
        tell = getattr(self.parentWidget(), "tell_changed", None)
        if callable(tell):
            tell()

    def event(self, event: QEvent) -> bool:
        """As high as the words need at this width, also once a notice came; Qt alone reserves what they need at another width."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        wide = max(self._width, layout.totalMinimumSize().width())
        tall = (
            layout.totalHeightForWidth(max(wide, self.width())) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        )
        if self.minimumSize() != QSize(wide, tall):
            self.setMinimumSize(wide, tall)
            self.resize(max(wide, self.width()), tall)
            self._stay_in_sight()

    def _stay_in_sight(self) -> None:
        """Move up where what came in made it too long for the screen below it."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        below = frame.bottom() - room.bottom()
        if self.isVisible() and below > 0:
            self.move(frame.left(), max(room.top(), frame.top() - below))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order."""
        return step_focus(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the primary button when nothing inside wanted it; the rest as dialogs do."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._primary is not None and self._primary.isEnabled():
                self._primary.click()
            return
        super().keyPressEvent(event)


def ask(
    widget: QWidget,
    question: str,
    detail: str,
    yes: str,
    no: str,
    then: Callable[[], object],
    *,
    danger: bool = True,
    at_lock: AtLock = AtLock.WAITS,
) -> SheetDialog:
    """Ask over the window; `then()` is called on `yes`. The safe answer has the focus and is what Enter and Esc give.

    The question names the thing and its count: "Throw away the draft of Rabina? 6 answers go with it."
    """
    dialog = SheetDialog(widget, question, detail, 480)
    dialog.at_lock = at_lock
    stay = Button(no)
    go = Button(yes, Kind.DANGER if danger else Kind.PRIMARY)
    stay.clicked.connect(dialog.reject)
    go.clicked.connect(dialog.accept)
    dialog.add_buttons(go, stay, primary=stay)
    dialog.accepted.connect(then)
    dialog.open()
    stay.setFocus()
    return dialog
