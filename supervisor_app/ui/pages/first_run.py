"""The first run: found a site in five steps, join one that exists in three, or look around in a sample."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent

from supervisor_app.domain.people import Member
from supervisor_app.errors import UserError
from supervisor_app.services.founding import NewSite, create_empty, create_site
from supervisor_app.services.joining import own_request
from supervisor_app.services.people_import import ImportPreview
from supervisor_app.services.session import Session
from supervisor_app.services.site import Clock, Site
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.services.way_in import WayIn
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.jobs import Job, Work
from supervisor_app.ui.pages.first_run_frame import FirstRunFrame
from supervisor_app.ui.pages.first_run_site import SiteStep
from supervisor_app.ui.pages.first_run_steps import ChecklistStep, PeopleStep, SharedStep
from supervisor_app.ui.pages.first_run_you import YouStep
from supervisor_app.ui.pages.join_steps import JoinFileStep, JoinWaitStep, JoinYouStep
from supervisor_app.ui.widgets.buttons import Button, Kind

Made = TypeVar("Made")
_PREVIEW_AFTER_MS = 400
_LOOK_EVERY_MS = 8000
_PREVIEW_WIDTH = 840
_JOIN_STEPS = (("Shared file", "Of the site you join"), ("You", "Your name and your PIN"), ("Let in", "By an admin"))


class FirstRunWindow(FirstRunFrame):
    """`founded(site, session or None)` once the site is there and the walk is over; whoever listens owns the open site.

    `restored` once a backup lies ready to be put in place: then the program begins anew with it.

    Founding writes at the end of the second step; what comes after can be left out and done later. `half_joined` is a site whose
    folder was made for joining and whose joining was broken off.
    """

    founded = Signal(object, object)
    restored = Signal()

    def __init__(
        self, folder: Path, *, clock: Clock, randomness: Callable[[int], bytes], half_joined: Site | None = None
    ) -> None:
        super().__init__()
        self._folder, self._clock, self._randomness = folder, clock, randomness
        self._site: Site | None = half_joined
        self._session: Session | None = None
        self._handed_over = False
        self._drawing: Job | None = None
        self._build()
        self._connect()
        self._walk_join() if half_joined else self._walk_found()

    # Building

    def _build(self) -> None:
        self.site_step, self.you, self.people = SiteStep(), YouStep(), PeopleStep()
        self.checklists, self.shared = ChecklistStep(), SharedStep()
        self.join_file, self.join_you, self.join_wait = JoinFileStep(), JoinYouStep(), JoinWaitStep()
        self._look = QTimer(self, singleShot=True, interval=_LOOK_EVERY_MS)
        self.look_around = Button("Look around with sample data first", Kind.LINK, height=48)
        self.join = Button("Join a site that exists", Kind.LINK, height=48)
        self.restore = Button("Restore from a backup", Kind.LINK, height=48)
        for place, link in enumerate((self.look_around, self.join, self.restore)):
            self.foot.row.insertWidget(place, link)
        self._redraw = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)

    def _connect(self) -> None:
        self.look_around.clicked.connect(self._open_sample)
        self.join.clicked.connect(self._walk_join)
        self.join_file.way_chosen.connect(self._show_way)
        self.restore.clicked.connect(self._ask_backup)
        self.people.chosen.connect(self._preview_people)
        for step in (self.you, self.join_you):
            step.pins.second.submitted.connect(lambda _: self.try_next())
        self.site_step.changed.connect(self._redraw.start)
        self._redraw.timeout.connect(self._draw_preview)
        self._look.timeout.connect(self._look_again)

    def _walk_found(self) -> None:
        self.set_steps(
            (
                ("Your site", "Name, place and logo", self.site_step),
                ("You", "Your name and your PIN", self.you),
                ("Your people", "From a list you already have", self.people),
                ("First checklist", "Ready-made", self.checklists),
                ("Shared file", "Now or later", self.shared),
            )
        )
        self._redraw.start()

    def _walk_join(self) -> None:
        forms = (self.join_file, self.join_you, self.join_wait)
        self.set_steps([(word, asks, form) for (word, asks), form in zip(_JOIN_STEPS, forms, strict=True)])
        self._show_way()
        if self._site is not None and self._site.settings.shared:
            self.join_file.set_path(self._site.settings.shared)
        if self._site is not None and own_request(self._site) is not None:
            self._wait()

    # Walking

    def show_step(self, place: int) -> None:
        """Show a step; the ways to join or to look around are offered at the very first."""
        super().show_step(place)
        first = self.step is self.site_step
        self.look_around.setVisible(first)
        self.join.setVisible(first)
        self.restore.setVisible(first)

    def can_go_back(self) -> bool:
        """Not behind the founding: what was written is changed later, on its own page."""
        if self.step is self.join_file:
            return self._site is None
        return super().can_go_back() and self._site is None

    def go_back(self) -> None:
        """From the first step of joining, back to founding."""
        if self.step is self.join_file and self._site is None:
            self._walk_found()
        else:
            super().go_back()

    def go_skip(self) -> None:
        """Leave the step out, whatever was chosen in it."""
        self.show_step(self.place + 1)

    def go_on(self) -> None:
        """Do what the step is for, then show the next one."""
        step = self.step
        if step is self.you:
            self._found()
        elif step is self.people:
            self._import_people()
        elif step is self.checklists:
            self._publish()
        elif step is self.shared:
            self._make_shared()
        elif step is self.join_file:
            self._pull()
        elif step is self.join_you:
            self._come_in() if self.join_file.typed_code else self._ask_to_join()
        elif step is self.join_wait:
            self._look_again()
        else:
            self.show_step(self.place + 1)

    # Founding

    def _found(self) -> None:
        details = NewSite(
            name=self.site_step.name.text(),
            place=self.site_step.place.text(),
            logo_png=self.site_step.logo_png,
            admin_name=self.you.name.text(),
            admin_title=self.you.role.text(),
            pin=self.you.pins.pin,
            employee_no=self.you.number.text(),
        )
        self._in_background(
            lambda *_: create_site(self._folder, details, clock=self._clock, randomness=self._randomness),
            "Making your site and your keys",
            self._site_made,
        )

    def _site_made(self, made: tuple[Site, Session]) -> None:
        from supervisor_app.services.catalogue import library

        self._site, self._session = made
        self.checklists.show_library(library())
        self.show_step(self.place + 1)

    def _preview_people(self, path: str) -> None:
        from supervisor_app.services.people_import import preview_import

        site = self._open_site()
        self._in_background(lambda *_: preview_import(site, Path(path)), "Reading the list", self._show_people)

    def _show_people(self, preview: ImportPreview) -> None:
        self.people.show_preview(preview)
        self.next.setFocus()

    def _import_people(self) -> None:
        from supervisor_app.services.people_import import run_import

        preview = self.people.preview
        if preview is None or preview.missing or not preview.to_import:
            self.show_step(self.place + 1)
            return
        site, session = self._open_site(), self._signed_in()
        self._in_background(
            lambda progress, cancelled: run_import(site, session, preview, progress, cancelled),
            self.people.next_words,
            lambda result: None if result.cancelled else self.show_step(self.place + 1),
        )

    def _publish(self) -> None:
        from supervisor_app.services.catalogue import publish

        chosen = self.checklists.chosen(self.site_step.levels.value)
        perform(
            self,
            lambda: publish(self._open_site(), self._signed_in(), chosen) if chosen else None,
            done=lambda _: self.show_step(self.place + 1),
            changes=False,
        )

    def _make_shared(self) -> None:
        from supervisor_app.services.sync_process import choose_in_process

        site, path = self._open_site(), self.shared.path
        if not path:
            self._hand_over()
            return
        self._in_background(
            lambda progress, cancelled: choose_in_process(site, Path(path), True, progress, cancelled),
            "Making the shared file",
            lambda _: self._hand_over(),
        )

    # Joining

    def _pull(self) -> None:
        from supervisor_app.services.sync_process import choose_in_process

        if self._site is None:
            made = perform(
                self, lambda: create_empty(self._folder, clock=self._clock, randomness=self._randomness), changes=False
            )
            if made is None:
                return
            self._site = made
        site = self._site

        path, way, code = Path(self.join_file.path), self.join_file.way_in, self.join_file.typed_code

        def pull(progress: Progress, cancelled: Cancelled) -> Member | None:
            from supervisor_app.services.way_in import who_comes

            choose_in_process(site, path, False, progress, cancelled, invitation=code)
            return who_comes(site, way, code) if code else None

        self._in_background(pull, "Looking into the shared file", self._ask_who)

    def _ask_who(self, member: Member | None) -> None:
        if member is None:
            self.join_you.show_asking()
        else:
            self.join_you.show_invited(member)
        self.show_step(1)

    def _show_way(self) -> None:
        """Nobody lets in who has a code: one step less."""
        steps = _JOIN_STEPS if self.join_file.way_in is WayIn.ASK else _JOIN_STEPS[:2]
        self.column.set_steps(steps)
        self.column.set_current(self.place)

    def _come_in(self) -> None:
        """Join with the code, send what was written, and begin the day."""
        from supervisor_app.services.way_in import come_in

        site, step = self._open_site(), self.join_you
        way, code, laptop, pin = self.join_file.way_in, self.join_file.typed_code, step.laptop.text(), step.pins.pin
        self._in_background(lambda *_: come_in(site, way, code, laptop, pin), "Making your keys", self._came_in)

    def _came_in(self, session: Session) -> None:
        """Tell the others at once where the file is in reach; else the program does so later by itself."""
        from supervisor_app.services.joining import has_joined
        from supervisor_app.services.sync_process import sync_in_process

        site = self._open_site()
        self.set_busy(True)
        perform_in_background(
            self,
            lambda progress, cancelled: sync_in_process(site.folder, progress, cancelled),
            words="Telling the other laptops",
            done=lambda _: self._let_in(session) if has_joined(site) else self._asked_instead(),
            failed=lambda _: self._let_in(session),
            changes=False,
        )

    def _asked_instead(self) -> None:
        """Another laptop was quicker with the same code: this one waits for an admin like any other."""
        self.set_busy(False)
        self.join_file.way.choose(WayIn.ASK.value)
        self._show_way()
        self._wait()

    def _ask_to_join(self) -> None:
        from supervisor_app.services.joining import ask_to_join

        site, step = self._open_site(), self.join_you
        name, laptop, pin = step.name.text(), step.laptop.text(), step.pins.pin
        self._in_background(lambda *_: ask_to_join(site, name, laptop, pin), "Making your keys", lambda _: self._wait())

    def _wait(self) -> None:
        """Show the numbers, and send the request at once."""
        request = own_request(self._open_site())
        if request is not None:
            self.join_wait.show_request(request)
        self.show_step(2)
        self._look_again()

    def _look_again(self) -> None:
        """Sync: send what was not sent yet, and see whether an admin has let this laptop in."""
        from supervisor_app.services.sync_process import sync_in_process

        folder = self._open_site().folder
        self._look.stop()
        perform_in_background(
            self,
            lambda progress, cancelled: sync_in_process(folder, progress, cancelled),
            words="Looking into the shared file",
            done=lambda _: self._looked(),
            failed=self._not_reached,
            changes=False,
        )

    def _looked(self) -> None:
        from supervisor_app.services.joining import has_joined

        if not has_joined(self._open_site()):
            self._look.start()
            return
        self._in_background(lambda *_: self._first_session(), "Opening your keys", self._let_in)

    def _first_session(self) -> Session | None:
        """Sign in who typed their PIN just now; after a new start of the program the window asks for it."""
        from supervisor_app.services.signing_in import has_pin_here, list_members, sign_in

        site, pin = self._open_site(), self.join_you.pins.pin
        mine = next((member for member in list_members(site) if has_pin_here(site, member.id)), None)
        return sign_in(site, mine.id, pin) if mine is not None and pin else None

    def _let_in(self, session: Session | None) -> None:
        self._session = session
        self._handed_over = True
        self.founded.emit(self._open_site(), session)

    def _not_reached(self, problem: UserError) -> None:
        messages.show(self, problem)
        self._look.start()

    # Restoring

    def _ask_backup(self) -> None:
        from supervisor_app.ui.dialogs.restore_dialog import ask_backup  # few first runs are restores

        ask_backup(self, Path.home(), self.look_at_backup)

    def look_at_backup(self, backup: Path) -> None:
        """Show what a backup would bring, and restore it."""
        from supervisor_app.ui.dialogs.restore_dialog import RestoreDialog

        dialog = RestoreDialog(self, backup, self._folder, self._clock, self._randomness)
        dialog.prepared.connect(lambda _: self.restored.emit())
        dialog.open()

    # Looking around

    def _open_sample(self) -> None:
        folder = self._folder.with_name(f"{self._folder.name}-sample")

        def make(*_: object) -> tuple[Site, Session]:
            from supervisor_app.services.demo import PINS, build_demo
            from supervisor_app.services.signing_in import list_members, sign_in
            from supervisor_app.services.site import open_site

            summary = build_demo(folder, clock=self._clock, randomness=self._randomness)
            site = open_site(Path(summary.station_a), clock=self._clock, randomness=self._randomness)
            member = next(member for member in list_members(site) if member.name in PINS)
            return site, sign_in(site, member.id, PINS[member.name])

        def made(result: tuple[Site, Session]) -> None:
            self._site, self._session = result
            self._hand_over()

        self._in_background(make, "Making a sample site: people, checklists, certificates", made)

    # The rest

    def _draw_preview(self) -> None:
        if self._drawing is not None:
            self._redraw.start()
            return
        from supervisor_app.services.sample_page import sample_page

        name = self.site_step.name.text() or "Your firm"
        draw = partial(sample_page, name, self.site_step.place.text(), "Your name", self.site_step.logo_png, _PREVIEW_WIDTH)
        self._drawing = Job()
        self._drawing.ended.connect(self._show_preview)
        self._drawing.start(lambda *_: draw())

    def _show_preview(self) -> None:
        if self._drawing is None:
            return
        job, self._drawing = self._drawing, None
        try:
            data = job.result()
        except UserError:
            self.site_step.set_logo(None)
            return
        finally:
            job.dispose()
        if isinstance(data, bytes):
            self.site_step.picture.show_png(data)

    def _in_background(self, work: Work[Made], words: str, done: Callable[[Made], object]) -> None:
        """Do something that takes its time; meanwhile nothing can be pressed."""

        def made(result: Made) -> None:
            self.set_busy(False)
            done(result)

        def told(problem: UserError) -> None:
            self.set_busy(False)
            messages.show(self, problem)

        self.set_busy(True)
        perform_in_background(self, work, words=words, done=made, failed=told, changes=False)

    def _hand_over(self) -> None:
        self._handed_over = True
        self.founded.emit(self._open_site(), self._signed_in())

    def _open_site(self) -> Site:
        if self._site is None:
            raise RuntimeError("the site is not there yet")
        return self._site

    def _signed_in(self) -> Session:
        if self._session is None:
            raise RuntimeError("nobody is signed in yet")
        return self._session

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the site unless somebody else has it now."""
        if self._site is not None and not self._handed_over:
            self._site.close()
        super().closeEvent(event)
