"""Making the shared store of a site anew elsewhere: from a file to a PostgreSQL database and back, or to another drive.

Everything is copied as it lies there, sealed, also what this laptop cannot read or did not accept. What came over is counted and
compared before the old store is marked as moved: it stays readable, and every laptop that still uses it is told where to go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.store_address import address_of
from supervisor_app.services.sync_places import PATIENCE, lock_owner, waiting_for
from supervisor_app.services.sync_records import Cancelled, Progress, SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage.shared_address import absolute, shown, without_password
from supervisor_app.storage.shared_copying import Amounts, amounts, copy_blobs, copy_boxes, copy_run
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_place import create_place, in_words_of, open_place
from supervisor_app.storage.shared_store import SharedStore, StoreFacts, read_heads, write_moved

BATCH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved: records, evidence files, and the two addresses as they may be shown."""

    records: int
    files: int
    old: str
    new: str

    def lines(self) -> list[str]:
        """Return it as it prints on a terminal."""
        files = f" and {self.files:,} evidence files" if self.files else ""
        return [
            f"{self.records:,} records{files} are in {self.new} now; every one was counted there.",
            f"{self.old} stays readable and tells the other laptops where to go.",
        ]


def make_store(
    site: Site, session: Session, keys: MemberKeys, shared: str, progress: Progress, cancelled: Cancelled
) -> SyncReport:
    """Make a shared store and use it from now on; an admin with their PIN only. Raises NotAllowed and as `choose_shared`."""
    _check(site, session, keys)
    return choose_shared(site, shared, True, progress, cancelled)


def move_store(
    site: Site,
    session: Session,
    keys: MemberKeys,
    to: str,
    progress: Progress,
    cancelled: Cancelled,
    *,
    patience: Patience = PATIENCE,
) -> Moved:
    """Move the shared store of the site to another place, and use it there; an admin with their PIN only.

    A move that was interrupted goes on where it stopped, when asked for again. Raises NotAllowed; SharedFileError (exists: what
    lies there is no store that moved away from there); StorageError where what came over is not what was there.
    """
    _check(site, session, keys)
    old, new = site.settings.shared, absolute(to)
    if not old:
        raise SharedFileError(Trouble.NOT_CHOSEN)
    if without_password(old) == without_password(new):
        raise StorageError("The shared store is there already.", "Name another place.")
    sync_now(site, progress, cancelled, patience=patience)
    waiting = waiting_for(progress, cancelled)
    with in_words_of(old), open_place(old, lock_owner(site), patience, waiting) as source:
        _make_target(site, source.facts, new, patience, progress, cancelled)
        with in_words_of(new), open_place(new, lock_owner(site), patience, waiting) as target:
            _check_target(source.facts, target.facts)
            moved = _copy(source, target, progress, cancelled)
            with target.writing() as writing:
                write_moved(writing, "")
        with source.writing() as writing:
            write_moved(writing, without_password(new))
    choose_shared(site, new, False, progress, cancelled, patience=patience)
    return Moved(records=moved.entries, files=moved.blobs, old=shown(old), new=shown(new))


def follow_store(
    site: Site, progress: Progress, cancelled: Cancelled, *, password: str = "", patience: Patience = PATIENCE
) -> SyncReport:
    """Use the store that took the place of ours, as it tells itself. Raises as `choose_shared`; StorageError where none did."""
    with open_place(site.settings.shared, lock_owner(site), patience, waiting_for(progress, cancelled)) as opened:
        to = opened.facts.moved_to
    if not to:
        raise StorageError("The shared store did not move.", "Sync as usual.")
    return choose_shared(site, address_of(to, password), False, progress, cancelled, patience=patience)


def _check(site: Site, session: Session, keys: MemberKeys) -> None:
    require_admin(site, session)
    if keys.member != session.member_id:
        raise ValueError("the keys are those of the member who is signed in")


def _make_target(site: Site, facts: StoreFacts, new: str, patience: Patience, progress: Progress, cancelled: Cancelled) -> None:
    """Make the new store, marked as not there yet, so that nobody takes it for the site's before it is whole."""
    fresh = replace(facts, store=site.randomness(16), moved_to=_UNFINISHED)
    try:
        create_place(new, fresh, lock_owner(site), patience, waiting_for(progress, cancelled))
    except SharedFileError as problem:
        if problem.trouble is not Trouble.EXISTS:
            raise


_UNFINISHED = "a place that is still being filled"


def _check_target(source: StoreFacts, target: StoreFacts) -> None:
    if target.site != source.site:
        raise SharedFileError(Trouble.OTHER_SITE)
    if not target.moved_to:
        raise SharedFileError(Trouble.EXISTS)


def _copy(source: SharedStore, target: SharedStore, progress: Progress, cancelled: Cancelled) -> Amounts:
    """Copy everything and compare; return how much there is."""
    total = sum(head.seq for head in source.heads.values())
    done = 0
    for count in _copy_entries(source, target):
        done += count
        progress(min(done, total), total, "Moving records")
        source.lock.beat()
        target.lock.beat()
        if cancelled():
            raise SharedFileError(Trouble.CANCELLED)
    for count in copy_blobs(source, target):
        progress(count, 0, "Moving evidence files")
        source.lock.beat()
        target.lock.beat()
    with source.reading() as here, target.reading() as there:
        ours, theirs = amounts(here), amounts(there)
        same = ours == theirs and read_heads(here) == read_heads(there)
    if not same:
        raise StorageError(
            "What came over is not what was there, so the site stays where it was.",
            "Sync, then move it again; an empty new place is the safest.",
        )
    return theirs


def _copy_entries(source: SharedStore, target: SharedStore) -> Iterator[int]:
    for origin, head in sorted(source.heads.items()):
        after = target.heads[origin].seq if origin in target.heads else 0
        yield min(after, head.seq)
        while after < head.seq:
            with source.reading() as here, target.writing() as there:
                count, after = copy_run(here, there, head, after, BATCH)
            yield count
            if not count:
                break
    with source.reading() as here, target.writing() as there:
        copy_boxes(here, there)
