"""What founding and joining share: the folder, the site once it is there, who is signed in, and work that takes its time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent

from supervisor_app.errors import UserError
from supervisor_app.services.session import Session
from supervisor_app.services.site import Clock, Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.jobs import Work
from supervisor_app.ui.pages.first_run_frame import FirstRunFrame

Made = TypeVar("Made")


class FirstRunRoom(FirstRunFrame):
    """`founded(site, session or None)` once the site is there and the walk is over; whoever listens owns the open site.

    `restored` once a backup lies ready to be put in place: then the program begins anew with it.
    """

    founded = Signal(object, object)
    restored = Signal()

    def __init__(self, folder: Path, clock: Clock, randomness: Callable[[int], bytes], site: Site | None) -> None:
        super().__init__()
        self.folder, self.clock, self.randomness = folder, clock, randomness
        self.site = site
        self.session: Session | None = None
        self._handed_over = False

    @property
    def open_site(self) -> Site:
        """The site; there is one since the step that made it."""
        if self.site is None:
            raise RuntimeError("the site is not there yet")
        return self.site

    @property
    def signed_in(self) -> Session:
        """Who founded it."""
        if self.session is None:
            raise RuntimeError("nobody is signed in yet")
        return self.session

    def show_next(self) -> None:
        """Show the next step."""
        self.show_step(self.place + 1)

    def hand_over(self) -> None:
        """The walk is over: the site goes to whoever listens."""
        self._handed_over = True
        self.founded.emit(self.open_site, self.session)

    def in_background(self, work: Work[Made], words: str, done: Callable[[Made], object]) -> None:
        """Do something that takes its time; meanwhile nothing can be pressed."""

        def made(result: Made) -> None:
            self.set_busy(False)
            done(result)

        def told(problem: UserError) -> None:
            self.set_busy(False)
            messages.show(self, problem)

        self.set_busy(True)
        self.clear_notice()
        perform_in_background(self, work, words=words, done=made, failed=told, changes=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the site unless somebody else has it now."""
        if self.site is not None and not self._handed_over:
            self.site.close()
        super().closeEvent(event)
