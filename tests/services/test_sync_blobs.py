"""Evidence files travel once, sealed, to whoever lacks them; what is damaged or lost in the store is asked for again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from supervisor_app.services import syncing
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_blobs import MAX_BLOB_BYTES, PART_BYTES
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from tests.services.sync_sites import PATIENCE, add_people, closing, found, join


@dataclass
class Files:
    """Evidence files of one laptop, in memory."""

    kept: dict[bytes, bytes] = field(default_factory=dict)
    named: set[bytes] = field(default_factory=set)
    gone: set[bytes] = field(default_factory=set)

    def add(self, data: bytes) -> bytes:
        digest = hashlib.sha256(data).digest()
        self.kept[digest] = data
        return digest

    def held(self) -> set[bytes]:
        return set(self.kept) - self.gone

    def wanted(self) -> set[bytes]:
        return self.named - set(self.kept) - self.gone

    def erased(self) -> set[bytes]:
        return self.gone

    def read(self, digest: bytes) -> bytes | None:
        return self.kept.get(digest)

    def keep(self, digest: bytes, data: bytes) -> None:
        assert hashlib.sha256(data).digest() == digest
        self.kept[digest] = data


@dataclass
class Two:
    a: Site
    b: Site
    shared: Path
    files: dict[bytes, Files]

    @property
    def on_a(self) -> Files:
        return self.files[self.a.station.origin]

    @property
    def on_b(self) -> Files:
        return self.files[self.b.station.origin]

    def change(self, *statements: str) -> None:
        plain = sqlite3.connect(self.shared)
        for statement in statements:
            plain.execute(statement)
        plain.commit()
        plain.close()

    def rows(self) -> int:
        plain = sqlite3.connect(self.shared)
        [(count,)] = plain.execute("SELECT count(*) FROM blob")
        plain.close()
        return int(count)


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    shared = tmp_path / "drive" / "site.sqlite"
    shared.parent.mkdir()
    a = found(tmp_path / "a")
    files = {a.station.origin: Files()}
    monkeypatch.setattr(syncing, "evidence_of", lambda site: files.get(site.station.origin))
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, seed=2)
    files[b.station.origin] = Files()
    with closing(a, b):
        for site in (b, a, b):
            sync_now(site, patience=PATIENCE)
        yield Two(a, b, shared, files)


SIZES = (0, 1, 5000, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 77)


def photo(size: int) -> bytes:
    return (b"Ana Kowalska holding the fork %d " % size * (size // 30 + 1))[:size]


def test_files_of_any_size_reach_the_other_laptop_once_and_show_nothing(two: Two):
    digests = [two.on_a.add(photo(size)) for size in SIZES]
    report = sync_now(two.a, patience=PATIENCE)
    assert report.files == len(SIZES)
    assert "sent 6 evidence files" in report.sentence.lower()
    assert b"Kowalska" not in two.shared.read_bytes()
    two.on_b.named |= set(digests)
    assert sync_now(two.b, patience=PATIENCE).files == len(SIZES)
    assert two.on_b.kept == two.on_a.kept
    before = two.shared.read_bytes()
    assert not sync_now(two.a, patience=PATIENCE).moved
    assert not sync_now(two.b, patience=PATIENCE).moved
    assert two.shared.read_bytes() == before


def test_a_laptop_takes_only_the_files_its_records_name(two: Two):
    first, _ = two.on_a.add(b"one"), two.on_a.add(b"two")
    sync_now(two.a, patience=PATIENCE)
    two.on_b.named = {first}
    sync_now(two.b, patience=PATIENCE)
    assert two.on_b.kept == {first: b"one"}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE blob SET sealed = zeroblob(100) WHERE part = 1",
        "UPDATE blob SET sealed = 'text'",
        "UPDATE blob SET parts = 2",
        "UPDATE blob SET part = part + 1 WHERE part = 2",
        "DELETE FROM blob WHERE part = 1",
        "DELETE FROM blob",
        "UPDATE blob SET parts = 1000000",
        "UPDATE blob SET sealed = (SELECT b.sealed FROM blob b WHERE b.part = 0) WHERE part = 2",
    ],
)
def test_a_file_damaged_in_the_store_is_asked_for_and_comes_again(two: Two, damage: str):
    digest = two.on_a.add(photo(3 * PART_BYTES))
    sync_now(two.a, patience=PATIENCE)
    two.change(damage)
    two.on_b.named.add(digest)
    sync_now(two.b, patience=PATIENCE)
    assert two.on_b.kept == {}
    sync_now(two.b, patience=PATIENCE)
    sync_now(two.a, patience=PATIENCE)
    sync_now(two.b, patience=PATIENCE)
    assert two.on_b.kept == two.on_a.kept
    before = two.shared.read_bytes()
    for site in (two.a, two.b):
        assert not sync_now(site, patience=PATIENCE).moved
    assert two.shared.read_bytes() == before


def test_a_file_that_nobody_sent_yet_is_asked_for_once(two: Two):
    digest = hashlib.sha256(b"later").digest()
    two.on_b.named.add(digest)
    sync_now(two.b, patience=PATIENCE)
    before = two.shared.read_bytes()
    sync_now(two.b, patience=PATIENCE)
    assert two.shared.read_bytes() == before
    two.on_a.add(b"later")
    sync_now(two.a, patience=PATIENCE)
    sync_now(two.b, patience=PATIENCE)
    assert two.on_b.kept[digest] == b"later"


def test_an_erased_file_leaves_the_store_and_is_not_sent_again(two: Two):
    digest = two.on_a.add(photo(5000))
    sync_now(two.a, patience=PATIENCE)
    assert two.rows() == 1
    two.on_a.gone.add(digest)
    sync_now(two.a, patience=PATIENCE)
    assert two.rows() == 0
    sync_now(two.a, patience=PATIENCE)
    assert two.rows() == 0


def test_a_store_made_anew_or_gone_back_gets_the_files_again(two: Two):
    old = two.shared.read_bytes()
    digest = two.on_a.add(photo(5000))
    add_people(two.a, 1)
    sync_now(two.a, patience=PATIENCE)
    two.shared.write_bytes(old)
    sync_now(two.a, patience=PATIENCE)
    assert two.rows() == 1
    two.shared.write_bytes(b"rubbish")
    make_anew(two.a, patience=PATIENCE)
    two.on_b.named.add(digest)
    sync_now(two.b, patience=PATIENCE)
    assert two.on_b.kept == two.on_a.kept


def test_a_file_beyond_the_bound_is_not_sent(two: Two):
    two.on_a.add(bytes(MAX_BLOB_BYTES + 1))
    assert sync_now(two.a, patience=PATIENCE).files == 0
    assert two.rows() == 0


def test_a_list_of_wanted_files_that_is_no_list_is_passed_over(two: Two):
    for value in ("x'00'", "'text'", "zeroblob(32 * 65)"):
        two.change(f"INSERT OR REPLACE INTO meta VALUES ('wanted', {value})")
        assert sync_now(two.a, patience=PATIENCE).clean
