"""The world: stations in folders of their own, one shared file, what was acknowledged, and what is owed a report."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.services.appending import append
from supervisor_app.services.bringing_back import bring_back
from supervisor_app.services.fork_settling import settle_fork
from supervisor_app.services.kept_branches import runs_of
from supervisor_app.services.left_branches import left_branches
from supervisor_app.services.membership import add_member
from supervisor_app.services.open_forks import open_forks
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import has_pin_here, list_members, sign_in
from supervisor_app.services.store_moving import follow_store
from supervisor_app.services.succession import waiting_since
from supervisor_app.services.sync_places import with_choice
from supervisor_app.services.sync_records import SyncReport
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.settings import save_settings
from supervisor_app.storage import database, erased_places, ledger_store, projections, remote_records, shared_engine
from supervisor_app.storage.erased_places import Place
from supervisor_app.storage.fork_queries import settled_from, told
from supervisor_app.storage.ledger_queries import Asked, walk
from supervisor_app.storage.shared_address import without_password
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from tests.faults.simulator.crashing import Crash, Death, arm
from tests.faults.simulator.stores import Store
from tests.services.sync_sites import LIGHT, START, Clock, Fast, add_people, found, join, let_in
from tests.storage.none_lost import check_none_is_lost

PIN = "1234"
STATIONS = 3
TAKEN_AWAY = (Trouble.OTHER_SITE, Trouble.OTHER_STORE, Trouble.NEWER, Trouble.NOT_SHARED, Trouble.NO_DATABASE)
FEWEST = 2
"""Laptops that never burn."""
DECISIONS = 24
"""More than any world needs at the end."""
WITH_CONTENT = "entry WHERE content IS NOT NULL"
ROUNDS = 12
"""Rounds of syncs until nobody has news: far more than any world has needed; one that needs more does not come to rest."""


@dataclass(frozen=True)
class Start:
    """What worlds begin with: the folders of laptops in step, and the store over which they are."""

    folder: Path
    store: Store


@dataclass
class Station:
    """A laptop: its folder, its open site, its clock and how far that is wrong."""

    number: int
    folder: Path
    seed: int
    clock: Clock
    site: Site = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Start the program."""
        state = self.folder.with_name(f"state-{self.number}")  # this laptop's, whatever is copied into its data folder
        self.site = open_site(self.folder, clock=self.clock, randomness=random.Random(self.seed).randbytes, state=state)
        self.site.sealing = LIGHT
        self.seed += 1000

    def heads(self) -> dict[bytes, int]:
        """What it holds."""
        with self.site.database.read() as connection:
            return {origin: head.seq for origin, head in ledger_store.heads(connection).items()}


def template(folder: Path, store: Store) -> Start:
    """Make three laptops of one site in step over one store, once: each world starts as a copy of it."""
    patience = store.patience(Fast())
    first = found(folder / "0")
    choose_shared(first, store.address, True, patience=patience)
    add_people(first, 1)
    hannah = sign_in(first, list_members(first)[0].id, PIN)
    add_member(first, hannah, "Tia Lund", "", Role.TRAINEE, "", PIN, own_pin=PIN)
    sites = [first] + [join(folder / str(n), store.address, seed=n + 1, name=f"Laptop {n}") for n in range(1, STATIONS)]
    let_in(*sites, patience=patience)
    for site in sites * 2:
        sync_now(site, patience=patience)
    for site in sites:
        site.close()
    return Start(folder, store)


