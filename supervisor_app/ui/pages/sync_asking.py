"""What the Sync page asks before it does something to the shared file or database: which one, where to, whether it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supervisor_app.services.store_address import is_database, without_password
from supervisor_app.ui.dialogs.shared_file import choose_shared_file, place_shared_file
from supervisor_app.ui.widgets.dialog import ask

if TYPE_CHECKING:
    from supervisor_app.services.store_moving import Moved
    from supervisor_app.ui.pages.sync_page import SyncPage


class SyncAsking(QObject):
    """Belongs to the page."""

    def __init__(self, page: SyncPage) -> None:
        super().__init__(page)
        self._page = page

    def go_on(self) -> None:
        """Whether records are written again although no sync was possible after a restore."""
        from supervisor_app.ui.dialogs.go_on_dialog import GoOnDialog  # only after a restore

        dialog = GoOnDialog(self._page, self._page.site, self._page.session)
        dialog.gone_on.connect(self._gone_on)
        dialog.open()

    def anew(self) -> None:
        """Whether a damaged file or database is made new."""
        what = "database" if is_database(self._page.site.settings.shared) else "file"
        question = f"Make the shared {what} new from this laptop?"
        detail = "What lies there is kept beside it. What this laptop holds goes on the new one; the other laptops add theirs."
        ask(self._page, question, detail, "Make it new", "Leave it", self._page.make_anew, danger=False)

    def follow(self, moved_to: str) -> None:
        """Whether the place is used to which the site moved."""
        question = "Use the new place from now on?"
        detail = "An admin moved the site’s records there. This laptop checks that it is the same site, then syncs there."
        ask(self._page, question, detail, "Use it", "Leave it", lambda: self._page.use_database(moved_to), danger=False)

    def database(self, moved_to: str = "") -> None:
        """Which database."""
        from supervisor_app.ui.dialogs.database_dialog import DatabaseDialog  # opened rarely

        known = next((address for address in (moved_to, self._page.site.settings.shared) if is_database(address)), "")
        dialog = DatabaseDialog(self._page, without_password(known))
        dialog.chosen.connect(self._page.use_database)
        dialog.open()

    def file(self) -> None:
        """Which file."""
        choose_shared_file(self._page, lambda path: self._page.use_file(path, create=False))

    def new_file(self) -> None:
        """Where a new file is made."""
        place_shared_file(self._page, lambda path: self._page.use_file(path, create=True))

    def move(self) -> None:
        """Where the site's records go."""
        from supervisor_app.ui.dialogs.move_store_dialog import MoveStoreDialog  # once in a site's life

        dialog = MoveStoreDialog(self._page, self._page.site, self._page.session)
        dialog.acted.connect(self._moved)
        dialog.open()

    def _moved(self, moved: Moved) -> None:
        self._page.main.notify(" ".join(moved.lines()))

    def _gone_on(self) -> None:
        self._page.clear_notice()
        self._page.main.tell_changed()
        self._page.main.notify("Records can be written again. Sync as soon as the shared file is found.")
