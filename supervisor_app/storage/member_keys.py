"""Sealed member keys of this laptop, and how often a wrong PIN was given. Local rows, never shared."""

from __future__ import annotations

from datetime import datetime

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.keys import SealedMemberKeys
from supervisor_app.storage.connection import Connection

ASKED = ""
"""In the place of a member's id: keys made to ask for joining, before an admin said which member that is."""


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
    """Return a member's sealed keys, None where they have none on this laptop.

    Keys that were made to ask for joining are theirs once an admin said so; they are still sealed for `ASKED` then.
    """
    sealed = _sealed(connection, member)
    asked = _sealed(connection, ASKED) if sealed is None and member != ASKED else None
    if asked is None:
        return sealed
    owner = connection.exec_driver_sql("SELECT member FROM member_key WHERE ed25519 = ?", (asked.ed25519,)).scalar()
    return asked if owner == member else None


def forget_sealed(connection: Connection, member: str) -> None:
    """Forget a member's sealed keys."""
    connection.exec_driver_sql("DELETE FROM sealed_member_key WHERE member = ?", (member,))


def sealed_on(connection: Connection) -> frozenset[bytes]:
    """Return the origins of laptops for which the keys that are sealed here were made: this one's, where anybody has a PIN."""
    statement = (
        "SELECT k.station FROM sealed_member_key s JOIN member_key k ON k.ed25519 = json_extract(s.body, '$.ed25519') "
        "WHERE k.station <> ''"
    )
    return frozenset(bytes.fromhex(station) for station in connection.exec_driver_sql(statement).scalars())


def members_with_keys(connection: Connection) -> frozenset[str]:
    """Return the members who can sign on this laptop."""
    statement = (
        "SELECT member FROM sealed_member_key WHERE member <> ?1 UNION SELECT k.member FROM sealed_member_key s "
        "JOIN member_key k ON k.ed25519 = json_extract(s.body, '$.ed25519') WHERE s.member = ?1"
    )
    return frozenset(connection.exec_driver_sql(statement, (ASKED,)).scalars())


def _sealed(connection: Connection, member: str) -> SealedMemberKeys | None:
    body = connection.exec_driver_sql("SELECT body FROM sealed_member_key WHERE member = ?", (member,)).scalar()
    return msgspec.json.decode(body, type=SealedMemberKeys) if body else None


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
