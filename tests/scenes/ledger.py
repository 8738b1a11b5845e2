"""The ledger: all of it, one person's history, a change with a later winner, a search, the filters."""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from supervisor_app.domain.people import PersonFields
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.chain import Head, entry_at_stamp
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.keys import StationKey
from supervisor_app.services import people
from supervisor_app.services.demo import PINS
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.open_forks import open_forks
from supervisor_app.storage import ledger_store, ledger_writing, member_queries
from supervisor_app.storage.remote_records import put_in_quarantine, refuse
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.ledger_page import LedgerPage
from supervisor_app.ui.pages.quarantine_page import QuarantinePage
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


def _aside_branch(window: MainWindow) -> None:
    """An admin has decided; of the other branch two records stand nowhere else."""
    _aside(window)
    _decided(window)
    _choose(window, 0)


def _choose(window: MainWindow, place: int) -> QuarantinePage:
    """Open the page at one of its lines."""
    window.open_page("today")
    window.open_page("quarantine")
    page = window.current_page
    assert isinstance(page, QuarantinePage)
    row = page.rows.model.row(place)
    assert row is not None
    page.rows.select(row.key)
    page._show(row.key)
    settle()
    return page


def _decided(window: MainWindow) -> None:
    site, session = window.site, window.session
    assert session is not None
    made = tell_of_a_fork(site, 5, 3, by=session.member_id)
    with site.database.write() as connection:
        put_in_quarantine(connection, [refuse(entry, "fork", window.now().isoformat()) for entry in made])
    here = next(branch for branch in open_forks(site)[0].branches if branch.here)
    settle_fork(site, session, PINS[session.name], here.hash)


def _bringing_back(window: MainWindow) -> None:
    _aside_branch(window)
    _choose(window, 0).forks.buttons[0].click()
    settle()


def _keeping(window: MainWindow) -> None:
    _aside_fork(window)
    _choose(window, 0).forks.buttons[0].click()
    settle()


def _aside_many(window: MainWindow) -> None:
    """Two hundred records of a laptop with a long name, about a person with a long Arabic name, and a fork above them."""
    session = window.session
    assert session is not None
    worker = people.add_worker(window.site, session, _LONG)
    laptop = StationKey(bytes(16), Ed25519PrivateKey.generate(), bytes(32), X25519PrivateKey.generate())
    joined = StationJoined(name="Presswerk Nordhalle, Linie 3 – प्रेस विभाग, Laptop der Schichtleitung", ed25519=laptop.public)
    content = encode_content(by="", about=laptop.origin.hex(), body=joined)
    with window.site.database.write() as connection:
        first = entry_at_stamp(Head(laptop.origin), laptop, "station.joined", content, at=1, salt=bytes(16))
        ledger_writing.insert_entries(connection, [first])
        about = ledger_store.entries_about(connection, worker.id)[0]
        seen = window.now().isoformat()
        aside = [replace(about, origin=laptop.origin, seq=12_000 + one) for one in range(200)]
        put_in_quarantine(connection, [refuse(entry, "gap", seen) for entry in aside])
    tell_of_a_fork(window.site, 5, 3, by=session.member_id)
    _choose(window, 2)


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
    Scene("18d-set-aside-branch", _aside_branch),
    Scene("18e-set-aside-many", _aside_many),
    Scene("18f-set-aside-keeping", _keeping),
    Scene("18g-set-aside-bringing-back", _bringing_back),
    Scene("18h-set-aside-mirrored", _aside_many, mirrored=True),
    Scene("17g-ledger-mirrored", _changed, mirrored=True),
)
