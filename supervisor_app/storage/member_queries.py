"""Members and their keys, read from the projections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member, Role
from supervisor_app.storage.connection import Connection

_COLUMNS = "id, name, title, role, worker_id, ended_on, competencies, teams, since, until"
_KEY = "ed25519, member, station, x25519, revoked_at"


@dataclass(frozen=True, slots=True)
class MemberKey:
    """A member's public keys on one station (its origin in hex); keys in hex. `revoked_at` is a clock stamp or None."""

    ed25519: str
    member: str
    station: str
    x25519: str
    revoked_at: int | None = None


def member(connection: Connection, member_id: str) -> Member | None:
    """Return a member by id."""
    row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM member WHERE id = ?", (member_id,)).first()  # noqa: S608
    return _member(row) if row else None


def members(connection: Connection) -> tuple[Member, ...]:
    """Return all members, also those who ended, by name."""
    return tuple(_member(row) for row in connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM member ORDER BY name, id"))  # noqa: S608


def member_keys(connection: Connection, member_id: str = "") -> tuple[MemberKey, ...]:
    """Return the public keys of one member, or of all, by time of their adding."""
    statement = f"SELECT {_KEY} FROM member_key WHERE ? IN ('', member) ORDER BY at, origin, seq"  # noqa: S608 - our own names
    return tuple(MemberKey(*row) for row in connection.exec_driver_sql(statement, (member_id,)))


def member_key(connection: Connection, ed25519: str) -> MemberKey | None:
    """Return a public key of a member by its Ed25519 half."""
    row = connection.exec_driver_sql(f"SELECT {_KEY} FROM member_key WHERE ed25519 = ?", (ed25519,)).first()  # noqa: S608
    return MemberKey(*row) if row else None


def _member(row: Sequence[Any]) -> Member:
    ended, since, until = (date.fromisoformat(day) if day else None for day in (row[5], row[8], row[9]))
    return Member(
        id=row[0],
        name=row[1],
        title=row[2],
        role=Role(row[3]),
        worker_id=row[4],
        ended_on=ended,
        competencies=tuple(row[6].split("\n")) if row[6] else (),
        teams=tuple(row[7].split("\n")) if row[7] else (),
        since=since,
        until=until,
    )
