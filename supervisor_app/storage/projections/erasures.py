"""What entries say about erasures and legal holds, and the pseudonym that takes the place of a name that was erased."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from supervisor_app.domain.erasure import Scope, pseudonym
from supervisor_app.domain.names import fold
from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import Erased, ErasureExtended, LegalHold
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent
from supervisor_app.storage import schema
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.projections.authority import judged
from supervisor_app.storage.projections.batch import Batch, keep_any, stamp, whole

_ERASURE = keep_any(schema.erasure)
_ERASED_ENTRY = keep_any(schema.erased_entry)
_HOLD = keep_any(schema.legal_hold)
_IS_ERASED = "SELECT 1 FROM erasure WHERE worker = ? AND questioned = '' LIMIT 1"
_ERASED = "SELECT DISTINCT worker FROM erasure WHERE questioned = '' AND worker IN (SELECT value FROM json_each(?))"
_FEW = 8
"""Subjects of an act or two, asked for one by one: a list costs more to hand over than they do."""
_HIDDEN = (
    "SELECT worker, min(at) FROM erasure WHERE scope <> 'records' AND questioned = '' "
    "AND worker IN (SELECT value FROM json_each(?)) GROUP BY worker"
)
_HIDE_SIGN_OFFS = "UPDATE sign_off SET worker_name = ? WHERE worker = ?"
_HIDE_CERTIFICATE = "UPDATE certificate SET holder = ?, employee_no = '', found_by = ? WHERE id = ?"


def erased(batch: Batch, entry: Entry, content: Content, body: Erased) -> None:
    """A worker's content was erased."""
    moment_of(entry.at)  # the day shows where a last day is gone too
    records = json.dumps(sorted(body.records))
    signed = _signed(batch, entry, content)
    batch.add(_ERASURE, (body.worker, body.scope.value, records, body.reason, body.asked_by, "", *signed, *stamp(entry)))
    _name_entries(batch, body.worker, body.entries)
    batch.concerned.add(body.worker)
    if body.scope is not Scope.RECORDS:
        batch.touched["worker"].add(body.worker)


def erasure_extended(batch: Batch, entry: Entry, content: Content, body: ErasureExtended) -> None:
    """Entries that came after the erasure of the worker they are about."""
    _name_entries(batch, body.worker, body.entries)


def hold_placed(batch: Batch, entry: Entry, content: Content, body: LegalHold) -> None:
    """A worker's records must be kept."""
    signed = _signed(batch, entry, content)
    batch.add(_HOLD, (content.about, 1, body.reason, "", _sig(content), *signed, *stamp(entry)))


def hold_lifted(batch: Batch, entry: Entry, content: Content, body: LegalHold) -> None:
    """A worker's records need not be kept any more than others."""
    signed = _signed(batch, entry, content)
    batch.add(_HOLD, (content.about, 0, body.reason, "", _sig(content), *signed, *stamp(entry)))


def hidden_workers(connection: Connection, workers: Iterable[str]) -> dict[str, str]:
    """Return those of some workers who go by a pseudonym, each with the day since when (ISO, UTC)."""
    rows = driver(connection).execute(_HIDDEN, (json.dumps(sorted(workers)),))
    return {worker: moment_of(at).date().isoformat() for worker, at in rows}


def erased_among(connection: Connection, subjects: Collection[str]) -> frozenset[str]:
    """Return the workers among some subjects of whom something was erased."""
    plain = driver(connection)
    if len(subjects) <= _FEW:
        return frozenset(subject for subject in subjects if plain.execute(_IS_ERASED, (subject,)).fetchone())
    rows = plain.execute(_ERASED, (json.dumps(list(subjects)),))
    return frozenset(worker for (worker,) in rows)


def all_erased(connection: Connection) -> frozenset[str]:
    """Return every worker of whom something was erased."""
    rows = driver(connection).execute("SELECT DISTINCT worker FROM erasure WHERE questioned = ''")
    return frozenset(worker for (worker,) in rows)


def hide_names(connection: Connection, workers: Iterable[str]) -> None:
    """Put pseudonyms in the place of the names of those whose name was erased."""
    for worker in hidden_workers(connection, workers):
        name = pseudonym(worker)
        run(connection, _HIDE_SIGN_OFFS, [(name, worker)])
        found = driver(connection).execute("SELECT id, number, title FROM certificate WHERE worker = ?", (worker,)).fetchall()
        run(connection, _HIDE_CERTIFICATE, [(name, fold(f"{name} {number} {title}"), row) for row, number, title in found])


def signed_with(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Return the workers of erasures that were signed with some keys: whether these count may have changed."""
    statement = "SELECT DISTINCT worker FROM erasure WHERE signer_key IN (SELECT value FROM json_each(?))"
    return frozenset(worker for (worker,) in driver(connection).execute(statement, (json.dumps(sorted(keys)),)))


def _signed(batch: Batch, entry: Entry, content: Content) -> Row:
    """Return who signed an act, and why it does not count, "" where it does: only an admin's does."""
    return judged(batch.judging, entry, content, Right.ADMINISTER, competency="", team="", worker="")[0]


def _sig(content: Content) -> str:
    return content.signature.sig if content.signature else ""


def _name_entries(batch: Batch, worker: str, entries: Mapping[str, tuple[int, ...]]) -> None:
    for origin, numbers in entries.items():
        try:
            key = bytes.fromhex(origin)
        except ValueError as error:
            raise UnreadableContent("an origin in it is not hex") from error
        for number in numbers:
            batch.add(_ERASED_ENTRY, (key, whole(number), worker))
