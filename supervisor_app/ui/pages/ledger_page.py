"""The ledger: who did what when, newest first; narrowed by what is typed or chosen; each entry with its proof beside the list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.errors import UserError
from supervisor_app.services.audit_pack import PackResult, export_pack
from supervisor_app.services.entry_proof import entry_proof, save_proof
from supervisor_app.services.entry_proof_records import EntryProof
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind, without
from supervisor_app.services.ledger_finding import Hit, find_hits, subject_named, subject_of
from supervisor_app.services.ledger_page import END, Choices, EntryLine, choices, ledger_lines
from supervisor_app.ui.actions import look_up, perform, perform_in_background
from supervisor_app.ui.dialogs.ledger_filter import LedgerFilterDialog
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.ledger_panel import EntryPanel
from supervisor_app.ui.pages.ledger_rows import entry_row, filter_words, hit_row, ledger_sentence, shortened
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField
from supervisor_app.ui.widgets.words import plain_tip

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_SHOW_AFTER_MS = 120
_ROW = 65


class LedgerPage(Page):
    """`open(of="person", id=...)` shows the history of one subject; without arguments the filter stays as it was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Ledger")
        self.asked = LedgerFilter()
        self._known = Choices((), (), 0)
        self._last = END
        self._hits: tuple[Hit, ...] = ()
        self.job: Job | None = None
        self._wanted = ""  # the entry to show when the list is filled next
        self._listed = -1  # entries there were when the list was filled; -1: it has to be filled
        self._build()
        self._connect()

    def open(self, *, of: str = "", id: str = "") -> None:
        """Begin with the history of one subject."""
        if of:
            self.asked = LedgerFilter(subject=subject_named(self.site, SubjectKind(of), id))
            self._listed = -1
            self._wanted = id if of == SubjectKind.CLAIM else ""
            self.search.clear()

    def reload(self) -> None:
        """Ask again, staying at the same entry."""
        known = look_up(self, lambda: choices(self.site))
        if known is not None:
            self._render(known)

    def first_focus(self) -> QWidget:
        """The search."""
        return self.search

    def narrow(self, asked: LedgerFilter) -> None:
        """Show other entries, from the newest on."""
        self.asked = asked
        self._listed = -1
        self.search.clear()
        self.reload()
        self.entries.view.scrollToTop()

    # Building

    def _build(self) -> None:
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.filter = Button("Show only", icon=Icon.FILTER, key="Ctrl+F", height=56)
        self.pack = Button("Audit pack", icon=Icon.DOWNLOAD, height=56)
        for button in (self.back, self.filter, self.pack):
            self.add_header_button(button)
        self.search = SearchField("Name, number, certificate, competency, laptop or day")
        self.nothing = EmptyState(Icon.SEARCH, "No such entries", "Take a filter away, or look at other days.")
        self.entries = RowList(self._fetch, row_height=_ROW, name="Entries", empty=self.nothing)
        self.nobody = EmptyState(Icon.SEARCH, "Nothing found", "Nobody and nothing here has this name or number.")
        self.hits = RowList(self._fetch_hits, row_height=_ROW, name="What this may mean", empty=self.nobody)
        self.hits.hide()
        self.panel = EntryPanel()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addLayout(self._chips)
        left.addSpacing(4)
        left.addWidget(self.entries, 1)
        left.addWidget(self.hits, 1)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addLayout(left, 620)
        columns.addWidget(self.panel, 458)
        self.content.addLayout(columns, 1)
        self._showing = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_up)
        self.filter.clicked.connect(self._ask_filter)
        self.pack.clicked.connect(self._ask_pack)
        self.search.searched.connect(self._search)
        self.search.taken.connect(self._take_first)
        self.search.left_down.connect(self._into_list)
        self.hits.opened.connect(self._take)
        self.entries.picked.connect(lambda _: self._showing.start())
        self.entries.opened.connect(self._show)
        self._showing.timeout.connect(self._show_current)
        self.panel.copy_asked.connect(self._copy)
        self.panel.save_asked.connect(self._ask_file)
        self.panel.history_asked.connect(self._show_history)

    # Asking

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        """Give the list its next piece."""
        after = self._last if offset else END
        lines: tuple[EntryLine, ...] | None = look_up(self, lambda: ledger_lines(self.site, self.asked, after, limit))
        if not lines:
            return []
        self._last = lines[-1].place
        today = self.main.now().date()
        return [entry_row(line, today) for line in lines]

    def _fetch_hits(self, offset: int, limit: int) -> list[Row]:
        return [hit_row(place, hit) for place, hit in enumerate(self._hits)][offset : offset + limit]

    def _search(self, text: str) -> None:
        """Each key asks what the text may mean; the entries come back when it is empty."""
        self._hits = (look_up(self, lambda: find_hits(self.site, text)) or ()) if text else ()
        self.hits.setVisible(bool(text))
        self.entries.setVisible(not text)
        if text:
            self.hits.restart()

    def _take_first(self) -> None:
        if self._hits:
            self._take("0")

    def _take(self, key: str) -> None:
        self.narrow(self._hits[int(key)].narrow(self.asked))
        self.search.setFocus()

    def _into_list(self) -> None:
        rows = self.hits if self.search.text().strip() else self.entries
        rows.view.setFocus()
        if not rows.view.currentIndex().isValid():
            rows.view.setCurrentIndex(rows.model.index(0, 0))

    def _ask_filter(self) -> None:
        dialog = LedgerFilterDialog(self, self.asked, self._known)
        dialog.narrowed.connect(self.narrow)
        dialog.open()

    # Showing

    def _render(self, known: Choices) -> None:
        """Write the head and the filters; the list too, unless somebody is reading further down: what was written stays."""
        self._known = known
        self.set_header("Ledger", ledger_sentence(known.total, self.asked))
        reading = self._listed >= 0 and self.entries.view.verticalScrollBar().value() > 0
        if self._listed < 0 or (known.total != self._listed and not reading):
            self._fill(known)
        self._render_chips()
        self._show_current()

    def _fill(self, known: Choices) -> None:
        """Fill the list from the newest entry on."""
        self._listed = known.total
        self.entries.restart(self._wanted)
        self._wanted = ""
        if self.entries.current is None and (first := self.entries.model.row(0)) is not None:
            self.entries.select(first.key)

    def _render_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for names, words in filter_words(self.asked, self._known):
            chip = Button(shortened(words), icon=Icon.CLOSE, height=44)
            chip.setAccessibleName(f"{words}: show all again")
            chip.setToolTip(plain_tip(words))
            chip.clicked.connect(partial(self._take_away, names))
            self._chips.addWidget(chip)
        if (newer := self._known.total - self._listed) > 0:
            come = Button(f"{newer:,} newer", icon=Icon.UP, height=44)
            come.setAccessibleName(f"{newer:,} newer entries came: show them")
            come.clicked.connect(lambda: self.narrow(self.asked))
            self._chips.addWidget(come)
        self._chips.addStretch(1)

    def _take_away(self, names: tuple[str, ...]) -> None:
        asked = self.asked
        for name in names:
            asked = without(asked, name)
        self.narrow(asked)
        self.search.setFocus()

    def _show_current(self) -> None:
        current = self.entries.current
        if current is None:
            self.panel.show_proof(None)
        else:
            self._show(current.key)

    def _show(self, key: str) -> None:
        self._showing.stop()
        origin, _, seq = key.partition(":")
        proof: EntryProof | None = look_up(self, lambda: entry_proof(self.site, bytes.fromhex(origin), int(seq)))
        self.panel.show_proof(proof)

    # Doing

    def _copy(self) -> None:
        if self.panel.proof is not None:
            QGuiApplication.clipboard().setText(self.panel.proof.text())
            self.main.notify("The proof is copied.")

    def _show_history(self) -> None:
        if self.panel.proof is not None:
            line = self.panel.proof.line
            subject = look_up(self, lambda: subject_of(self.site, line))
            if subject is not None:
                self.narrow(LedgerFilter(subject=subject))

    def _ask_file(self) -> None:
        proof = self.panel.proof
        if proof is None:
            return
        ask_place(self, Folder.PROOF, "Save the proof", "Proof (*.json)", proof.file_name, self.save_proof)

    def _ask_pack(self) -> None:
        day = self.main.now().date().isoformat()
        ask_place(self, Folder.PROOF, "Save the audit pack", "Audit pack (*.zip)", f"audit-{day}.zip", self.save_pack)

    def save_pack(self, path: Path) -> None:
        """Write what the list shows as an audit pack, in the background."""
        if self.job is not None:
            return
        site, asked, by = self.site, self.asked, self.session.name

        def work(progress: Progress, cancelled: Cancelled) -> PackResult:
            return export_pack(
                site, asked, path, by=by, progress=lambda done, total: progress(done, total, "entries"), cancelled=cancelled
            )

        self.pack.setEnabled(False)
        self.job = perform_in_background(
            self, work, words="Writing the audit pack", done=self._packed, failed=self._not_packed, changes=False
        )

    def _packed(self, result: PackResult) -> None:
        self.job = None
        self.pack.setEnabled(True)
        if not result.cancelled:
            self.main.notify(f"{result.entries:,} entries are in {result.path.name}.")

    def _not_packed(self, problem: UserError) -> None:
        self.job = None
        self.pack.setEnabled(True)
        self.show_notice(problem.message, problem.hint)

    def save_proof(self, path: Path) -> None:
        """Write the proof that is shown into a file."""
        proof = self.panel.proof
        if proof is not None:
            perform(self, lambda: save_proof(proof, path), changes=False, done=self._saved)

    def _saved(self, path: Path) -> None:
        self.main.notify(f"The proof is in {path.name}.")
