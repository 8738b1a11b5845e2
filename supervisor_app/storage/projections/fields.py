"""Facts about workers: every field on its own, the last writer wins; wide rows follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from supervisor_app.domain.erasure import pseudonym
from supervisor_app.domain.names import MAX_TEXT, harmless
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import people_search, schema
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.projections.batch import Batch, keep_last, replace, stamp
from supervisor_app.storage.projections.erasures import hidden_workers
from supervisor_app.storage.worker_columns import WORKER_DAYS, WORKER_TEXTS

MAX_NAME = 64
WORKER, SITE = "worker", "site"

_KEEP_FIELD = keep_last(schema.field)
_SELECT = (
    "SELECT subject, name, value FROM field WHERE realm = ? AND subject IN (SELECT value FROM json_each(?)) ORDER BY subject"
)
_CHUNK = 1000


def add_fields(batch: Batch, realm: str, entry: Entry, subject: str, values: Mapping[str, str | None]) -> None:
    """Add one row per field; names that this version does not know are kept for newer ones."""
    mark = stamp(entry)
    for name, value in values.items():
        if len(name) <= MAX_NAME:
            batch.add(_KEEP_FIELD, (realm, subject, name, value, *mark))
    batch.touched[realm].add(subject)


def derive_rows(connection: Connection, batch: Batch) -> None:
    """Write the wide rows of every touched worker anew from their fields; one of whom nothing is known any more has none."""
    ordered = sorted(batch.touched[WORKER])
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        rows = _wide_rows(connection, chunk)
        run(connection, _REPLACE_WORKER, rows)
        people_search.index_workers(connection, rows)
        if len(rows) < len(chunk):
            _take_away(connection, set(chunk).difference(row[0] for row in rows))


def _take_away(connection: Connection, workers: set[str]) -> None:
    """Where an erasure that gave somebody a pseudonym counts no more, and what it took was all there was."""
    run(connection, "DELETE FROM worker WHERE id = ?", [(worker,) for worker in sorted(workers)])
    people_search.forget_workers(connection, workers)


def _wide_rows(connection: Connection, subjects: list[str]) -> list[Row]:
    facts: dict[str, dict[str, str | None]] = {}
    for subject, name, value in driver(connection).execute(_SELECT, (WORKER, json.dumps(subjects))):
        facts.setdefault(subject, {})[name] = value
    for subject, since in hidden_workers(connection, subjects).items():
        left = _day(facts.get(subject, {}).get("left_on"))
        facts[subject] = {"family_name": pseudonym(subject), "left_on": left or since}
    return [(subject, *_worker(values)) for subject, values in facts.items()]


def _worker(values: Mapping[str, str | None]) -> Iterable[str | None]:
    return (*map(_shown, _texts(values, WORKER_TEXTS)), *(_day(values.get(name)) for name in WORKER_DAYS))


def site_columns(values: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the columns of the site's own row behind its id."""
    return _texts(values, ("name", "place", "host", "logo"))


def _texts(values: Mapping[str, str | None], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(values.get(name) or "" for name in names)


def _shown(text: str) -> str:
    return text if len(text) <= MAX_TEXT and text.isascii() and text.isprintable() else harmless(text)


def _day(value: str | None) -> str | None:
    """Return an ISO day, or None for none and for what is no day."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


_REPLACE_WORKER = replace(schema.worker)
