"""What is held about one person: to hand out, to hold, to erase. For admins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.names import isolated
from supervisor_app.services.erasing import ErasureDone, erasure_preview
from supervisor_app.services.privacy import Privacy, privacy_of
from supervisor_app.ui.actions import look_up, perform, perform_in_background
from supervisor_app.ui.dialogs.erasure_dialog import ErasureDialog
from supervisor_app.ui.dialogs.hold_dialog import HoldDialog
from supervisor_app.ui.file_dialogs import Folder, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.services.subject_access import AccessResult
    from supervisor_app.ui.main_window import MainWindow

_EXPORT = "One zip file to hand over: a text to read, a table, the records as stored, certificates, photos."
_NAME = "Name, number and job go. Signed records stay until their time is over, under a pseudonym in every list."
_ALL = "Sign-offs, certificates and photos go too. Check first whether a law asks you to keep them."
_HOLD = "For an accident, a claim or an inspection: nothing is erased while it stands."


class PrivacyPage(Page):
    """`open(worker_id=...)`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Privacy")
        self.privacy: Privacy | None = None
        self._worker_id = ""
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.ledger = Button("Ledger", icon=Icon.HISTORY, height=56)
        self.export = Button("Export", icon=Icon.DOWNLOAD)
        self.hold = Button("Place a hold", icon=Icon.LOCK)
        self.erase_name = Button("Erase the name", Kind.DANGER)
        self.erase_all = Button("Erase everything", Kind.DANGER)
        for button in (self.back, self.ledger):
            self.add_header_button(button)
        self.left, self.right = ScrollColumn(), ScrollColumn()
        for column in (self.left, self.right):
            column.box.setSpacing(0)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self.left, 1)
        columns.addWidget(self.right, 1)
        self.content.addLayout(columns, 1)
        self._build_actions()
        self._connect()

    def _build_actions(self) -> None:
        self._actions = Sheet(padding=0)
        self._hold_row = SettingRow("Legal hold", _HOLD, self.hold)
        for row in (
            SettingRow("Everything held about them", _EXPORT, self.export),
            self._hold_row,
            SettingRow("Erase the name", _NAME, self.erase_name),
            SettingRow("Erase everything", _ALL, self.erase_all),
        ):
            self._actions.add_row(row)
        self.right.box.addWidget(SectionLabel("What can be done"))
        self.right.box.addWidget(self._actions)
        self.right.box.addStretch(1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_up)
        self.ledger.clicked.connect(lambda: self.main.open_page("ledger", of="person", id=self._worker_id))
        self.export.clicked.connect(self._choose_file)
        self.hold.clicked.connect(self._ask_hold)
        self.erase_name.clicked.connect(lambda: self.ask_erasure(Scope.FACTS))
        self.erase_all.clicked.connect(lambda: self.ask_erasure(Scope.EVERYTHING))

    def open(self, **arguments: object) -> None:
        """Remember whose page it is."""
        self._worker_id = str(arguments.get("worker_id", self._worker_id))

    def reload(self) -> None:
        """Ask what is held."""
        today = self.main.now().date()
        self.privacy = look_up(self, lambda: privacy_of(self.site, self.session, self._worker_id, today))
        for part in (self.left, self.right, self.ledger):
            part.setVisible(self.privacy is not None)
        if self.privacy is not None:
            self._render(self.privacy)

    def first_focus(self) -> QWidget | None:
        """What one most likely came for: a copy for the person."""
        return self.export if self.privacy is not None else self.back

    # What can be done

    def ask_erasure(self, scope: Scope) -> None:
        """Show what would go and what stays; nothing is written before the PIN."""
        due = self.privacy.due if self.privacy is not None else None
        records = due.records if due is not None and scope is Scope.FACTS else ()
        shown = perform(self, lambda: erasure_preview(self.site, self.session, self._worker_id, scope, records), changes=False)
        if shown is not None:
            dialog = ErasureDialog(self, self.site, self.session, shown)
            dialog.erased.connect(self._erased)
            dialog.open()

    def _erased(self, done: ErasureDone) -> None:
        (self.erase_all if self.erase_all.isEnabled() else self.export).setFocus()  # what was pressed cannot be any more
        self.main.notify(f"Erased here. From now on: {done.called}. The others follow with their next sync.")

    def _ask_hold(self) -> None:
        if self.privacy is None:
            return
        dialog = HoldDialog(self, self.site, self.session, self.privacy.worker, lift=bool(self.privacy.hold))
        dialog.changed.connect(lambda: self.main.notify("The legal hold is written down."))
        dialog.open()

    def _choose_file(self) -> None:
        title, name = "Everything held about them", f"held-about-{self._worker_id[:8]}.zip"
        ask_place(self, Folder.PERSON, title, "Zip files (*.zip)", name, self.write_export)

    def write_export(self, path: Path) -> None:
        """Write the file, with progress and cancel."""
        from supervisor_app.services.subject_access import export_person  # certificates are drawn when somebody asks for them

        site, session, worker = self.site, self.session, self._worker_id
        perform_in_background(
            self,
            lambda progress, cancelled: export_person(site, session, worker, path, progress=progress, cancelled=cancelled),
            words="Writing what is held",
            done=self._exported,
            changes=False,
        )

    def _exported(self, result: AccessResult) -> None:
        if result.cancelled:
            self.main.notify("Stopped. No file was written.")
            return
        missing = f" {result.missing} photos are not on this laptop." if result.missing else ""
        self.main.notify(f"{result.records} records are in {result.path.name}.{missing}")

    # Showing

    def _render(self, privacy: Privacy) -> None:
        state = "A legal hold stands: nothing can be erased." if privacy.hold else _state(privacy)
        self.set_header(f"Privacy: {isolated(privacy.worker.name)}", state)
        self.left.begin()
        self._section("What is held", privacy.held or ("Nothing but that it was erased.",))
        if privacy.hold:
            self._section("Legal hold", (privacy.hold,))
        if privacy.erased:
            self._section("Erased before", privacy.erased)
        self._section("How long your site keeps it", privacy.rules)
        self.left.box.addStretch(1)
        self.left.show_filled()
        self.hold.set_words("Lift the hold" if privacy.hold else "Place a hold")
        free = not privacy.hold
        self.erase_name.setEnabled(free and not privacy.hidden)
        self.erase_all.setEnabled(free and bool(privacy.held))

    def _section(self, title: str, lines: tuple[str, ...]) -> None:
        sheet = Sheet(padding=0)
        for line in lines:
            words = Words(f"{line[:1].upper()}{line[1:]}", 15, 400, "ink", wrap=True)
            words.setContentsMargins(20, 12, 20, 12)
            sheet.add_row(words)
        self.left.box.addWidget(SectionLabel(title))
        self.left.box.addWidget(sheet)


def _state(privacy: Privacy) -> str:
    if privacy.due is not None:
        return privacy.due.words
    if privacy.hidden:
        return "Their name was erased."
    return "Nothing is due to be erased."
