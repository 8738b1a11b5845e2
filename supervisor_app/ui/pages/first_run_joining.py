"""Joining a site that exists: its shared store, with a code or by asking an admin; and waiting to be let in."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from supervisor_app.domain.people import Member
from supervisor_app.errors import UserError
from supervisor_app.services.founding import create_empty
from supervisor_app.services.join_requests import own_request
from supervisor_app.services.session import Session
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.services.way_in import WayIn, records_of
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.pages.first_run_room import FirstRunRoom
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.pages.join_steps import JoinFileStep, JoinWaitStep, JoinYouStep

_LOOK_EVERY_MS = 8000
_HERE = "The site’s records are on this laptop. It has to be let in before anything is signed."
_STEPS = (("Shared file", "Of the site you join"), ("You", "Your name and your PIN"), ("Let in", "By an admin"))


class Joining(QObject):
    """Belongs to the window."""

    def __init__(self, room: FirstRunRoom) -> None:
        super().__init__(room)
        self._room = room
        self.file, self.you, self.waiting = JoinFileStep(), JoinYouStep(), JoinWaitStep()
        self._look = QTimer(self, singleShot=True, interval=_LOOK_EVERY_MS)
        self.file.way_chosen.connect(self._show_way)
        self.you.pins.second.submitted.connect(lambda _: room.try_next())
        self._look.timeout.connect(self._look_again)

    def walk(self) -> None:
        """Begin at the first step, or where a joining was broken off."""
        forms = (self.file, self.you, self.waiting)
        site = self._room.site
        records = records_of(site) if site is not None else ""
        self.file.show_records_here(records)
        self._room.column.set_sentence(_HERE if records else "A whole copy of the site’s records comes to this laptop.")
        self._room.set_steps([(word, asks, form) for (word, asks), form in zip(_STEPS, forms, strict=True)])
        self._show_way()
        if site is not None and site.settings.shared:
            self.file.set_path(site.settings.shared)
        if site is not None and own_request(site) is not None:
            self._wait()

    def go_on(self, step: Step) -> None:
        """Do what the step is for, then show the next one."""
        if step is self.file:
            self._pull()
        elif step is self.you:
            self._come_in() if self.file.typed_code else self._ask_to_join()
        else:
            self._look_again()

    def _pull(self) -> None:
        """Take a whole copy, as far as the code opens it; nothing is there before a place was chosen."""
        room = self._room
        if room.site is None:
            made = perform(room, lambda: create_empty(room.folder, clock=room.clock, randomness=room.randomness), changes=False)
            if made is None:
                return
            room.site = made
        site, shared, way, code = room.site, self.file.path, self.file.way_in, self.file.typed_code

        def pull(progress: Progress, cancelled: Cancelled) -> Member | None:
            from supervisor_app.services.way_in import take_records

            return take_records(site, shared, way, code, progress, cancelled)

        room.in_background(pull, "Looking into the shared records", self._ask_who)

    def _ask_who(self, member: Member | None) -> None:
        if member is None:
            self.you.show_asking()
        else:
            self.you.show_invited(member)
        self._room.show_step(1)

    def _show_way(self) -> None:
        """Nobody lets in who has a code: one step less."""
        self._room.column.set_steps(_STEPS if self.file.way_in is WayIn.ASK else _STEPS[:2])
        self._room.column.set_current(self._room.place)

    def _come_in(self) -> None:
        """Join with the code, send what was written, and begin the day."""
        from supervisor_app.services.way_in import come_in

        site, way, code = self._room.open_site, self.file.way_in, self.file.typed_code
        laptop, pin = self.you.laptop.text(), self.you.pins.pin
        self._room.in_background(lambda *_: come_in(site, way, code, laptop, pin), "Making your keys", self._came_in)

    def _came_in(self, session: Session) -> None:
        """Tell the others at once where the shared store is in reach; else the program does so later by itself."""
        from supervisor_app.services.join_requests import has_joined
        from supervisor_app.services.sync_process import sync_in_process

        site = self._room.open_site
        self._room.set_busy(True)
        perform_in_background(
            self._room,
            lambda progress, cancelled: sync_in_process(site.folder, progress, cancelled),
            words="Telling the other laptops",
            done=lambda _: self._let_in(session) if has_joined(site) else self._asked_instead(),
            failed=lambda _: self._let_in(session),
            changes=False,
        )

    def _asked_instead(self) -> None:
        """Another laptop was quicker with the same code, or it was withdrawn: this one waits for an admin like any other."""
        self._room.set_busy(False)
        self.file.way.choose(WayIn.ASK.value)
        self._show_way()
        self._wait()

    def _ask_to_join(self) -> None:
        from supervisor_app.services.joining import ask_to_join

        site, name, laptop, pin = self._room.open_site, self.you.name.text(), self.you.laptop.text(), self.you.pins.pin
        self._room.in_background(lambda *_: ask_to_join(site, name, laptop, pin), "Making your keys", lambda _: self._wait())

    def _wait(self) -> None:
        """Show the numbers, and send the request at once."""
        request = own_request(self._room.open_site)
        if request is not None:
            self.waiting.show_request(request)
        self._room.show_step(2)
        self._look_again()

    def _look_again(self) -> None:
        """Sync: send what was not sent yet, and see whether an admin has let this laptop in."""
        from supervisor_app.services.sync_process import sync_in_process

        folder = self._room.open_site.folder
        self._look.stop()
        perform_in_background(
            self._room,
            lambda progress, cancelled: sync_in_process(folder, progress, cancelled),
            words="Looking into the shared records",
            done=lambda _: self._looked(),
            failed=self._not_reached,
            changes=False,
        )

    def _looked(self) -> None:
        from supervisor_app.services.join_requests import has_joined

        if not has_joined(self._room.open_site):
            self._look.start()
            return
        self._room.in_background(lambda *_: self._first_session(), "Opening your keys", self._let_in)

    def _first_session(self) -> Session | None:
        """Sign in who typed their PIN just now; after a new start of the program the window asks for it."""
        from supervisor_app.services.signing_in import has_pin_here, list_members, sign_in

        site, pin = self._room.open_site, self.you.pins.pin
        mine = next((member for member in list_members(site) if has_pin_here(site, member.id)), None)
        return sign_in(site, mine.id, pin) if mine is not None and pin else None

    def _let_in(self, session: Session | None) -> None:
        self._room.session = session
        self._room.hand_over()

    def _not_reached(self, problem: UserError) -> None:
        messages.show(self._room, problem)
        self._look.start()
