"""Published checklists and competencies, read from the projections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import CompetencyPublished
from supervisor_app.storage.connection import Connection

_COLUMNS = "digest, body, at"
_THAT_COUNT = (
    "(SELECT * FROM (SELECT p.*, row_number() OVER (PARTITION BY p.digest ORDER BY p.at, p.origin, p.seq) AS time FROM {table} p "
    "JOIN said s ON s.origin = p.origin AND s.seq = p.seq WHERE s.questioned = '') WHERE time = 1)"
)
_CHECKLISTS = _THAT_COUNT.format(table="checklist")
"""Each revision once, as it was first published by somebody who may."""
_COMPETENCIES = _THAT_COUNT.format(table="competency")
_LATEST = "ORDER BY at DESC, origin DESC, seq DESC"
_NEWEST = "ORDER BY revision DESC, at DESC, origin DESC, seq DESC"
_DECODE = msgspec.json.Decoder(Checklist).decode


@dataclass(frozen=True, slots=True)
class PublishedChecklist:
    """A revision with its digest (hex) and the stamp of its publishing."""

    digest: str
    checklist: Checklist
    at: int


def get_checklist(connection: Connection, digest: str) -> Checklist | None:
    """Return a revision by its digest, also one that was published by somebody who may not: signed records name it."""
    body = connection.exec_driver_sql("SELECT body FROM checklist WHERE digest = ? LIMIT 1", (digest,)).scalar()
    return _DECODE(body) if body is not None else None


def revisions(connection: Connection, competency: str) -> tuple[PublishedChecklist, ...]:
    """Return all revisions for a competency, newest first; two may bear one number where two stations published at once."""
    statement = f"SELECT {_COLUMNS} FROM {_CHECKLISTS} WHERE competency = ? {_NEWEST}"  # noqa: S608 - our own names
    return tuple(_published(row) for row in connection.exec_driver_sql(statement, (competency,)))


def current_checklists(connection: Connection) -> tuple[PublishedChecklist, ...]:
    """Return the newest revision for every competency, by code."""
    statement = (
        f"SELECT {_COLUMNS} FROM (SELECT *, row_number() OVER (PARTITION BY competency {_NEWEST}) AS place FROM {_CHECKLISTS}) "  # noqa: S608
        "WHERE place = 1 ORDER BY code, competency"
    )
    return tuple(_published(row) for row in connection.exec_driver_sql(statement))


def any_made_of_others(connection: Connection) -> bool:
    """Tell whether there is any competency that is earned by holding others; no checklist is read for it."""
    statement = "SELECT 1 FROM checklist WHERE instr(body, '\"requires\":[') > 0 LIMIT 1"
    return connection.exec_driver_sql(statement).first() is not None


def current_checklist(connection: Connection, competency: str) -> PublishedChecklist | None:
    """Return the newest revision for a competency."""
    statement = f"SELECT {_COLUMNS} FROM {_CHECKLISTS} WHERE competency = ? {_NEWEST} LIMIT 1"  # noqa: S608 - our own names
    row = connection.exec_driver_sql(statement, (competency,)).first()
    return _published(row) if row else None


def digests(connection: Connection) -> tuple[str, ...]:
    """Return the digest of every revision that is here, also of those published by somebody who may not."""
    return tuple(connection.exec_driver_sql("SELECT DISTINCT digest FROM checklist ORDER BY digest").scalars())


def is_published(connection: Connection, digest: str) -> bool:
    """Tell whether a revision is published already, by somebody who may."""
    statement = f"SELECT 1 FROM {_CHECKLISTS} WHERE digest = ?"  # noqa: S608 - our own names
    return connection.exec_driver_sql(statement, (digest,)).first() is not None


def competencies(connection: Connection) -> tuple[CompetencyPublished, ...]:
    """Return the texts of every competency as they were published last, by key."""
    newest = f"SELECT *, row_number() OVER (PARTITION BY key {_LATEST}) AS place FROM {_COMPETENCIES}"  # noqa: S608 - our own names
    rows = connection.exec_driver_sql(f"SELECT body FROM ({newest}) WHERE place = 1 ORDER BY key")  # noqa: S608 - our own names
    return tuple(msgspec.json.decode(body, type=CompetencyPublished) for (body,) in rows)


def _published(row: Sequence[Any]) -> PublishedChecklist:
    return PublishedChecklist(row[0], _DECODE(row[1]), row[2])
