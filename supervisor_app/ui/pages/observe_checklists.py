"""The checklists of the choosing page: what the worker needs next comes first; what is made of others stands behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from supervisor_app.services import catalogue
from supervisor_app.services.catalogue import ChecklistForWorker
from supervisor_app.services.stack_standings import StackForWorker, stacks_for
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.observe_choice import matches, matches_stack
from supervisor_app.ui.pages.observe_rows import STACK_MARK, checklist_row, stack_row
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.observe_column import ObserveColumn, caption, caption_words
from supervisor_app.ui.widgets.observe_head import ObserveHead
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from supervisor_app.ui.page import Page

ROOMY = 960
"""Logical pixels of the page's width from which a checklist's row has room for its revision beside the chip."""


class ChecklistColumn(ObserveColumn):
    """`items` are the checklists as they stand for the worker, `stacks` what is made of others and not held.

    `taken(key)` when a row is opened: a checklist's digest, or what `stack` finds a competency by.
    """

    taken = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.items: tuple[ChecklistForWorker, ...] = ()
        self.stacks: tuple[StackForWorker, ...] = ()
        self._page = page
        self._worker_id = ""
        self._digest = ""
        self.head = ObserveHead(2, "Checklist")
        self.search = SearchField("Search checklists")
        to_checklists = Button("To the checklists", trailing=Icon.ARROW)
        to_checklists.clicked.connect(lambda: page.main.open_page("checklists"))
        none = EmptyState(Icon.CHECKLIST, "No checklist found", "Search for less, or take one from the library.", to_checklists)
        self.list = RowList(self._rows, card=True, name="Checklists", empty=none)
        self._order = caption_words()
        self.fill(self.head, self.search, self.list, caption(Icon.FILTER, self._order))
        self.search.searched.connect(lambda _text: self._search())
        self.search.taken.connect(self.list.take_first)
        self.search.left_down.connect(self.list.view.setFocus)
        self.list.opened.connect(self.taken.emit)

    def load(self, worker_id: str, digest: str) -> None:
        """Read how the checklists stand for a worker ("" for nobody yet); `digest` stays chosen."""
        site, today = self._page.site, self._page.main.now().date()
        self._worker_id, self._digest = worker_id, digest
        self.items = catalogue.next_for(site, worker_id, today)
        self.stacks = stacks_for(site, worker_id, today, {item.line.competency: item.held for item in self.items})
        self.search.setPlaceholderText(f"Search {len(self.items)} checklists")
        self.list.restart(digest)

    def choose(self, digest: str) -> ChecklistForWorker | None:
        """Mark a checklist as chosen and return how it stands; None where it is not listed."""
        self._digest = digest
        self.list.select(digest)
        return next((item for item in self.items if item.line.digest == digest), None)

    def stack(self, key: str) -> StackForWorker | None:
        """Return what is made of others under a row's key; None for a checklist's."""
        return next((one for one in self.stacks if STACK_MARK + one.competency == key), None)

    def say_order(self, first_name: str) -> None:
        """Say below the list what it is sorted by."""
        chosen = f"Sorted by what {first_name} needs next."
        self._order.setText(chosen if first_name else "Choose a worker to see what they need.")

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        """The checklists, and behind them what is made of others and not held: nothing is observed for it but its parts."""
        text, chosen, roomy = self.search.text(), bool(self._worker_id), self._page.width() >= ROOMY
        found = [checklist_row(item, chosen=chosen, roomy=roomy) for item in self.items if matches(text, item)]
        found += [stack_row(stack) for stack in self.stacks if matches_stack(text, stack)]
        return found[offset : offset + limit]

    def _search(self) -> None:
        self.list.restart(self._digest)
        text = self.search.text()
        found = sum(matches(text, item) for item in self.items) + sum(matches_stack(text, stack) for stack in self.stacks)
        self.search.show_count(found, len(self.items) + len(self.stacks))
