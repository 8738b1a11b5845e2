"""Contents that are gone from a shared store: erased for good, or wanted back by a laptop that never got them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Update, bindparam, delete, select, update

from supervisor_app.ledger.sealing import SealedEntry
from supervisor_app.storage.shared_row_types import ORIGIN_BYTES
from supervisor_app.storage.shared_store import insert_into, read_run
from supervisor_app.storage.shared_tables import entry, wanted

Place = tuple[bytes, int]
AT_ONCE = 500
"""How many places one question names."""


def ask_for(connection: Connection, places: Iterable[Place]) -> None:
    """Ask every laptop that syncs for the contents of some places."""
    rows = [{"origin": origin, "seq": seq} for origin, seq in places]
    if rows:
        connection.execute(insert_into(connection)(wanted).on_conflict_do_nothing(index_elements=["origin", "seq"]), rows)


def ask_no_more(connection: Connection, places: Iterable[Place]) -> None:
    """Take requests back."""
    rows = _rows(places)
    if rows:
        connection.execute(delete(wanted).where(wanted.c.origin == bindparam("of"), wanted.c.seq == bindparam("number")), rows)


def rows_at(connection: Connection, places: Iterable[Place]) -> tuple[SealedEntry, ...]:
    """Return what lies at some places and is an entry."""
    found: list[SealedEntry] = []
    for origin, seq in places:
        run = read_run(connection, origin, seq - 1, 1).entries if len(origin) == ORIGIN_BYTES and seq > 0 else ()
        found += [one for one in run if one.seq == seq]
    return tuple(found)


def places_with(connection: Connection, places: Sequence[Place], *, content: bool) -> tuple[Place, ...]:
    """Return at which of some places an entry lies with a content (whatever it is), or at which one lies without."""
    numbers: defaultdict[bytes, list[int]] = defaultdict(list)
    for origin, seq in places:
        numbers[origin].append(seq)
    wanted_so = entry.c.sealed.is_not(None) if content else entry.c.sealed.is_(None)
    found: list[Place] = []
    for origin, some in numbers.items():
        for start in range(0, len(some), AT_ONCE):
            numbered = entry.c.seq.in_(some[start : start + AT_ONCE])
            query = select(entry.c.seq).where(entry.c.origin == origin, numbered, wanted_so)
            found += [(origin, seq) for (seq,) in connection.execute(query)]
    return tuple(found)


def blank(connection: Connection, contents: Mapping[Place, bytes]) -> None:
    """Erase contents, by their places and digests; the file keeps no byte of them (secure_delete).

    Where chains forked, another entry may lie in a place: that one stays.
    """
    rows = [{"of": origin, "number": seq, "digest": digest} for (origin, seq), digest in contents.items()]
    if rows:
        connection.execute(_at_place().where(entry.c.sealed.is_not(None)).values(sealed=None), rows)


def put_back(connection: Connection, entries: Sequence[SealedEntry]) -> None:
    """Give contents to places whose content somebody misses: there is none, or what lies there cannot be opened.

    An entry of another branch that lies there gets nothing.
    """
    rows = [{"of": one.origin, "number": one.seq, "digest": one.content_digest, "contents": one.sealed} for one in entries]
    if rows:
        connection.execute(_at_place().values(sealed=bindparam("contents")), rows)


def _at_place() -> Update:
    place = entry.c.origin == bindparam("of"), entry.c.seq == bindparam("number")
    return update(entry).where(*place, entry.c.content_digest == bindparam("digest"))


def _rows(places: Iterable[Place]) -> list[dict[str, object]]:
    return [{"of": origin, "number": seq} for origin, seq in places]
