"""What entries say about workers and members."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from supervisor_app.domain.people import Member
from supervisor_app.ledger.bodies import MemberEnded, WorkerLeft
from supervisor_app.ledger.contents import Content
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage.projections.batch import Batch
from supervisor_app.storage.projections.fields import MEMBER, WORKER, add_fields


def worker_recorded(batch: Batch, entry: Entry, content: Content, body: Mapping[str, str | None]) -> None:
    """Facts about a worker, only those that changed."""
    add_fields(batch, WORKER, entry, content.about, body)


def worker_left(batch: Batch, entry: Entry, content: Content, body: WorkerLeft) -> None:
    """A worker left, or is back."""
    add_fields(batch, WORKER, entry, content.about, {"left_on": body.left_on.isoformat() if body.left_on else None})


def member_added(batch: Batch, entry: Entry, content: Content, body: Member) -> None:
    """A new member with all their facts."""
    facts = msgspec.to_builtins(body)
    add_fields(batch, MEMBER, entry, facts.pop("id"), facts)


def member_changed(batch: Batch, entry: Entry, content: Content, body: Mapping[str, str | None]) -> None:
    """Facts about a member, only those that changed."""
    add_fields(batch, MEMBER, entry, content.about, body)


def member_ended(batch: Batch, entry: Entry, content: Content, body: MemberEnded) -> None:
    """A member stopped to act, or acts again."""
    add_fields(batch, MEMBER, entry, content.about, {"ended_on": body.ended_on.isoformat() if body.ended_on else None})
