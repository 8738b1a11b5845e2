"""Forks, read back: which branch stands, and what was told of the branches that somebody met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.ledger.fork_bodies import Branch, BroughtBack, Parting
from supervisor_app.ledger.forks import Joint, is_genuine
from supervisor_app.storage import ledger_store, site_queries
from supervisor_app.storage.connection import Connection

MOST_READ = 500
"""Entries of a branch that are read to tell who wrote them."""
_TOLD = (
    "SELECT b.subject, b.number, b.before, b.body, coalesce(s.hash, '') FROM branch b "
    "LEFT JOIN settled s ON s.subject = b.subject AND s.number = b.number AND s.before = b.before "
    "ORDER BY b.subject, b.number, b.before, b.hash, b.at, b.origin, b.seq"
)
_TOLD_OF = _TOLD.replace("ORDER BY", "WHERE b.subject = ? ORDER BY")
_BROUGHT_BACK = "SELECT body FROM authority WHERE kind = 'fork.brought_back' AND refused = '' ORDER BY at, origin, seq"
_WHO_BROUGHT_BACK = (
    "SELECT a.body, coalesce(k.member, ''), a.at FROM authority a LEFT JOIN member_key k ON k.ed25519 = a.key "
    "WHERE a.kind = 'fork.brought_back' AND a.refused = '' ORDER BY a.at, a.origin, a.seq"
)
_LET_IN = "SELECT 1 FROM standing WHERE origin = ?"
_NOT_HERE = (
    "SELECT s.subject, s.number, s.before, s.hash, e.hash FROM settled s LEFT JOIN entry e ON e.origin = s.subject "
    "AND e.seq = s.number WHERE e.hash IS NULL OR lower(hex(e.hash)) <> s.hash ORDER BY s.subject, s.number"
)


@dataclass(frozen=True, slots=True)
class ToldFork:
    """A proven fork: `branches` as they are known best, by how they begin; `keep` is the hash (hex) of what stands, or empty."""

    joint: Joint
    branches: tuple[Branch, ...]
    keep: str

    @property
    def parting(self) -> Parting:
        """Its proof, as entries carry it."""
        origin, number, before = self.joint
        return Parting(station=origin.hex(), number=number, before=before.hex(), branches=self.branches)


@dataclass(frozen=True, slots=True)
class NotHere:
    """A branch that stands (`keep`, its first hash) and is not here; `ours` is the hash of what is here in its place, if any."""

    joint: Joint
    keep: bytes
    ours: bytes | None


def settled(connection: Connection, joint: Joint) -> bytes | None:
    """Return the hash with which the branch begins that stands; None where that is not decided."""
    statement = "SELECT hash FROM settled WHERE subject = ? AND number = ? AND before = ?"
    found = connection.exec_driver_sql(statement, (joint[0], joint[1], joint[2].hex())).scalar()
    return bytes.fromhex(found) if found else None


def settled_from(connection: Connection) -> dict[bytes, int]:
    """Return the origins of which a branch was decided about, with the first number at which that may have changed anything."""
    return dict(connection.exec_driver_sql("SELECT subject, min(number) FROM settled GROUP BY subject").all())


def not_here(connection: Connection) -> tuple[NotHere, ...]:
    """Return the branches that stand, join on to what is here, and are not here."""
    found = []
    for origin, number, before, keep, ours in connection.exec_driver_sql(_NOT_HERE).all():
        last = ledger_store.entry_at(connection, origin, number - 1) if number > 1 else None
        if number == 1 or (last is not None and last.hash.hex() == before):
            found.append(NotHere((origin, number, bytes.fromhex(before)), bytes.fromhex(keep), ours))
    return tuple(found)


def brought_back(connection: Connection) -> tuple[tuple[Joint, bytes], ...]:
    """Return the branches (where they part, the hash of their first entry) whose laptop is gone by an admin's act that counts.

    Without those that stand after all, those whose fork is not decided here, and those of a laptop that was not let in.
    """
    rows = connection.exec_driver_sql(_BROUGHT_BACK).scalars()
    found = []
    for body in (msgspec.json.decode(row, type=BroughtBack) for row in rows):
        with suppress(ValueError):
            joint, branch = (bytes.fromhex(body.station), body.number, bytes.fromhex(body.before)), bytes.fromhex(body.branch)
            if settled(connection, joint) not in (None, branch) and connection.exec_driver_sql(_LET_IN, joint[:1]).first():
                found.append((joint, branch))
    return tuple(dict.fromkeys(found))


def who_brought_back(connection: Connection) -> tuple[tuple[str, str, int], ...]:
    """Return each branch that was brought back (the hash, hex, of its first entry), by whom first (member id), and the stamp."""
    rows = connection.exec_driver_sql(_WHO_BROUGHT_BACK).all()
    found = {msgspec.json.decode(body, type=BroughtBack).branch: (member, at) for body, member, at in reversed(rows)}
    return tuple((branch, member, at) for branch, (member, at) in found.items())


def told(connection: Connection, origin: bytes | None = None) -> tuple[ToldFork, ...]:
    """Return all forks (of one chain) that are proven by what laptops told of them, in the order of their places."""
    asked = connection.exec_driver_sql(_TOLD) if origin is None else connection.exec_driver_sql(_TOLD_OF, (origin,))
    rows = asked.all()
    keys = {station.id: station.ed25519 for station in site_queries.stations(connection)} if rows else {}
    best: dict[tuple[Joint, str], dict[str, Branch]] = {}
    for origin, number, before, body, keep in rows:
        joint = (origin, number, bytes.fromhex(before))
        branch = msgspec.json.decode(body, type=Branch)
        if is_genuine(joint, branch, keys.get(origin.hex(), "")):
            known = best.setdefault((joint, keep), {})
            if branch.hash not in known or sum(branch.kinds.values()) >= sum(known[branch.hash].kinds.values()):
                known[branch.hash] = branch
    return tuple(ToldFork(joint, tuple(known.values()), keep) for (joint, keep), known in best.items() if len(known) > 1)


def branch_here(connection: Connection, origin: bytes, number: int) -> Branch | None:
    """Return what this laptop holds of an origin from a number on, as a branch; None where it holds nothing there."""
    entries = ledger_store.read_entries(connection, origin, number - 1, MOST_READ)
    if not entries or entries[0].seq != number:
        return None
    statement = "SELECT kind, count(*), max(at) FROM entry WHERE origin = ? AND seq >= ? GROUP BY kind ORDER BY kind"
    rows = connection.exec_driver_sql(statement, (origin, number)).all()
    return branch_of(entries, {kind: count for kind, count, _ in rows}, max(at for _, _, at in rows))


def branch_of(entries: Sequence[Entry], kinds: Mapping[str, int] | None = None, until: int = 0) -> Branch:
    """Return what a branch begins with and holds, of its entries; `kinds` and `until` where there are more of them."""
    first = entries[0]
    return Branch(
        kind=first.kind,
        at=str(first.at),
        digest=first.content_digest.hex(),
        hash=first.hash.hex(),
        sig=first.sig.hex(),
        until=str(until or entries[-1].at),
        kinds=kinds or Counter(entry.kind for entry in entries),
        members=tuple(sorted({by for entry in entries if (by := _by(entry))})),
    )


def _by(entry: Entry) -> str:
    try:
        return decode_content(entry.content).by if entry.content is not None else ""
    except UnreadableContent:
        return ""
