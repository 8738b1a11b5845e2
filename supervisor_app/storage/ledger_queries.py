"""Entries newest first, all or some of them, a page at a time, however many there are.

Nothing is sorted or counted. Every question is answered by walking lists that lie in the order of time already: what is known
about a subject, what a member did, one kind, or, for everything, the chains of the laptops, whose times rise with their numbers.
Several such lists are merged while they are read.

What a restored or copied laptop wrote anew (same stamp, same salted content) and what turns out to be there after all is one
record: about a subject, or of a member, it stands once. The chains themselves show both.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice, takewhile
from operator import attrgetter
from typing import NamedTuple

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver
from supervisor_app.storage.ledger_store import entry_at, heads

MOST_SUBJECTS = 500
"""Lists that are merged at once; a person has a few dozen."""

MOST_CLAIMS = 500
"""Entries under one id that are shown with it."""
_CLAIMED_WITH = (
    "SELECT o.at, o.origin, o.seq FROM claim c JOIN claim o ON o.realm = c.realm AND o.id = c.id "  # noqa: S608 - our own names
    f"WHERE c.origin = ? AND c.seq = ? ORDER BY o.at DESC LIMIT {MOST_CLAIMS}"
)
_BEFORE = "(at, origin, seq) < (?, ?, ?) AND at >= ?"
_NEWEST = "ORDER BY at DESC, origin DESC, seq DESC"
_ABOUT = "SELECT at, origin, seq FROM about a WHERE subject = ?"
_DEEDS = "SELECT at, origin, seq FROM deed WHERE member = ?"
_KIND = "SELECT at, origin, seq FROM entry INDEXED BY entry_kind WHERE kind = ?"
_CHAIN = "SELECT at, origin, seq FROM entry WHERE origin = ? AND seq <= ? ORDER BY seq DESC"
_IN = "IN (SELECT value FROM json_each(?))"
_DONE_BY = "EXISTS (SELECT 1 FROM deed d WHERE d.member = ? AND d.at = {0}.at AND d.origin = {0}.origin AND d.seq = {0}.seq)"
_KIND_OF = "(SELECT e.kind FROM entry e WHERE e.origin = a.origin AND e.seq = a.seq)"


class Place(NamedTuple):
    """Where an entry stands in the order of all: hybrid clock, origin (16 bytes), number."""

    at: int
    origin: bytes
    seq: int


END = Place(MAX_STAMP, b"\xff" * 16, 2**62)
"""After every entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries: about any of `subjects` (or at any of `places`), by a member, of kinds, of one laptop, from `since` up to
    before `until` (stamps). What is empty does not narrow."""

    subjects: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    member: str = ""
    kinds: tuple[str, ...] = ()
    origin: bytes = b""
    since: int = 0
    until: int = MAX_STAMP


def place_of(entry: Entry) -> Place:
    """Return where an entry stands."""
    return Place(entry.at, entry.origin, entry.seq)


def walk(connection: Connection, asked: Asked, before: Place = END) -> Iterator[Place]:
    """Yield the places of the entries that were asked for, newest first, from just before `before` on; read as one goes."""
    start = min(before, Place(asked.until, b"", 0))
    merged = heapq.merge(*_lists(connection, asked, start), reverse=True)
    places = (place for place, _ in groupby(merged))
    return places if asked.origin or not (asked.subjects or asked.places or asked.member) else _once(connection, places)


def _once(connection: Connection, places: Iterable[Place]) -> Iterator[Place]:
    """Leave out what comes once more, lower in the order: so it does on whichever page it falls."""
    for _, same in groupby(places, key=attrgetter("at")):
        group = list(same)
        digests = [_digest_at(connection, place) for place in group] if len(group) > 1 else [b""]
        yield from (place for number, place in enumerate(group) if digests[number] not in digests[number + 1 :])


def _digest_at(connection: Connection, place: Place) -> bytes:
    statement = "SELECT content_digest FROM entry WHERE origin = ? AND seq = ?"
    found: bytes = driver(connection).execute(statement, (place.origin, place.seq)).fetchone()[0]
    return found


def entries(connection: Connection, asked: Asked, before: Place = END, limit: int = 50) -> list[Entry]:
    """Return a page of `walk`, whole entries."""
    found = (entry_at(connection, place.origin, place.seq) for place in islice(walk(connection, asked, before), limit))
    return [entry for entry in found if entry is not None]


def issued_at(connection: Connection, certificates: Iterable[str]) -> tuple[Place, ...]:
    """Return where the entries stand that issued these certificates, also those that do not stand beside another one."""
    return _places(connection, "certificate", certificates)


def signed_at(connection: Connection, sign_offs: Iterable[str]) -> tuple[Place, ...]:
    """Return where the entries stand that carry these sign-offs, also those that do not stand beside another one."""
    return _places(connection, "sign_off", sign_offs)


def claimed_at(connection: Connection, origin: bytes, seq: int) -> tuple[Place, ...]:
    """Return where all entries stand that carry a record under the same id as this one does; itself where no other does."""
    plain, itself = driver(connection), "SELECT at, origin, seq FROM entry WHERE origin = ? AND seq = ?"
    rows = plain.execute(_CLAIMED_WITH, (origin, seq)).fetchall() or plain.execute(itself, (origin, seq)).fetchall()
    return tuple(Place(*row) for row in rows)


def fields_now(connection: Connection, realm: str, subject: str) -> dict[str, tuple[str | None, Place]]:
    """Return the value of every field of a worker, member or the site as it stands, and where the entry stands that set it."""
    statement = "SELECT name, value, at, origin, seq FROM field WHERE realm = ? AND subject = ?"
    rows = driver(connection).execute(statement, (realm, subject))
    return {name: (value, Place(*place)) for name, value, *place in rows}


def _places(connection: Connection, table: str, ids: Iterable[str]) -> tuple[Place, ...]:
    claims = f"SELECT at, origin, seq FROM claim WHERE realm = '{table}' AND id = ?1 ORDER BY at DESC LIMIT {MOST_CLAIMS}"  # noqa: S608
    statement = f"SELECT at, origin, seq FROM {table} WHERE id = ?1 UNION SELECT * FROM ({claims})"  # noqa: S608 - our own names
    return tuple(Place(*row) for one in ids for row in driver(connection).execute(statement, (one,)))


def kinds_here(connection: Connection) -> tuple[str, ...]:
    """Return every kind that an entry here is of, by name; one step for each."""
    found: list[str] = []
    while (kind := _next_kind(connection, found[-1] if found else "")) is not None:
        found.append(kind)
    return tuple(found)


def _next_kind(connection: Connection, after: str) -> str | None:
    kind: str | None = connection.exec_driver_sql("SELECT min(kind) FROM entry WHERE kind > ?", (after,)).scalar()
    return kind


def _lists(connection: Connection, asked: Asked, start: Place) -> list[Iterator[Place]]:
    """Return the sorted lists to merge: the narrowest that fit the question."""
    if asked.subjects or asked.places:
        rest, values = _narrow(asked, "a", _KIND_OF)
        subjects = asked.subjects[:MOST_SUBJECTS]
        lists = [_listed(connection, f"{_ABOUT}{rest}", (subject, *values), asked, start) for subject in subjects]
        return [*lists, iter(_given(connection, asked, start))]
    if asked.member:
        rest, values = _narrow(asked, "deed", "kind", member=False)
        return [_listed(connection, f"{_DEEDS}{rest}", (asked.member, *values), asked, start)]
    if asked.kinds:
        rest, values = _narrow(asked, "entry", "kind", kinds=False)
        return [_listed(connection, f"{_KIND}{rest}", (kind, *values), asked, start) for kind in asked.kinds]
    known = heads(connection)
    return [_chain(connection, origin, known[origin].seq, asked, start) for origin in _chosen(known, asked.origin)]


def _narrow(asked: Asked, table: str, kind: str, *, member: bool = True, kinds: bool = True) -> tuple[str, tuple[object, ...]]:
    """Return the conditions that the walked list does not answer by its order, and their values."""
    parts: list[str] = []
    values: list[object] = []
    if kinds and asked.kinds:
        parts.append(f" AND {kind} {_IN}")
        values.append(json.dumps(asked.kinds))
    if member and asked.member:
        parts.append(f" AND {_DONE_BY.format(table)}")
        values.append(asked.member)
    if asked.origin:
        parts.append(" AND +origin = ?")  # the plus keeps the order of the index: without it SQLite sorts what is equal in time
        values.append(asked.origin)
    return "".join(parts), tuple(values)


def _listed(connection: Connection, select: str, values: Sequence[object], asked: Asked, start: Place) -> Iterator[Place]:
    cursor = driver(connection).execute(f"{select} AND {_BEFORE} {_NEWEST}", (*values, *start, asked.since))
    return (Place(*row) for row in cursor)


def _given(connection: Connection, asked: Asked, start: Place) -> list[Place]:
    """Return the places that were named one by one, as far as they fit the other questions."""
    found = []
    for place in sorted(asked.places, reverse=True):
        entry = entry_at(connection, place.origin, place.seq) if asked.since <= place.at and place < start else None
        if entry is None or (asked.kinds and entry.kind not in asked.kinds) or asked.origin not in (b"", place.origin):
            continue
        if not asked.member or _did(connection, asked.member, place):
            found.append(place)
    return found


def _did(connection: Connection, member: str, place: Place) -> bool:
    statement = "SELECT 1 FROM deed WHERE member = ? AND at = ? AND origin = ? AND seq = ?"
    return driver(connection).execute(statement, (member, *place)).fetchone() is not None


def _chosen(known: Iterable[bytes], origin: bytes) -> list[bytes]:
    return [one for one in known if origin in (b"", one)]


def _chain(connection: Connection, origin: bytes, last: int, asked: Asked, start: Place) -> Iterator[Place]:
    """Walk one laptop's chain down from `start`, found by halving: times rise with the numbers."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        row = driver(connection).execute("SELECT at FROM entry WHERE origin = ? AND seq = ?", (origin, middle)).fetchone()
        if row is not None and Place(row[0], origin, middle) < start:
            low = middle
        else:
            high = middle - 1
    rows = driver(connection).execute(_CHAIN, (origin, low))
    return takewhile(lambda place: place.at >= asked.since, (Place(*row) for row in rows))
