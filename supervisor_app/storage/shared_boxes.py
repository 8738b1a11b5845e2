"""Content keys laid out in a shared store for those they were sealed for, inside a transaction that somebody else opened."""

from __future__ import annotations

from collections.abc import Sequence

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


def remove_boxes(connection: Connection, recipients: Sequence[str]) -> None:
    """Take away what was laid out for those who need it no more."""
    if recipients:
        connection.execute(delete(welcome).where(welcome.c.recipient.in_(recipients)))


def read_boxes(connection: Connection, recipients: Sequence[str]) -> list[KeyBox]:
    """Return the content keys that were sealed for one of these recipients, a thousand at most."""
    query = select(welcome).where(welcome.c.recipient.in_(recipients)).limit(MOST_BOXES)
    return [
        KeyBox(key=row.key, recipient=row.recipient, box=row.box)
        for row in connection.execute(query)
        if all(isinstance(value, str) for value in row)
    ]


def key_is_known(connection: Connection, key: bytes) -> bool:
    """Return whether a content key was laid out for anybody."""
    return connection.execute(select(welcome.c.key).where(welcome.c.key == key.hex()).limit(1)).first() is not None
