"""Making a shared file or database new that is past use: what lies there is set aside, what can still be read of it taken in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from supervisor_app.ledger.sealing import Mailbox
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_doing import begin
from supervisor_app.services.sync_exchange import salvage
from supervisor_app.services.sync_places import READING, WAITING, lock_of, waiting_for
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.storage import remote_records
from supervisor_app.storage.shared_errors import SharedFileError
from supervisor_app.storage.shared_file import create_shared, open_aside, set_aside
from supervisor_app.storage.shared_lock import Patience, SharedLock
from supervisor_app.storage.shared_place import in_words_of
from supervisor_app.storage.shared_store import StoreFacts


def make_file_anew(
    site: Site, path: Path, mailbox: Mailbox, progress: Progress, cancelled: Cancelled, patience: Patience
) -> None:
    """Set aside what lies there, unless somebody put another file there since we looked, and make an empty one in its place."""
    facts = _facts(site, mailbox)
    looked = _mark(path)
    with lock_of(site, path, patience, waiting_for(progress, cancelled)) as lock:
        if _mark(path) != looked:
            return
        aside = set_aside(path, site.clock().strftime("%Y%m%d-%H%M%S")) if looked else None
        create_shared(path, facts, lock)
        if aside is not None:
            _salvage(site, aside, facts, lock, progress, cancelled)
    _forget(site, facts)


def make_database_anew(
    site: Site, shared: str, mailbox: Mailbox, progress: Progress, cancelled: Cancelled, patience: Patience
) -> None:
    """Set the tables aside, unless another laptop made them new since we looked, and make empty ones in their place."""
    from supervisor_app.storage.shared_renewal import renewed_database

    facts, stamp = _facts(site, mailbox), site.clock().strftime("%Y%m%d_%H%M%S")
    waiting, reading = (waiting_for(progress, cancelled, words) for words in (WAITING, READING))
    with in_words_of(shared), renewed_database(shared, facts, stamp, patience, waiting, reading) as damaged:
        if damaged is not None and (damaged.facts.store, damaged.facts.site) == (facts.store, facts.site):
            with suppress(SharedFileError):
                salvage(begin(site, damaged, progress, cancelled))
    _forget(site, facts)


def _facts(site: Site, mailbox: Mailbox) -> StoreFacts:
    """The new one is the same store as the one that is past use."""
    with site.database.read() as connection:
        store, site_id = remote_records.chosen_store(connection)
    return StoreFacts(bytes.fromhex(store), bytes.fromhex(site_id), mailbox)


def _forget(site: Site, facts: StoreFacts) -> None:
    with site.database.write() as connection:
        remote_records.forget_seen(connection, facts.store.hex())
        remote_records.forget_all_blobs(connection, facts.store.hex())


def _mark(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from another one in its place; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _salvage(site: Site, aside: Path, facts: StoreFacts, lock: SharedLock, progress: Progress, cancelled: Cancelled) -> None:
    """Take in what the damaged file still holds and we do not; what cannot be read or does not prove itself stays there."""
    with suppress(SharedFileError), open_aside(aside, lock) as damaged:
        if (damaged.facts.store, damaged.facts.site) == (facts.store, facts.site):
            salvage(begin(site, damaged, progress, cancelled))
