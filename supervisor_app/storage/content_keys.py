"""Content keys in the local database: which the site has, and the boxes in which they were sealed for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import KeyBox
from supervisor_app.storage.connection import Connection

_INVITED = (
    "FROM authority a JOIN invitation i ON i.key = json_extract(a.body, '$.key') "
    "WHERE a.kind = 'station.invited' AND a.refused = ''"
)
_RANK = (
    "coalesce((SELECT min(s.questioned <> '') FROM content_key k "
    "JOIN said s ON s.origin = k.origin AND s.seq = k.seq WHERE k.id = key), 2)"
)
MOST_OWN_BOXES = 1_000
_ITS_KEY = "coalesce(json_extract(a.body, '$.x25519'), '')"


@dataclass(frozen=True, slots=True)
class ContentKeyRow:
    """A content key of the site: its id and the key of its mailbox, in hex."""

    id: str
    mailbox: str


def newest_content_key(connection: Connection) -> ContentKeyRow | None:
    """Return the key that seals now: the one created last by an admin. None before the site's records are here."""
    row = connection.exec_driver_sql(
        "SELECT k.id, k.mailbox FROM content_key k JOIN said s ON s.origin = k.origin AND s.seq = k.seq WHERE s.questioned = '' "
        "ORDER BY k.at DESC, k.origin DESC, k.seq DESC LIMIT 1"
    ).first()
    return ContentKeyRow(*row) if row else None


def is_key_of_site(connection: Connection, key: str) -> bool:
    """Return whether an admin made a content key (its id in hex)."""
    statement = (
        "SELECT 1 FROM content_key k JOIN said s ON s.origin = k.origin AND s.seq = k.seq WHERE k.id = ? AND s.questioned = ''"
    )
    return connection.exec_driver_sql(statement, (key,)).first() is not None


def boxes_of(connection: Connection, recipient: str) -> tuple[tuple[str, str], ...]:
    """Return the boxes for one recipient, each as (key id, box); for one key the newest that each laptop sealed.

    Those of keys that an admin made come first, then those of keys that anybody made.
    """
    newest = "SELECT key, box, max(seq) FROM content_box WHERE recipient = ? GROUP BY key, origin"
    boxes = f"SELECT key, box FROM own_box UNION SELECT key, box FROM ({newest})"  # noqa: S608 - our own names
    statement = f"SELECT key, box FROM ({boxes}) ORDER BY {_RANK}, key, box"  # noqa: S608 - our own names
    return tuple((key, box) for key, box in connection.exec_driver_sql(statement, (recipient,)))


def keep_boxes(connection: Connection, boxes: Iterable[tuple[str, str]]) -> None:
    """Keep (key id, box) sealed for this laptop until the records that hold them are here; so many at most."""
    room = MOST_OWN_BOXES - int(connection.exec_driver_sql("SELECT count(*) FROM own_box").scalar_one())
    for box in islice(boxes, max(0, room)):
        connection.exec_driver_sql("INSERT INTO own_box (key, box) VALUES (?, ?) ON CONFLICT DO NOTHING", box)


def closed_recipients(connection: Connection) -> tuple[str, ...]:
    """Return for whom boxes need not lie ready any more: invitations that a laptop came with, and those that were withdrawn."""
    over = f"{_INVITED} AND i.used_by <> ''"
    boxes = over.replace("WHERE", "JOIN content_box b ON b.origin = a.origin AND b.seq = a.seq WHERE")
    statement = f"SELECT DISTINCT b.recipient {boxes} UNION SELECT {_ITS_KEY} {over}"
    return tuple(recipient for (recipient,) in connection.exec_driver_sql(statement) if recipient)


def invited_recipients(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Return the X25519 keys (hex) of the invitations that are open; those made by an older version have none."""
    statement = f"SELECT DISTINCT {_ITS_KEY}, i.until {_INVITED} AND i.used_by = '' ORDER BY 1"
    rows = connection.exec_driver_sql(statement)
    return tuple(recipient for recipient, until in rows if recipient and datetime.fromisoformat(until) >= now)


def boxes_in(connection: Connection, origin: bytes, after: int, upto: int) -> list[KeyBox]:
    """Return the boxes that the entries `after` < seq <= `upto` of an origin handed out."""
    statement = "SELECT key, recipient, box FROM content_box WHERE origin = ? AND seq > ? AND seq <= ?"
    rows = connection.exec_driver_sql(statement, (origin, after, upto))
    return [KeyBox(key=key, recipient=recipient, box=box) for key, recipient, box in rows]
