"""How much is taken from laptops that were not let in: whoever may write to the shared store could fill every laptop otherwise.

Nothing of an honest one is lost: what was not taken stays there, and comes once it is let in. One that brings an approval with
it, by an invitation or as it goes on for a laptop of the site, is let in however many others ask.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.sealing import SealedEntry
from supervisor_app.ledger.vectors import Span, Vector, head_of
from supervisor_app.services.sync_doing import Doing
from supervisor_app.storage import ledger_store, remote_records, strangers
from supervisor_app.storage.database import Connection
from supervisor_app.storage.strangers import MOST_BYTES, MOST_LAPTOPS, MOST_RECORDS

MOST_LOOKS = 1_000
"""How many new ones are looked at in a sync; the others have their turn in the next ones."""
FIRST = 16
"""How many records of a new one are read at first: an approval that it brings with it is among them."""


class TurnedAway(Exception):  # noqa: N818 - an expected answer
    """There is no room for another laptop that was not let in."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many records, and bytes of their contents, are taken of one laptop."""

    records: int = sys.maxsize
    size: int = sys.maxsize

    def fitting(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the first of some entries, until there is no more room; the last one may reach beyond."""
        starts = accumulate((len(entry.content or b"") for entry in entries), initial=0)
        return tuple(entry for entry, start in zip(entries, starts, strict=False) if start < self.size)


@dataclass(frozen=True, slots=True)
class Locked:
    """Where a chain cannot be opened: at this row, after our head, and how many records are there from it on."""

    row: SealedEntry
    head: Head
    count: int


@dataclass(slots=True)
class Door:
    """Who comes in during one pull, and who is left outside."""

    doing: Doing
    locked: dict[bytes, Locked] = field(default_factory=dict)
    _stopped: set[bytes] = field(default_factory=set)  # chains with something that cannot be accepted
    _known: frozenset[bytes] = frozenset()
    _left: dict[bytes, int] = field(default_factory=dict)  # of whom not all is taken, and up to which number it is here
    _tried: set[bytes] = field(default_factory=set)
    _away: dict[bytes, Head] | None = None
    _turned: dict[bytes, Head] = field(default_factory=dict)
    _looks: int = MOST_LOOKS

    def in_turn(self, spans: Sequence[Span]) -> Iterator[tuple[Span, Head]]:
        """Yield what to pull next and our head of it: laptops that were let in first, and again those let in by what came."""
        left = list(spans)
        while left:
            heads = self._look()
            members = [span for span in left if not self.is_stranger(span.origin)]
            yield from ((span, head_of(heads, span.origin)) for span in members if span.origin not in self._stopped)
            left = [span for span in left if self.is_stranger(span.origin)]
            if not members:
                known = self._known
                for span in self._new_ones_last(left, heads):
                    self._tried.add(span.origin)
                    yield span, head_of(heads, span.origin)
                    self._look()
                    if self._known != known:
                        break
                else:
                    return

    def is_stranger(self, origin: bytes) -> bool:
        """Whether a laptop was not let in, as far as is known by now."""
        return origin not in self._known

    def stop(self, origin: bytes) -> None:
        """Note that a chain cannot be taken in further now."""
        self._stopped.add(origin)

    def room(self, head: Head) -> Room:
        """Return how much is taken beyond our head; where that is nothing it is noted."""
        if not self.is_stranger(head.origin):
            return Room()
        if head.seq or self._may_look(head.origin):
            with self.doing.site.database.read() as local:
                size = MOST_BYTES - strangers.bytes_of(local, head.origin)
            records = MOST_RECORDS - head.seq if size > 0 else 0
        else:
            size, records = 0, 0
        if records <= 0:
            self._left[head.origin] = head.seq
        return Room(max(0, records if head.seq else min(records, FIRST)), size)

    def must_have_place(self, local: Connection, origin: bytes) -> None:
        """Raise TurnedAway where a new one has no place, whose first records were just taken in and do not let it in."""
        others = strangers.count_strangers(local, (self.doing.site.station.origin, origin))
        if others >= MOST_LAPTOPS and not strangers.is_let_in(local, origin):
            raise TurnedAway

    def turn_away(self, origin: bytes) -> None:
        """Note that a new one was looked at and had no place; it is not looked at again before it has more, or there is room."""
        self._turned[origin] = head_of(self.doing.shared.heads, origin)
        self._left[origin] = 0

    def close(self) -> None:
        """Write down who was left outside, where that changed."""
        left = {origin: seq for origin, seq in self._left.items() if self.is_stranger(origin)}
        with self.doing.site.database.read() as local:
            before = strangers.kept_out(local)
        if len(left) != before or self._turned:
            with self.doing.site.database.write() as local:
                strangers.turn_away(local, self.doing.shared.facts.store.hex(), self._turned)
                strangers.note_kept_out(local, len(left))
        self.doing.kept_out = len(left) if len(left) != before else 0
        self.doing.outside = frozenset(origin for origin, seq in left.items() if not seq)

    def _look(self) -> Vector:
        """Look who was let in by now; return our heads."""
        own = self.doing.site.station.origin
        with self.doing.site.database.read() as local:
            self._known = strangers.let_in(local) | {own}
            return ledger_store.heads(local)

    def _new_ones_last(self, spans: Sequence[Span], heads: Vector) -> list[Span]:
        """Return those that had no turn yet; of new ones first those that changed since the last sync, so that each has one."""
        with self.doing.site.database.read() as local:
            seen = remote_records.read_seen(local, self.doing.shared.facts.store.hex())
        left = [span for span in spans if span.origin not in self._tried]
        theirs = self.doing.shared.heads
        return sorted(left, key=lambda span: (span.origin not in heads, seen.get(span.origin) == theirs.get(span.origin)))

    def _may_look(self, origin: bytes) -> bool:
        """Whether a new one is looked at now."""
        if self._away is None:
            self._away = self._turned_away_before()
        if origin in self._away and self._away[origin] == head_of(self.doing.shared.heads, origin):
            return False
        self._looks -= 1
        return self._looks >= 0

    def _turned_away_before(self) -> dict[bytes, Head]:
        """Return who has been looked at already; nobody where there is a place again."""
        with self.doing.site.database.read() as local:
            if strangers.count_strangers(local, (self.doing.site.station.origin,)) < MOST_LAPTOPS:
                return {}
            return strangers.turned_away(local, self.doing.shared.facts.store.hex())
