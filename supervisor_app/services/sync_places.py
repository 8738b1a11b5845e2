"""The way to the shared store that this laptop uses: chosen, ours, locked; and what is said while others have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.settings import StationSettings, load_settings
from supervisor_app.storage import remote_records
from supervisor_app.storage.shared_address import is_database
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_file import locked
from supervisor_app.storage.shared_lock import Patience, SharedLock
from supervisor_app.storage.shared_place import in_words_of, open_place
from supervisor_app.storage.shared_store import SharedStore, StoreFacts

PATIENCE = Patience()
UNFINISHED = "a place that is still being filled"
"""What a new store says of itself until everything is there."""
_FILLING = (
    "The records of the site are still being moved into this shared file.",
    "Everything is safe on this laptop. Ask the admin who moves them to move them again: it goes on where it stopped.",
)
WAITING = "Another laptop is using the shared file. If it was cut off, this goes on by itself."
READING = "Reading through what lies in the shared database"


@contextmanager
def open_own(site: Site, patience: Patience, waiting: Callable[[], None]) -> Iterator[SharedStore]:
    """Open the store that this laptop uses, under its lock. Raises SharedFileError: also where another one lies there now."""
    shared = chosen(site)
    with site.database.read() as connection:
        store, site_id = remote_records.chosen_store(connection)
    with in_words_of(shared), open_place(shared, lock_owner(site), patience, waiting) as opened:
        if opened.facts.site.hex() != site_id:
            raise SharedFileError(Trouble.OTHER_SITE)
        stays(opened.facts)  # first: a laptop that died while it followed has chosen the new one already, and still comes here
        if opened.facts.store.hex() != store:
            raise SharedFileError(Trouble.OTHER_STORE)
        yield opened


def lock_of(site: Site, path: Path, patience: Patience, waiting: Callable[[], None]) -> AbstractContextManager[SharedLock]:
    """Hold the lock of a shared file without opening it."""
    return locked(path, lock_owner(site), patience, waiting)


def chosen(site: Site) -> str:
    """Return the address of the shared store in use, with its password; SharedFileError (not chosen) where there is none."""
    shared, sealed = site.settings.shared, site.settings.shared_secret
    if not shared:
        raise SharedFileError(Trouble.NOT_CHOSEN)
    if not sealed:
        return shared
    from supervisor_app.storage.shared_secret import open_address  # where there is a database with a password

    return open_address(shared, sealed, site.station.secret)


def with_choice(site: Site, address: str) -> StationSettings:
    """Return the settings of this laptop with another shared store, its password sealed."""
    sealed = ""
    if is_database(address):
        from supervisor_app.storage.shared_secret import seal_address

        address, sealed = seal_address(address, site.station.secret, site.randomness)
    return replace(site.settings, shared=address, shared_secret=sealed)


def take_over_choice(site: Site) -> None:
    """Use the shared store that another process of this laptop has chosen."""
    there = load_settings(site.folder)
    site.settings = replace(site.settings, shared=there.shared, shared_secret=there.shared_secret)


def stays(facts: StoreFacts) -> None:
    """Raise SharedFileError (moved) where another store took the place of this one."""
    if facts.moved_to == UNFINISHED:
        raise SharedFileError(Trouble.MOVED, *_FILLING)
    if facts.moved_to:
        moved = f"The shared file has moved to {facts.moved_to}."
        raise SharedFileError(Trouble.MOVED, moved, moved_to=facts.moved_to)


def lock_owner(site: Site) -> str:
    """Name ourselves in the lock as nobody else does, not even another process of this laptop."""
    return site.randomness(16).hex()


def waiting_for(progress: Progress, cancelled: Cancelled, words: str = WAITING) -> Callable[[], None]:
    """Return what is called while another laptop has the lock: it says so, and raises where one does not want to wait."""

    def waiting() -> None:
        progress(0, 0, words)
        if cancelled():
            raise SharedFileError(Trouble.CANCELLED)

    return waiting
