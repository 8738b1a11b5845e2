"""What every page is: a header that says the state, a place for notices, the body; and how a page lives in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.look.sizes import HEADER, MARGIN
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.chip import Tone
from supervisor_app.ui.widgets.notice import Notice, announce
from supervisor_app.ui.widgets.progress import ProgressRow
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.services.signing_in import Session
    from supervisor_app.services.site import Site
    from supervisor_app.ui.main_window import MainWindow

NOTICE_GAP = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Header(QWidget):
    """Title and sentence; buttons on the trailing side. 64 high whatever stands in it, so that titles never move."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = Words(title, 28, 600)
        self.sentence = Words("", 15, 400, "ink2", elide=True)
        self.setFixedHeight(HEADER)
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 2, 0, 0)
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addStretch(1)
        texts.addWidget(self.sentence)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(0, 3, 0, 0)
        self.buttons.setSpacing(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addLayout(texts, 1)
        row.addLayout(self.buttons)


class Page(QWidget):
    """A page of the window. With a `title` it has the header and the page margins; without, it fills the window's room itself.

    Subclasses build in `__init__`, ask services in `reload()` and write widgets only in their `_render(state)`.
    """

    def __init__(self, window: MainWindow, title: str = "") -> None:
        super().__init__()
        self._window = window
        self._primary: Button | None = None
        self._notice: Notice | None = None
        self._barred: Notice | None = None
        self.unread: Notice | None = None  # says what could not be looked up; the next time it may be
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._outer.setContentsMargins(*((MARGIN, 20, MARGIN, 16) if title else (0, 0, 0, 0)))
        self.header = Header(title) if title else None
        self.slot = QVBoxLayout()
        self.content = QVBoxLayout()
        self.content.setSpacing(0)
        if self.header is not None:
            self._outer.addWidget(self.header)
            self._outer.addSpacing(12)
        self._outer.addLayout(self.slot)
        self._outer.addLayout(self.content, 1)

    @property
    def main(self) -> MainWindow:
        """The window this page is in."""
        return self._window

    @property
    def site(self) -> Site:
        """The open site."""
        return self._window.site

    @property
    def session(self) -> Session:
        """Who is signed in; pages exist only while somebody is."""
        session = self._window.session
        if session is None:
            raise RuntimeError("a page was used while nobody is signed in")
        return session

    # What a page may say about itself

    def open(self, *args: Any, **arguments: Any) -> None:  # noqa: ANN401 - each page names its own
        """Take the arguments of `window.open_page(key, **arguments)`; called before each `reload()`."""

    def reload(self) -> None:
        """Ask the services and render; called on every visit and after data changed while visible."""

    def leave(self) -> bool:
        """Say whether the page may be left; called before another page opens. Locking does not ask."""
        return True

    def locked(self) -> None:
        """Stop what must not go on while the app is locked (a countdown); nothing can be refused."""

    def go_up(self) -> None:
        """Go one level up (Esc), never losing data."""
        self._window.go_back()

    def first_focus(self) -> QWidget | None:
        """Return what has the focus on arrival; None leaves it to the first field or button."""
        return self._primary

    # Header, primary button, notices

    def set_header(self, title: str, sentence: str = "") -> None:
        """Write title and sentence."""
        if self.header is not None:
            self.header.title.setText(title)
            self.header.sentence.setText(sentence)

    def set_primary(self, button: Button, *, in_header: bool = True) -> None:
        """Make a button the page's primary one: Enter presses it. Stands in the header unless the page placed it itself."""
        self._primary = button
        if in_header and self.header is not None:
            self.header.buttons.addWidget(button)

    def add_header_button(self, button: Button) -> None:
        """Add a button in the header before the primary one."""
        if self.header is not None:
            place = self.header.buttons.count() - (1 if self._primary is not None else 0)
            self.header.buttons.insertWidget(max(0, place), button)

    def refresh(self) -> None:
        """Look anew, on arrival and as records changed: only what could not be looked up before is said no more, or again."""
        self.clear_unread()
        self.reload()

    def clear_unread(self) -> None:
        """Say no more that something could not be looked up: it is now, or will be tried."""
        if self.unread is not None and self.unread is self.notice:
            self.clear_notice()
        self.unread = None

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show what happened and what to do below the header, until it is solved or put away."""
        self.clear_notice()
        notice = Notice(message, hint, action, closable=True)
        notice.dismissed.connect(self.clear_notice)
        if do is not None:
            notice.acted.connect(do)
        self._notice = notice
        self.slot.addWidget(notice)
        self._fit_slot()
        announce(notice, f"{message} {hint}")

    def clear_notice(self) -> None:
        """Take the notice away; the focus stays where it is."""
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
            self._fit_slot()

    @property
    def notice(self) -> Notice | None:
        """The notice that is shown."""
        return self._notice

    def show_barred(self, why_not: str, hint: str = "") -> None:
        """Say below the header why the member cannot do the work of this page; nothing where they can (an empty text)."""
        if self._barred is not None:
            self._barred.hide()
            self._barred.deleteLater()
            self._barred = None
        if why_not:
            self._barred = Notice(why_not, hint, tone=Tone.NEUTRAL)
            self.slot.insertWidget(0, self._barred)
        self._fit_slot()

    @property
    def barred(self) -> Notice | None:
        """What says why the member cannot do the work of this page."""
        return self._barred

    def _fit_slot(self) -> None:
        some = self._notice is not None or self._barred is not None
        self.slot.setSpacing(NOTICE_GAP)
        self.slot.setContentsMargins(0, 0, 0, NOTICE_GAP if some else 0)

    def show_progress(self, row: ProgressRow) -> None:
        """Show how far a piece of work is, below the header."""
        self.slot.addWidget(row)
        self.slot.setContentsMargins(0, 0, 0, NOTICE_GAP)
        row.destroyed.connect(self._fit_slot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the primary button, Esc goes up; both only when nothing inside the page wanted the key."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if self._primary is not None and self._primary.isVisible() and self._primary.isEnabled():
                self._primary.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_up()
        else:
            super().keyPressEvent(event)
