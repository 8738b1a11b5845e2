"""Which content keys were handed to whom, as far as that counts.

A box opens for its recipient only, so anybody can fill one with nothing. It counts from a laptop on which somebody may administer
the site, as what is said of content keys does; from this laptop, which knows what it sealed; and from one that says of itself
that it has a key.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import KeyBox
from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection

_OF_ITSELF = "EXISTS (SELECT 1 FROM station s WHERE s.id = lower(hex(b.origin)) AND s.x25519 = b.recipient)"
_GIVEN = f"SELECT b.recipient, b.key, b.at, b.origin, b.seq, {_OF_ITSELF} FROM content_box b"  # noqa: S608 - our own names
_BY_INVITATION = (
    "SELECT s.x25519, b.key FROM authority a JOIN invitation i ON i.key = json_extract(a.body, '$.key') "
    "JOIN content_box b ON b.origin = a.origin AND b.seq = a.seq JOIN station s ON s.id = i.used_by "
    "WHERE a.kind = 'station.invited' AND a.refused = ''"
)
_BOXES = "SELECT key, recipient, box, at, origin, seq FROM content_box WHERE origin = ? AND seq > ? AND seq <= ?"

_BOXES_FOR = "SELECT key, box, at, origin, seq FROM content_box WHERE recipient = ? ORDER BY at, origin, seq"


def lacking(connection: Connection, recipients: Iterable[str], own: bytes) -> list[tuple[str, str]]:
    """Return which of some laptops (X25519 keys in hex) was not handed which content key, as (recipient, key id).

    Who came with an invitation has the keys that lay in it. A key counts whoever made it, also a laptop that was lost: what was
    sealed with it has to be read by all. `own` is the origin of this laptop.
    """
    made = connection.exec_driver_sql("SELECT content FROM entry WHERE kind = 'content_key.created' AND content IS NOT NULL")
    keys = {key for (content,) in made if (key := _key_in(content))}
    judging = Judging(connection)
    held = {
        (to, key)
        for to, key, at, origin, seq, of_itself in connection.exec_driver_sql(_GIVEN)
        if of_itself or origin == own or judging.anyone_may((at, origin, seq), Right.ADMINISTER)
    }
    held |= {(to, key) for to, key in connection.exec_driver_sql(_BY_INVITATION)}
    return sorted({(to, key) for to in recipients for key in keys} - held)


def boxes_that_count(connection: Connection, origin: bytes, after: int, upto: int, own: bytes) -> list[KeyBox]:
    """Return those of the boxes in the entries `after` < seq <= `upto` of an origin that count as handed over by it."""
    judging = Judging(connection)
    return [
        KeyBox(key=key, recipient=recipient, box=box)
        for key, recipient, box, *place in connection.exec_driver_sql(_BOXES, (origin, after, upto))
        if origin == own or judging.anyone_may((place[0], place[1], place[2]), Right.ADMINISTER)
    ]


def boxes_for_readers(connection: Connection, recipients: Iterable[str], own: bytes) -> dict[tuple[str, str], list[str]]:
    """Return the boxes that count of some recipients (X25519 keys in hex), by recipient and key, the first one first."""
    judging = Judging(connection)
    found: dict[tuple[str, str], list[str]] = {}
    for to in recipients:
        for key, box, *place in connection.exec_driver_sql(_BOXES_FOR, (to,)):
            if place[1] == own or judging.anyone_may((place[0], place[1], place[2]), Right.ADMINISTER):
                found.setdefault((to, key), []).append(box)
    return found


def _key_in(content: bytes) -> str:
    try:
        return str(record_in("content_key.created", content).key)
    except UnreadableContent:
        return ""
