"""Tables derived from entries: a function of their set, whatever the order, the batches and the duplicates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import ledger_store, people_search, schema
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import run
from supervisor_app.storage.kept_looks import forget_looked
from supervisor_app.storage.projections import authority, certificate_life, checklist_standing, claims, erasures, people, said
from supervisor_app.storage.projections.batch import Batch
from supervisor_app.storage.projections.collecting import collect
from supervisor_app.storage.projections.fields import WORKER, derive_rows

_OF_THE_SITE = frozenset({"site.created", "site.changed"})
_ENCODE = msgspec.json.Encoder().encode


def project(connection: Connection, entries: Sequence[Entry], ledger: Connection | None = None) -> frozenset[str]:
    """Add what `entries` say to the projections; return those they are about of whom something was erased.

    Entries that say nothing to this version are noted, never dropped. Those of a station that is not approved wait in the ledger;
    they follow once an approval comes, in any batch. `ledger` is where the entries lie, None for the same database.
    """
    change = authority.take_in(connection, entries)
    # A station is believed less, or further, than before, or about people: rare, and what merges is not taken back singly.
    if change.struck or people.are_judged_otherwise(connection, change.stations):
        rebuild(connection)
        return erasures.all_erased(connection)
    ledger = ledger or connection
    erased = _add(connection, entries, ledger)
    if change.facts:
        for origin in change.released:
            erased |= _release(connection, origin)
        authority.judge_again(connection, change.keys)
        if claimed := claims.judge_again(connection, change.keys):
            _settle_claims(connection, claimed, ledger)
        certificate_life.derive_signed_with(connection, change.keys)
        said.judge_again(connection)
    kinds = {entry.kind for entry in entries}
    if change.facts or kinds & _OF_THE_SITE:
        said.derive_site(connection)
    if change.facts:
        erased |= _look_again(connection, change.keys)
    if change.facts or "checklist.published" in kinds:
        claims.lift(connection)
        checklist_standing.derive(connection)
        claims.question(connection)
    return erased


def rebuild(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Clear the projections and make them again from the entries, a chunk at a time; `progress(done, total)`.

    Who may act comes first: then nothing has to wait, and nothing is judged twice.
    """
    total, done = ledger_store.count_entries(connection), 0
    clear(connection)
    forget_looked(connection)
    take_facts(connection, ledger_store.entries_of_kinds(connection, AUTHORITY_KINDS))
    for chunk in ledger_store.chunks(connection):
        project(connection, chunk)
        done += len(chunk)
        if progress:
            progress(done, total)


def take_facts(connection: Connection, entries: Sequence[Entry]) -> None:
    """Take in who may act and nothing else, before everything is projected: then nothing has to wait."""
    if authority.take_in(connection, entries).facts:
        said.derive_site(connection)


def _add(connection: Connection, entries: Iterable[Entry], ledger: Connection) -> frozenset[str]:
    batch = Batch(Judging(connection))
    for entry in entries:
        collect(batch, entry)
    batch.write(connection)
    if batch.met and (claimed := claims.note(connection, ledger, batch.judging, batch.met)):
        _settle_claims(connection, claimed, ledger)
    return _derive(connection, batch)


def _settle_claims(connection: Connection, claimed: claims.Claimed, ledger: Connection) -> None:
    """Put in the tables what stands under ids that several entries claim, and nothing of the others."""
    batch = Batch(Judging(connection))
    for _, origin, seq in claims.stand(connection, claimed):
        if (entry := ledger_store.entry_at(ledger, origin, seq)) is not None:
            collect(batch, entry)
    batch.write(connection)
    _derive(connection, batch)
    claims.question(connection, claimed)


def _derive(connection: Connection, batch: Batch) -> frozenset[str]:
    """Work out what follows from the rows that were written; return those they are about of whom something was erased."""
    derive_rows(connection, batch)
    certificate_life.derive(connection, batch)
    if batch.signed:
        checklist_standing.derive_of(connection, batch.signed)
    erased = erasures.erased_among(connection, batch.concerned)
    if erased:
        erasures.hide_names(connection, erased)
    return erased


def retract(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take away the rows that some entries brought; what others say under the same keys has to be projected again.

    A record that was claimed under the id of one of theirs stands from then on.
    """
    batch = Batch(Judging(connection))
    for entry in entries:
        collect(batch, entry)
    batch.retract(connection)
    if claimed := claims.forget(connection, batch):
        _settle_claims(connection, claimed, connection)
    certificate_life.derive(connection, batch)


def derive_worker(connection: Connection, worker: str) -> None:
    """Write a worker's row anew from what is left of their fields."""
    batch = Batch(Judging(connection))
    batch.touched[WORKER].add(worker)
    derive_rows(connection, batch)


def _look_again(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Show or hide again the names of workers whose erasures were signed with keys that were judged anew; return who they are."""
    from supervisor_app.storage.erasing import entries_concerning

    workers = erasures.signed_with(connection, keys) if keys else frozenset()
    for worker in workers:
        entries = [entry for entry in entries_concerning(connection, worker) if is_erasable(entry.kind)]
        retract(connection, entries)
        _add(connection, entries, connection)
        derive_worker(connection, worker)
    return workers


def _release(connection: Connection, origin: bytes) -> frozenset[str]:
    """Take in what an origin wrote before it was approved; return those it is about of whom something was erased."""
    run(connection, "DELETE FROM unheard WHERE origin = ?", [(origin,)])
    last, erased = 0, frozenset[str]()
    while waiting := ledger_store.read_entries(connection, origin, last):
        last = waiting[-1].seq
        erased |= _add(connection, waiting, connection)
    return erased


def clear(connection: Connection) -> None:
    """Empty every projection."""
    for table in schema.PROJECTIONS:
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608 - our own names
    people_search.clear_index(connection)


def digest(connection: Connection) -> dict[str, str]:
    """Return a digest (SHA-256 in hex) of every projected table by its name, read in the order of its key."""
    return {
        table.name: _table_digest(connection, table.name, [key.name for key in table.primary_key]) for table in schema.PROJECTIONS
    }


def _table_digest(connection: Connection, name: str, keys: list[str]) -> str:
    running = hashlib.sha256()
    rows: Any = connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY {', '.join(keys)}")  # noqa: S608 - our own names
    for row in rows:
        running.update(_ENCODE(tuple(row)))
    return running.hexdigest()