class World:
    """One run. `log` tells what happened, for whom a seed fails."""

    def __init__(self, start: Start, folder: Path, seed: int, patch: pytest.MonkeyPatch, stations: int = STATIONS) -> None:
        _without_waiting_for_disks(patch)
        shutil.copytree(start.folder, folder, dirs_exist_ok=True)
        self.folder = folder
        self.random = random.Random(f"world {seed}")  # unlike those of the template, which gave ids out
        self.death = Death()
        self.fast = Fast()
        self.stores = [start.store.for_world(folder, self.random)]  # the last one is where the site is
        self.stations = [Station(n, folder / str(n), (seed + 1) * 100 + n, Clock(START)) for n in range(stations)]
        for station in self.stations:
            self._point(station)
        self.acknowledged: set[str] = set()
        self.unsaid: set[tuple[bytes, int]] = set()  # contents that laptops erased which are gone
        self.went_on = 0
        self.clones = stations - 1  # the number that the last copy of a laptop got
        self.copies: list[str] = []
        self.backups: dict[int, Path] = {}
        self.rollbacks = 0
        self.made_anew = False
        self.log: list[str] = []
        arm(patch, self.death)

    @property
    def store(self) -> Store:
        """Where the laptops meet."""
        return self.stores[-1]

    @property
    def patience(self) -> Patience:
        """Waiting takes no time here."""
        return self.stores[0].patience(self.fast)

    def _point(self, station: Station) -> None:
        """The template lay elsewhere: the choice of the shared store follows."""
        station.site.settings = with_choice(station.site, self.store.address)
        save_settings(station.folder, station.site.settings)

    def close(self) -> None:
        """End every program."""
        for station in self.stations:
            station.site.close()
        for store in self.stores:
            store.close()

    def say(self, words: str) -> None:
        """Note what happens."""
        self.log.append(words)

    # What a laptop does.

    def write(self, station: Station, count: int) -> None:
        """Record workers; once the transaction is over they are acknowledged. A restored laptop syncs first."""
        if waiting_since(station.site) is not None:
            return
        for _ in range(count):
            worker = self.random.randbytes(16).hex()
            body = {"employee_no": worker[:6], "given_name": "Alise", "family_name": "Ozola"}
            with station.site.database.write() as connection:
                append(station.site, connection, "worker.recorded", by="", about=worker, body=body)
            self.acknowledged.add(worker)

    def rename(self, station: Station) -> None:
        """Change a worker that others may change too."""
        if waiting_since(station.site) is not None:
            return
        with station.site.database.write() as connection:
            row = connection.exec_driver_sql("SELECT id FROM worker WHERE employee_no = '000000'").first()
            if row is not None:
                body = {"given_name": f"Name {self.random.randrange(100)}"}
                append(station.site, connection, "worker.recorded", by="", about=row[0], body=body)

    def sync(self, station: Station, *, dies_after: int = -1, stops_after: int = -1, cut_after: int = -1) -> SyncReport | None:
        """Sync as the window does; where the store is past use the supervisor lets it be made new. None for trouble or death."""
        went_back = self._went_back_for(station)
        self.made_anew = False
        self.death.after(dies_after)
        if cut_after >= 0:
            self.death.after(cut_after, self.store.cut)
        try:
            report = self._synced(station, stops_after)
        except Crash:
            self.say(f"  {station.number} died at step {self.death.steps}")
            self.restart(station)
            return None
        except SharedFileError as problem:
            if problem.trouble is not Trouble.UNREACHABLE or cut_after < 0:
                raise
            self.say(f"  {station.number} was cut off at step {self.death.steps}")
            return None
        finally:
            self.death.after(-1)
        if report is None:
            return None
        self.went_on += bool(report.went_on)
        if went_back - self._settled_for(station):
            self.rollbacks += 1
            said = report.healed or report.still_lost or report.remarks or report.quarantined or report.forks or self.made_anew
            assert said, "the file had gone back and nobody said so"
        return report

    def _synced(self, station: Station, stops_after: int) -> SyncReport | None:
        left = stops_after

        def cancelled() -> bool:
            nonlocal left
            left -= 1
            return left == -1

        try:
            return sync_now(station.site, cancelled=cancelled, patience=self.patience)
        except SharedFileError as problem:
            match problem.trouble:
                case Trouble.CANCELLED:
                    return None
                case Trouble.UNREACHABLE:
                    raise
                case Trouble.MOVED:
                    return self._follow(station)
                case _:
                    return self._help(station, problem)

    def _follow(self, station: Station) -> SyncReport | None:
        """Go where the site moved to. What is wrong there, those put right who are there."""
        password = self.stores[0].password
        try:
            return follow_store(station.site, lambda *_: None, lambda: False, password=password, patience=self.patience)
        except SharedFileError as problem:
            if problem.trouble is Trouble.UNREACHABLE:
                raise
            self.say(f"  {station.number}: {problem.message}")
            return None if any(self.uses(one, self.store) for one in self.stations) else self._begin_there_again(station)

    def _begin_there_again(self, station: Station) -> SyncReport | None:
        """Whoever moved the site is gone, and the new place with them: an admin makes a store there."""
        if self.admin(station) is None:
            return None
        if self.store.there():
            self.store.take_away()
        return choose_shared(station.site, self.store.address, True, patience=self.patience)

    def _went_back_for(self, station: Station) -> set[bytes]:
        """The laptops of which the store lacks what this laptop has seen in it."""
        there = self.store.heads() if self.store.there() and self.uses(station, self.store) else None
        with station.site.database.read() as connection:
            store, _ = remote_records.chosen_store(connection)
            seen = connection.exec_driver_sql("SELECT origin, seq FROM remote_seen WHERE store = ?", (store,)).all()
        return {origin for origin, seq in seen if there.get(origin, 0) < seq} if there is not None else set()

    def uses(self, station: Station, store: Store) -> bool:
        """Whether a laptop meets the others there; else it has not heard yet that the site moved."""
        return station.site.settings.shared == without_password(store.address)

    def _settled_for(self, station: Station) -> set[bytes]:
        """The laptops of which another branch stands now: that one may be shorter."""
        with station.site.database.read() as connection:
            return set(settled_from(connection))

    def _help(self, station: Station, problem: SharedFileError) -> SyncReport | None:
        """What a supervisor does with what the Sync page says."""
        self.say(f"  {station.number}: {problem.message}")
        assert problem.hint
        if problem.trouble not in MADE_ANEW:  # a flipped bit made it another site's, or newer: an admin takes it away
            assert problem.trouble in TAKEN_AWAY, problem.trouble
            self.store.take_away()
        self.made_anew = True
        try:
            return make_anew(station.site, patience=self.patience)
        except SharedFileError as refused:
            if refused.trouble is not Trouble.NO_KEY:  # a laptop that is not let in leaves it to the others
                raise
            self.say(f"  {station.number}: {refused.message}")
            return None

    def restart(self, station: Station) -> None:
        self.death.after(-1)
        station.site.close()
        station.open()

    # What happens to a laptop.

    def back_up(self, station: Station) -> None:
        """Copy its folder while the program is closed."""
        station.site.close()
        copy = self.folder / f"backup-{station.number}-{len(self.log)}"
        shutil.copytree(station.folder, copy)
        self.backups[station.number] = copy
        station.open()

    def restore(self, station: Station) -> None:
        """The disk died: the folder as it was at the backup. What nobody else has heard of is gone with the disk."""
        if station.number not in self.backups:
            return
        held = set[str]().union(*(_held(other) for other in self.stations if other is not station))
        station.site.close()
        shutil.rmtree(station.folder)
        shutil.copytree(self.backups[station.number], station.folder)
        station.open()
        self.acknowledged &= held | _held(station)

    def burn(self, station: Station) -> None:
        """The laptop is gone and never comes back: what no other one holds, or keeps of a branch, is gone with it.

        So may be why contents are gone that it erased: of a chain that was on its way the records come before the act. And so
        are contents that somebody took out of the store before another laptop had them.
        """
        if len(self.stations) > FEWEST:
            self.unsaid |= _places(station, "erased_here") | _places(station, WITH_CONTENT)
            station.site.close()
            self.stations.remove(station)
            self.unsaid -= set[Place]().union(*(_places(one, WITH_CONTENT) for one in self.stations))
            self.acknowledged &= set[str]().union(*map(_held, self.stations))

    def clone(self, station: Station) -> None:
        """Somebody copies a laptop's disk to another laptop: both go on as the same one."""
        if len(self.stations) > STATIONS + 1:
            return
        station.site.close()
        number = self.clones = self.clones + 1
        copy = self.folder / f"clone-{number}"
        shutil.copytree(station.folder, copy)
        station.open()
        self.stations.append(Station(number, copy, station.seed + 7_000_000 * number, Clock(station.clock.now)))

    def part(self, station: Station) -> Station | None:
        """Two copies of a laptop, and the file goes back between their records: two groups hold different branches.

        Return the copy, None where nothing was done.
        """
        others = [some for some in self.stations if some is not station]
        if not 2 <= len(others) < STATIONS or not self.store.there():
            return None
        before = self.store.copy()
        self.clone(station)
        one, other = self.random.sample(others, 2)
        copy = self.stations[-1]
        for writer, reader in ((station, one), (copy, other)):
            self.write(writer, self.random.randint(1, 4))
            self.sync(writer)
            self.sync(reader)
            if writer is station:
                self.store.put_back(before)
        return copy

    def orphan(self, station: Station) -> None:
        """Two groups hold different branches, and the laptop is gone for good, its copy too, or only one of them."""
        copy = self.part(station)
        if copy is not None:
            for one in self.random.choice(((station,), (copy,), (station, copy), (station, copy))):
                self.burn(one)

    def shift_clock(self, station: Station, by: timedelta) -> None:
        """Somebody sets the clock."""
        station.clock.now += by

    # What happens to the shared store.

    def copy_shared(self) -> None:
        """Somebody takes a copy, as for a backup of the drive."""
        if self.store.there():
            self.copies.append(self.store.copy())

    def put_back(self) -> None:
        """Somebody puts an old copy back in its place."""
        if self.copies:
            self.store.put_back(self.random.choice(self.copies))

    def edit(self, statement: str) -> None:
        """Somebody opens it with a tool for databases."""
        if self.store.there() and (complaint := self.store.edit(statement)):
            self.say(f"  ({complaint})")

    def damage(self, how: str) -> None:
        """The drive or the server does something to it."""
        if self.store.there():
            self.store.damage(how)

    def decide(self, station: Station) -> None:
        """The admin says which branch of a fork stands, where this laptop knows of one and may write."""
        forks = [fork for fork in open_forks(station.site) if not fork.chosen]
        admin = self.admin(station)
        if not forks or admin is None:
            return
        branches = self.random.choice(forks).branches  # in an order that a replay keeps: hashes differ in it
        branches = tuple(sorted(branches, key=lambda one: (one.here, one.until, one.records)))
        branch = self.random.choice(branches)
        try:
            settle_fork(station.site, admin, PIN, branch.hash)
        except NotAllowed as refused:  # its clock says that there was no site yet
            self.say(f"  {station.number}: {refused.message}")
            station.clock.now = START  # whoever is told so looks at it
            return
        self.say(f"  {station.number} decided")

    def bring_back(self, station: Station) -> None:
        """The admin brings back a branch whose records stand nowhere else, where this laptop knows of one and may write."""
        left = [one for one in left_branches(station.site) if not one.asked]
        admin = self.admin(station)
        if not left or admin is None:
            return
        chosen = self.random.choice(sorted(left, key=lambda one: (one.number, one.branch.until, one.kept)))
        try:
            count = bring_back(station.site, admin, PIN, chosen.branch.hash)
        except NotAllowed as refused:  # its clock says that there was no site yet
            self.say(f"  {station.number}: {refused.message}")
            station.clock.now = START  # whoever is told so looks at it
            return
        self.say(f"  {station.number} brought back {count} of {chosen.number}")

    # At the end.

    def admin(self, station: Station) -> Session | None:
        """Sign the admin in; None where nothing may be written."""
        here = [one for one in list_members(station.site) if has_pin_here(station.site, one.id) and one.role is Role.ADMIN]
        return sign_in(station.site, here[0].id, PIN) if here and waiting_since(station.site) is None else None

    def settle(self) -> None:
        """Everybody syncs until nobody has anything new; what only a person can settle, the admin does."""
        for _ in range(DECISIONS):
            self._come_to_rest()
            if not self._something_to_decide():
                return
        raise AssertionError("the admin is never done")

    def _come_to_rest(self) -> None:
        before: object = None
        for _ in range(ROUNDS + 2 * len(self.stations)):
            reports = [self.sync(station) for station in self.stations]
            if any(report is not None and report.forks for report in reports):
                self.decide(self.random.choice(self.stations))
            now = [
                (station.heads(), report is not None and report.clean and not self._lacks_contents(station))
                for station, report in zip(self.stations, reports, strict=True)
            ]
            if now == before and all(clean for _, clean in now) and all(heads == now[0][0] for heads, _ in now):
                return
            before = now
        raise AssertionError(f"did not come to rest: {[(len(heads), sum(heads.values()), clean) for heads, clean in now]}")

    def _lacks_contents(self, station: Station) -> bool:
        """Whether contents are missing here that nothing says were erased: they are asked for, and come with a later sync."""
        with station.site.database.read() as connection:
            return not self.unsaid.issuperset(erased_places.missing_places(connection))

    def _something_to_decide(self) -> bool:
        """At rest the admin decides what is still open on some laptop; whether there was anything."""
        for station in self.stations:
            if any(not fork.chosen for fork in open_forks(station.site)):
                self.decide(station)
                return True
            if any(not one.asked for one in left_branches(station.site)):
                self.bring_back(station)
                return True
        return False

    def check(self) -> None:
        """Every acknowledged record is on every laptop exactly once, all tables are equal and what the records say."""
        digests = []
        for station in self.stations:
            with station.site.database.write() as connection:
                for worker in self.acknowledged:
                    times = sum(1 for _ in walk(connection, Asked(subjects=(worker,))))
                    assert times == 1, f"{station.number} has {worker} {times} times"
                count = connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()
                assert count == connection.exec_driver_sql("SELECT sum(seq) FROM head").scalar_one()
                check_none_is_lost(connection)
                digests.append(projections.digest(connection))
                projections.rebuild(connection)
                wrong = _differing(projections.digest(connection), digests[-1])
                assert not wrong, f"{station.number}: tables are not what the records say: {wrong}"
        for digest in digests:
            assert not (apart := _differing(digest, digests[0])), f"tables differ between laptops: {apart}"


