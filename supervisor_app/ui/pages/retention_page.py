"""What is due to be erased, and how long the site keeps what. Nothing goes by itself: an admin looks at each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.domain.retention import RecordClass, RetentionClass
from supervisor_app.errors import InputError
from supervisor_app.services.erasing import ErasureDone, erasure_preview
from supervisor_app.services.observing import discard
from supervisor_app.services.retention import DueLine, retention_due, retention_rules
from supervisor_app.services.site_changes import set_retention
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.dialogs.erasure_dialog import ErasureDialog
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import ask
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_REASON = "Their time by the rules of the site is over"
_LAW = (
    "Counted from the day a worker left; for signed records from the end of the qualification, if that is later; for drafts from "
    "their last change. No law names one number for every trade. Ask whoever knows yours before you make a time shorter."
)
_LABELS = {
    RecordClass.FACTS: "Names, numbers and jobs: years",
    RecordClass.RECORDS: "Sign-offs and certificates: years",
    RecordClass.DRAFTS: "Drafts: days",
}


class RetentionPage(Page):
    """The list of what is due, and the times."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "What is due to be erased")
        self.lines: tuple[DueLine, ...] = ()
        self.buttons: list[Button] = []
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.add_header_button(self.back)
        self.fields = {key: Field(label) for key, label in _LABELS.items()}
        self.save = Button("Keep these times")
        self.left, self.right = ScrollColumn(), ScrollColumn()
        for column in (self.left, self.right):
            column.box.setSpacing(0)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self.left, 662)
        columns.addWidget(self.right, 416)
        self.content.addLayout(columns, 1)
        self._build_times()
        self.back.clicked.connect(self.go_up)
        self.save.clicked.connect(self.keep_times)

    def _build_times(self) -> None:
        sheet = Sheet(padding=0)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(20, 16, 20, 20)
        box.setSpacing(14)
        for field in self.fields.values():
            box.addWidget(field)
        box.addWidget(Words(_LAW, 14, 400, "ink2", wrap=True))
        box.addWidget(self.save)
        sheet.add_row(inner)
        self.right.box.addWidget(SectionLabel("How long your site keeps it"))
        self.right.box.addWidget(sheet)
        self.right.box.addStretch(1)

    def reload(self) -> None:
        """Ask what is due today."""
        today = self.main.now().date()
        found = look_up(self, lambda: (retention_due(self.site, today), retention_rules(self.site)))
        if found is not None:
            self.lines = found[0]
            self._render(*found)

    def first_focus(self) -> QWidget | None:
        """The first thing that is due, else the way back."""
        return next((button for button in self.buttons if button.isEnabled()), self.back)

    def keep_times(self) -> None:
        """Keep the times that were typed, or say which is none."""

        def change() -> tuple[RetentionClass, ...]:
            return set_retention(self.site, self.session, {key: _number(self.fields[key]) for key in self.fields})

        perform(self, change, done=lambda _: self.main.notify("These times hold from now on, on every laptop."))

    def look(self, line: DueLine) -> None:
        """Show what would go; a draft is thrown away after a question."""
        if line.draft:
            ask(
                self,
                f"Throw away the draft of {isolated(line.name)}?",
                line.words,
                "Throw away",
                "Keep it",
                lambda: perform(self, lambda: discard(self.site, self.session, line.draft)),
            )
            return
        due = line.due
        if due is None:
            return
        shown = perform(self, lambda: erasure_preview(self.site, self.session, due.worker, due.scope, due.records), changes=False)
        if shown is not None:
            dialog = ErasureDialog(self, self.site, self.session, shown, _REASON)
            dialog.erased.connect(self._erased)
            dialog.open()

    def _erased(self, done: ErasureDone) -> None:
        self.main.notify(f"Erased here. From now on: {done.called}. The others follow with their next sync.")

    def _render(self, lines: tuple[DueLine, ...], rules: tuple[RetentionClass, ...]) -> None:
        count = sum(not line.held for line in lines)
        self.set_header("What is due to be erased", _sentence(count, len(lines) - count))
        for rule in rules:
            if not self.fields[rule.key].edit.hasFocus():
                self.fields[rule.key].set_text(str(rule.count))
        self.left.begin()
        self.buttons = []
        sheet = Sheet(padding=0)
        for line in lines:
            sheet.add_row(self._row(line))
        if not lines:
            calm = Words("Nothing is due. What comes due is listed here, and nothing goes by itself.", 15, 400, "ink2", wrap=True)
            calm.setContentsMargins(20, 16, 20, 16)
            sheet.add_row(calm)
        self.left.box.addWidget(SectionLabel("Due"))
        self.left.box.addWidget(sheet)
        self.left.box.addStretch(1)
        self.left.show_filled()

    def _row(self, line: DueLine) -> QWidget:
        button = Button("Throw away" if line.draft else "Look", trailing=None if line.draft else Icon.ARROW)
        button.setAccessibleName(f"{button.text()}: {line.name}")
        button.setEnabled(not line.held)
        button.clicked.connect(partial(self.look, line))
        self.buttons.append(button)
        held = f" A legal hold stands: {line.held}" if line.held else ""
        return SettingRow(isolated(line.name), f"{line.words} Since {day_in_words(line.since)}.{held}", button)


def _sentence(due: int, held: int) -> str:
    words = "Nothing is due." if not due else "One thing is due." if due == 1 else f"{due} things are due."
    return f"{words} {held} more under a legal hold." if held else words


def _number(field: Field) -> int:
    text = field.text().strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise InputError("The time", "it is no number.", "Type whole years or days.")
    return int(text)
