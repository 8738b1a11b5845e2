"""Drafts of assessments: local rows, saved on every tap, with the last taps kept for undo."""

from __future__ import annotations

import msgspec

from supervisor_app.domain.drafting import Undo
from supervisor_app.domain.observation import Draft
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run

UNDO_STEPS = 50
"""Taps that can be taken back at least; older ones are forgotten ten at a time, which spares most taps a statement."""
_AT_ONCE = 10

_DECODE = msgspec.json.Decoder(Draft).decode
_DECODE_UNDO = msgspec.json.Decoder(Undo).decode
_ENCODE = msgspec.json.Encoder().encode
_LOAD = "SELECT body FROM draft WHERE id = ?"
_NEXT = "SELECT coalesce(max(number), 0) + 1 FROM draft_undo WHERE draft = ?"
_REMEMBER = "INSERT INTO draft_undo (draft, number, body) VALUES (?, ?, ?)"
_TRIM = "DELETE FROM draft_undo WHERE draft = ? AND number <= ?"
_SAVE = (
    "INSERT INTO draft (id, saved, body) VALUES (?, ?, ?) "
    "ON CONFLICT(id) DO UPDATE SET saved = excluded.saved, body = excluded.body"
)


def save_draft(connection: Connection, draft: Draft, *, undo: Undo | None = None) -> None:
    """Keep a draft in place of its last state; `undo` says what `take_undo` gives back for this change, None for nothing."""
    if undo is not None:
        number = driver(connection).execute(_NEXT, (draft.id,)).fetchone()[0]
        run(connection, _REMEMBER, [(draft.id, number, _ENCODE(undo))])
        if number % _AT_ONCE == 0:
            run(connection, _TRIM, [(draft.id, number - UNDO_STEPS)])
    saved = draft.saved.isoformat() if draft.saved else ""
    body = _ENCODE(draft)
    run(connection, _SAVE, [(draft.id, saved, body)])
    connection.known = (body, draft)


def load_draft(connection: Connection, draft_id: str) -> Draft | None:
    """Return a draft, None where there is none."""
    row = driver(connection).execute(_LOAD, (draft_id,)).fetchone()
    if row is None:
        return None
    if connection.known is None or connection.known[0] != row[0]:
        connection.known = (row[0], _DECODE(row[0]))
    return connection.known[1]


def list_drafts(connection: Connection) -> tuple[Draft, ...]:
    """Return all drafts, the one saved last first."""
    rows = connection.exec_driver_sql("SELECT body FROM draft ORDER BY saved DESC, id")
    return tuple(_DECODE(body) for (body,) in rows)


def take_undo(connection: Connection, draft_id: str) -> Undo | None:
    """Return what takes the last change back, and forget it; None where nothing is left."""
    statement = "SELECT number, body FROM draft_undo WHERE draft = ? ORDER BY number DESC LIMIT 1"
    row = connection.exec_driver_sql(statement, (draft_id,)).first()
    if row is None:
        return None
    connection.exec_driver_sql("DELETE FROM draft_undo WHERE draft = ? AND number = ?", (draft_id, row[0]))
    return _DECODE_UNDO(row[1])


def delete_draft(connection: Connection, draft_id: str) -> None:
    """Delete a draft with its undo history."""
    connection.exec_driver_sql("DELETE FROM draft_undo WHERE draft = ?", (draft_id,))
    connection.exec_driver_sql("DELETE FROM draft WHERE id = ?", (draft_id,))
