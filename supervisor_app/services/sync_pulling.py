"""The half of a sync that takes in: what others wrote, checked row by row, and where a chain stops and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.chain import ChainProblem, ChainResult, Head, check_run, head_after
from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.ledger.keys import KEY_BYTES
from supervisor_app.ledger.sealing import Opened, is_for_mailbox, key_of, open_entries, open_or_bare
from supervisor_app.ledger.vectors import Span, head_of
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_parting import must_judge
from supervisor_app.services.sync_strangers import Door, Locked, Room, TurnedAway
from supervisor_app.storage import ledger_store, ledger_writing, site_queries
from supervisor_app.storage.remote_records import Refused, refuse
from supervisor_app.storage.shared_store import Rows, read_run
from supervisor_app.storage.strangers import is_let_in

PULL_BATCH = 500
"""Entries in one local transaction: short enough that a tap in the window never waits for long."""
MOST_ASKED = 500
"""Of one laptop's records which a lost one sealed for itself alone, for so many contents others are asked at once."""


def pull(doing: Doing, spans: Sequence[Span]) -> Door | None:
    """Take in what the shared file has beyond our heads, of laptops that were not let in up to a bound, which the door tells.

    All of it stays locked, and there is no door, where this laptop was given no key yet.
    """
    total, done = sum(span.count for span in spans), 0
    newest = doing.shared.facts.mailbox
    if total and not doing.keys.ring().keys and not doing.keys.found_boxes(newest.key_id if newest else b""):
        doing.locked = total
        return None
    door = Door(doing)
    for span, head in door.in_turn(spans):
        for count in _pull_one(doing, door, span, head):
            done += count
            doing.between("Receiving records", done, total)
    _count_locked(doing, door.locked)
    return door


def _count_locked(doing: Doing, found: Mapping[bytes, Locked]) -> None:
    """Count what cannot be opened, but for what laptops that were lost or put away sealed for themselves alone.

    Where one of those put back what others wrote, sealed with such a key, whoever holds the records is asked for their contents.
    One that such a laptop let in goes on sealing so: nothing of it counts here before an admin lets it in, so nothing is missing.
    """
    over = {origin for origin in found if _is_over(doing, origin)}
    strange = {key_of(found[origin].row) for origin in over}
    for origin in sorted(found.keys() - over):
        locked = found[origin]
        if is_for_mailbox(locked.row):  # only its laptop has it, and seals it anew
            doing.stranded += locked.count
        elif key_of(locked.row) in strange:
            doing.sealed_apart += ((origin, locked.head.seq + number) for number in range(1, min(locked.count, MOST_ASKED) + 1))
            if not _is_let_in(doing, origin):
                continue
        doing.locked += locked.count


def _pull_one(doing: Doing, door: Door, span: Span, head: Head) -> Iterator[int]:
    """Take in one origin, a batch at a time; stop at the first row that cannot be accepted, or where there is no more room."""
    every_signature = span.count <= PULL_BATCH  # beyond that, one for each batch: its hashes vouch for the rest
    while head.seq < span.upto:
        room = door.room(head)
        if not room.records:
            return
        with doing.shared.reading() as remote:
            rows = read_run(remote, span.origin, head.seq, min(PULL_BATCH, span.upto - head.seq, room.records))
        rows, opened = _opened(doing, rows, room)
        checked = _check(doing, head, opened, rows.bad, every_signature=every_signature)
        if not _take_in(doing, door, head, checked.good):
            return
        head = checked.head
        yield len(checked.good)
        if checked.problem:
            door.stop(span.origin)
            _stop(doing, door, checked, checked.problem, span, rows)
            return
    if head.seq == span.upto and head.hash != head_of(doing.shared.heads, span.origin).hash:
        doing.right_heads[span.origin] = head


def _opened(doing: Doing, rows: Rows, room: Room) -> tuple[Rows, Opened]:
    """Open a run, as far as there is room for it."""
    opened = open_entries(rows.entries, doing.keys.ring())
    while opened.stopped == "locked" and doing.keys.found_boxes(key_of(rows.entries[len(opened.entries)])):
        opened = open_entries(rows.entries, doing.keys.ring())
    fits = room.fitting(opened.entries)
    return (rows, opened) if len(fits) == len(opened.entries) else (Rows(rows.entries[: len(fits)]), Opened(fits))


