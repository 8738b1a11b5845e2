"""Content keys laid out in a shared store for those they were sealed for, inside a transaction that somebody else opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, select, update

from supervisor_app.ledger.bodies import KeyBox
from supervisor_app.storage.shared_store import insert_into
from supervisor_app.storage.shared_tables import welcome

MOST_BOXES = 1000


def write_boxes(connection: Connection, boxes: Sequence[KeyBox], better: Sequence[KeyBox] = ()) -> None:
    """Lay content keys out for those they were sealed for; boxes that are there already give way to `better` ones only."""
    rows = [{"recipient": box.recipient, "key": box.key, "box": box.box} for box in boxes]
    if rows:
        connection.execute(insert_into(connection)(welcome).on_conflict_do_nothing(), rows)
    if better:
        place = welcome.c.recipient == bindparam("to"), welcome.c.key == bindparam("of")
        put = update(welcome).where(*place, welcome.c.box != bindparam("new")).values(box=bindparam("new"))
        connection.execute(put, [{"to": box.recipient, "of": box.key, "new": box.box} for box in better])


def missing_boxes(connection: Connection, good: Mapping[tuple[str, str], Sequence[str]]) -> list[KeyBox]:
    """Return a box for each recipient and key of whose good boxes none lies there; one look-up for each."""
    query = select(welcome.c.box).where(welcome.c.recipient == bindparam("to"), welcome.c.key == bindparam("of"))
    return [
        KeyBox(key=key, recipient=to, box=boxes[0])
        for (to, key), boxes in good.items()
        if connection.execute(query, {"to": to, "of": key}).scalar() not in boxes
    ]


def remove_boxes(connection: Connection, recipients: Sequence[str]) -> None:
    """Take away what was laid out for those who need it no more."""
    if recipients:
        connection.execute(delete(welcome).where(welcome.c.recipient.in_(recipients)))


def read_boxes(connection: Connection, recipients: Sequence[str], key: str) -> list[KeyBox]:
    """Return the content keys that were sealed for one of these recipients, first the one named, a thousand at most."""
    mine = welcome.c.recipient.in_(recipients)
    query = select(welcome).where(mine).order_by(welcome.c.key != key).limit(MOST_BOXES)
    return [
        KeyBox(key=row.key, recipient=row.recipient, box=row.box)
        for row in connection.execute(query)
        if all(isinstance(value, str) for value in row)
    ]


def key_is_known(connection: Connection, key: bytes) -> bool:
    """Return whether a content key was laid out for anybody."""
    return connection.execute(select(welcome.c.key).where(welcome.c.key == key.hex()).limit(1)).first() is not None
