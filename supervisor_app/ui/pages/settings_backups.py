"""Settings about backups: the last one, where they go, the passphrase; restoring one; checking all records."""

from __future__ import annotations

from PySide6.QtCore import Signal

from supervisor_app.services.backup_overview import BackupOverview
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.toggle import Toggle

_SEALED = "Backups are sealed for it, and the key of this laptop is in them: after a restore every PIN holds."
_OPEN = "None. Whoever has a backup can read it, and the key of this laptop is not in it: a restore joins the site anew."
_RESTORE = "Shows what comes back before anything is done. What is here is set aside, never deleted."
_CHECK = "Every record, signature and table, against each other; then the shared file. Minutes on a large site."


class BackupsSection(Sheet):
    """A signal for each thing that is asked for; `closing_changed(on)` with the switch."""

    closing_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__(padding=0)
        least = sizes().least
        self.now = Button("Back up now", height=least)
        self.folder = Button("Choose a folder", height=least)
        self.passphrase = Button("Choose one", height=least)
        self.restore = Button("Restore…", height=least)
        self.check = Button("Check now", height=least)
        self.on_close = Toggle("")
        self.on_close.setAccessibleName("Back up when the program closes")
        self.last_row = SettingRow("Backup", " ", self.now)
        self.folder_row = SettingRow("Where to", " ", self.folder)
        self.phrase_row = SettingRow("Passphrase", _OPEN, self.passphrase)
        self.add_row(self.last_row)
        self.add_row(self.folder_row)
        self.add_row(SettingRow("When the program closes", "Only if something changed since the last one.", self.on_close))
        self.add_row(self.phrase_row)
        self.add_row(SettingRow("Restore a backup", _RESTORE, self.restore))
        self.add_row(SettingRow("Check all records", _CHECK, self.check))
        self.on_close.toggled.connect(self.closing_changed)

    def show_backups(self, view: BackupOverview, *, why_not: str) -> None:
        """Show how it stands; `why_not` says why this person cannot choose or restore, empty for an admin."""
        self.last_row.detail.setText(view.last)
        self.folder_row.detail.setText(_breakable(view.folder_words))
        self.phrase_row.detail.setText(_SEALED if view.sealed else _OPEN)
        self.passphrase.set_words("Change it" if view.sealed else "Choose one")
        self.on_close.blockSignals(True)
        self.on_close.setChecked(view.on_close)
        self.on_close.blockSignals(False)
        for button in (self.folder, self.passphrase, self.restore):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)


def _breakable(path: str) -> str:
    """Let a long path break after its separators."""
    return path.replace("\\", "\\\u200b").replace("/", "/\u200b")
