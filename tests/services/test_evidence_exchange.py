"""A sync knows which files are here without asking the disk; what is missing, spoiled or forgotten is found all the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from supervisor_app.errors import UserError
from supervisor_app.services import evidence_exchange, sync_blobs
from supervisor_app.services.checking import check
from supervisor_app.services.evidence import attach, read_file
from supervisor_app.services.evidence_exchange import SiteEvidence
from supervisor_app.services.observing import discard
from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing import sign
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import evidence_files, projections, remote_records
from supervisor_app.storage.erased_files import note_erased_files
from tests.services import founded
from tests.services.site_files import Two, photo, two
from tests.services.sync_sites import PATIENCE, Clock
from tests.services.test_backing_up import backed_up, opened, restored
from tests.services.test_evidence import picture

__all__ = ["two"]


def path_of(site: Site, digest: bytes) -> Path:
    return site.folder / evidence_files.FOLDER / digest.hex()[:2] / digest.hex()


def both_hold(two: Two, count: int = 3) -> list[bytes]:
    """Let both laptops hold some files, and nothing be left to do."""
    digests = [two.on_a.add(photo(100 + number)) for number in range(count)]
    two.on_b.name(*digests)
    for site in (two.a, two.b, two.a, two.b):
        sync_now(site, patience=PATIENCE)
    assert two.on_a.kept.keys() == two.on_b.kept.keys() == set(digests)
    assert two.on_a.due == two.on_b.due == set()
    return digests


def next_day(site: Site) -> None:
    assert isinstance(site.clock, Clock)
    site.clock.now += timedelta(days=1)
    with site.database.write() as connection:  # the tests of checkpoints have days of their own
        remote_records.is_new_day(connection, site.clock.now.date().isoformat())


def test_a_file_that_is_gone_when_somebody_opens_it_comes_with_the_next_sync(two: Two) -> None:
    digest, *_ = both_hold(two)
    path_of(two.b, digest).unlink()
    assert sync_now(two.b, patience=PATIENCE).files == 0
    with pytest.raises(UserError, match="not on this laptop"):
        read_file(two.b, digest.hex())
    assert two.on_b.due == {digest.hex()}
    assert sync_now(two.b, patience=PATIENCE).files == 1
    assert two.on_b.kept == two.on_a.kept
    assert two.on_b.due == set()


def test_a_file_spoiled_by_hand_is_found_by_a_check_and_replaced_by_what_was_signed(two: Two) -> None:
    digest, other, _ = both_hold(two)
    path_of(two.b, digest).write_bytes(b"another picture")
    path_of(two.b, other).unlink()
    (line,) = (one for one in check(two.b).checks if one.name == "Evidence files")
    assert not line.sound
    assert line.finding == f"file {digest.hex()[:12]} was changed; the next sync asks for what was signed"
    assert sync_now(two.b, patience=PATIENCE).files == 2
    assert two.on_b.kept == two.on_a.kept
    assert two.on_b.due == set()


def test_a_spoiled_file_stays_due_until_somebody_gives_a_whole_one(two: Two) -> None:
    digest, *_ = both_hold(two)
    two.change("DELETE FROM blob")
    path_of(two.a, digest).write_bytes(b"spoiled")
    with pytest.raises(UserError):
        read_file(two.a, digest.hex())
    for _ in range(2):
        assert sync_now(two.a, patience=PATIENCE).files == 0
        assert two.on_a.due == {digest.hex()}
    sync_now(two.b, patience=PATIENCE)  # somebody asks for it
    assert sync_now(two.a, patience=PATIENCE).files == 1
    assert two.on_a.kept == two.on_b.kept


def test_in_turns_every_file_is_read_again_within_days(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = sorted(both_hold(two, 5))
    monkeypatch.setattr(evidence_exchange, "MOST_FILES", 2)
    next_day(two.b)
    sync_now(two.b, patience=PATIENCE)  # the first day's look, which may have begun before
    path_of(two.b, digests[-1]).write_bytes(b"spoiled")
    days = 0
    while digests[-1] not in two.on_b.kept:
        assert days < 4
        next_day(two.b)
        sync_now(two.b, patience=PATIENCE)
        sync_now(two.b, patience=PATIENCE)
        days += 1
    assert two.on_b.kept == two.on_a.kept


def test_a_look_in_turn_happens_once_a_day_and_ends_after_enough_bytes(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    both_hold(two, 5)
    read: list[str] = []
    get_file = evidence_files.get_file
    monkeypatch.setattr(evidence_files, "get_file", lambda folder, digest: read.append(digest) or get_file(folder, digest))
    monkeypatch.setattr(evidence_exchange, "MOST_BYTES", 150)
    next_day(two.b)
    for _ in range(3):
        sync_now(two.b, patience=PATIENCE)
    assert len(read) == 2
    next_day(two.b)
    sync_now(two.b, patience=PATIENCE)
    assert len(set(read)) == 4


def test_where_a_turn_finds_a_file_missing_all_are_looked_for(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    both_hold(two, 6)
    monkeypatch.setattr(evidence_exchange, "MOST_FILES", 1)
    for path in (two.b.folder / evidence_files.FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()
    next_day(two.b)
    sync_now(two.b, patience=PATIENCE)
    assert sync_now(two.b, patience=PATIENCE).files == 6
    assert two.on_b.kept == two.on_a.kept


def test_a_laptop_whose_copy_is_spoiled_leaves_the_good_one_in_the_store(two: Two) -> None:
    digest, *_ = both_hold(two)
    path_of(two.a, digest).write_bytes(b"spoiled")
    two.change(f"INSERT OR REPLACE INTO meta VALUES ('wanted', x'{digest.hex()}')")
    before = two.rows()
    sync_now(two.a, patience=PATIENCE)
    assert two.rows() == before


def test_a_photo_of_a_draft_is_given_to_nobody(two: Two) -> None:
    draft = evidence_files.put_file(two.a.folder, b"a photo of a draft")
    two.change(f"INSERT OR REPLACE INTO meta VALUES ('wanted', x'{draft}')")
    assert sync_now(two.a, patience=PATIENCE).files == 0
    assert two.rows() == 0


@pytest.mark.parametrize("function", ["note_blobs", "settle_due", "forget_blobs"])
def test_a_sync_that_dies_before_it_notes_what_came_and_went_does_it_again(
    two: Two, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    digest, theirs = two.on_a.add(photo(5000)), two.on_b.add(photo(6000))
    two.on_a.name(theirs)
    sync_now(two.b, patience=PATIENCE)

    def dies(*_: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sync_blobs, function, dies)
        with pytest.raises(KeyboardInterrupt):
            sync_now(two.a, patience=PATIENCE)
    assert two.on_a.due == {digest.hex(), theirs.hex()}
    sync_now(two.a, patience=PATIENCE)
    assert two.on_a.due == set()
    assert two.on_a.kept.keys() == {digest, theirs}
    two.on_b.name(digest)
    sync_now(two.b, patience=PATIENCE)
    assert two.on_b.kept == two.on_a.kept


def test_what_a_rebuild_names_again_is_looked_at_again(tmp_path: Path) -> None:
    at = founded.found(tmp_path / "site")
    draft = founded.observe(at, at.ana)
    (file,) = attach(at.site, draft, "s01", picture(tmp_path / "a.jpg", "teal")).observation("s01").evidence
    assert SiteEvidence(at.site).due() == evidence_exchange.Due()
    sign(at.site, at.hannah, draft, founded.choice(at), founded.PIN)
    held = frozenset({bytes.fromhex(file.digest)})
    assert SiteEvidence(at.site).due().here == held
    with at.site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM evidence_due")
        projections.rebuild(connection)
    assert SiteEvidence(at.site).due().here == held
    at.site.close()


def test_after_a_restore_every_file_is_looked_for_and_what_the_backup_lacked_is_wanted(tmp_path: Path) -> None:
    at = founded.found(tmp_path / "site")
    draft = founded.observe(at, at.ana)
    attach(at.site, draft, "s01", picture(tmp_path / "a.jpg", "teal"))
    files = attach(at.site, draft, "s01", picture(tmp_path / "b.jpg", "red")).observation("s01").evidence
    gone, here = (bytes.fromhex(file.digest) for file in files)
    sign(at.site, at.hannah, draft, founded.choice(at), founded.PIN)
    path_of(at.site, gone).unlink()
    at.site.close()
    restored(Path(backed_up(at.site.folder).path), tmp_path / "anew")
    site = opened(tmp_path / "anew")
    due = SiteEvidence(site).due()
    assert (due.missing, due.here) == ({gone}, {here})
    site.close()


def test_an_erased_file_that_a_draft_names_goes_from_the_store_when_the_draft_goes(two: Two, tmp_path: Path) -> None:
    at = founded.found(tmp_path / "site")
    draft = founded.observe(at, at.ana)
    (file,) = attach(at.site, draft, "s01", picture(tmp_path / "a.jpg", "teal")).observation("s01").evidence
    with at.site.database.write() as connection:
        note_erased_files(connection, [file.digest])
    evidence = SiteEvidence(at.site)
    assert evidence.due() == evidence_exchange.Due()
    discard(at.site, at.hannah, draft)
    assert evidence.due().erased == {bytes.fromhex(file.digest)}
    at.site.close()


def test_a_store_that_is_chosen_anew_is_asked_what_it_holds_and_given_the_rest(two: Two) -> None:
    digest, *_ = both_hold(two)
    two.change(f"DELETE FROM blob WHERE digest = x'{digest.hex()}'")
    assert choose_shared(two.a, two.shared, False, patience=PATIENCE).files == 1
    assert two.rows() == 3
    assert two.on_a.due == set()


def test_a_file_erased_while_it_is_sent_goes_from_the_store_with_the_next_sync(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = two.on_a.add(photo(5000))
    write_parts = sync_blobs.write_parts

    def erased_meanwhile(*sent: Any) -> None:
        write_parts(*sent)
        two.on_a.erase(digest)

    with monkeypatch.context() as patched:
        patched.setattr(sync_blobs, "write_parts", erased_meanwhile)
        sync_now(two.a, patience=PATIENCE)
    assert two.rows() == 1
    sync_now(two.a, patience=PATIENCE)
    assert two.rows() == 0
    assert two.on_a.due == set()
