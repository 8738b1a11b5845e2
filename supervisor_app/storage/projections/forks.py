"""What entries say about forks: where a chain parted, how each branch begins, what it holds. Which one stands is a fact."""

from __future__ import annotations

import msgspec

from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent
from supervisor_app.ledger.fork_bodies import ForkSettled, Parting
from supervisor_app.ledger.forks import joint_of
from supervisor_app.storage import authority_schema
from supervisor_app.storage.projections.batch import Batch, keep_any, stamp, whole

MOST_DIGITS = 20
_BRANCH = keep_any(authority_schema.branch)


def seen(batch: Batch, entry: Entry, content: Content, body: Parting) -> None:
    """A laptop met two branches."""
    try:
        origin, number, before = joint_of(body)
    except ValueError as error:
        raise UnreadableContent("it names no place where branches part") from error
    for branch in body.branches:
        if not all(whole(count) >= 0 for count in branch.kinds.values()) or not _is_stamp(branch.until or "0"):
            raise UnreadableContent("it tells of a branch what no laptop writes")
        text = msgspec.json.encode(branch).decode()
        batch.add(_BRANCH, (origin, whole(number), before.hex(), branch.hash, text, *stamp(entry)))


def _is_stamp(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < MOST_DIGITS and int(text) < MAX_STAMP


def settled(batch: Batch, entry: Entry, content: Content, body: ForkSettled) -> None:
    """An admin decided, and showed what was decided about."""
    seen(batch, entry, content, body.parting)
