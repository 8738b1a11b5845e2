"""Dialogs: a sheet that opens over the window by `open()`, never blocking it; and the question with a safe answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from supervisor_app.ui.tab_order import step_focus
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.notice import Notice, announce
from supervisor_app.ui.widgets.progress import ProgressRow
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.words import Words

_MARGIN = 28
_BAR, _NO_BAR = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
"""Once shown, a bar narrows wrapped words, which then need the bar: Qt alone never takes it away again."""
_TITLE_BAR = 36
"""What a desktop puts above a dialog; known exactly only once it is shown."""


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
        self._body = _Body((self.title, self.sentence), (self.slot, self.box))
        self._body.asked.connect(self._fit)
        self.buttons.setContentsMargins(_MARGIN, 0, _MARGIN, _MARGIN - 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addWidget(self._body, 1)
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
        wide = max(self._width, self._body.least_width(), self.buttons.totalMinimumSize().width())
        needed = self._body.height_for(max(wide, self.width())) + self.buttons.totalSizeHint().height()
        tall = min(needed, self._room())
        self._body.setVerticalScrollBarPolicy(_BAR if needed > tall else _NO_BAR)
        if self.minimumSize() != QSize(wide, tall):
            self.setMinimumSize(wide, tall)
            self.resize(max(wide, self.width()), tall)
            self._stay_in_sight()

    def _room(self) -> int:
        """How high it may be: what the screen has between its bars, without the title bar; more than that scrolls."""
        frame = self.frameGeometry().height() - self.geometry().height() if self.isVisible() else 0
        return self.screen().availableGeometry().height() - max(frame, _TITLE_BAR)

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


class _Body(ScrollColumn):
    """All of a dialog above its buttons; it scrolls only where the screen is lower (1366x768 at 125 % leaves about 560)."""

    asked = Signal()

    def __init__(self, head: Sequence[QWidget], below: Sequence[QLayout]) -> None:
        super().__init__()
        self.box.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, 0)
        self.box.setSpacing(0)
        for widget in head:
            self.box.addWidget(widget)
        for layout in below:
            self.box.addLayout(layout)
        self.box.addStretch(1)

    def least_width(self) -> int:
        """The width below which something would be cut."""
        return self.box.totalMinimumSize().width()

    def height_for(self, width: int) -> int:
        """How high all of it is at this width."""
        return self.box.totalHeightForWidth(width) if self.box.hasHeightForWidth() else self.box.totalSizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when something inside wants another size."""
        handled = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.asked.emit()
        return handled


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
