"""Exchanging records with the other laptops of the site through one shared file: choose it, sync, what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supervisor_app.errors import StorageError
from supervisor_app.ledger.sealing import Mailbox
from supervisor_app.services.content_keys import invited, mailbox
from supervisor_app.services.evidence_exchange import SiteEvidence, look_at_files
from supervisor_app.services.opened_site import Site
from supervisor_app.services.scrubbing import scrub_when_due
from supervisor_app.services.sync_anew import make_database_anew, make_file_anew
from supervisor_app.services.sync_doing import begin
from supervisor_app.services.sync_exchange import Exchanged, exchange
from supervisor_app.services.sync_going_on import both, go_on_after
from supervisor_app.services.sync_overview import history, overview, stations
from supervisor_app.services.sync_places import PATIENCE, chosen, lock_of, lock_owner, open_own, stays, waiting_for, with_choice
from supervisor_app.services.sync_records import Cancelled, Progress, SyncReport
from supervisor_app.services.sync_remembering import remember, remember_trouble
from supervisor_app.services.sync_report import of_a_database, report_of
from supervisor_app.services.sync_state import sync_state
from supervisor_app.settings import save_settings
from supervisor_app.storage import erased_places, remote_records, site_queries
from supervisor_app.storage.database import sorted_errors
from supervisor_app.storage.doubts import note_structures, structures_doubted
from supervisor_app.storage.shared_address import absolute, is_database
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError, Trouble, database_words
from supervisor_app.storage.shared_file import is_sound
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_place import create_place, in_words_of, open_place
from supervisor_app.storage.shared_store import StoreFacts

__all__ = [
    "MADE_ANEW",
    "SharedFileError",
    "Trouble",
    "choose_shared",
    "database_words",
    "history",
    "make_anew",
    "overview",
    "stations",
    "sync_now",
    "sync_state",
]

_ONCE_MORE = "Looking at the shared file once more"


def _quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


def _never() -> bool:
    return False


def choose_shared(
    site: Site,
    shared: Path | str,
    create: bool,
    progress: Progress = _quiet,
    cancelled: Cancelled = _never,
    *,
    invitation: str = "",
    patience: Patience = PATIENCE,
) -> SyncReport:
    """Use a shared store (a path, or the address of a database) from now on, making it first if `create`, and sync with it.

    A laptop without records adopts the file's site by this; the code of an `invitation` opens the records to it. Raises
    SharedFileError (other site, exists, missing, not a shared file, ...), after which the choice is as it was; and what
    `sync_now` raises, after which the new choice stays.
    """
    address = absolute(str(shared))
    ours = _site_id(site)
    waiting = waiting_for(progress, cancelled)
    if create:
        create_place(address, _new_facts(site, ours), lock_owner(site), patience, waiting)
    with in_words_of(address), _not_ours_yet():
        with open_place(address, lock_owner(site), patience, waiting) as opened:
            facts = opened.facts
        if ours and facts.site.hex() != ours:
            raise SharedFileError(Trouble.OTHER_SITE)
        stays(facts)
    with site.database.write() as connection:
        remote_records.choose_store(connection, facts.store.hex(), facts.site.hex())
        remote_records.forget_all_blobs(connection, facts.store.hex())
        erased_places.erase_there_again(connection)
    site.settings = with_choice(site, address)
    with sorted_errors():
        save_settings(site.folder, site.settings)
    return sync_now(site, progress, cancelled, invitation=invitation, patience=patience)


def sync_now(
    site: Site,
    progress: Progress = _quiet,
    cancelled: Cancelled = _never,
    *,
    invitation: str = "",
    patience: Patience = PATIENCE,
) -> SyncReport:
    """Exchange records with the shared file and return what came and went; a sync with nothing to do writes nothing.

    Raises SharedFileError: local work goes on, and whatever was exchanged before stays on both sides.
    """
    started = patience.monotonic()
    try:
        exchanged = _with_second_look(site, progress, cancelled, patience, invitation)
    except SharedFileError as problem:
        remember_trouble(site, problem)
        raise
    report = _told(site, exchanged, patience.monotonic() - started)
    scrub_when_due(site)
    look_at_files(site)  # when the others have the shared file again
    return report


def make_anew(
    site: Site, progress: Progress = _quiet, cancelled: Cancelled = _never, *, patience: Patience = PATIENCE
) -> SyncReport:
    """Set a damaged shared file aside and make it new, as the same store, from this laptop's records; the others add theirs."""
    started = patience.monotonic()
    try:  # another laptop may have made it new by now
        exchanged = _with_second_look(site, progress, cancelled, patience, "", doubted=True)
        return _told(site, exchanged, patience.monotonic() - started)
    except SharedFileError as problem:
        if problem.trouble not in MADE_ANEW:
            raise
    shared = chosen(site)
    box = _mailbox(site)
    if box is None:
        raise SharedFileError(Trouble.NO_KEY, "This laptop is not let in yet: another one has to make the shared file anew.")
    if is_database(shared):
        make_database_anew(site, shared, box, progress, cancelled, patience)
    else:
        make_file_anew(site, Path(shared), box, progress, cancelled, patience)
    return sync_now(site, progress, cancelled, patience=patience)


def _told(site: Site, exchanged: Exchanged, seconds: float) -> SyncReport:
    """Write down what an exchange did and return it in words."""
    with site.database.read() as connection:
        names = {bytes.fromhex(station.id): station.name for station in site_queries.stations(connection)}
    report = report_of(exchanged, names, site.station.origin, site.clock(), seconds)
    if is_database(site.settings.shared):
        report = of_a_database(report)
    remember(site, exchanged, report)
    return report


