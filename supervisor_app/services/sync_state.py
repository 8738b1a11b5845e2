"""Where this laptop stands between two syncs, in one sentence: what waits, when the shared file was reached, what is wrong."""

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
_COMES_BACK = ("missing", "unreachable", "not_kept", "locked")
"""Troubles (values of `Trouble`, whose module only a sync loads) of a drive that is away or busy: the file is as it was."""


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
    problem: str = ""  # what keeps the records from being exchanged until somebody sees to it


def sync_state(site: Site) -> SyncState:
    """Return how many of this laptop's records wait for the shared file, when that was last reached, and what is wrong there."""
    if not site.settings.shared:
        sentence = "No shared file is chosen. Everything is on this laptop only."
        return SyncState(chosen=False, waiting=0, last_reached=None, sentence=sentence)
    with site.database.read() as connection:
        settle(site, connection)
        store, _ = remote_records.chosen_store(connection)
        seen = remote_records.read_seen(connection, store)
        waiting = count_missing(ledger_store.heads(connection), seen, site.station.origin)
        newest = remote_records.read_history(connection, 1)
    reached = _last_reached(site)
    at = reached.at if reached else None
    problem = _problem(newest[0][2], at) if newest else ""
    return SyncState(
        chosen=True,
        waiting=waiting,
        last_reached=at,
        sentence=_named(_state_sentence(waiting, at, site.clock(), problem), site),
        shared=shown(site.settings.shared),
        database=is_database(site.settings.shared),
        file_bytes=reached.file_bytes if reached else 0,
        tells=reached.tells if reached else True,
        problem=_named(problem, site),
    )


class _Report(msgspec.Struct):
    locked: int = 0


class _Newest(msgspec.Struct):
    """What counts here of the newest line of the history."""

    at: datetime
    sentence: str
    done: bool
    trouble: str = ""
    report: _Report | None = None


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


def _problem(body: str, reached: datetime | None) -> str:
    """Return what is wrong by the newest line of the history (JSON), "" where nothing is that does not come right by itself."""
    newest = msgspec.json.decode(body, type=_Newest)
    if newest.done:
        return "New records cannot be opened here" if newest.report and newest.report.locked else ""
    stands = reached is None or newest.at >= reached
    return newest.sentence.rstrip(".") if stands and newest.trouble not in _COMES_BACK else ""


def _state_sentence(waiting: int, reached: datetime | None, now: datetime, problem: str) -> str:
    if problem:
        return f"{problem} \N{EN DASH} {f'{records(waiting)} waiting, ' if waiting else ''}the page Sync says what to do"
    if waiting:
        last = f"last reached {moment_words(reached, now)}" if reached else "not reached yet"
        return f"{records(waiting)} waiting \N{EN DASH} shared file {last}"
    if reached is None:
        return "The shared file was not reached yet"
    return f"Everything is on the shared file \N{EN DASH} reached {moment_words(reached, now)}"
