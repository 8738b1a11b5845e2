"""Evidence files travel once, sealed, to whoever lacks them; what is damaged or lost in the store is asked for again."""

from __future__ import annotations

import hashlib

import pytest

from supervisor_app.services.sync_blobs import MAX_BLOB_BYTES, PART_BYTES
from supervisor_app.services.syncing import make_anew, sync_now
from tests.services.site_files import Two, photo, two
from tests.services.sync_sites import PATIENCE, add_people

__all__ = ["two"]


SIZES = (0, 1, 5000, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 77)


def test_files_of_any_size_reach_the_other_laptop_once_and_show_nothing(two: Two):
    digests = [two.on_a.add(photo(size)) for size in SIZES]
    report = sync_now(two.a, patience=PATIENCE)
    assert report.files == len(SIZES)
    assert "sent 6 evidence files" in report.sentence.lower()
    assert b"Kowalska" not in two.shared.read_bytes()
    two.on_b.name(*digests)
    assert sync_now(two.b, patience=PATIENCE).files == len(SIZES)
    assert two.on_b.kept == two.on_a.kept
    before = two.shared.read_bytes()
    assert not sync_now(two.a, patience=PATIENCE).moved
    assert not sync_now(two.b, patience=PATIENCE).moved
    assert two.shared.read_bytes() == before


def test_a_laptop_takes_only_the_files_its_records_name(two: Two):
    first, _ = two.on_a.add(b"one"), two.on_a.add(b"two")
    sync_now(two.a, patience=PATIENCE)
    two.on_b.name(first)
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
    two.on_b.name(digest)
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
    two.on_b.name(digest)
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
    two.on_a.erase(digest)
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
    two.on_b.name(digest)
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
