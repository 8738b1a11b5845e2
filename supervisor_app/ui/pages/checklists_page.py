"""Checklists: those of the site, the chosen one whole; new ones from a file or from the library, after a look at them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.domain.texts import in_language
from supervisor_app.services import aligning, catalogue, catalogue_files
from supervisor_app.services.aligning import Framework
from supervisor_app.services.catalogue import ChecklistLine
from supervisor_app.services.catalogue_files import PublishPreview
from supervisor_app.services.rights import Right
from supervisor_app.services.withdrawing import count_certificates_of, withdrawal_of
from supervisor_app.ui.actions import look_up, perform, perform_in_background
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.dialogs.framework_dialog import FrameworkDialog
from supervisor_app.ui.dialogs.library_dialog import LibraryDialog
from supervisor_app.ui.file_dialogs import Folder, ask_file, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.checklist_file_bar import FileBar
from supervisor_app.ui.pages.checklist_panel import ChecklistPanel
from supervisor_app.ui.pages.checklist_words import checklist_row, found, list_sentence
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_FILES = "Checklists (*.yaml *.yml);;All files (*)"
_FRAMEWORKS = "Frameworks (*.json);;All files (*)"


class ChecklistsPage(Page):
    """`open(digest="")` or `open(competency="")` shows one; a dropped or chosen file is shown before it is published."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Checklists")
        self.preview: PublishPreview | None = None
        self._lines: tuple[ChecklistLine, ...] = ()
        self._wanted = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self.from_file = Button("Add from a file", icon=Icon.UPLOAD, height=56)
        self.from_library = Button("Add from the library", icon=Icon.CHECKLIST, height=56)
        self.add_header_button(self.from_library)
        self.add_header_button(self.from_file)
        self.search = SearchField("Search checklists")
        self.nothing = EmptyState(Icon.CHECKLIST, "No checklists", "")
        self.list = RowList(self._rows, name="Checklists", empty=self.nothing)
        self.bar = FileBar()
        self.bar.hide()
        self.panel = ChecklistPanel()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.bar)
        right.addWidget(self.panel, 1)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addLayout(left, 416)
        columns.addLayout(right, 662)
        self.content.addLayout(columns, 1)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._fill(self._current_digest()))
        self.search.taken.connect(self.list.take_first)
        self.search.left_down.connect(self.list.view.setFocus)
        self.list.picked.connect(self.show_revision)
        self.list.opened.connect(self.show_revision)
        self.from_file.clicked.connect(self._choose_file)
        self.from_library.clicked.connect(self._choose_library)
        self.panel.save_asked.connect(self._choose_place)
        self.panel.revision_asked.connect(self.show_revision)
        self.panel.withdraw_asked.connect(self._withdraw)
        self.panel.align_asked.connect(self._choose_framework)
        self.panel.form_asked.connect(self._print_form)
        self.bar.publish.clicked.connect(self._publish_file)
        self.bar.away.clicked.connect(self._put_away)

    # Life of the page

    def open(self, **arguments: object) -> None:
        """Choose `digest`, or the newest revision of `competency`, when the list is filled."""
        self._wanted = str(arguments.get("digest", "") or arguments.get("competency", ""))
        self.preview = None

    def reload(self) -> None:
        """Read the site's checklists again, staying at the same one."""
        lines = look_up(self, lambda: catalogue.list_checklists(self.site))
        if lines is None:
            return
        self._lines = lines
        allow(self, Right.PUBLISH, self.from_file, self.from_library, self.bar.publish)
        self.set_header("Checklists", list_sentence(lines))
        wanted = next((line.digest for line in lines if self._wanted in (line.digest, line.competency)), self._wanted)
        self._wanted = ""
        self._fill(wanted or self._current_digest())

    def first_focus(self) -> QWidget | None:
        """The search."""
        return self.search

    def go_up(self) -> None:
        """Esc: put a file away that is only looked at; else go back."""
        if self.preview is not None:
            self._put_away()
        else:
            super().go_up()

    # What others may call

    def look_at_file(self, path: Path) -> None:
        """Show the checklist in a file and what publishing it would do; what is wrong with it stands in a notice."""
        self.clear_notice()
        self._look_at(path.name, lambda: catalogue.load_checklist_file(path))

    def align_with(self, path: Path) -> None:
        """Offer the items of a framework's file for the checklist that is shown; what is chosen is looked at before it counts."""
        checklist = look_up(self, lambda: catalogue.get_checklist(self.site, self.panel.shown))
        if checklist is None:
            return

        def offer(framework: Framework) -> None:
            dialog = FrameworkDialog(self, framework, checklist)
            dialog.chosen.connect(lambda chosen: self._look_at("What it answers to", lambda: aligning.aligned(checklist, chosen)))
            dialog.open()

        perform_in_background(
            self,
            lambda _progress, _cancelled: aligning.read_framework(path),
            words="Reading the framework",
            done=offer,
            changes=False,
            cancel=False,
        )

    def _look_at(self, what: str, read: Callable[[], Checklist]) -> None:
        """Show a checklist that is not published and what publishing it would do."""
        preview = perform(self, lambda: catalogue_files.preview_publish(self.site, read()), changes=False)
        if preview is None:
            return
        self.preview = preview
        self.bar.show_preview(preview, what)
        self.bar.show()
        self.list.select("")
        self.panel.show_checklist(preview.checklist, preview.digest, published=False)
        (self.bar.away if preview.here_already else self.bar.publish).setFocus()

    def save_to(self, path: Path) -> None:
        """Write what is shown into a file that can be edited and published as a new revision."""
        digest = self.panel.shown
        saved = perform(self, lambda: catalogue_files.save_as_file(self.site, digest, path), changes=False)
        if saved is not None:
            self.main.notify(f"Saved as {saved.name}.")

    def publish(self, checklists: list[Checklist]) -> None:
        """Publish checklists and show the first of them."""
        lines = perform(self, lambda: catalogue.publish(self.site, self.session, checklists), changes=False)
        if not lines:
            return
        self.preview = None
        self.search.clear()
        self._wanted = lines[0].digest
        self.main.tell_changed()
        first = f"{lines[0].short_title}, revision {lines[0].revision}"
        self.main.notify(f"{first} is published." if len(lines) == 1 else f"{len(lines)} checklists are published.")

    def show_revision(self, digest: str) -> None:
        """Show a published revision whole."""
        checklist = look_up(self, lambda: catalogue.get_checklist(self.site, digest))
        if checklist is None:
            return
        self.preview = None
        self.bar.hide()
        others = catalogue_files.revisions(self.site, checklist.competency)
        act = withdrawal_of(self.site, digest, self.main.now().date())
        withdrawn = f"Withdrawn on {day_in_words(act.on)} by {isolated(act.author)}: {isolated(act.reason)}" if act else ""
        self.panel.show_checklist(checklist, digest, others, withdrawn=withdrawn)
        if self.panel.withdraw is not None:
            allow(self, Right.PUBLISH, self.panel.withdraw, competency=checklist.competency)
        if self.panel.align is not None:
            allow(self, Right.PUBLISH, self.panel.align, competency=checklist.competency)

    # Inside

    def _print_form(self) -> None:
        from supervisor_app.ui.form_printing import show_form  # not for whoever only reads

        show_form(self.main, self.panel.shown)

    def _withdraw(self) -> None:
        from supervisor_app.ui.dialogs.withdraw_revision import WithdrawRevisionDialog  # not for the page that may open it

        digest = self.panel.shown
        checklist = perform(self, lambda: catalogue.get_checklist(self.site, digest), changes=False)
        if checklist is None:
            return
        named = f"{in_language(checklist.short_title)}, revision {checklist.revision}"
        ends = count_certificates_of(self.site, digest, self.main.now().date())
        dialog = WithdrawRevisionDialog(self, self.site, self.session, digest, named, ends)

        def told(_ended: int) -> None:
            self._wanted = digest
            self.main.notify(f"{named} is withdrawn.")

        dialog.acted.connect(told)
        dialog.open()

    def _rows(self, offset: int, limit: int) -> list[Row]:
        words = tuple(self.search.text().casefold().split())
        shown = [line for line in self._lines if found(line, words)]
        self.search.show_count(len(shown), len(self._lines))
        return [checklist_row(line) for line in shown[offset : offset + limit]]

    def _fill(self, keep: str) -> None:
        """Fill the list and show what it is at; a file that is looked at stays in sight."""
        text = self.search.text().strip()
        self.nothing.set_words(
            "Nothing found" if text else "No checklists yet",
            f"No title or code has “{text[:40]}” in it." if text else "Take some from the library, or add one from a file.",
        )
        self.list.restart(keep)
        if self.list.current is None and (first := self.list.model.row(0)) is not None and not self._is_other_revision(keep):
            self.list.select(first.key)
        self.panel.setVisible(bool(self._lines) or self.preview is not None)
        if self.preview is None:
            digest = keep if self._is_other_revision(keep) else self.list.current.key if self.list.current else ""
            if digest:
                self.show_revision(digest)

    def _is_other_revision(self, digest: str) -> bool:
        """Whether what is shown is an older revision, which the list does not hold."""
        return bool(digest) and not self.search.text() and all(line.digest != digest for line in self._lines)

    def _current_digest(self) -> str:
        return self.panel.shown if self.preview is None else ""

    def _publish_file(self) -> None:
        if self.preview is not None:
            self.publish([self.preview.checklist])

    def _put_away(self) -> None:
        self.preview = None
        self.bar.hide()
        self._fill(self.list.current.key if self.list.current else "")
        self.search.setFocus()

    def _choose_file(self) -> None:
        ask_file(self, Folder.CHECKLIST, "Choose a checklist", _FILES, self.look_at_file)

    def _choose_framework(self) -> None:
        ask_file(self, Folder.FRAMEWORK, "Choose a framework (CASE package)", _FRAMEWORKS, self.align_with)

    def _choose_library(self) -> None:
        items = perform(self, lambda: catalogue_files.not_here_yet(self.site), changes=False)
        if items == ():
            self.main.notify("Every checklist of the library is here.")
        elif items:
            dialog = LibraryDialog(self, items)
            dialog.chosen.connect(self.publish)
            dialog.open()

    def _choose_place(self) -> None:
        checklist = perform(self, lambda: catalogue.get_checklist(self.site, self.panel.shown), changes=False)
        if checklist is None:
            return
        name = catalogue_files.file_name(checklist)
        ask_place(self, Folder.CHECKLIST, "Save the checklist", _FILES, name, self.save_to)
