"""Windows of their own: the first run, a site without anything in it, the parts of the look."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import StorageError
from supervisor_app.services.catalogue import library
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.way_in import WayIn
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.pages.matrix_page import MatrixPage
from supervisor_app.ui.trouble_window import TroubleWindow
from tests.scenes.scene import SCREEN, OwnWindow, SceneClock, settle, wait_until
from tests.ui.components import Components

DETAILS = NewSite(name="Northgate Pressings", place="Dayton", admin_name="Hannah Weber", admin_title="Assessor", pin="2468")
DRAWN_MS = 3000


def _empty(key: str) -> Callable[[Path], QWidget]:
    """A page of a site in which nothing happened yet."""

    def make(folder: Path) -> QWidget:
        site, session = create_site(folder / "site", DETAILS, clock=SceneClock(), randomness=secrets.token_bytes)
        window = MainWindow(site, session)
        window.closing.connect(lambda: site.close())
        window.open_page(key)
        page = window.current_page
        if isinstance(page, MatrixPage):
            wait_until(lambda: page.job is None, "the matrix was not worked out")
        return window

    return make


def _first_run(place: int) -> Callable[[Path], QWidget]:
    def make(folder: Path) -> QWidget:
        window = FirstRunWindow(folder / "new", clock=SceneClock(), randomness=secrets.token_bytes)
        window.site_step.name.set_text("Northgate Pressings")
        window.site_step.place.set_text("Plant 2, Dayton, Ohio")
        window.checklists.show_library(library())
        window.show_step(place)
        window.resize(*SCREEN)
        window.show()
        settle(DRAWN_MS if place == 0 else 50)
        return window

    return make


def _join(way: WayIn, code: str, *, on: bool = False) -> Callable[[Path], QWidget]:
    """Joining with a code; `on` is told what is wrong with it."""

    def make(folder: Path) -> QWidget:
        window = FirstRunWindow(folder / "new", clock=SceneClock(), randomness=secrets.token_bytes)
        window.resize(*SCREEN)
        window.show()
        window.join.click()
        window.join_file.set_path("S:/Sign-off/northgate.db")
        window.join_file.way.choose(way.value)
        window.join_file.way.chosen.emit(way.value)
        window.join_file.code.set_text(code)
        if on:
            window.try_next()
        settle(50)
        return window

    return make


def _invited(folder: Path) -> QWidget:
    """Who has an invitation is known by name."""
    window = _join(WayIn.INVITATION, "7GQ2-M4TX-0KZB")(folder)
    assert isinstance(window, FirstRunWindow)
    window.join_you.show_invited(Member(id="1", name="Bo Quist", title="", role=Role.ASSESSOR, worker_id=""))
    window.show_step(1)
    return window


def _components(folder: Path) -> QWidget:
    widget = Components()
    widget.focused.setFocus()
    return widget


def _trouble(folder: Path) -> QWidget:
    message = "This site was last used by a newer version of the program."
    return TroubleWindow(StorageError(message, "Install the newer version on this laptop, then start it again."))


WINDOWS: tuple[OwnWindow, ...] = (
    OwnWindow("00-components", _components),
    OwnWindow("01f-today-empty", _empty("today")),
    OwnWindow("02d-choose-empty", _empty("observe")),
    OwnWindow("04e-people-empty", _empty("people")),
    OwnWindow("06b-matrix-empty", _empty("matrix")),
    OwnWindow("07h-certificates-empty", _empty("certificates")),
    OwnWindow("09f-sync-no-file", _empty("sync")),
    OwnWindow("11c-checklists-empty", _empty("checklists")),
    OwnWindow("10-first-run", _first_run(0)),
    OwnWindow("10b-first-run-you", _first_run(1)),
    OwnWindow("10c-first-run-people", _first_run(2)),
    OwnWindow("10d-first-run-checklists", _first_run(3)),
    OwnWindow("10e-first-run-shared-file", _first_run(4)),
    OwnWindow("10f-cannot-open", _trouble),
    OwnWindow("10g-join-ask", _join(WayIn.ASK, "")),
    OwnWindow("10h-join-invitation", _join(WayIn.INVITATION, "7GQ2-M4TX-0KZB")),
    OwnWindow("10i-join-sheet-mistyped", _join(WayIn.SHEET, "7GQ2-M4TX-0KZB-7GQ2-M4TX-0KZB-7GQ2-M4TX", on=True)),
    OwnWindow("10j-join-invited", _invited),
)