def _without_waiting_for_disks(patch: pytest.MonkeyPatch) -> None:
    """Programs die here, no power is cut: what was given to the system stays. Power cuts are in test_power_loss."""
    patch.setattr(os, "fsync", lambda handle: None)
    for module, name in ((database, "_PRAGMAS"), (shared_engine, "_FOR_WRITING")):
        patch.setattr(module, name, tuple(pragma.replace("=FULL", "=OFF") for pragma in getattr(module, name)))


def table_of(station: Station, select: str) -> list[tuple[Any, ...]]:
    """What a question to a laptop's database gives."""
    with station.site.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(select)]


def _places(station: Station, which: str) -> set[Place]:
    return {(bytes(row[0]), row[1]) for row in table_of(station, f"SELECT origin, seq FROM {which}")}


def _subjects(station: Station) -> set[str]:
    return {row[0] for row in table_of(station, "SELECT subject FROM about")}


def _held(station: Station) -> set[str]:
    """Whom the records of a laptop are about, those among them that it keeps of the branches of others."""
    with station.site.database.read() as connection:
        runs = [
            run
            for fork in told(connection)
            for branch in fork.branches
            for run in runs_of(connection, fork.joint, bytes.fromhex(branch.hash))
        ]
    kept = {decode_content(entry.content).about for run in runs for entry in run if entry.content is not None}
    return kept | _subjects(station)


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in one if one[name] != other[name]]


W = TypeVar("W", bound=World)


@contextmanager
def world(start: Start, folder: Path, seed: int, made_as: Callable[..., W]) -> Iterator[W]:
    """A world that ends with its programs closed and its folder gone."""
    with pytest.MonkeyPatch.context() as patch:
        made = made_as(start, folder, seed, patch)
        try:
            yield made
        finally:
            made.close()
            shutil.rmtree(folder, ignore_errors=True)
