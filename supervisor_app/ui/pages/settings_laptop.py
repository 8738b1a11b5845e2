"""Settings of this laptop: look, gloves, paper, Y, the lock, its key. Each is in force as soon as it is chosen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from supervisor_app.settings import StationSettings
from supervisor_app.ui.pages.settings_words import lock_options
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.toggle import Toggle

_LOOKS = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
_PAPERS = (("A4", "A4"), ("Letter", "Letter"))
_KEYRING = "Key in the system’s keyring"


class LaptopSection(Sheet):
    """`changed(settings)` with each choice; `key_moved(bool)` when the system's keyring shall keep the key, or no more."""

    changed = Signal(object)
    key_moved = Signal(bool)

    def __init__(self) -> None:
        super().__init__(padding=0)
        self._settings = StationSettings()
        self.look = Segmented([Option(*one) for one in _LOOKS])
        self.glove = Toggle("")
        self.paper = Segmented([Option(*one) for one in _PAPERS])
        self.yes = Toggle("")
        self.lock = Segmented()
        self.keyring = Toggle("")
        for control, name in ((self.glove, "Glove mode"), (self.yes, "Y goes on by itself"), (self.keyring, _KEYRING)):
            control.setAccessibleName(name)
        for choice, name in ((self.look, "Look"), (self.paper, "Paper"), (self.lock, "Lock")):
            choice.setAccessibleName(name)
        self.add_row(SettingRow("Look", "", self.look, below=True))
        self.add_row(SettingRow("Glove mode", "Larger buttons, and keys on the screen for the PIN.", self.glove))
        self.add_row(SettingRow("Y goes on by itself", "After “met” the next step comes at once.", self.yes))
        self.add_row(SettingRow("Paper", "For certificates and lists from this laptop.", self.paper))
        self.add_row(SettingRow("Lock after", "When nobody touches it. Signing always asks for the PIN.", self.lock, below=True))
        self.add_row(SettingRow(_KEYRING, "Who takes the disk out cannot try PINs then.", self.keyring))
        self._connect()

    def show_settings(self, settings: StationSettings) -> None:
        """Show what is in force, telling nothing."""
        self._settings = settings
        self.look.choose(settings.theme)
        self.paper.choose(settings.paper)
        self.lock.set_options([Option(*one) for one in lock_options(settings.idle_lock_minutes)])
        self.lock.choose(str(settings.idle_lock_minutes))
        _set(self.glove, on=settings.glove_mode)
        _set(self.yes, on=settings.yes_goes_on)

    def show_key(self, *, in_keyring: bool) -> None:
        """Show where the key of this laptop is kept, telling nothing."""
        _set(self.keyring, on=in_keyring)

    def _connect(self) -> None:
        self.look.chosen.connect(lambda key: self._tell(replace(self._settings, theme=key)))
        self.paper.chosen.connect(lambda key: self._tell(replace(self._settings, paper=key)))
        self.lock.chosen.connect(lambda key: self._tell(replace(self._settings, idle_lock_minutes=int(key))))
        self.glove.toggled.connect(lambda on: self._tell(replace(self._settings, glove_mode=on)))
        self.yes.toggled.connect(lambda on: self._tell(replace(self._settings, yes_goes_on=on)))
        self.keyring.toggled.connect(self.key_moved)

    def _tell(self, settings: StationSettings) -> None:
        if settings != self._settings:
            self.changed.emit(settings)


def _set(toggle: Toggle, *, on: bool) -> None:
    toggle.blockSignals(True)
    toggle.setChecked(on)
    toggle.blockSignals(False)
