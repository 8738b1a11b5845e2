"""What keeps this laptop from exchanging records, said over the page Sync with its way out for as long as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supervisor_app.errors import UserError
from supervisor_app.services.sync_records import HistoryLine, SyncOverview
from supervisor_app.services.syncing import MADE_ANEW, SharedFileError, Trouble, database_words
from supervisor_app.ui.pages.sync_view import trouble_stands

if TYPE_CHECKING:
    from supervisor_app.ui.pages.sync_page import SyncPage


class SyncTroubles(QObject):
    """Belongs to the page. `moved_to` is where the shared store went, as far as a sync was told."""

    def __init__(self, page: SyncPage) -> None:
        super().__init__(page)
        self._page = page
        self._arrived = self._said = False
        self.moved_to = ""

    def arrive(self) -> None:
        """Somebody came to the page: what stands is said, also where it was put away before."""
        self._arrived = True

    def say(self, view: SyncOverview) -> None:
        """Say on arrival a trouble that stands, and take it away once it is over; meanwhile nothing pops up by itself."""
        arrived, self._arrived = self._arrived, False
        if not trouble_stands(view):
            if self._said:
                self._page.clear_notice()
            self._said = False
        elif arrived and view.lines[0].trouble in set(Trouble):
            self.tell(_problem(view.lines[0], database=view.state.database))

    def tell(self, problem: UserError) -> None:
        """Say what kept a sync from being done, and offer the way out."""
        self._said = isinstance(problem, SharedFileError)
        page, message, hint = self._page, problem.message, problem.hint
        trouble = problem.trouble if isinstance(problem, SharedFileError) else None
        moved_to = problem.moved_to if isinstance(problem, SharedFileError) else ""
        if moved_to:
            self.moved_to = moved_to
            page.show_notice(message, hint, "Follow it", lambda: page.asking.follow(moved_to))
        elif trouble is Trouble.PASSWORD:
            page.show_notice(message, hint, "Give the password", lambda: page.asking.database(self.moved_to))
        elif trouble in MADE_ANEW:
            page.show_notice(message, hint, "Make it new", page.asking.anew)
        elif trouble is Trouble.CANCELLED:
            page.reload()
        elif page.site.settings.shared:
            page.show_notice(message, hint, "Try again", page.sync)
        else:
            page.show_notice(message, hint)


def _problem(line: HistoryLine, *, database: bool) -> SharedFileError:
    """Return the trouble of a line of the history as it was told then."""
    told = SharedFileError(Trouble(line.trouble), moved_to=line.moved_to)
    told = database_words(told) if database else told
    return SharedFileError(told.trouble, line.sentence, told.hint, moved_to=line.moved_to)
