"""A world in which who may act changes too: laptops let in late, put away and lost, roles, confirmations, erasures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import UserError
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import new_member_keys
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.catalogue import publish
from supervisor_app.services.countersigning import countersign
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.join_requests import has_joined, pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.lost_laptop import report_lost, retire_station
from supervisor_app.services.membership import add_member, change_member, end_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.succession import waiting_since
from supervisor_app.services.sync_records import SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.unlocking import unlock
from supervisor_app.services.waiting import waiting_sign_offs
from supervisor_app.storage import erased_places, ledger_store, ledger_writing, projections, site_queries
from supervisor_app.storage.database import Connection
from tests.faults.simulator.stores import Store
from tests.faults.simulator.world import ROUNDS, Start, Station, World, table_of
from tests.ledger.samples import CHECKLIST, sign_off
from tests.services.open_door import close_door
from tests.services.sync_sites import Fast, bore_witness, empty, found
from tests.storage.none_lost import check_none_is_lost

PIN = "1234"
PEOPLE = (("Cleo Marsh", Role.ADMIN), ("Bo Quist", Role.ASSESSOR), ("Tia Lund", Role.TRAINEE))
"""Who acts besides Hannah, each on a laptop of their own; the last one's waits to be let in."""
LAPTOPS = 1 + len(PEOPLE)
DAYS = 12
"""Days until every row of these small stores was looked at, by each laptop that holds it."""
ROLES = (Role.ADMIN, Role.ASSESSOR, Role.TRAINEE, Role.QUALITY)
SECRET = "Zanele-"
"""Names of workers begin with this; one goes on with what nobody else is called."""


def council_template(folder: Path, store: Store) -> Start:
    """Make a site with two admins, an assessor and a trainee on four laptops, once; nobody reads who was not let in."""
    patience = store.patience(Fast())
    with pytest.MonkeyPatch.context() as patch:
        close_door(patch)
        first = found(folder / "0")
        choose_shared(first, store.address, True, patience=patience)
        hannah = sign_in(first, list_members(first)[0].id, PIN)
        added = [add_member(first, hannah, name, "", role, "", "", own_pin=PIN) for name, role in PEOPLE]
        sites = [first]
        for number, member in enumerate(added, 1):
            site = empty(folder / str(number), seed=number + 1)
            choose_shared(site, store.address, False, patience=patience)
            ask_to_join(site, member.name, f"Laptop {number}", PIN)
            bore_witness(site)
            sync_now(site, patience=patience)
            sites.append(site)
        sync_now(first, patience=patience)
        for asking in pending(first)[:-1]:
            member = next(member for member in added if member.name == asking.person)
            approve_station(first, hannah, PIN, asking.station, member.id)
        for site in sites * 2:
            sync_now(site, patience=patience)
        for site in sites:
            site.close()
    return Start(folder, store)


