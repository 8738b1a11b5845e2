"""Making the shared store of a site anew elsewhere: from a file to a PostgreSQL database and back, or to another drive.

Everything is copied as it lies there, sealed, also what this laptop cannot read or did not accept. What came over is counted and
compared before the old store is marked as moved: it stays readable, and every laptop that still uses it is told where to go.
"""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.store_address import address_of
from supervisor_app.services.sync_places import PATIENCE, UNFINISHED, chosen, lock_owner, waiting_for
from supervisor_app.services.sync_records import Cancelled, Progress, SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage.shared_address import absolute, shown, without_password
from supervisor_app.storage.shared_copying import Amounts, amounts, copy_entries, copy_files, copy_lists
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_place import create_place, in_words_of, open_place
from supervisor_app.storage.shared_store import SharedStore, StoreFacts, read_heads, write_moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved: records, evidence files, and the two addresses as they may be shown."""

    records: int
    files: int
    old: str
    new: str
    left: int = 0  # rows that are no records at all, which stayed in the old place

    def lines(self) -> list[str]:
        """Return it as it prints on a terminal."""
        files = f" and {self.files:,} evidence files" if self.files else ""
        lines = [
            f"{self.records:,} records{files} are in {self.new} now; every one was counted there.",
            f"{self.old} stays readable and tells the other laptops where to go.",
        ]
        if self.left:
            one = self.left == 1
            lines.append(
                f"{self.left:,} row{'' if one else 's'} there {'is' if one else 'are'} no record at all and stayed there."
            )
        return lines


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
    old, new = chosen(site), absolute(to)
    if without_password(old) == without_password(new):
        raise StorageError("The shared store is there already.", "Name another place.")
    _sync_first(site, without_password(new), progress, cancelled, patience)
    waiting = waiting_for(progress, cancelled)
    with in_words_of(old), open_place(old, lock_owner(site), patience, waiting) as source:
        _make_target(site, source.facts, new, patience, progress, cancelled)
        with in_words_of(new), open_place(new, lock_owner(site), patience, waiting) as target:
            moved = _move(source, target, without_password(new), progress, cancelled)
    choose_shared(site, new, False, progress, cancelled, patience=patience)
    (records, files), left = moved
    return Moved(records=records, files=files, old=shown(old), new=shown(new), left=left)


def _sync_first(site: Site, new: str, progress: Progress, cancelled: Cancelled, patience: Patience) -> None:
    """Sync with the old place; where it says that the site is in the new one, a move to there stopped at its very end."""
    try:
        sync_now(site, progress, cancelled, patience=patience)
    except SharedFileError as problem:
        if problem.trouble is not Trouble.MOVED or problem.moved_to != new:
            raise


def _move(
    source: SharedStore, target: SharedStore, new: str, progress: Progress, cancelled: Cancelled
) -> tuple[tuple[int, int], int]:
    """Fill the target and let both say where the site is; return how many records and files that are, and rows left behind.

    The old place says first where to go, then the new one that it may be used: never are both the site's.
    """
    if target.facts.site != source.facts.site:
        raise SharedFileError(Trouble.OTHER_SITE)
    if not target.facts.moved_to:
        if source.facts.moved_to != new:
            raise SharedFileError(Trouble.EXISTS)
        with target.reading() as there:
            theirs = amounts(there)
        return (theirs.entries, theirs.blobs), 0
    moved, left = _copy(source, target, progress, cancelled)
    with source.writing() as writing:
        write_moved(writing, new)
    with target.writing() as writing:
        write_moved(writing, "")
    return (moved.entries, moved.blobs), left


def follow_store(
    site: Site, progress: Progress, cancelled: Cancelled, *, password: str = "", patience: Patience = PATIENCE
) -> SyncReport:
    """Use the store that took the place of ours, as it tells itself; and the one after it, where the site went on from there.

    Raises as `choose_shared`; StorageError where none did.
    """
    with open_place(chosen(site), lock_owner(site), patience, waiting_for(progress, cancelled)) as opened:
        to = opened.facts.moved_to
    if not to:
        raise StorageError("The shared store did not move.", "Sync as usual.")
    been = {without_password(site.settings.shared)}
    while True:
        try:
            return choose_shared(site, address_of(to, password), False, progress, cancelled, patience=patience)
        except SharedFileError as problem:
            been.add(to)
            if problem.trouble is not Trouble.MOVED or not problem.moved_to or problem.moved_to in been:
                raise
            to = problem.moved_to


def _check(site: Site, session: Session, keys: MemberKeys) -> None:
    require_admin(site, session)
    if keys.member != session.member_id:
        raise ValueError("the keys are those of the member who is signed in")


def _make_target(site: Site, facts: StoreFacts, new: str, patience: Patience, progress: Progress, cancelled: Cancelled) -> None:
    """Make the new store, marked as not there yet, so that nobody takes it for the site's before it is whole."""
    fresh = replace(facts, store=site.randomness(16), moved_to=UNFINISHED)
    try:
        create_place(new, fresh, lock_owner(site), patience, waiting_for(progress, cancelled))
    except SharedFileError as problem:
        if problem.trouble is not Trouble.EXISTS:
            raise


def _copy(source: SharedStore, target: SharedStore, progress: Progress, cancelled: Cancelled) -> tuple[Amounts, int]:
    """Copy everything and compare; return how much there is, and how many rows are no records and stayed."""
    with source.reading() as here:
        ours = amounts(here)

    def between(done: int, total: int, words: str) -> None:
        progress(min(done, total), total, words)
        source.lock.beat()
        target.lock.beat()
        if cancelled():
            raise SharedFileError(Trouble.CANCELLED)

    between(0, ours.entries, "Moving records")
    entries = parts = 0
    for count in copy_entries(source, target):
        entries += count
        between(entries, ours.entries, "Moving records")
    for count in copy_files(source, target):
        parts += count
        between(parts, ours.parts, "Moving evidence files")
    with source.reading() as here, target.writing() as there:
        copy_lists(here, there)
    with source.reading() as here, target.reading() as there:
        ours, theirs = amounts(here), amounts(there)
        same = (theirs.entries, theirs.parts) == (entries, parts) and read_heads(here) == read_heads(there)
    if not same:
        raise StorageError(
            "What came over is not what was there, so the site stays where it was.",
            "Sync, then move it again; an empty new place is the safest.",
        )
    return theirs, ours.entries + ours.parts - entries - parts
