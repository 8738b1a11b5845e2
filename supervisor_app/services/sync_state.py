"""Where this laptop stands between two syncs, in one sentence: what waits, and when the shared file was last reached."""

from __future__ import annotations

from datetime import datetime

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.vectors import count_missing
from supervisor_app.paths import write_atomically
from supervisor_app.services.opened_site import Site, settle
from supervisor_app.services.sync_words import moment_words, records
from supervisor_app.storage import ledger_store, remote_records
from supervisor_app.storage.database import sorted_errors
from supervisor_app.storage.shared_address import is_database, shown

REACHED_NAME = "shared-reached.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """Where this laptop stands: own records not known to be on the shared file, and when that was last reached."""

    chosen: bool
    waiting: int
    last_reached: datetime | None
    sentence: str
    shared: str = ""
    file_bytes: int = 0  # how large the shared file was then
    database: bool = False  # `shared` is the address of a database, its password hidden
    tells: bool = True  # whether it tells a sync that something else changed it


def sync_state(site: Site) -> SyncState:
    """Return how many of this laptop's records wait for the shared file, and when that was last reached."""
    if not site.settings.shared:
        sentence = "No shared file is chosen. Everything is on this laptop only."
        return SyncState(chosen=False, waiting=0, last_reached=None, sentence=sentence)
    with site.database.read() as connection:
        settle(site, connection)
        store, _ = remote_records.chosen_store(connection)
        seen = remote_records.read_seen(connection, store)
        waiting = count_missing(ledger_store.heads(connection), seen, site.station.origin)
    reached = _last_reached(site)
    at = reached.at if reached else None
    return SyncState(
        chosen=True,
        waiting=waiting,
        last_reached=at,
        sentence=_named(_state_sentence(waiting, at, site.clock()), site),
        shared=shown(site.settings.shared),
        database=is_database(site.settings.shared),
        file_bytes=reached.file_bytes if reached else 0,
        tells=reached.tells if reached else True,
    )


@dataclass(frozen=True, slots=True)
class Reached:
    """When the shared file was last reached, how large it was (bytes), and whether it tells of changes that no sync made."""

    at: datetime
    file_bytes: int = 0
    tells: bool = True


def note_reached(site: Site, reached: Reached) -> None:
    """Note that the shared file was reached: beside the database, so that a sync with nothing to do writes nothing in it."""
    with sorted_errors():
        write_atomically(site.folder / REACHED_NAME, msgspec.json.encode(reached), private=True, durable=False)


def _last_reached(site: Site) -> Reached | None:
    try:
        reached = msgspec.json.decode((site.folder / REACHED_NAME).read_bytes(), type=Reached)
    except (OSError, msgspec.DecodeError):
        return None
    return reached if reached.at.tzinfo else None


def _named(sentence: str, site: Site) -> str:
    """Say a sentence of what the shared store is."""
    return sentence.replace("shared file", "shared database") if is_database(site.settings.shared) else sentence


def _state_sentence(waiting: int, reached: datetime | None, now: datetime) -> str:
    if waiting:
        last = f"last reached {moment_words(reached, now)}" if reached else "not reached yet"
        return f"{records(waiting)} waiting \N{EN DASH} shared file {last}"
    if reached is None:
        return "The shared file was not reached yet"
    return f"Everything is on the shared file \N{EN DASH} reached {moment_words(reached, now)}"
