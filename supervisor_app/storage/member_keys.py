"""Sealed member keys of this laptop, and how often a wrong PIN was given. Local rows, never shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from supervisor_app.ledger.keys import SealedMemberKeys
from supervisor_app.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class WrongPins:
    """Wrong PINs in a row and the time of the last one (None where there is none)."""

    count: int = 0
    last: datetime | None = None


def save_sealed(connection: Connection, sealed: SealedMemberKeys) -> None:
    """Keep a member's sealed keys in place of earlier ones."""
    connection.exec_driver_sql(
        "INSERT INTO sealed_member_key (member, body) VALUES (?, ?) ON CONFLICT(member) DO UPDATE SET body = excluded.body",
        (sealed.member, msgspec.json.encode(sealed).decode()),
    )


def load_sealed(connection: Connection, member: str) -> SealedMemberKeys | None:
    """Return a member's sealed keys, None where they have none on this laptop."""
    body = connection.exec_driver_sql("SELECT body FROM sealed_member_key WHERE member = ?", (member,)).scalar()
    return msgspec.json.decode(body, type=SealedMemberKeys) if body else None


def members_with_keys(connection: Connection) -> frozenset[str]:
    """Return the members who can sign on this laptop."""
    return frozenset(connection.exec_driver_sql("SELECT member FROM sealed_member_key").scalars())


def wrong_pins(connection: Connection, member: str) -> WrongPins:
    """Return the wrong PINs in a row."""
    row = connection.exec_driver_sql("SELECT count, last FROM wrong_pin WHERE member = ?", (member,)).first()
    return WrongPins(row[0], datetime.fromisoformat(row[1])) if row else WrongPins()


def set_wrong_pins(connection: Connection, member: str, wrong: WrongPins) -> None:
    """Remember the wrong PINs in a row; a count of 0 forgets them."""
    if wrong.last is None or not wrong.count:
        connection.exec_driver_sql("DELETE FROM wrong_pin WHERE member = ?", (member,))
        return
    connection.exec_driver_sql(
        "INSERT INTO wrong_pin (member, count, last) VALUES (?, ?, ?) "
        "ON CONFLICT(member) DO UPDATE SET count = excluded.count, last = excluded.last",
        (member, wrong.count, wrong.last.isoformat()),
    )
