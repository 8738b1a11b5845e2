"""Content keys in the local database: which the site has, and the boxes in which they were sealed for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from supervisor_app.ledger.bodies import KeyBox
from supervisor_app.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class ContentKeyRow:
    """A content key of the site: its id and the key of its mailbox, in hex."""

    id: str
    mailbox: str


def newest_content_key(connection: Connection) -> ContentKeyRow | None:
    """Return the key that seals now: the one created last. None before the site's records are here."""
    row = connection.exec_driver_sql(
        "SELECT id, mailbox FROM content_key ORDER BY at DESC, origin DESC, seq DESC LIMIT 1"
    ).first()
    return ContentKeyRow(*row) if row else None


def boxes_of(connection: Connection, recipient: str) -> dict[str, str]:
    """Return the boxes for one recipient by key id: those of the records, then those kept beside them."""
    statement = "SELECT key, box FROM own_box UNION ALL SELECT key, box FROM content_box WHERE recipient = ?"
    return dict(connection.exec_driver_sql(statement, (recipient,)).all())


def keep_boxes(connection: Connection, boxes: Iterable[tuple[str, str]]) -> None:
    """Keep (key id, box) sealed for this laptop until the records that hold them are here."""
    for box in boxes:
        connection.exec_driver_sql("INSERT INTO own_box (key, box) VALUES (?, ?) ON CONFLICT DO NOTHING", box)


def boxes_in(connection: Connection, origin: bytes, after: int, upto: int) -> list[KeyBox]:
    """Return the boxes that the entries `after` < seq <= `upto` of an origin handed out."""
    statement = "SELECT key, recipient, box FROM content_box WHERE origin = ? AND seq > ? AND seq <= ?"
    rows = connection.exec_driver_sql(statement, (origin, after, upto))
    return [KeyBox(key=key, recipient=recipient, box=box) for key, recipient, box in rows]
