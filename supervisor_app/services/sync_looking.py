"""Looks at rows of the shared file that nobody needs to pull: a few once a day, and those that are in doubt.

Whoever changed or deleted a row there by hand is found by it before somebody lacks the row, and so is a content that was erased
and came back. The daily looks go round: each day a bounded run, one laptop's chain after another.
"""

from __future__ import annotations

from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.vectors import Span, Vector, head_of
from supervisor_app.services.content_keys import laid_out
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_mending import compare
from supervisor_app.services.sync_pushing import push_one
from supervisor_app.storage import erased_places, ledger_store, remote_records
from supervisor_app.storage.shared_boxes import missing_boxes, write_boxes
from supervisor_app.storage.shared_store import put_head, read_heads, read_span

ROWS = 200
"""How many rows a day: a fraction of a second on a slow drive."""
MANY = 2000
"""How many rows in every sync, after something that is no sync changed the file, until all were looked at."""


def look_around(doing: Doing, theirs: Vector) -> None:
    """Compare the next rows with what this laptop holds, and put right what differs; nothing where that was done today.

    While rows are in doubt it goes on for many of them. What is found is told like what a push finds: in `doing.mended`,
    `doing.sent` and `doing.refused`.
    """
    today = doing.now.date().isoformat()
    with doing.site.database.read() as local:
        day, *_ = remote_records.looked_at(local)
    if doing.doubts.erased or (day != today and not doing.shared.tells):
        put_boxes_right(doing)
    if doing.doubts.rest:
        while doing.looked_at < min(doing.doubts.rest, MANY) and (count := _look_at_next(doing, theirs, today)):
            doing.looked_at += count
    elif day != today:
        _look_at_next(doing, theirs, today)


def put_boxes_right(doing: Doing) -> None:
    """Lay content keys out again that were changed or taken away by hand: a newcomer opens nothing without them."""
    with doing.site.database.read() as local:
        good = laid_out(doing.site, local)
    with doing.shared.reading() as remote:
        missing = missing_boxes(remote, good)
    if missing:
        with doing.shared.writing() as remote:
            write_boxes(remote, missing, missing)


def _look_at_next(doing: Doing, theirs: Vector, today: str) -> int:
    """Look at the run after the one that was looked at last, and return how many rows that were."""
    with doing.site.database.read() as local:
        _, origin, seq = remote_records.looked_at(local)
        span = _next(ledger_store.heads(local), theirs, doing, (origin, seq))
        entries = ledger_store.read_entries(local, span.origin, span.after, span.count) if span else []
    if span is None:
        return 0
    came_back = _put_right(doing, span, entries)
    with doing.site.database.write() as local:
        if came_back:
            erased_places.erase_there_again(local)
        remote_records.note_looked_at(local, today, span.origin, span.upto)
    return span.count


def look_at_doubts(doing: Doing, theirs: Vector) -> None:
    """Compare the runs of rows that an audit found wrong, as far as both sides have them, and put right what differs."""
    with doing.site.database.read() as local:
        ours = ledger_store.heads(local)
    for name, after, upto in doing.doubts.runs:
        origin = bytes.fromhex(name)
        both = min(head_of(ours, origin).seq, head_of(theirs, origin).seq, upto)
        for start in range(after, both if origin not in doing.forks else 0, ROWS):
            span = Span(origin, start, min(start + ROWS, both))
            with doing.site.database.read() as local:
                entries = ledger_store.read_entries(local, origin, span.after, span.count)
            _put_right(doing, span, entries)


def _put_right(doing: Doing, span: Span, entries: list[Entry]) -> bool:
    """Compare a run with what this laptop holds, and send what differs; return whether an erased content is there again."""
    with doing.shared.reading() as remote:
        there = read_span(remote, span.origin, span.after, span.upto)
        compared = compare(entries, there, doing.keys.ring(), lambda row: doing.keys.is_known(remote, row))
    if compared.wrong or compared.missing:
        with doing.shared.writing() as remote:
            head = read_heads(remote)[span.origin]
            push_one(doing, remote, span, doing.keys.sealer())
            put_head(remote, head)  # what lies beyond the run stays known
    gone = {entry.seq for entry in entries if entry.content is None}
    return any(row is not None and row.sealed is not None and number in gone for number, row in there.items())


def _next(ours: Vector, theirs: Vector, doing: Doing, last: tuple[bytes, int]) -> Span | None:
    """Return the next run after the last one, in the order of origins, from the first again at the end."""
    both = {origin: min(head.seq, head_of(theirs, origin).seq) for origin, head in ours.items() if origin not in doing.forks}
    ends = sorted((origin, upto) for origin, upto in both.items() if upto)
    for origin, upto in ends:
        after = last[1] if origin == last[0] else 0
        if origin >= last[0] and after < upto:
            return Span(origin, after, min(upto, after + ROWS))
    return Span(ends[0][0], 0, min(ends[0][1], ROWS)) if ends else None
