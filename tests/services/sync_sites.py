"""Stations for the tests of sync: real folders, real services, light PINs, a clock that moves a second with every look."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.appending import append
from supervisor_app.services.founding import NewSite, create_empty, create_site
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import ledger_store, projections, remote_records
from supervisor_app.storage.shared_lock import Patience
from tests.services.open_door import open_door

open_door()
LIGHT = Sealing(memory_kib=8, passes=1, lanes=1)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Time of day: a second later at each look, or wherever the test puts it."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Fast:
    """A monotonic clock that jumps when somebody sleeps: 60 s of waiting for a dead lock take no time."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)

    def patience(self) -> Patience:
        return Patience(monotonic=lambda: self.now, sleep=self.sleep)


PATIENCE = Fast().patience()


def found(folder: Path, seed: int = 1, name: str = "Bay 4 laptop", clock: Clock | None = None) -> Site:
    """Found a site with one admin."""
    details = NewSite(name="Northgate Pressings", station_name=name, admin_name="Hannah Weber", pin="1234")
    randomness = random.Random(seed).randbytes
    site, _ = create_site(folder, details, clock=clock or Clock(), randomness=randomness, sealing=LIGHT)
    bore_witness(site)
    return site


def bore_witness(site: Site, day: date | None = None) -> None:
    """Let a station take its checkpoint of a day (today) for written: the tests of those have days of their own."""
    with site.database.write() as connection:
        remote_records.is_new_day(connection, (day or site.clock().date()).isoformat())


def empty(folder: Path, seed: int, clock: Callable[[], datetime] | None = None) -> Site:
    """Make an empty station."""
    return create_empty(folder, clock=clock or Clock(), randomness=random.Random(seed).randbytes, sealing=LIGHT)


def join(folder: Path, shared: Path | str, seed: int, name: str = "Bay 2 laptop", clock: Clock | None = None) -> Site:
    """Make a station that has pulled the site from a shared store and asked to join it (its own entry is not sent yet)."""
    site = empty(folder, seed, clock)
    choose_shared(site, shared, False, patience=PATIENCE)
    ask_to_join(site, "Hannah Weber", name, "1234")
    bore_witness(site)
    return site


def approve(site: Site) -> None:
    """Approve every station that asks, as the first member."""
    member = list_members(site)[0]
    session = sign_in(site, member.id, "1234")
    for asking in pending(site):
        approve_station(site, session, "1234", asking.station, member.id)


def let_in(admin: Site, *others: Site, patience: Patience = PATIENCE) -> None:
    """Approve those that ask: their requests travel, and the approval travels back."""
    for site in (*others, admin):
        sync_now(site, patience=patience)
    approve(admin)
    for site in (admin, *others):
        sync_now(site, patience=patience)


def add_people(site: Site, count: int, first: int = 0) -> None:
    """Record workers, one entry each."""
    with site.database.write() as connection:
        for number in range(first, first + count):
            worker = site.randomness(16).hex()
            body = {"employee_no": f"{number:06}", "given_name": "Alise", "family_name": f"Ozola {number}"}
            append(site, connection, "worker.recorded", by="", about=worker, body=body)


def rename(site: Site, worker: str, name: str) -> None:
    """Change a worker's name here."""
    with site.database.write() as connection:
        append(site, connection, "worker.recorded", by="", about=worker, body={"given_name": name})


def heads(site: Site) -> dict[bytes, int]:
    """The version vector of a station."""
    with site.database.read() as connection:
        return {origin: head.seq for origin, head in ledger_store.heads(connection).items()}


def digest(site: Site) -> dict[str, str]:
    """The digest of every projection of a station."""
    with site.database.read() as connection:
        return projections.digest(connection)


@contextmanager
def closing(*sites: Site) -> Iterator[None]:
    """Close stations at the end."""
    try:
        yield
    finally:
        for site in sites:
            site.close()


def second_laptop(folder: Path, shared: Path, clock: Callable[[], datetime], pin: str, seed: int = 9) -> Site:
    """Make a station that asks to join a site as Hannah Weber, with any clock and PIN; `approve_as` lets it in."""
    site = empty(folder, seed, clock)
    choose_shared(site, shared, False, patience=PATIENCE)
    ask_to_join(site, "Hannah Weber", "Bay 2 laptop", pin)
    bore_witness(site)
    return site


def approve_as(site: Site, session: Session, pin: str) -> None:
    """Approve every station that asks, for the member who is signed in."""
    for asking in pending(site):
        approve_station(site, session, pin, asking.station, session.member_id)
