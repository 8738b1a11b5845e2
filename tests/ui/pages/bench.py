"""A real site with the library and one worker, in a real window: what the journeys through the observing pages start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.checklist import Checklist, Step
from supervisor_app.domain.observation import Context, Draft, Observation, Result
from supervisor_app.domain.people import PersonFields, Worker
from supervisor_app.services import catalogue, observing, people
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.page import Page
from tests.sites import PIN, HandClock, new_site

PageType = TypeVar("PageType", bound=Page)
__all__ = ["PIN", "Bench", "bench_in", "press", "seen"]


@dataclass
class Bench:
    """The open site, its clock, one worker and the window."""

    site: Site
    session: Session
    clock: HandClock
    worker: Worker
    window: MainWindow

    def digest(self, competency: str) -> str:
        """The digest of a published checklist."""
        return next(line.digest for line in catalogue.list_checklists(self.site) if line.competency == competency)

    def start(self, competency: str = "forklift-operator-eval", context: Context | None = None) -> Draft:
        """Begin an assessment without the choosing page."""
        where = context or Context(machine="FT-07", place="Bay 3")
        return observing.start(self.site, self.session, self.worker.id, self.digest(competency), where)

    def go(self, kind: type[PageType], key: str, **arguments: object) -> PageType:
        """Open a page and return it."""
        self.window.open_page(key, **arguments)
        page = self.window.current_page
        assert isinstance(page, kind)
        return page

    def stored(self, draft: Draft) -> Draft:
        """The draft as it lies on the disk."""
        return observing.load(self.site, draft.id)


@contextmanager
def bench_in(folder: Path, *, size: tuple[int, int] = (1366, 768)) -> Iterator[Bench]:
    """Found a site, publish the library, record a worker, show the window; at the end the window is really gone.

    A window that only waits to be deleted would be dressed again for every test that follows.
    """
    clock = HandClock()
    site, session = new_site(folder / "site", clock=clock)
    catalogue.publish(site, session, [item.checklist for item in catalogue.library()])
    fields = PersonFields(
        employee_no="010805", given_name="Rabina", family_name="महर्जन", given_latin="Rabina", family_latin="Maharjan",
        department="Machining", shift="nights", badge="B010805",
    )  # fmt: skip
    worker = people.add_worker(site, session, fields)
    window = MainWindow(site, session)
    window.resize(*size)
    window.show()
    try:
        yield Bench(site, session, clock, worker, window)
    finally:
        window.close()
        shiboken6.delete(window)
        site.close()


def press(page: QWidget, *keys: Qt.Key | str) -> None:
    """Press keys where the focus is, as hands do; a text is typed letter by letter."""
    for key in keys:
        for one in key if isinstance(key, str) else (key,):
            QTest.keyClick(page.window().focusWidget() or page, one)


def seen(checklist: Checklist, *, missed: Iterable[int] = ()) -> list[Observation]:
    """Every step met with all it asks for, but for the numbers in `missed`."""
    return [_seen(step, Result.NOT_MET if step.number in set(missed) else Result.MET) for step in checklist.steps]


def _seen(step: Step, result: Result) -> Observation:
    values = {}
    for quantity in step.quantities:
        known = (quantity.minimum, quantity.maximum, Decimal(5))
        number = next(value for value in known if value is not None)
        values[quantity.key] = (number,) * quantity.readings
    choice = next((choice.key for choice in step.choices if choice.accepted), "")
    observation = Observation(step=step.key, result=result, values=values, choice=choice, points=step.expected_points)
    return observation if result is Result.MET else replace(observation, note="looked away twice")
