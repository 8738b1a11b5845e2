"""The half of a sync that sends: what the shared file lacks, of this laptop and of others, in short transactions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from supervisor_app.ledger.sealing import SealedEntry, Sealer, seal_entries
from supervisor_app.ledger.vectors import Span, Vector, head_of, plan_sync
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_mending import compare, take_out
from supervisor_app.services.sync_parting import is_branch
from supervisor_app.storage import ledger_store
from supervisor_app.storage.content_keys import boxes_in, closed_recipients
from supervisor_app.storage.database import Connection
from supervisor_app.storage.handed_keys import boxes_that_count
from supervisor_app.storage.shared_boxes import remove_boxes, write_boxes
from supervisor_app.storage.shared_store import (
    SharedConnection,
    read_heads,
    read_run,
    read_span,
    write_run,
)

PUSH_BATCH = 2000
_DOOR = frozenset({"station.invited", "station.approved", "invitation.withdrawn"})
"""With one of these an invitation may come or be over: then its code opens nothing on the shared file any more."""


def push(doing: Doing, theirs: Vector) -> tuple[Span, ...]:
    """Write our own and others' entries that the shared file lacks; several transactions where there are many."""
    with doing.site.database.read() as local:
        ours = ledger_store.heads(local)
        plan = plan_sync(ours, theirs, {})
        spans = tuple(span for span in plan.pushes if _joins_on(local, span, theirs) and span.origin not in doing.forks)
    total, done = sum(span.count for span in spans), 0
    if not spans:
        if doing.keys.is_mailbox_wrong():  # newcomers would seal for somebody else what they send
            with doing.shared.writing() as remote:
                doing.keys.put_mailbox_right(remote)
        return ()
    sealer = doing.keys.sealer()
    for batch in _batches(spans):
        with doing.shared.writing() as remote:
            there = read_heads(remote)
            for span in batch:
                push_one(doing, remote, replace(span, after=max(span.after, head_of(there, span.origin).seq)), sealer)
            doing.keys.put_mailbox_right(remote)
        done += sum(span.count for span in batch)
        doing.between("Sending records", done, total)
    return spans


def push_one(doing: Doing, remote: SharedConnection, span: Span, sealer: Sealer) -> None:
    """Write a run of one origin inside a transaction, taking out rows that lie there and are not what the laptop wrote."""
    if span.count <= 0:
        return
    with doing.site.database.read() as local:
        entries = ledger_store.read_entries(local, span.origin, span.after, span.count)
        boxes = boxes_in(local, span.origin, span.after, span.upto)
        better = boxes_that_count(local, span.origin, span.after, span.upto, doing.site.station.origin) if boxes else []
    there = _what_lies_there(remote, span)
    compared = compare(entries, there, doing.keys.ring(), lambda row: doing.keys.is_known(remote, row))
    if is_branch(doing, span.origin, compared):
        return
    take_out(remote, span.origin, compared)
    write_run(remote, seal_entries(entries, sealer))
    write_boxes(remote, boxes, better)
    if any(entry.kind in _DOOR for entry in entries):
        with doing.site.database.read() as local:
            remove_boxes(remote, closed_recipients(local))
    doing.mended[span.origin] += len(compared.wrong)
    lost_upto = doing.lost[span.origin].upto if span.origin in doing.lost else 0
    gone = any(seq <= lost_upto for seq in compared.missing)
    if span.after < lost_upto and not gone and not compared.wrong:
        doing.heads_mended += 1  # every record it had named was there, only the list did not say so any more
    new = [entry for entry in entries if entry.seq in compared.missing]
    doing.healed.update(entry.kind for entry in new if entry.seq <= lost_upto)
    doing.sent.update(entry.kind for entry in new if entry.seq > lost_upto)


def _what_lies_there(remote: SharedConnection, span: Span) -> Mapping[int, SealedEntry | None]:
    """Return rows beyond the head by number: none on an honest file, which costs one look into its index."""
    first = read_run(remote, span.origin, span.after, 1)
    if not first.entries and first.bad is None:
        return {}
    return read_span(remote, span.origin, span.after, span.upto)


def _batches(spans: tuple[Span, ...]) -> Iterator[list[Span]]:
    """Cut spans into lists of at most PUSH_BATCH entries, in order."""
    batch: list[Span] = []
    room = PUSH_BATCH
    for span in spans:
        after = span.after
        while after < span.upto:
            upto = min(span.upto, after + room)
            batch.append(Span(span.origin, after, upto))
            room -= upto - after
            after = upto
            if not room:
                yield batch
                batch, room = [], PUSH_BATCH
    if batch:
        yield batch


def _joins_on(local: Connection, span: Span, theirs: Vector) -> bool:
    """Whether our chain goes on from the head that is there; where it does not, that was judged before."""
    joint = ledger_store.entry_at(local, span.origin, span.after) if span.after else None
    return not span.after or (joint is not None and joint.hash == head_of(theirs, span.origin).hash)