@contextmanager
def _not_ours_yet() -> Iterator[None]:
    """A file that one is only about to choose is no file of ours that something happened to."""
    try:
        yield
    except SharedFileError as problem:
        if problem.trouble is Trouble.GONE:
            raise SharedFileError(Trouble.MISSING, "There is no shared file in that place.") from problem
        if problem.trouble is Trouble.EMPTY:
            raise SharedFileError(Trouble.NOT_SHARED) from problem
        raise


def _new_facts(site: Site, ours: str) -> StoreFacts:
    """Return who a new store of our site is. StorageError on a laptop that has no site yet."""
    if not ours:
        raise StorageError("This laptop has not joined a site yet.", "Choose the shared file of the site instead.")
    return StoreFacts(site.randomness(16), bytes.fromhex(ours), _mailbox(site))


def _with_second_look(
    site: Site, progress: Progress, cancelled: Cancelled, patience: Patience, invitation: str, *, doubted: bool = False
) -> Exchanged:
    """Exchange; call the shared file damaged only after two independent looks, as drives and their caches tell lies at times.

    Where rows were wrong or gone, an audit found it damaged, or it is `doubted` anyway, its structures are looked at too: half
    of what a laptop wrote when it died, without its journal, reads well in places.
    """
    shared = chosen(site)
    if is_database(shared):
        return _exchanged_with_server(site, progress, cancelled, patience, invitation)
    exchanged = _exchanged_at_last(site, shared, progress, cancelled, patience, invitation)
    by_audit = _doubted_by_audit(site)
    if doubted or by_audit or _is_odd(site, exchanged):
        progress(0, 0, _ONCE_MORE)
        with lock_of(site, Path(shared), patience, waiting_for(progress, cancelled)) as lock:
            if not is_sound(Path(shared), lock):
                raise SharedFileError(Trouble.DAMAGED)
    if by_audit:
        with site.database.write() as connection:
            note_structures(connection, "", doubted=False)
    return exchanged


def _doubted_by_audit(site: Site) -> bool:
    """Whether an audit found the chosen file damaged, and nobody found it whole since."""
    with site.database.read() as connection:
        return structures_doubted(connection, remote_records.chosen_store(connection)[0])


def _is_odd(site: Site, exchanged: Exchanged) -> bool:
    """Whether rows of the file were not what they should be, unless that is known already."""
    with site.database.read() as connection:
        new = remote_records.new_refusals(connection, exchanged.refused)
    return bool(new or any(exchanged.mended.values()) or exchanged.heads_mended or exchanged.healed.total())


def _exchanged_at_last(
    site: Site, shared: str, progress: Progress, cancelled: Cancelled, patience: Patience, invitation: str
) -> Exchanged:
    path = Path(shared)
    try:
        return _exchange(site, progress, cancelled, patience, invitation)
    except SharedFileError as problem:
        if problem.trouble not in (Trouble.DAMAGED, Trouble.NOT_SHARED, Trouble.EMPTY, Trouble.NOT_KEPT):
            raise
        first = problem
    progress(0, 0, _ONCE_MORE)
    patience.sleep(patience.second_look_after)
    if first.trouble in (Trouble.DAMAGED, Trouble.NOT_KEPT):  # what is written beside a broken index is not found again
        with lock_of(site, path, patience, waiting_for(progress, cancelled)) as lock:
            if not is_sound(path, lock):
                raise SharedFileError(Trouble.DAMAGED) from first
    return _second_look(site, progress, cancelled, patience, invitation)


def _exchanged_with_server(
    site: Site, progress: Progress, cancelled: Cancelled, patience: Patience, invitation: str
) -> Exchanged:
    """Exchange with a database; what it says of its rows it says again in a second session, or it does not count."""
    try:
        return _exchange(site, progress, cancelled, patience, invitation)
    except SharedFileError as problem:
        if problem.trouble not in (Trouble.DAMAGED, Trouble.NOT_SHARED, Trouble.NOT_KEPT):
            raise
    progress(0, 0, _ONCE_MORE)
    patience.sleep(patience.second_look_after)
    with in_words_of(chosen(site)):
        return _second_look(site, progress, cancelled, patience, invitation)


def _second_look(site: Site, progress: Progress, cancelled: Cancelled, patience: Patience, invitation: str) -> Exchanged:
    """Exchange once more. What is none of ours at this look too was overwritten, as nothing else would have been chosen."""
    try:
        return _exchange(site, progress, cancelled, patience, invitation)
    except SharedFileError as problem:
        if problem.trouble is Trouble.NOT_SHARED:
            raise SharedFileError(Trouble.OVERWRITTEN) from problem
        raise


def _exchange(site: Site, progress: Progress, cancelled: Cancelled, patience: Patience, invitation: str) -> Exchanged:
    with open_own(site, patience, waiting_for(progress, cancelled)) as opened:
        code = invited(invitation, opened.facts.site)
        exchanged = exchange(begin(site, opened, progress, cancelled, code), SiteEvidence(site))
        went_on = go_on_after(site, exchanged)
        if went_on is None:
            return exchanged
        fresh = opened.with_heads(exchanged.heads)  # now under the new origin: fetch what was kept from us, send ours
        again = exchange(begin(site, fresh, progress, cancelled))
        return both(exchanged, again, went_on)


def _mailbox(site: Site) -> Mailbox | None:
    with site.database.read() as connection:
        return mailbox(connection)


def _site_id(site: Site) -> str:
    """Return the id (hex) of the site this laptop belongs to, by its own entry or the file it adopted; empty for neither."""
    with site.database.read() as connection:
        station = site_queries.station(connection, site.station.origin)
        return station.site if station else remote_records.chosen_store(connection)[1]
