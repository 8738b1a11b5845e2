"""What entries say about workers."""

from __future__ import annotations

from collections.abc import Mapping

from supervisor_app.ledger.bodies import WorkerLeft
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content
from supervisor_app.storage.projections.batch import Batch
from supervisor_app.storage.projections.fields import WORKER, add_fields


def worker_recorded(batch: Batch, entry: Entry, content: Content, body: Mapping[str, str | None]) -> None:
    """Facts about a worker, only those that changed."""
    add_fields(batch, WORKER, entry, content.about, body)


def worker_left(batch: Batch, entry: Entry, content: Content, body: WorkerLeft) -> None:
    """A worker left, or is back."""
    add_fields(batch, WORKER, entry, content.about, {"left_on": body.left_on.isoformat() if body.left_on else None})
