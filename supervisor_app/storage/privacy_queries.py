"""What is held about workers for whom something may have to go: erasures, holds, signed records with their ends. Read only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.retention import SignedRecord
from supervisor_app.ledger.clock import moment_of
from supervisor_app.storage.connection import Connection

_LATEST_END = (
    "SELECT CASE WHEN count(*) = count(valid_until) THEN max(valid_until) END, count(*) FROM certificate "
    "WHERE worker = ? AND competency = ?"
)
_RECORDS = (  # also those beside which another one stands under their id
    "SELECT id, competency FROM {0} WHERE worker = ?1 UNION "
    "SELECT id, competency FROM claim WHERE realm = '{0}' AND worker = ?1 ORDER BY id"
)
_FOREVER = date.max


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A legal hold that stands: why, who placed it (member id), the day."""

    worker: str
    reason: str
    member: str
    since: date


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An erasure of a worker's content, with the day and who did it (member id)."""

    scope: str
    reason: str
    asked_by: str
    member: str
    day: date


def hold_on(connection: Connection, worker: str) -> HoldRow | None:
    """Return the legal hold on a worker, None where there is none or it was lifted."""
    statement = (
        "SELECT h.worker, h.reason, h.signer, h.at, h.held FROM legal_hold h WHERE h.worker = ? AND h.questioned = '' "
        "AND NOT EXISTS (SELECT 1 FROM legal_hold o WHERE o.worker = h.worker AND o.sig = h.sig AND o.questioned = '' "
        "AND (o.at, o.origin, o.seq) < (h.at, h.origin, h.seq)) "  # the same signature again says nothing
        "ORDER BY h.at DESC, h.origin DESC, h.seq DESC LIMIT 1"
    )
    row = connection.exec_driver_sql(statement, (worker,)).first()
    return HoldRow(row[0], row[1], row[2], moment_of(row[3]).date()) if row and row[4] else None


def erasures_about(connection: Connection, worker: str) -> tuple[ErasureRow, ...]:
    """Return the erasures of a worker's content, oldest first."""
    statement = (
        "SELECT scope, reason, asked_by, signer, at FROM erasure WHERE worker = ? AND questioned = '' ORDER BY at, origin, seq"
    )
    rows = connection.exec_driver_sql(statement, (worker,))
    return tuple(ErasureRow(row[0], row[1], row[2], row[3], moment_of(row[4]).date()) for row in rows)


def signed_records(connection: Connection, worker: str) -> tuple[SignedRecord, ...]:
    """Return a worker's sign-offs and certificates, each with the day its qualification ended.

    A qualification lasts as long as the longest certificate of its competency; without a certificate it never began to end.
    """
    sign_offs = connection.exec_driver_sql(_RECORDS.format("sign_off"), (worker,)).all()
    certificates = connection.exec_driver_sql(_RECORDS.format("certificate"), (worker,)).all()
    ends = {competency: _end(connection, worker, competency) for _, competency in (*sign_offs, *certificates)}
    return tuple(SignedRecord(record, ends[competency]) for record, competency in (*sign_offs, *certificates))


def maybe_due(connection: Connection, left_by: date, ended_by: date, limit: int = 500) -> tuple[str, ...]:
    """Return workers who left by a day, or hold a certificate that ended by another, and of whom not everything is erased."""
    statement = (
        "SELECT id FROM (SELECT id FROM worker WHERE left_on <= ?1 UNION SELECT worker FROM certificate WHERE valid_until <= ?2) "
        "WHERE id NOT IN (SELECT worker FROM erasure WHERE scope = 'everything' AND questioned = '') ORDER BY id LIMIT ?3"
    )
    return tuple(connection.exec_driver_sql(statement, (left_by.isoformat(), ended_by.isoformat(), limit)).scalars())


def hides_name(connection: Connection, worker: str) -> bool:
    """Return whether a worker goes by a pseudonym."""
    statement = "SELECT 1 FROM erasure WHERE worker = ? AND scope <> 'records' AND questioned = ''"
    return connection.exec_driver_sql(statement, (worker,)).first() is not None


def site_texts(connection: Connection, site: str, names: Iterable[str]) -> dict[str, str]:
    """Return some fields of the site that have no column of their own."""
    statement = (
        "SELECT name, value FROM field WHERE realm = 'site' AND subject = ? AND name IN (SELECT value FROM json_each(?)) "
        "AND value IS NOT NULL"
    )
    return {row[0]: row[1] for row in connection.exec_driver_sql(statement, (site, json.dumps(list(names))))}


def _end(connection: Connection, worker: str, competency: str) -> date | None:
    row = connection.exec_driver_sql(_LATEST_END, (worker, competency)).one()
    if not row[1]:
        return None
    return date.fromisoformat(row[0]) if row[0] else _FOREVER
