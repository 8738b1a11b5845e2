"""The first run: found a site in five steps, join one that exists in three, restore a backup, or look around in a sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from supervisor_app.services.site import Clock, Site
from supervisor_app.ui.pages.first_run_founding import Founding
from supervisor_app.ui.pages.first_run_joining import Joining
from supervisor_app.ui.pages.first_run_room import FirstRunRoom
from supervisor_app.ui.widgets.buttons import Button, Kind


class FirstRunWindow(FirstRunRoom):
    """Which way one goes. `half_joined` is a site whose folder was made for joining and whose joining was broken off."""

    def __init__(
        self, folder: Path, *, clock: Clock, randomness: Callable[[int], bytes], half_joined: Site | None = None
    ) -> None:
        super().__init__(folder, clock, randomness, half_joined)
        self._founding, self._joining = Founding(self), Joining(self)
        self.site_step, self.you, self.people = self._founding.site_step, self._founding.you, self._founding.people
        self.checklists, self.shared = self._founding.checklists, self._founding.shared
        self.join_file, self.join_you, self.join_wait = self._joining.file, self._joining.you, self._joining.waiting
        self.look_around = Button("Look around with sample data first", Kind.LINK, height=48)
        self.join = Button("Join a site that exists", Kind.LINK, height=48)
        self.restore = Button("Restore from a backup", Kind.LINK, height=48)
        for place, link in enumerate((self.look_around, self.join, self.restore)):
            self.foot.row.insertWidget(place, link)
        self.look_around.clicked.connect(self._founding.open_sample)
        self.join.clicked.connect(self._joining.walk)
        self.restore.clicked.connect(self._ask_backup)
        self._joining.walk() if half_joined else self._founding.walk()

    def show_step(self, place: int) -> None:
        """Show a step; the ways to join or to look around are offered at the very first."""
        super().show_step(place)
        for link in (self.look_around, self.join, self.restore):
            link.setVisible(self.step is self.site_step)

    def can_go_back(self) -> bool:
        """Not behind the founding: what was written is changed later, on its own page. Nor once this laptop has asked to join."""
        if self.step is self.join_file:
            return self.site is None
        if self.step is self.join_you:
            return True
        return super().can_go_back() and self.site is None

    def go_back(self) -> None:
        """From the first step of joining, back to founding."""
        if self.step is self.join_file and self.site is None:
            self._founding.walk()
        else:
            super().go_back()

    def go_on(self) -> None:
        """Do what the step is for, then show the next one."""
        joins = self.step in (self.join_file, self.join_you, self.join_wait)
        (self._joining if joins else self._founding).go_on(self.step)

    def look_at_backup(self, backup: Path) -> None:
        """Show what a backup would bring, and restore it."""
        from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog

        dialog = RestoreDialog(self, backup, self.folder, self.clock, self.randomness)
        dialog.prepared.connect(lambda _: self.restored.emit())
        dialog.open()

    def _ask_backup(self) -> None:
        from supervisor_app.ui.dialogs.restore_dialog import ask_backup  # few first runs are restores

        ask_backup(self, Path.home(), self.look_at_backup)
