"""Erasure in a sync: what was erased here goes there too, what is missing here is asked for, what others miss is given back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import ErasureExtended
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.sealing import KeyRing, SealedEntry, Sealer, open_or_bare, seal_entries
from supervisor_app.services.appending import append, writes_by_itself
from supervisor_app.services.opened_site import Site
from supervisor_app.services.witnessing import bear_witness
from supervisor_app.storage import erased_places, ledger_store, ledger_writing, shared_gaps
from supervisor_app.storage.database import Connection
from supervisor_app.storage.erased_places import Place
from supervisor_app.storage.shared_store import SharedStore


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gaps:
    """What both sides lack: `missing` here, `wanted` there by whomever.

    `filled`: what was gone here, lay there and was taken in. `robbed`: what lies there without its content, as if an erasure
    had taken it, and none did.
    """

    filled: frozenset[Place] = frozenset()
    missing: tuple[Place, ...] = ()
    robbed: tuple[Place, ...] = ()
    wanted: tuple[Place, ...]

    def __bool__(self) -> bool:
        return bool(self.filled or self.missing or self.robbed or self.wanted)


class Keys(Protocol):
    """What opens and what seals contents: asked for only where they are needed."""

    def ring(self) -> KeyRing:
        """Return the keys that open."""

    def sealer(self) -> Sealer:
        """Return what seals."""


def settle_contents(site: Site, shared: SharedStore, keys: Keys, sealed_apart: Sequence[Place] = (), *, look_again: bool) -> None:
    """Bring missing contents in order on both sides; to be called between pulling and pushing.

    `sealed_apart`: where what lies there cannot be opened, as a lost laptop put it back for itself alone. `look_again`: what was
    erased may lie there again, after the store went back or was changed by hand. Raises SharedFileError and StorageError.
    """
    today = site.clock().date()
    if look_again:
        with site.database.write() as local:
            erased_places.erase_there_again(local)
    with site.database.read() as local:
        explained = erased_places.all_explained(local, today)
    named = explained or name_late_ones(site)
    gaps = _look(site, shared, keys.ring, explained=explained)
    gaps = replace(gaps, missing=(*gaps.missing, *sealed_apart))
    if gaps:
        _bring_in_order(site, shared, gaps, keys)
    elif named and not explained:
        with site.database.write() as local:
            erased_places.note_all_explained(local, today)


def name_late_ones(site: Site) -> bool:
    """Write down which entries were erased as they came, so that those who never saw them know why they are empty.

    False where this laptop may not write yet.
    """
    with site.database.read() as connection:
        if not writes_by_itself(site, connection):
            return False
        unnamed = erased_places.unnamed_places(connection)
    if unnamed:
        with site.database.write() as connection:
            for worker, entries in unnamed.items():
                body = ErasureExtended(worker=worker, entries=numbers_of(entries))
                append(site, connection, "erasure.extended", by="", about=worker, body=body)
    return True


def numbers_of(entries: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    """Return lists of numbers by origin as a body carries them."""
    return {origin: tuple(sorted(numbers)) for origin, numbers in entries.items()}


def _look(site: Site, shared: SharedStore, ring: Callable[[], KeyRing], *, explained: bool) -> _Gaps:
    """Find what both sides lack. What lies there and is gone here is taken in first, also where others name it as erased.

    So this laptop reads it itself: what an erasure covers goes here at once, and then there.
    """
    missing: tuple[Place, ...] = ()
    robbed: tuple[Place, ...] = ()
    filled: frozenset[Place] = frozenset()
    if not explained:
        with site.database.read() as local:
            missing = erased_places.missing_places(local)
            listed, falsely = erased_places.listed_only(local), erased_places.named_falsely(local)
        back: tuple[Place, ...] = ()
        if listed or falsely:
            with shared.reading() as remote:
                back = shared_gaps.places_with(remote, listed, content=True)
                robbed = shared_gaps.places_with(remote, falsely, content=False)
        filled = frozenset(_fill_ours(site, shared, (*missing, *back), ring))
    return _Gaps(filled=filled, missing=missing, robbed=robbed, wanted=shared.facts.gaps)


def _bring_in_order(site: Site, shared: SharedStore, gaps: _Gaps, keys: Keys) -> None:
    with site.database.read() as local:
        ours = _ours_among(local, shared, tuple(dict.fromkeys((*gaps.wanted, *gaps.robbed))))
        held = _to_give(local, ours)
        done = {place for place in ours if erased_places.was_erased_here(local, place)} | gaps.filled | set(map(_place, held))
        give = [one for one in held if not _opens(ours[_place(one)], one, keys.ring())]
        given = {_place(one) for one in give}
        ask = [place for place in gaps.missing if place not in gaps.filled and place not in gaps.wanted]
    done &= set(gaps.wanted)
    sealed = seal_entries(give, keys.sealer()) if give else []
    if give or done or ask:
        with shared.writing() as remote:
            shared_gaps.put_back(remote, sealed)
            shared_gaps.ask_no_more(remote, done)
            shared_gaps.ask_for(remote, ask)
    if given & set(gaps.robbed):
        bear_witness(site, site.clock(), again=True)  # with a new record the others look anew at what they have by name only


def erase_there(site: Site, shared: SharedStore) -> None:
    """Erase there what was erased here; to be called once what this laptop wrote was sent: the act that says so comes first.

    Otherwise contents would be gone for all while nobody could say why, had the laptop died in between for good.
    """
    with site.database.read() as local:
        erase = erased_places.to_erase_there(local)
    if erase:
        with shared.writing() as remote:
            shared_gaps.blank(remote, erase)
        with site.database.write() as local:
            erased_places.note_erased_there(local, erase)


def _fill_ours(site: Site, shared: SharedStore, missing: tuple[Place, ...], ring: Callable[[], KeyRing]) -> set[Place]:
    """Take missing contents from there, where they are there again; one that an erasure covers goes at once."""
    if not missing:
        return set()
    with shared.reading() as remote:
        rows = [row for row in shared_gaps.rows_at(remote, missing) if row.sealed is not None]
    found = [open_or_bare(row, ring()) for row in rows]
    filled = set()
    for entry in found:
        if entry.salt is not None and entry.content is not None:
            with site.database.write() as local:
                if ledger_writing.restore_content(local, _place(entry), entry.salt, entry.content):
                    filled.add(_place(entry))
    return filled


def _ours_among(local: Connection, shared: SharedStore, wanted: tuple[Place, ...]) -> dict[Place, SealedEntry]:
    """Return what lies there at the places where it is the same entry as here: where a chain forked, it may be another one."""
    if not wanted:
        return {}
    with shared.reading() as remote:
        there = shared_gaps.rows_at(remote, wanted)
    held = ((row, ledger_store.entry_at(local, row.origin, row.seq)) for row in there)
    return {(row.origin, row.seq): row for row, ours in held if ours is not None and ours.content_digest == row.content_digest}


def _opens(row: SealedEntry, ours: Entry, ring: KeyRing) -> bool:
    """Whether what lies there can be opened and is what we hold: who lacks it then has yet to be given the key."""
    return row.sealed is not None and open_or_bare(row, ring).content == ours.content


def _to_give(local: Connection, wanted: Iterable[Place]) -> list[Entry]:
    entries = (ledger_store.entry_at(local, *place) for place in wanted)
    return [one for one in entries if one is not None and one.content is not None]


def _place(entry: Entry) -> Place:
    return entry.origin, entry.seq