class Council(World):
    """Laptops whose members decide about each other. What was written is known by the digests of its contents."""

    def __init__(self, start: Start, folder: Path, seed: int, patch: pytest.MonkeyPatch) -> None:
        close_door(patch)
        super().__init__(start, folder, seed, patch, LAPTOPS)
        self.wait(timedelta(hours=1))
        self.written: dict[bytes, str] = {}
        self.by: dict[bytes, Station] = {}
        self.workers: list[str] = []
        self.records: list[str] = []  # ids of sign-offs, known to all at once: who claims another's has seen it somewhere
        self.promised: list[str] = []  # ids that somebody claims before their owner signs under them
        self.erased: set[str] = set()
        self.reports: dict[int, SyncReport | None] = {}

    def wait(self, time: timedelta) -> None:
        """Time goes by for all."""
        for station in self.stations:
            station.clock.now += time

    # Who does it.

    def session(self, station: Station) -> Session | None:
        """Sign in whoever has keys on a laptop; None where nobody may yet, or nothing may be written."""
        if waiting_since(station.site) is not None or not has_joined(station.site):
            return None
        with contextlib.suppress(UserError):
            here = list_members(station.site)
            return sign_in(station.site, here[0].id, PIN) if here else None
        return None

    @contextlib.contextmanager
    def doing(self, station: Station) -> Iterator[Session | None]:
        """Let a member do something; what the program refuses is not done, what it did counts as acknowledged."""
        session = self.session(station)
        before = station.heads().get(station.site.station.origin, 0)
        try:
            yield session
        except UserError as refused:
            self.say(f"  {station.number}: {refused.message}")
        self._acknowledge(station, before)

    def _acknowledge(self, station: Station, before: int) -> None:
        with station.site.database.read() as connection:
            own = ledger_store.read_entries(connection, station.site.station.origin, before, 100)
        self.written |= {entry.content_digest: entry.kind for entry in own}
        self.by |= {entry.content_digest: station for entry in own}

    # What members do.

    def record(self, station: Station) -> None:
        """Record a worker, whose name is nobody else's."""
        if waiting_since(station.site) is not None:
            return
        worker = self.random.randbytes(16).hex()
        before = station.heads().get(station.site.station.origin, 0)
        body = {"employee_no": worker[:6], "given_name": SECRET + worker, "family_name": "Dube"}
        with station.site.database.write() as connection:
            append(station.site, connection, "worker.recorded", by="", about=worker, body=body)
        self._acknowledge(station, before)
        self.workers.append(worker)

    def sign(self, station: Station) -> None:
        """Sign somebody off."""
        with self.doing(station) as session:
            if session is None or not self.workers:
                return
            worker = self.random.choice(self.workers)
            body: SignOff = replace(
                sign_off(self._new_id(), worker=worker, success=self.random.random() < 0.8),
                worker_name=SECRET + worker,
                assessor_id=session.member_id,
            )
            self.records.append(body.id)
            keys = unlock(station.site, session, PIN)
            with station.site.database.write() as connection:
                append_act(
                    station.site,
                    connection,
                    session,
                    keys,
                    "assessment.signed",
                    about=worker,
                    body=body,
                    meaning="",
                    signed_at=station.site.clock(),
                )

    def _new_id(self) -> str:
        """An id for a sign-off; at times one that somebody has claimed before."""
        ahead = self.promised and self.random.random() < 0.5
        return self.promised.pop() if ahead else self.random.randbytes(8).hex()

    def claim(self, station: Station) -> None:
        """A changed program signs something else under the id of another's sign-off, with nobody's key or with its member's."""
        if waiting_since(station.site) is not None or not has_joined(station.site) or not self.workers:
            return
        if not self.records or self.random.random() < 0.3:
            self.promised.append(self.random.randbytes(8).hex())
        before = station.heads().get(station.site.station.origin, 0)
        name = self.promised[-1] if self.promised else self.random.choice(self.records)
        worker = self.random.choice(self.workers)
        body = replace(sign_off(name, worker=worker, minutes=self.random.randrange(9)), worker_name=SECRET + worker)
        session = self.session(station) if self.random.random() < 0.6 else None
        if session is not None:
            keys = unlock(station.site, session, PIN)
        else:
            keys = new_member_keys(self.random.choice(self._members(station)).id, self.random.randbytes)
        signer, now = Signer(name="Somebody", title=""), station.site.clock()
        content = sign_act(keys, signer, kind="assessment.signed", about=worker, body=body, meaning="", signed_at=now)
        with station.site.database.write() as connection:
            salt = self.random.randbytes(16)
            ledger_writing.append(connection, station.site.station, "assessment.signed", content, now=now, salt=salt)
        self._acknowledge(station, before)

    def countersign(self, station: Station) -> None:
        """Confirm a sign-off that waits."""
        with self.doing(station) as session:
            waiting = waiting_sign_offs(station.site)
            if session is not None and waiting:
                countersign(station.site, session, self.random.choice(waiting).id, PIN, station.site.clock())

    def let_in(self, station: Station) -> None:
        """Approve a laptop that asks, late."""
        with self.doing(station) as session:
            for asking in pending(station.site) if session else ():
                member = next(member for member in self._members(station) if member.name == asking.person)
                assert session is not None
                approve_station(station.site, session, PIN, asking.station, member.id)

    def report_lost(self, station: Station) -> None:
        """Report another laptop lost, since a while ago."""
        with self.doing(station) as session:
            others = self._others(station)
            if session is not None and others:
                since = station.site.clock() - timedelta(minutes=self.random.randrange(180))
                report_lost(station.site, session, PIN, self.random.choice(others), since)

    def retire(self, station: Station) -> None:
        """Put another laptop away."""
        with self.doing(station) as session:
            others = self._others(station)
            if session is not None and others:
                retire_station(station.site, session, PIN, self.random.choice(others))

    def change(self, station: Station) -> None:
        """Give a member another role, scope or last day."""
        with self.doing(station) as session:
            if session is None:
                return
            member, today = self.random.choice(self._members(station)), station.site.clock().date()
            match self.random.randrange(4):
                case 0:
                    change_member(station.site, session, replace(member, role=self.random.choice(ROLES)), PIN)
                case 1:
                    scope = self.random.choice(((), ("forklift",), ("crane",)))
                    change_member(station.site, session, replace(member, competencies=scope), PIN)
                case 2:
                    until = self.random.choice((None, today - timedelta(days=1), today))
                    change_member(station.site, session, replace(member, until=until), PIN)
                case 3:
                    end_member(station.site, session, member.id, self.random.choice((None, today - timedelta(days=1))), PIN)

    def say_something(self, station: Station) -> None:
        """Change the site's name, or publish a checklist: also by who may not."""
        with self.doing(station) as session:
            if session is None:
                return
            if self.random.random() < 0.5:
                change_site(station.site, session, SiteChange(name=f"Works {self.random.randrange(9)}"))
            else:
                publish(station.site, session, [replace(CHECKLIST, revision=self.random.randrange(1, 5))])

    def lie(self, station: Station) -> None:
        """A changed program names somebody else as the one who changed the site."""
        if waiting_since(station.site) is not None or not has_joined(station.site):
            return
        before = station.heads().get(station.site.station.origin, 0)
        member = self.random.choice(self._members(station))
        body = {"name": f"Forged {self.random.randrange(9)}"}
        with station.site.database.write() as connection:
            about = site_facts(station.site).id
            append(station.site, connection, "site.changed", by=member.id, about=about, body=body)
        self._acknowledge(station, before)

    def erase(self, station: Station) -> None:
        """Erase a worker."""
        with self.doing(station) as session:
            if session is None or not self.workers:
                return
            worker, scope = self.random.choice(self.workers), self.random.choice((Scope.EVERYTHING, Scope.FACTS))
            shown = erasure_preview(station.site, session, worker, scope)
            erase(station.site, session, shown, "They asked for it.", "the worker", PIN)
            self.erased.add(worker)

    def _members(self, station: Station) -> list[Member]:
        from supervisor_app.storage import member_queries

        with station.site.database.read() as connection:
            return list(member_queries.members(connection))

    def _others(self, station: Station) -> list[str]:
        with station.site.database.read() as connection:
            known = site_queries.stations(connection)
        return [one.id for one in known if one.approved and one.ended is None and one.id != station.site.station.origin.hex()]

    def restore(self, station: Station) -> None:
        """The disk died: what nobody else has heard of is gone with it."""
        if station.number not in self.backups:
            return
        held = set[bytes]().union(*(_digests(other) for other in self.stations if other is not station))
        super().restore(station)
        still = held | _digests(station)
        self.written = {digest: kind for digest, kind in self.written.items() if digest in still}

    # At the end.

    def settle(self) -> None:
        """Everybody syncs, also laptops that were lost and do not know it, until nobody has anything new; then without those.

        A lost one that goes on for ever names itself as the one to seal for just before a newcomer syncs. What it sealed for
        itself alone the others put right in their looks of the next days, for whom nobody could tell that it is lost.
        """
        self._come_to_rest(self.stations)
        ours = self._ours()
        if any(self._lets_in_ours(station, ours) for station in ours):
            self._come_to_rest(self.stations)
            ours = self._ours()
        left = [station for station in self.stations if not any(_has_ended(one, station) for one in ours)]
        self._come_to_rest(left, whole=True)
        for _ in range(DAYS):
            if all(self._said(station)[0] for station in left):
                return
            self.wait(timedelta(days=1))
            self._come_to_rest(left, whole=True)

    def _lets_in_ours(self, station: Station, ours: list[Station]) -> bool:
        """Whom a laptop let in that is lost to this one asks here still, and its admin knows them; whether they may in now."""
        origins = {one.site.station.origin.hex() for one in ours}
        before = {one.station for one in pending(station.site)} & origins
        if before:
            self.let_in(station)
        return bool(before - {one.station for one in pending(station.site)})

    def _come_to_rest(self, stations: list[Station], *, whole: bool = False) -> None:
        """They sync in ever new orders: who erased a content for somebody that is lost takes back what others ask for.

        They are not at rest while one is given what it asked for. `whole`: until nobody misses a content that somebody holds.
        """
        before: object = None
        for _ in range(ROUNDS + LAPTOPS):
            for station in self.random.sample(stations, len(stations)):
                self.reports[station.number] = self.sync(station)
            states = [(station.heads(), self._said(station)) for station in stations]
            now = (states, self.store.asked())
            if now == before and not (whole and _could_give(stations)):
                return
            before = now
        sums = [(len(heads), sum(heads.values()), said) for heads, said in states]
        raise AssertionError(f"did not come to rest: {sums}")

    def _said(self, station: Station) -> tuple[bool, str]:
        """Whether the last sync of a laptop had nothing to remark, and what it said."""
        report = self.reports[station.number]
        return (report is not None and report.clean, report.sentence if report else "")

    def check(self) -> None:
        """All laptops of the site hold every acknowledged record once and have the tables that follow from all records."""
        ours = self._ours()
        truth = empty(self.folder / "truth", seed=98)
        with closing(truth), truth.database.write() as connection:
            for chain in self._union(ours):
                ledger_writing.insert_entries(connection, chain)
            heads = {origin: head.seq for origin, head in ledger_store.heads(connection).items()}
            digest = projections.digest(connection)
            erased = "SELECT worker FROM erasure WHERE questioned = '' AND scope = 'everything'"  # signed records keep a name
            gone = {row[0] for row in connection.exec_driver_sql(erased)}
        for station in ours:
            report = self.reports[station.number]
            assert report is not None
            assert report.clean, f"{station.number}: {report.sentence}"
            assert station.heads() == heads, station.number
            with station.site.database.write() as connection:
                here = projections.digest(connection)
                check_none_is_lost(connection)
                assert _differing(here, digest) == [], f"{station.number}: other tables than the records of all say"
                projections.rebuild(connection)
                assert projections.digest(connection) == here, f"{station.number}: the tables are not what the records say"
            self._check_written(station, ours)
            self._check_gone(station, gone)

    def _ours(self) -> list[Station]:
        """The laptops that belong to the site; what a lost one sealed for itself alone says nothing to the others."""
        ours = self._of_the_site(self.stations)
        assert ours, "nobody is left"
        return self._of_the_site(ours)

    def _of_the_site(self, held_by: list[Station]) -> list[Station]:
        """The laptops that belong to the site by all records that some laptops hold."""
        truth = empty(self.folder / f"truth-{len(held_by)}-{self.random.random()}", seed=99)
        with closing(truth), truth.database.write() as connection:
            for chain in self._union(held_by):
                ledger_writing.insert_entries(connection, chain)
            digest = projections.digest(connection)
            projections.rebuild(connection)
            assert projections.digest(connection) == digest
            return [station for station in held_by if _is_of_site(connection, station)]

    def _check_written(self, station: Station, ours: list[Station]) -> None:
        held = set[bytes]().union(*(_digests(one) for one in ours))
        own = {digest: kind for digest, kind in self.written.items() if digest in held or self.by[digest] in ours}
        with station.site.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT content_digest, count(*) FROM entry GROUP BY content_digest")
            times = {bytes(row[0]): int(row[1]) for row in rows}
        wrong = {kind: times.get(digest, 0) for digest, kind in own.items() if times.get(digest, 0) != 1}
        assert not wrong, f"{station.number} has {wrong}"

    def _check_gone(self, station: Station, gone: set[str]) -> None:
        """What was erased is in no row and in no byte."""
        data = b"".join(path.read_bytes() for path in station.folder.glob("records.sqlite*"))
        assert data
        for worker in gone:
            assert (SECRET + worker).encode() not in data, f"{station.number} still names {worker}"

    def _union(self, stations: list[Station]) -> list[list[Entry]]:
        """Every chain as long as anybody has it; of an entry, the copy that has its content."""
        found: dict[tuple[bytes, int], Entry] = {}
        for station in stations:
            with station.site.database.read() as connection:
                for entry in (entry for chunk in ledger_store.chunks(connection) for entry in chunk):
                    known = found.setdefault((entry.origin, entry.seq), entry)
                    assert known.hash == entry.hash, "two branches"
                    if known.content is None:
                        found[entry.origin, entry.seq] = entry
        origins = sorted({origin for origin, _ in found})
        return [[found[place] for place in sorted(found) if place[0] == origin] for origin in origins]


def _has_ended(here: Station, station: Station) -> bool:
    """Whether one laptop knows of another that it was put away or lost."""
    with here.site.database.read() as connection:
        known = site_queries.station(connection, station.site.station.origin)
    return known is not None and known.ended is not None


def _could_give(stations: list[Station]) -> bool:
    """Whether one of the laptops misses a content that another one holds."""
    held = {
        place for station in stations for place in table_of(station, "SELECT origin, seq FROM entry WHERE content IS NOT NULL")
    }
    for station in stations:
        with station.site.database.read() as connection:
            if held.intersection(erased_places.missing_places(connection)):
                return True
    return False


def _belongs(station: Station) -> bool:
    with station.site.database.read() as connection:
        return _is_of_site(connection, station)


def _is_of_site(connection: Connection, station: Station) -> bool:
    known = site_queries.station(connection, station.site.station.origin)
    return known is not None and known.approved and known.ended is None


def _digests(station: Station) -> set[bytes]:
    with station.site.database.read() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT content_digest FROM entry")}


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in one if one[name] != other[name]]
