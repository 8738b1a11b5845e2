"""The search index over people, kept beside the worker projection: any part of a name, number or badge finds them, in any script.

FTS5 finds only beginnings of words, so every ending of every word is a word of its own here: any part of a name is the beginning
of one of its endings. Jobs and departments are found by their beginnings. Beginnings of up to six letters have lists of their own
in the index, which FTS5 walks step by step; for longer ones it would merge whole lists first, and thousands share a job: so the
longer beginnings of jobs are words of the index themselves (marked, so that they are no part of a name). Words are folded by
`domain.names` before they come here, so the tokenizer only cuts at spaces. Nothing is sorted or counted while somebody types.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from supervisor_app.domain.names import number_key, sort_key, words
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.worker_columns import WORKER_COLUMNS

LONGEST = 40
"""Letters of a word that are indexed and compared."""

_PREFIX = 6
"""Letters of the longest beginning that FTS5 keeps a list for."""

_BEGINNING = "·"
"""Before each longer beginning of a job or department; folded words never hold it."""

_NAMES = ("given_name", "family_name", "given_latin", "family_latin")
_NUMBERS = ("employee_no", "badge")
_BEGINNINGS = ("job", "department")

_TABLES = (
    """CREATE TABLE person_index (
        doc INTEGER PRIMARY KEY, worker TEXT NOT NULL UNIQUE, gone INTEGER NOT NULL, sort_key TEXT NOT NULL,
        number_key TEXT NOT NULL, badge_key TEXT NOT NULL, words TEXT NOT NULL)""",
    "CREATE INDEX person_index_here ON person_index(sort_key, doc) WHERE gone = 0",
    "CREATE INDEX person_index_all ON person_index(sort_key, doc)",
    "CREATE INDEX person_index_number ON person_index(number_key)",
    "CREATE INDEX person_index_badge ON person_index(badge_key) WHERE badge_key <> ''",
    """CREATE VIRTUAL TABLE person_words USING fts5(
        words, content='', columnsize=0, detail=none, tokenize='ascii', prefix='1 2 3 4 5 6')""",
    "CREATE TABLE person_count (gone INTEGER PRIMARY KEY, people INTEGER NOT NULL)",
    "INSERT INTO person_count (gone, people) VALUES (0, 0), (1, 0)",
)
_KNOWN = "SELECT worker, doc, words, gone FROM person_index WHERE worker IN (SELECT value FROM json_each(?))"
_FORGET = "INSERT INTO person_words (person_words, rowid, words) VALUES ('delete', ?, ?)"
_LEARN = "INSERT INTO person_words (rowid, words) VALUES (?, ?)"
_KEEP = (
    "INSERT INTO person_index (doc, worker, gone, sort_key, number_key, badge_key, words) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT(doc) DO UPDATE SET gone = excluded.gone, sort_key = excluded.sort_key, number_key = excluded.number_key, "
    "badge_key = excluded.badge_key, words = excluded.words"
)


def create_index(connection: Connection) -> None:
    """Create the index tables in a new database."""
    for statement in _TABLES:
        connection.exec_driver_sql(statement)


def index_workers(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Take over new or changed rows of the worker table; columns in the order of `schema.worker`."""
    read = (dict(zip(WORKER_COLUMNS, row, strict=True)) for row in rows)
    people = sorted(((_sort_key(person), person) for person in read), key=itemgetter(0))
    ids = json.dumps([person["id"] for _, person in people])
    known = {worker: tuple(rest) for worker, *rest in connection.exec_driver_sql(_KNOWN, (ids,))}
    free = int(connection.exec_driver_sql("SELECT coalesce(max(doc), 0) FROM person_index").scalar_one()) + 1
    forget, learn, keep = [], [], []
    more = [0, 0]
    for key, person in people:
        text = " ".join(sorted(index_words(person)))
        gone = int(person["left_on"] is not None)
        doc, before, was_gone = known.get(person["id"], (free, None, None))
        free += before is None
        more[gone] += 1
        if was_gone is not None:
            more[was_gone] -= 1
        if before != text:
            learn.append((doc, text))
            if before is not None:
                forget.append((doc, before))
        keep.append((doc, person["id"], gone, key, *_keys(person), text))
    for statement, values in ((_FORGET, forget), (_LEARN, learn), (_KEEP, keep)):
        if values:
            connection.exec_driver_sql(statement, values)
    connection.exec_driver_sql("UPDATE person_count SET people = people + CASE gone WHEN 0 THEN ? ELSE ? END", tuple(more))


def forget_workers(connection: Connection, workers: Iterable[str]) -> None:
    """Take people out of the index; those who are not in it are passed over."""
    known = list(connection.exec_driver_sql(_KNOWN, (json.dumps(sorted(workers)),)))
    for _, doc, text, gone in known:
        connection.exec_driver_sql(_FORGET, (doc, text))
        connection.exec_driver_sql("DELETE FROM person_index WHERE doc = ?", (doc,))
        connection.exec_driver_sql("UPDATE person_count SET people = people - 1 WHERE gone = ?", (gone,))


def clear_index(connection: Connection) -> None:
    """Empty the index before a rebuild."""
    connection.exec_driver_sql("INSERT INTO person_words (person_words) VALUES ('delete-all')")
    connection.exec_driver_sql("DELETE FROM person_index")
    connection.exec_driver_sql("UPDATE person_count SET people = 0")


def purge_index(connection: Connection) -> None:
    """Merge the index into one piece: words that were taken out of it lie in the older pieces until then."""
    connection.exec_driver_sql("INSERT INTO person_words (person_words) VALUES ('optimize')")


def index_words(person: Mapping[str, str]) -> set[str]:
    """Return every word under which a person is found: all endings of names and numbers, all beginnings of job and department."""
    found: set[str] = set()
    for name in _NAMES:
        found.update(_endings_of(person[name]))
    for name in _NUMBERS:
        pieces = words(person[name])
        if len(pieces) > 1:  # also in one piece, as a scanner may type it
            pieces += ("".join(pieces),)
        for word in pieces:
            found.update(_endings(word))
    for name in _BEGINNINGS:
        found.update(_beginnings_of(person[name]))
    return found


def _endings(word: str) -> list[str]:
    return [word[start : start + LONGEST] for start in range(len(word))]


@lru_cache(maxsize=4096)
def _endings_of(name: str) -> tuple[str, ...]:
    """Return all endings of a name's words; remembered, as many people share one."""
    return tuple([ending for word in words(name) for ending in _endings(word)])


@lru_cache(maxsize=1024)
def _beginnings_of(text: str) -> tuple[str, ...]:
    """Return the beginnings under which a job or department is found; remembered, as thousands share one."""
    found: list[str] = []
    for word in words(text):
        found.append(word[:_PREFIX])
        found += [_BEGINNING + word[:end] for end in range(_PREFIX + 1, min(len(word), LONGEST) + 1)]
    return tuple(found)


def match_expression(text: str) -> str:
    """Return the FTS5 expression for what somebody typed, "" when no word is in it: every word must be found, in any order."""
    typed = [word[:LONGEST] for word in words(text)]
    return " AND ".join(f'("{word}"* OR "{_BEGINNING}{word}")' if len(word) > _PREFIX else f'"{word}"*' for word in typed)


def _sort_key(person: Mapping[str, str]) -> str:
    name = sort_key(person["given_name"], person["family_name"], person["given_latin"], person["family_latin"])
    return f"{name} {person['employee_no']}"


def _keys(person: Mapping[str, str]) -> tuple[str, str]:
    return number_key(person["employee_no"]), number_key(person["badge"])
