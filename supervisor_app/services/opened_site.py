"""An open site: the folder, the database, this laptop's key. What is written goes through `services.appending`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import Randomness, Sealing, StationKey
from supervisor_app.paths import state_folder
from supervisor_app.settings import StationSettings, load_settings, save_settings
from supervisor_app.storage import ledger_store, local_state
from supervisor_app.storage.database import Connection, Database
from supervisor_app.storage.key_files import adopt_next_key, load_station_key
from supervisor_app.storage.local_state import OriginMark, OriginState
from supervisor_app.storage.member_keys import WrongPins
from supervisor_app.storage.own_counter import note_own, read_own
from supervisor_app.storage.shared_address import without_password

if TYPE_CHECKING:
    from supervisor_app.ledger.sealing import ContentKey

Clock = Callable[[], datetime]
"""Gives the present time, aware, with the local offset."""

DATABASE_NAME = "records.sqlite"
NOTE_EVERY = timedelta(seconds=10)


@dataclass(slots=True)
class Site:
    """An open data folder. `sealing` says how hard PINs given from now on are to try.

    `state` is a folder outside of it for the counter of own records, `noted` when that was written last.
    """

    folder: Path
    database: Database
    station: StationKey
    clock: Clock
    randomness: Randomness
    settings: StationSettings
    sealing: Sealing = field(default_factory=Sealing)
    content_keys: dict[bytes, ContentKey] = field(default_factory=dict, repr=False)  # those opened so far, by id
    state: Path = field(default_factory=state_folder)
    noted: datetime | None = None
    uncounted_pins: dict[str, WrongPins] = field(default_factory=dict)  # by member, where the disk took no count

    def close(self) -> None:
        """Note how far this laptop's records went, and close the database."""
        with suppress(StorageError), self.database.read() as connection:
            _note_own(self, connection)
        self.database.close()


def is_site(folder: Path) -> bool:
    """Tell whether a folder holds records of this app (of a site, or of a laptop that is about to join one)."""
    return (folder / DATABASE_NAME).is_file()


def open_site(folder: Path, *, clock: Clock, randomness: Randomness, state: Path | None = None) -> Site:
    """Open a data folder; StorageError where it is no site, damaged, newer than this app, or its key is missing.

    `state` is where the counter of own records lies, by default this user's folder for it. Where that leads, the records were
    restored or copied: nothing is written to them before a sync.
    """
    database = Database.open(folder / DATABASE_NAME)
    try:
        with database.read() as connection:
            adopt_next_key(folder, connection)
        site = Site(folder, database, load_station_key(folder), clock, randomness, load_settings(folder))
        _seal_password(site)
        if state is not None:
            site.state = state
        _look_at_counter(site)
        return site
    except BaseException:
        database.close()
        raise


def take_over(site: Site) -> None:
    """Use the key of the origin that goes on for this laptop, where another process opened one."""
    with site.database.read() as connection:
        follow_origin(site, connection)


def follow_origin(site: Site, connection: Connection) -> None:
    """Use the key of the origin that goes on for this laptop, inside a transaction."""
    adopt_next_key(site.folder, connection)
    site.station = load_station_key(site.folder)


def _seal_password(site: Site) -> None:
    """Seal a password that an earlier version of the program left in the settings as it was typed."""
    shared = site.settings.shared
    if "://" not in shared or without_password(shared) == shared:
        return
    from supervisor_app.storage.shared_secret import seal_address  # once, where there is a database

    shown, sealed = seal_address(shared, site.station.secret, site.randomness)
    if sealed:
        site.settings = replace(site.settings, shared=shown, shared_secret=sealed)
        with suppress(OSError):  # a folder that cannot be written says so where something is to be kept
            save_settings(site.folder, site.settings)


def _look_at_counter(site: Site) -> None:
    """Let nothing be written where the counter outside shows that our own records were taken back."""
    counter = read_own(site.state, site.station.origin)
    if counter is None:
        return
    with site.database.read() as connection:
        entry = ledger_store.entry_at(connection, site.station.origin, counter.seq)
        mark = local_state.origin_mark(connection, site.station.origin)
    if mark is None and (entry is None or entry.hash != counter.hash):
        with site.database.write() as connection:
            mark = OriginMark(OriginState.WAITING, "taken back", site.clock().isoformat())
            local_state.mark_origin(connection, site.station.origin, mark)


def settle(site: Site, connection: Connection) -> None:
    """After anything was written: note outside how far our own records went, now and then; follow a change of origin.

    Never inside a transaction that writes: what is noted must be on the disk for good.
    """
    mark = local_state.origin_mark(connection, site.station.origin)
    if mark is not None and mark.state is OriginState.CLOSED:
        follow_origin(site, connection)
    if site.noted is None or not timedelta() <= site.clock() - site.noted < NOTE_EVERY:
        _note_own(site, connection)


def _note_own(site: Site, connection: Connection) -> None:
    """Note outside how far our own records went, unless they wait: then what was noted is the proof."""
    head = ledger_store.heads(connection).get(site.station.origin)
    if head is not None and local_state.origin_mark(connection, site.station.origin) is None:
        note_own(site.state, head)
    site.noted = site.clock()
