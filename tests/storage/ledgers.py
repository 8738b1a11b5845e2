"""Small honest ledgers for the tests of the shared store: seeded keys, chained and signed entries."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from supervisor_app.ledger.chain import Head, head_after, next_entry
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import StationKey
from supervisor_app.storage.connection import Connection

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def believe(connection: Connection, *stations: StationKey) -> None:
    """Let stations belong to the site without any entry that says so: for tests of what is not about who may act."""
    for station in stations:
        connection.exec_driver_sql("INSERT INTO standing (origin, lost, before, listed) VALUES (?, 0, '', 0)", (station.origin,))


def randomness(seed: int) -> Callable[[int], bytes]:
    """Random bytes that are the same for the same seed."""
    return random.Random(seed).randbytes


def run_of(station: StationKey, count: int, *, text: str = "entry", head: Head | None = None) -> list[Entry]:
    """Return `count` chained entries of a station after `head`, a minute apart."""
    run, at = [], head or Head(station.origin)
    for number in range(count):
        content = encode_content(by="", about="0" * 32, body={"text": f"{text} {number}"})
        moment = START + timedelta(minutes=at.seq)
        entry = next_entry(at, station, "test.kind", content, latest=at.at, now=moment, salt=number.to_bytes(16, "big"))
        run.append(entry)
        at = head_after(entry)
    return run
