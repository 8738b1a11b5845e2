"""What entries say about workers. It counts from a laptop on which somebody may record people; else it is only noted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import WorkerLeft
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content
from supervisor_app.ledger.standing import Place
from supervisor_app.storage import schema
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver
from supervisor_app.storage.projections.batch import Batch, keep_any, stamp
from supervisor_app.storage.projections.fields import WORKER, add_fields

KINDS = frozenset({"worker.recorded", "worker.left"})
_RIGHT = Right.RECORD_PEOPLE.value
_SAID = keep_any(schema.said)
_OF_LAPTOP = "SELECT at, seq FROM entry WHERE kind = ? AND origin = ? AND content IS NOT NULL"


def worker_recorded(batch: Batch, entry: Entry, content: Content, body: Mapping[str, str | None]) -> None:
    """Facts about a worker, only those that changed."""
    _fields(batch, entry, content, body)


def worker_left(batch: Batch, entry: Entry, content: Content, body: WorkerLeft) -> None:
    """A worker left, or is back."""
    _fields(batch, entry, content, {"left_on": body.left_on.isoformat() if body.left_on else None})


def are_judged_otherwise(connection: Connection, stations: Collection[str]) -> bool:
    """Whether entries about people count now or count no more that some laptops (hex) wrote, or those that go on for them."""
    if not stations:
        return False
    judging, plain = Judging(connection), driver(connection)
    noted = set(plain.execute("SELECT origin, seq FROM said WHERE right = ?", (_RIGHT,)))
    return any(bool(judging.question_people(place)) != (place[1:] in noted) for place in _believed(connection, judging, stations))


def _believed(connection: Connection, judging: Judging, stations: Collection[str]) -> Iterator[Place]:
    plain = driver(connection)
    for origin, before in plain.execute("SELECT origin, before FROM standing").fetchall():
        station = judging.station(origin)
        if station is not None and not set(stations).isdisjoint((origin.hex(), *before.split("\n"))):
            for kind in sorted(KINDS):
                for at, seq in plain.execute(_OF_LAPTOP, (kind, origin)):
                    if station.believes((at, origin, seq)):
                        yield at, origin, seq


def _fields(batch: Batch, entry: Entry, content: Content, values: Mapping[str, str | None]) -> None:
    place = stamp(entry)
    if reason := batch.judging.question_people(place):
        day = moment_of(entry.at).date().isoformat()
        batch.add(_SAID, (entry.origin, entry.seq, entry.at, entry.kind, content.about, content.by, _RIGHT, "", day, reason))
    else:
        add_fields(batch, WORKER, entry, content.about, values)
