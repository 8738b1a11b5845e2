"""A laptop dies while it writes the shared file: its journal left over, left over and spoiled, of another day, or lost."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from supervisor_app.services.syncing import make_anew
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from tests.services.sync_sites import PATIENCE, add_people
from tests.services.test_sync_trouble import page_says, sync
from tests.services.test_syncing import Two, assert_same, two

__all__ = ["two"]

HALF_WRITTEN = (
    "UPDATE entry SET sig = randomblob(64), sealed = randomblob(length(sealed)) WHERE sealed IS NOT NULL",
    "UPDATE head SET seq = seq + 1000",
    "INSERT INTO entry (origin, seq, kind, at, prev, content_digest, hash, sig, sealed) "
    "SELECT origin, seq + 5000, kind, at, prev, content_digest, hash, sig, sealed FROM entry",
)
"""A transaction that touches every page and adds as many: whatever of it stays on the disk is wrong."""


@dataclass
class Died:
    """What lies on the drive when the laptop is gone: the file with half of a transaction in it, and its journal."""

    file: bytes
    journal: bytes


def die_writing(shared: Path) -> Died:
    """Write with almost no memory, so that pages reach the file before their time, and end there; the drive is as it was left."""
    journal = shared.with_name(shared.name + "-journal")
    whole = shared.read_bytes()
    with contextlib.closing(sqlite3.connect(shared, isolation_level=None)) as dying:
        for pragma in ("journal_mode=TRUNCATE", "cache_size=1", "cache_spill=1"):
            dying.execute(f"PRAGMA {pragma}").close()
        dying.execute("BEGIN IMMEDIATE")
        for statement in HALF_WRITTEN:
            dying.execute(statement)
        died = Died(shared.read_bytes(), journal.read_bytes())
        dying.execute("ROLLBACK")
    assert shared.read_bytes() == whole
    assert died.file != whole
    assert len(died.journal) > len(whole) // 2
    shared.write_bytes(died.file)
    journal.write_bytes(died.journal)
    return died


def in_step(two: Two) -> bytes:
    """Let both laptops hold everything, and the one on the way hold a record that nobody else has; return the file."""
    add_people(two.a, 300)
    two.sync(two.a, two.b, two.a)
    whole = two.shared.read_bytes()
    add_people(two.a, 1, first=900)
    add_people(two.b, 2, first=901)
    return whole


def journal_of(two: Two) -> Path:
    return two.shared.with_name(two.shared.name + "-journal")


def all_is_well(two: Two) -> None:
    """Everybody ends with everything, and the file is sound and says what both hold."""
    for site in (two.b, two.a, two.b):
        assert sync(site).clean
    assert_same(two.a, two.b)
    assert not sync(two.a).moved
    assert not journal_of(two).exists() or not journal_of(two).stat().st_size
    with contextlib.closing(sqlite3.connect(two.shared)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("SELECT count(*) FROM entry WHERE seq > 5000").fetchone() == (0,)


def test_a_journal_left_over_takes_back_what_the_dead_laptop_began(two: Two) -> None:
    in_step(two)
    die_writing(two.shared)
    report = sync(two.a)
    assert (report.sent, report.clean) == (1, True)
    assert report.sentence == "Everything is on the shared file. Sent 1 record."
    all_is_well(two)


@pytest.mark.parametrize("kept", [0, 27, 512, 40_000])
def test_a_journal_that_did_not_reach_the_disk_whole_before_a_page_was_written_changes_nothing(two: Two, kept: int) -> None:
    """SQLite writes no page before its journal is on the disk: what is left of one that is not belongs to a file not touched."""
    whole = in_step(two)
    died = die_writing(two.shared)
    two.shared.write_bytes(whole)
    journal_of(two).write_bytes(died.journal[:kept])
    assert sync(two.a).sent == 1
    all_is_well(two)


def nonsense(died: Died) -> bytes | None:
    return b"\x5a" * len(died.journal)


def zeroed(died: Died) -> bytes | None:
    return bytes(len(died.journal))


def cut_short(died: Died) -> bytes | None:
    return died.journal[: len(died.journal) // 3]


def lost(died: Died) -> bytes | None:
    return None


@pytest.mark.parametrize("what", [nonsense, zeroed, cut_short, lost])
@pytest.mark.parametrize("first", ["a", "b"])
def test_half_a_transaction_without_its_journal_is_named_set_aside_and_made_new(
    two: Two, what: Callable[[Died], bytes | None], first: str
) -> None:
    in_step(two)
    died = die_writing(two.shared)
    journal = what(died)
    if journal is None:
        journal_of(two).unlink()
    else:
        journal_of(two).write_bytes(journal)
    finder = two.a if first == "a" else two.b
    with pytest.raises(SharedFileError) as caught:
        sync(finder)
    assert caught.value.trouble is Trouble.DAMAGED
    assert "safe on this laptop" in caught.value.hint
    assert page_says(finder).startswith("The shared file is damaged")
    assert make_anew(finder, patience=PATIENCE).clean
    all_is_well(two)
    assert len(list(two.shared.parent.glob("site.damaged-*.sqlite"))) == 1


def test_a_journal_of_another_day_laid_beside_the_file_loses_nobody_a_record(two: Two) -> None:
    """A tool that copies folders brings an old journal back: SQLite takes it for a dead laptop's and puts old pages in."""
    add_people(two.a, 300)
    two.sync(two.a, two.b, two.a)
    whole = two.shared.read_bytes()
    old = die_writing(two.shared).journal
    two.shared.write_bytes(whole)
    os.truncate(journal_of(two), 0)
    add_people(two.a, 300, first=400)
    two.sync(two.a, two.b)
    add_people(two.b, 2, first=901)
    journal_of(two).write_bytes(old)
    with pytest.raises(SharedFileError) as caught:
        sync(two.b)
    assert caught.value.trouble is Trouble.DAMAGED
    assert page_says(two.b).startswith("The shared file is damaged")
    make_anew(two.b, patience=PATIENCE)
    sync(two.a)
    all_is_well(two)
