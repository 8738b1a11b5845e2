"""The ledger: all of it, one person's history, a change with a later winner, a search, the filters."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.people import PersonFields
from supervisor_app.services import people
from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.ledger_line import Group
from supervisor_app.storage import ledger_store, member_queries
from supervisor_app.storage.remote_records import put_in_quarantine, refuse
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.ledger_page import LedgerPage
from tests.forked import tell_of_a_fork
from tests.scenes.scene import Scene, go, settle

_LONG = PersonFields(
    employee_no="777001",
    given_name="عبد الرحمن محمد",
    family_name="بن عبد العزيز الأنصاري",
    given_latin="Abdulrahman Mohammed",
    family_latin="bin Abdulaziz Al-Ansari",
    department="Presswerk Nordhalle, Linie 3",
    shift="days",
)


def _ledger(window: MainWindow) -> LedgerPage:
    page = go(window, LedgerPage, "ledger")
    settle()
    return page


def _changed(window: MainWindow) -> LedgerPage:
    """A person with a long Arabic name whose shift was changed twice; the first change is shown."""
    assert window.session is not None
    worker = people.add_worker(window.site, window.session, _LONG)
    for shift, job in (("nights", "Forklift operator"), ("weekends", "Forklift operator"), ("weekends", "Crane operator")):
        people.change_worker(window.site, window.session, worker.id, replace(_LONG, shift=shift, job=job))
    window.open_page("ledger", of="person", id=worker.id)
    page = window.current_page
    assert isinstance(page, LedgerPage)
    row = page.entries.model.row(2)
    assert row is not None
    page.entries.select(row.key)
    page._show(row.key)
    settle()
    return page


def _searched(window: MainWindow) -> None:
    _ledger(window).search.setText("ma")


def _filtered(window: MainWindow) -> None:
    page = _ledger(window)
    page.narrow(LedgerFilter(group=Group.CERTIFICATES, member=page.session.member_id, until=window.now().date()))


def _choosing(window: MainWindow) -> None:
    _ledger(window).filter.click()


def _nothing(window: MainWindow) -> None:
    _ledger(window).narrow(LedgerFilter(group=Group.NEWER))


def _aside(window: MainWindow) -> None:
    with window.site.database.write() as connection:
        entries = ledger_store.read_entries(connection, window.site.station.origin, 20, 6)
        reasons = ("digest", "fork", "signature", "gap", "changed", "key")
        seen = window.now().isoformat()
        put_in_quarantine(connection, [refuse(entry, reason, seen) for entry, reason in zip(entries, reasons, strict=True)])
    window.open_page("quarantine")
    settle()


def _aside_fork(window: MainWindow) -> None:
    with window.site.database.read() as connection:
        members = member_queries.members(connection)
    tell_of_a_fork(window.site, 5, 3, by=members[0].id)
    _aside(window)


def _aside_nothing(window: MainWindow) -> None:
    window.open_page("quarantine")
    settle()


SCENES: tuple[Scene, ...] = (
    Scene("17-ledger", _ledger),
    Scene("17b-ledger-changed", _changed),
    Scene("17c-ledger-search", _searched),
    Scene("17d-ledger-filtered", _filtered),
    Scene("17e-ledger-filter", _choosing),
    Scene("17f-ledger-nothing", _nothing),
    Scene("18-set-aside", _aside),
    Scene("18b-set-aside-nothing", _aside_nothing),
    Scene("18c-set-aside-fork", _aside_fork),
    Scene("17g-ledger-mirrored", _changed, mirrored=True),
)
