"""What is set aside is bounded: garbage in the name of one laptop takes no room from the proof of what another one did."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest

from supervisor_app.ledger.entry import Entry
from supervisor_app.services.kept_branches import entry_of
from supervisor_app.services.opened_site import Site
from supervisor_app.services.quarantine import count_aside
from supervisor_app.services.syncing import history, sync_now
from supervisor_app.storage import ledger_store, remote_records
from supervisor_app.storage.remote_records import Refused, new_refusals, put_in_quarantine, refuse
from tests.services.sync_sites import PATIENCE, add_people
from tests.services.test_syncing import change
from tests.services.two_let_in import Two, shared, two

__all__ = ["shared", "two"]


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_records, "REFUSED_KEPT", 20)
    monkeypatch.setattr(remote_records, "FORKS_KEPT", 10)


def garbage(site: Site, origin: bytes, count: int, reason: str, seed: int = 1) -> list[Refused]:
    """Rows that nobody of the site wrote, all different."""
    with site.database.read() as connection:
        entry = ledger_store.read_entries(connection, site.station.origin, 1)[0]
    numbers = random.Random(f"{seed}{reason}")
    made = (replace(entry, origin=origin, hash=numbers.randbytes(32)) for _ in range(count))
    return [refuse(one, reason, "2026-11-23T09:00:00+00:00") for one in made]


def kept(site: Site, refused: Iterable[Refused]) -> int:
    """Put entries in quarantine and say how many there was room for."""
    before = count_aside(site)
    with site.database.write() as connection:
        put_in_quarantine(connection, list(refused))
    return count_aside(site) - before


def test_strangers_share_one_room_and_take_none_of_a_laptop_of_the_site(shared: Two) -> None:
    a, b = shared.a, shared.b.station.origin
    numbers = random.Random(5)
    assert kept(a, [one for seed in range(50) for one in garbage(a, numbers.randbytes(16), 2, "key", seed)]) == 20
    assert kept(a, garbage(a, numbers.randbytes(16), 5, "fork")) == 0
    assert kept(a, garbage(a, b, 5, "fork")) == 5
    assert kept(a, garbage(a, b, 5, "digest")) == 5


def test_rows_changed_by_hand_in_the_name_of_a_laptop_take_no_room_from_its_branches_nor_from_other_laptops(
    shared: Two,
) -> None:
    a, b = shared.a, shared.b
    assert kept(a, garbage(a, b.station.origin, 50, "changed")) == 20
    assert kept(a, garbage(a, b.station.origin, 50, "fork")) == 10
    assert kept(a, garbage(a, a.station.origin, 3, "changed")) == 3


def test_what_there_is_no_room_for_is_no_news(shared: Two) -> None:
    a = shared.a
    kept(a, garbage(a, b"\x01" * 16, 20, "key"))
    with a.database.read() as connection:
        assert new_refusals(connection, garbage(a, b"\x02" * 16, 3, "key")) == []
    rows = "INSERT INTO head (origin, seq, hash, mark) VALUES (randomblob(16), 7, randomblob(32), 0)"
    change(shared.shared, rows)
    sync_now(a, patience=PATIENCE)
    lines = len(history(a))
    sync_now(a, patience=PATIENCE)
    assert len(history(a)) == lines


def test_of_a_large_row_that_anybody_can_write_the_header_is_kept(shared: Two) -> None:
    a = shared.a
    add_people(a, 1)
    (item,) = garbage(a, b"\x01" * 16, 1, "fork")
    large: Entry = replace(entry_of(item), content=b"x" * 100_000)
    kept(a, [refuse(large, "fork", item.seen)])
    with a.database.read() as connection:
        (found,) = remote_records.proofs_of(connection, b"\x01" * 16, 0)
    assert len(found.row) < 1_000
    assert entry_of(found) == replace(large, salt=None, content=None)
