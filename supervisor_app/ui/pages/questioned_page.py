"""What does not count, and why: acts of who was not authorised for them, and of laptops that were lost. Nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.contest import WAY_OUT
from supervisor_app.services.questioned_lines import QuestionedLine, questioned_lines
from supervisor_app.ui.actions import look_up
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.ledger_rows import when_words
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_SENTENCE = "Kept as it was signed, but it counts for nothing. Observe again, or let an admin put right who may act."


class QuestionedPage(Page):
    """One list; a row leads to the record, or to the ledger."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Does not count")
        self.lines: tuple[QuestionedLine, ...] = ()
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.add_header_button(self.back)
        nothing = EmptyState(Icon.TICK, "Everything counts", "Nothing was signed by anybody who was not authorised for it.")
        self.rows = RowList(self._fetch, name="What does not count", empty=nothing)
        self.content.addWidget(self.rows, 1)
        self.back.clicked.connect(self.go_up)
        self.rows.opened.connect(self._open)

    def reload(self) -> None:
        """Ask again, staying at the same line."""
        keep = self.rows.current.key if self.rows.current else ""
        self.lines = look_up(self, lambda: questioned_lines(self.site)) or ()
        self.set_header("Does not count", _SENTENCE if self.lines else "")
        self.rows.restart(keep)

    def first_focus(self) -> QWidget | None:
        """The list; the way back while there is nothing."""
        return self.rows.view if self.lines else self.back

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        return [self._row(line) for line in self.lines[offset : offset + limit]]

    def _row(self, line: QuestionedLine) -> Row:
        day, clock = when_words(line.at, self.main.now().date())
        detail = f"By {line.by}. {line.reason.removesuffix(WAY_OUT).rstrip()}"
        return Row(key=line.key, title=line.title, detail=detail, lead=day, lead_detail=clock, icon=Icon.WARN)

    def _open(self, key: str) -> None:
        line = next((line for line in self.lines if line.key == key), None)
        if line is None:
            return
        if line.beside:
            self.main.open_page("ledger", of="number", id=line.beside)
        elif line.sign_off_id:
            self.main.open_page("record", sign_off_id=line.sign_off_id)
        elif line.certificate_id:
            self.main.open_page("certificates", certificate_id=line.certificate_id)
        else:
            self.main.open_page("ledger")
