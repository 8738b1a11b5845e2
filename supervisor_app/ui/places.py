"""The pages of the window: built when they are first visited, kept while the same person acts; and the way one came."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from supervisor_app.ui.page import Page
from supervisor_app.ui.page_table import PageEntry

_MOST_BACK = 50


class Places(QStackedWidget):
    """One page at a time. `arriving` just before a page is written and shown: what stands around it may have to change.

    `build` makes a page from its entry.
    """

    arriving = Signal()

    def __init__(self, entries: Sequence[PageEntry], build: Callable[[PageEntry], Page]) -> None:
        super().__init__()
        self.entries = {entry.key: entry for entry in entries}
        self._build = build
        self._pages: dict[str, Page] = {}
        self._trail: list[tuple[str, dict[str, object]]] = []
        self._key = ""

    @property
    def key(self) -> str:
        """The key of the page one is on; "" on none."""
        return self._key

    @property
    def entry(self) -> PageEntry | None:
        """The entry of the page one is on."""
        return self.entries.get(self._key)

    @property
    def page(self) -> Page | None:
        """The page one is on."""
        return self._pages.get(self._key)

    def visit(self, key: str, arguments: dict[str, object]) -> bool:
        """Go to a page; False where the one that is shown may not be left."""
        if self.page is not None and key != self._key and not self.page.leave():
            return False
        if not self._trail or self._trail[-1] != (key, arguments):
            self._trail = [*self._trail, (key, arguments)][-_MOST_BACK:]
        self._show(key, arguments)
        return True

    def back(self) -> None:
        """Go where one came from; from the first page nothing happens."""
        if len(self._trail) > 1 and (self.page is None or self.page.leave()):
            self._trail.pop()
            self._show(*self._trail[-1])

    def again(self) -> None:
        """Show the page one is on anew, as after the lock."""
        self._show(*self._trail[-1])

    def shorten(self) -> None:
        """Begin the way anew from the page one is on: something was chosen on the rail."""
        self._trail = self._trail[-1:]

    def forget(self) -> None:
        """Let every page go: nothing that somebody typed is left in them."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.deleteLater()
        self._pages, self._trail, self._key = {}, [], ""

    def _show(self, key: str, arguments: dict[str, object]) -> None:
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._build(self.entries[key])
            self.addWidget(page)
        self._key = key
        self.arriving.emit()
        page.clear_notice()
        page.open(**arguments)
        page.refresh()
        self.setCurrentWidget(page)
        (page.first_focus() or page).setFocus(Qt.FocusReason.OtherFocusReason)