def _take_in(doing: Doing, door: Door, head: Head, good: Sequence[Entry]) -> bool:
    """Take in checked entries that follow our head; False for those of a new laptop that has no place."""
    new = not head.seq and door.is_stranger(head.origin)
    try:
        if good:
            with doing.site.database.write() as local:
                ledger_writing.insert_entries(local, good)
                if new:
                    door.must_have_place(local, head.origin)
            doing.received.setdefault(head.origin, Counter()).update(entry.kind for entry in good)
        elif new:
            with doing.site.database.read() as local:
                door.must_have_place(local, head.origin)
    except TurnedAway:
        door.turn_away(head.origin)
        return False
    return True


def _stop(doing: Doing, door: Door, checked: ChainResult, problem: ChainProblem, span: Span, rows: Rows) -> None:
    """Tell a row that is locked from one that cannot be accepted."""
    if problem.reason == "locked":
        row = rows.entries[len(checked.good)]
        if doing.keys.was_given_out(row):
            door.locked[span.origin] = Locked(row, checked.head, span.upto - checked.head.seq)
            return
        problem = replace(problem, reason="seal")
    _stop_at(doing, problem, checked.head, rows)


def _is_let_in(doing: Doing, origin: bytes) -> bool:
    with doing.site.database.read() as local:
        return is_let_in(local, origin)


def _is_over(doing: Doing, origin: bytes) -> bool:
    """Whether a laptop was put away or reported lost: what it then seals for itself alone nobody else has to read."""
    with doing.site.database.read() as local:
        known = site_queries.station(local, origin)
    return known is not None and known.ended is not None


def _check(doing: Doing, head: Head, opened: Opened, bad: int | None, *, every_signature: bool) -> ChainResult:
    """Check a run of entries against our head of the origin and the key that its first entry names.

    `bad` is the number of the row that is no entry at all, after the run.
    """
    entries = opened.entries
    if not entries:
        reason = opened.stopped or ("header" if bad else "gap")
        return ChainResult((), head, ChainProblem(head.origin, head.seq + 1, reason))
    try:
        public = _key(doing, head, entries[0])
    except UnreadableContent:
        return ChainResult((), head, ChainProblem(head.origin, entries[0].seq, _why_unreadable(head, entries[0])))
    checked = check_run(head, entries, public, every_signature=every_signature)
    for entry in checked.good:
        if entry.content is None and not is_erasable(entry.kind):  # what runs the site is never erased: it was taken away
            good = checked.good[: entry.seq - head.seq - 1]
            problem = ChainProblem(head.origin, entry.seq, "digest")
            return ChainResult(good, head_after(good[-1]) if good else head, problem)
    if checked.problem is None and opened.stopped:
        return replace(checked, problem=ChainProblem(head.origin, entries[-1].seq + 1, opened.stopped))
    if checked.problem is None and bad is not None:
        return replace(checked, problem=ChainProblem(head.origin, bad, "header"))
    return checked


def _why_unreadable(head: Head, first: Entry) -> str:
    """Tell a first row that somebody changed, which a holder puts right, from one that names no key this version knows."""
    if first.content is None:
        return "digest"
    problem = check_run(head, (first,), bytes(KEY_BYTES)).problem
    return problem.reason if problem is not None and problem.reason != "signature" else "key"


def _key(doing: Doing, head: Head, next_entry: Entry) -> bytes:
    first = next_entry
    if head.seq:
        with doing.site.database.read() as local:
            first = ledger_store.entry_at(local, head.origin, 1) or next_entry
    elif first.seq == 1 and first.content is not None and first.kind == "station.joined":
        site = record_in(first.kind, first.content).site
        if site and site != doing.site_id.hex():
            raise UnreadableContent("a laptop of another site")
    return ledger_writing.station_public_key(first)


def _stop_at(doing: Doing, problem: ChainProblem, head: Head, rows: Rows) -> None:
    """Keep the proof of a row that cannot be accepted; tell a fork below our head from damage."""
    if problem.reason == "chain" and head.seq:
        must_judge(doing, head.origin, head.seq)
    elif problem.reason != "key":
        doing.right_heads[head.origin] = head
    if head.origin in doing.forks:
        return
    for sealed in rows.entries:
        if sealed.seq == problem.seq:
            entry = open_or_bare(sealed, doing.keys.ring())
            doing.refused.append(refuse(entry, problem.reason, doing.now.isoformat()))
            return
    doing.refused.append(
        Refused(origin=head.origin, seq=problem.seq, hash=b"", reason=problem.reason, seen=doing.now.isoformat())
    )
