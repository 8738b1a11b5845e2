"""Founding a site: its name and look, oneself, the people, the first checklists, a shared file; or a sample to look around in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from supervisor_app.errors import UserError
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.people import ImportPreview, PeopleTable
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.pages.first_run_frame import FOUNDING
from supervisor_app.ui.pages.first_run_room import FirstRunRoom
from supervisor_app.ui.pages.first_run_site import SiteStep
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.pages.first_run_steps import ChecklistStep, PeopleStep, SharedStep
from supervisor_app.ui.pages.first_run_you import YouStep

_PREVIEW_AFTER_MS = 400
_PREVIEW_WIDTH = 840


class Founding(QObject):
    """Belongs to the window. Writes at the end of the second step; what comes after can be left out and done later."""

    def __init__(self, room: FirstRunRoom) -> None:
        super().__init__(room)
        self._room = room
        self._drawing: Job | None = None
        self.site_step, self.you, self.people = SiteStep(), YouStep(), PeopleStep()
        self.checklists, self.shared = ChecklistStep(), SharedStep()
        self._redraw = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self.people.chosen.connect(lambda path: self._preview_people(Path(path)))
        self.people.mapped.connect(self._map_people)
        self.you.pins.second.submitted.connect(lambda _: room.try_next())
        self.site_step.changed.connect(self._redraw.start)
        self._redraw.timeout.connect(self._draw_preview)

    def walk(self) -> None:
        """Begin at the first step."""
        self._room.column.set_sentence(FOUNDING)
        self._room.set_steps(
            (
                ("Your site", "Name, place and logo", self.site_step),
                ("You", "Your name and your PIN", self.you),
                ("Your people", "From a list you already have", self.people),
                ("First checklist", "Ready-made", self.checklists),
                ("Shared file", "Now or later", self.shared),
            )
        )
        self._redraw.start()

    def go_on(self, step: Step) -> None:
        """Do what the step is for, then show the next one."""
        does = {self.you: self._found, self.people: self._import, self.checklists: self._publish, self.shared: self._make_shared}
        does.get(step, self._room.show_next)()

    def open_sample(self) -> None:
        """Make a site of invented people beside the folder, and look around in it."""
        room = self._room
        folder = room.folder.with_name(f"{room.folder.name}-sample")

        def make(*_: object) -> tuple[Site, Session]:
            from supervisor_app.services.demo import PINS, build_demo
            from supervisor_app.services.signing_in import list_members, sign_in
            from supervisor_app.services.site import open_site

            summary = build_demo(folder, clock=room.clock, randomness=room.randomness)
            site = open_site(Path(summary.station_a), clock=room.clock, randomness=room.randomness)
            member = next(member for member in list_members(site) if member.name in PINS)
            return site, sign_in(site, member.id, PINS[member.name])

        def made(result: tuple[Site, Session]) -> None:
            room.site, room.session = result
            room.hand_over()

        room.in_background(make, "Making a sample site: people, checklists, certificates", made)

    def _found(self) -> None:
        room = self._room
        details = NewSite(
            name=self.site_step.name.text(),
            place=self.site_step.place.text(),
            logo_png=self.site_step.logo_png,
            admin_name=self.you.name.text(),
            admin_title=self.you.role.text(),
            pin=self.you.pins.pin,
            employee_no=self.you.number.text(),
        )
        room.in_background(
            lambda *_: create_site(room.folder, details, clock=room.clock, randomness=room.randomness),
            "Making your site and your keys",
            self._site_made,
        )

    def _site_made(self, made: tuple[Site, Session]) -> None:
        from supervisor_app.services.catalogue import library

        self._room.site, self._room.session = made
        self.checklists.show_library(library())
        self._room.show_next()

    def _preview_people(self, source: Path | PeopleTable, mapping: tuple[str, ...] | None = None) -> None:
        from supervisor_app.services.people_import import preview_import

        site = self._room.open_site
        self._room.in_background(lambda *_: preview_import(site, source, mapping=mapping), "Reading the list", self._show_people)

    def _map_people(self, mapping: tuple[str, ...]) -> None:
        if self.people.preview is not None:
            self._preview_people(self.people.preview.table, mapping)

    def _show_people(self, preview: ImportPreview) -> None:
        self.people.show_preview(preview)
        (self.people.columns.buttons[0] if preview.missing and self.people.columns.buttons else self._room.next).setFocus()

    def _import(self) -> None:
        from supervisor_app.services.people_import import run_import

        preview = self.people.preview
        if preview is None or not preview.to_import:
            self._room.show_next()
            return
        site, session = self._room.open_site, self._room.signed_in
        self._room.in_background(
            lambda progress, cancelled: run_import(site, session, preview, progress, cancelled),
            self.people.next_words,
            lambda result: None if result.cancelled else self._room.show_next(),
        )

    def _publish(self) -> None:
        from supervisor_app.services.catalogue import publish

        room, chosen = self._room, self.checklists.chosen(self.site_step.levels.value)
        perform(
            room,
            lambda: publish(room.open_site, room.signed_in, chosen) if chosen else None,
            done=lambda _: room.show_next(),
            changes=False,
        )

    def _make_shared(self) -> None:
        from supervisor_app.services.sync_process import choose_in_process

        site, path = self._room.open_site, self.shared.path
        if not path:
            self._room.hand_over()
            return
        self._room.in_background(
            lambda progress, cancelled: choose_in_process(site, Path(path), True, progress, cancelled),
            "Making the shared file",
            lambda _: self._room.hand_over(),
        )

    # The sample certificate beside the first step

    def _draw_preview(self) -> None:
        if self._drawing is not None:
            self._redraw.start()
            return
        from supervisor_app.services.sample_page import sample_page

        name = self.site_step.name.text() or "Your firm"
        draw = partial(sample_page, name, self.site_step.place.text(), "Your name", self.site_step.logo_png, width=_PREVIEW_WIDTH)
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
