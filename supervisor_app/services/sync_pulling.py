"""The half of a sync that takes in: what others wrote, checked row by row, and where a chain stops and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.chain import ChainProblem, ChainResult, Head, check_run, head_after
from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.ledger.sealing import Opened, is_for_mailbox, open_entries, open_or_bare
from supervisor_app.ledger.vectors import Span, Vector, head_of
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_parting import must_judge
from supervisor_app.storage import ledger_store, ledger_writing, site_queries
from supervisor_app.storage.remote_records import Refused, refuse
from supervisor_app.storage.shared_store import (
    Rows,
    read_run,
)

PULL_BATCH = 500
"""Entries in one local transaction: short enough that a tap in the window never waits for long."""


def pull(doing: Doing, spans: tuple[Span, ...], ours: Vector) -> None:
    """Take in what the shared file has beyond our heads; all of it stays locked where this laptop was given no key yet."""
    total, done = sum(span.count for span in spans), 0
    if total and not doing.keys.ring().keys and not doing.keys.found_boxes():
        doing.locked = total
        return
    for span in spans:
        for count in _pull_one(doing, span, head_of(ours, span.origin)):
            done += count
            doing.between("Receiving records", done, total)


def _pull_one(doing: Doing, span: Span, head: Head) -> Iterator[int]:
    """Take in one origin, a batch at a time; stop at the first row that cannot be accepted."""
    every_signature = span.count <= PULL_BATCH  # beyond that, one for each batch: its hashes vouch for the rest
    while head.seq < span.upto:
        with doing.shared.reading() as remote:
            rows = read_run(remote, span.origin, head.seq, min(PULL_BATCH, span.upto - head.seq))
        opened = open_entries(rows.entries, doing.keys.ring())
        if opened.stopped == "locked" and doing.keys.found_boxes():
            opened = open_entries(rows.entries, doing.keys.ring())
        checked = _check(doing, head, opened, rows.bad, every_signature=every_signature)
        if checked.good:
            with doing.site.database.write() as local:
                ledger_writing.insert_entries(local, checked.good)
            doing.received.setdefault(span.origin, Counter()).update(entry.kind for entry in checked.good)
        head = checked.head
        yield len(checked.good)
        if checked.problem and checked.problem.reason == "locked":
            row = rows.entries[len(opened.entries)]
            if doing.keys.was_given_out(row):
                count = 0 if _is_over(doing, span.origin) else span.upto - head.seq
                doing.locked += count
                doing.stranded += count if is_for_mailbox(row) else 0
                return
            checked = replace(checked, problem=replace(checked.problem, reason="seal"))
        if checked.problem:
            _stop_at(doing, checked.problem, head, rows)
            return
    if head.seq == span.upto and head.hash != head_of(doing.shared.heads, span.origin).hash:
        doing.right_heads[span.origin] = head


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
        return ChainResult((), head, ChainProblem(head.origin, entries[0].seq, "key"))
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
