"""The audit of the shared store: whatever was changed there is found and said with who puts it right; then a sync does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from supervisor_app.ledger.sealing import KeyRing
from supervisor_app.services import checking_shared, syncing
from supervisor_app.services.backup_records import Stopped
from supervisor_app.services.check_report import Check, CheckReport
from supervisor_app.services.checking_shared import check_shared
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.storage.shared_errors import SharedFileError
from supervisor_app.storage.shared_file import PAGE_SIZE
from supervisor_app.storage.shared_lock import SharedLock
from tests.services.site_files import Files
from tests.services.sync_sites import PATIENCE, Fast, add_people, closing, found, heads, join, let_in


class Two:
    """Two laptops that hold the same records, and the shared file between them."""

    def __init__(self, folder: Path) -> None:
        self.shared = folder / "drive" / "site.sqlite"
        self.shared.parent.mkdir()
        self.a = found(folder / "a")
        choose_shared(self.a, self.shared, True, patience=PATIENCE)
        add_people(self.a, 30)
        self.b = join(folder / "b", self.shared, 2)
        let_in(self.a, self.b)
        self.sync(self.b, self.a)

    def sync(self, *sites: Site) -> None:
        for site in sites:
            sync_now(site, patience=PATIENCE)

    def sql(self, statement: str, *values: object) -> int:
        with sqlite3.connect(self.shared) as file:
            count = file.execute(statement, values).rowcount
        file.close()
        return count

    @property
    def origin(self) -> bytes:
        return self.a.station.origin


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    with closing(made.a, made.b):
        yield made


def audit(site: Site, cancelled: Callable[[], bool] = lambda: False) -> CheckReport:
    return CheckReport(check_shared(site, lambda *_: None, cancelled, patience=PATIENCE))


def bad(report: CheckReport) -> list[Check]:
    return [check for check in report.checks if not check.sound]


def test_a_whole_shared_file_is_sound_and_nothing_in_it_is_changed(two: Two) -> None:
    before = two.shared.read_bytes()
    report = audit(two.a)
    assert bad(report) == []
    assert report.whole
    assert "both hold the same records" in "\n".join(report.lines())
    assert two.shared.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("kind = 'worker.left'", "its hash does not fit"),
        ("at = at + 1", "its hash does not fit"),
        ("hash = zeroblob(32)", "its hash does not fit"),
        ("sig = zeroblob(64)", "the signature of the laptop"),
        ("prev = zeroblob(32)", "does not follow"),
        ("sealed = zeroblob(60)", "its sealed content was changed"),
        ("sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB)", "its sealed content was changed"),
        ("sealed = CAST(x'01' || x'1122334455667788' || substr(sealed, 10) AS BLOB)", "its sealed content was changed"),
        ("hash = 'no hash'", "it is not a record at all"),
        ("sealed = NULL", "were taken away"),
    ],
)
def test_every_changed_column_is_found_and_the_next_sync_of_who_holds_it_puts_it_right(two: Two, change: str, words: str) -> None:
    assert two.sql(f"UPDATE entry SET {change} WHERE origin = ? AND seq = 20", two.origin) == 1
    (line,) = bad(audit(two.b))
    assert words in line.finding
    assert "The next sync of this laptop puts" in line.finding
    two.sync(two.b)
    assert bad(audit(two.b)) == []
    assert bad(audit(two.a)) == []


def test_a_row_that_was_deleted_is_missing_and_comes_back(two: Two) -> None:
    two.sql("DELETE FROM entry WHERE origin = ? AND seq BETWEEN 12 AND 14", two.origin)
    (line,) = bad(audit(two.a))
    assert line.finding.startswith(
        "record 12: it is missing; record 13: it is missing; record 14: it is missing. The next sync of"
    )
    two.sync(two.a)
    assert bad(audit(two.b)) == []


def test_rows_of_a_laptop_that_is_not_here_come_back_with_one_that_holds_them(two: Two) -> None:
    add_people(two.b, 5, first=100)
    two.sync(two.b)
    two.sql("UPDATE entry SET sig = zeroblob(64) WHERE origin = ? AND seq = 3", two.b.station.origin)
    (line,) = bad(audit(two.a))
    assert "Sync this laptop, then one that holds the good record" in line.finding
    two.sync(two.a, two.b)
    assert bad(audit(two.b)) == []


def test_the_list_of_records_is_held_against_the_rows(two: Two) -> None:
    older = "SELECT hash FROM entry e WHERE e.origin = head.origin AND e.seq = head.seq - 3"
    two.sql(f"UPDATE head SET seq = seq - 3, hash = ({older}) WHERE origin = ?", two.origin)
    names = [line.name for line in bad(audit(two.a))]
    assert names == ["Shared file: its list of records", "Shared file: against this laptop"]
    two.sync(two.a)
    assert bad(audit(two.a)) == []


LIST = "Shared file: its list of records"
COLUMNS = "kind, at, prev, content_digest, hash, sig, sealed"
FAR = f"INSERT INTO entry (origin, seq, {COLUMNS}) SELECT origin, 9000, {COLUMNS} FROM entry WHERE origin = ? AND seq = 20"


def test_a_row_far_beyond_the_list_is_not_promised_to_be_put_right_and_changes_nothing(two: Two) -> None:
    assert two.sql(FAR, two.origin) == 1
    (line,) = bad(audit(two.b))
    assert (line.name, "it leaves out 1 record. This laptop does not hold 1 of them." in line.finding) == (LIST, True)
    assert "puts it right" not in line.finding
    two.sync(two.b, two.a, two.b)
    assert bad(audit(two.b)) == [line]
    add_people(two.a, 2, first=700)
    two.sync(two.a, two.b)
    assert heads(two.a) == heads(two.b)


def test_rows_that_this_laptop_puts_on_the_list_are_told_from_those_beyond_what_it_holds(two: Two) -> None:
    older = "SELECT hash FROM entry e WHERE e.origin = head.origin AND e.seq = head.seq - 3"
    two.sql(f"UPDATE head SET seq = seq - 3, hash = ({older}) WHERE origin = ?", two.origin)
    two.sql(FAR, two.origin)
    line = next(line for line in bad(audit(two.a)) if line.name == LIST)
    assert line.finding.startswith(
        "of this laptop it leaves out 4 records. The next sync of a laptop that holds these records puts it right. "
        "This laptop does not hold 1 of them."
    )
    two.sync(two.a)
    (line,) = bad(audit(two.a))
    assert line.finding.startswith("of this laptop it leaves out 1 record. This laptop does not hold 1 of them.")


def test_a_head_that_names_another_record_is_said(two: Two) -> None:
    two.sql("UPDATE head SET hash = zeroblob(32) WHERE origin = ?", two.origin)
    (line,) = bad(audit(two.a))
    assert "names another last record of this laptop" in line.finding
    two.sync(two.a)
    assert bad(audit(two.a)) == []


def test_a_damaged_file_is_said_and_a_missing_one_was_only_not_looked_at(two: Two) -> None:
    data = bytearray(two.shared.read_bytes())
    data[8192 * 3 : 8192 * 5] = bytes(8192 * 2)
    good = two.shared.read_bytes()
    two.shared.write_bytes(data)
    (line,) = bad(audit(two.a))
    assert "The shared file is damaged" in line.finding
    two.shared.write_bytes(good)
    two.shared.rename(two.shared.with_name("away"))
    two.shared.parent.rename(two.shared.parent.with_name("unplugged"))
    report = audit(two.a)
    assert report.sound
    assert not report.whole
    assert "Not checked. The shared file cannot be reached." in report.lines()[0]
    assert report.lines()[-1] == "Nothing could be looked at."


def test_a_damaged_page_that_no_sync_reads_is_said_by_every_sync_after_an_audit_until_the_file_is_made_new(two: Two) -> None:
    add_people(two.a, 200, first=3000)
    two.sync(two.a, two.b)
    good = two.shared.read_bytes()
    for page in range(2, len(good) // PAGE_SIZE):
        two.shared.write_bytes(good[: page * PAGE_SIZE] + bytes(PAGE_SIZE) + good[(page + 1) * PAGE_SIZE :])
        try:
            sync_now(two.a, patience=PATIENCE)
        except SharedFileError:
            continue
        break
    else:
        pytest.fail("each sync reads the whole file")
    assert bad(audit(two.a))
    for _ in range(2):
        with pytest.raises(SharedFileError, match="damaged"):
            two.sync(two.a)
    make_anew(two.a, patience=PATIENCE)
    two.sync(two.b, two.a)
    assert bad(audit(two.a)) == []


def test_a_file_that_was_put_back_whole_is_in_doubt_for_one_sync_more(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    good = two.shared.read_bytes()
    two.shared.write_bytes(good[: 3 * PAGE_SIZE] + bytes(2 * PAGE_SIZE) + good[5 * PAGE_SIZE :])
    assert bad(audit(two.a))
    two.shared.write_bytes(good)
    two.sync(two.a)
    looks: list[Path] = []
    monkeypatch.setattr(syncing, "is_sound", lambda path, _lock: bool(looks.append(path)))
    two.sync(two.a)
    assert looks == []


def test_a_laptop_without_the_key_says_that_it_cannot_open_the_contents(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking_shared, "ring", lambda site, connection: KeyRing({}))
    report = audit(two.a)
    assert report.sound
    assert any("was not given the key" in line.finding for line in report.checks)


def test_what_waits_on_either_side_is_no_fault(two: Two) -> None:
    add_people(two.a, 3, first=300)
    add_people(two.b, 2, first=400)
    two.sync(two.b)
    report = audit(two.a)
    assert bad(report) == []
    assert any("3 records here wait to be sent, 2 records there to be received: sync" in line.finding for line in report.checks)


def test_it_is_looked_at_in_turns_and_others_get_in_between(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[float] = []
    clock = Fast()
    acquire = SharedLock.acquire

    def counted(lock: SharedLock, waiting: Callable[[], None]) -> None:
        taken.append(clock.now)
        acquire(lock, waiting)

    def working(done: int, total: int, words: str) -> None:
        clock.now += 2  # a slow drive

    add_people(two.a, 2000, first=1000)
    two.sync(two.a)
    monkeypatch.setattr(SharedLock, "acquire", counted)
    report = CheckReport(check_shared(two.a, working, lambda: False, patience=clock.patience()))
    assert report.sound
    assert len(taken) > 3
    assert all(later - earlier <= 8 for earlier, later in pairwise(taken))
    assert clock.slept


def test_it_stops_when_nobody_waits_any_more_and_gives_the_lock_back(two: Two) -> None:
    with pytest.raises(Stopped):
        audit(two.a, lambda: True)
    assert not two.shared.with_name("site.sqlite.lock").exists()


def test_evidence_files_are_opened_and_the_damaged_ones_sent_again(two: Two) -> None:
    Files(two.a).add(b"a photo" * 1000)
    two.sync(two.a)
    assert any("1 are there" in line.finding for line in audit(two.a).checks)
    for damage in ("UPDATE blob SET sealed = zeroblob(100)", "UPDATE blob SET parts = 2", "DELETE FROM blob"):
        assert two.sql(damage) == 1
        (line,) = bad(audit(two.a))
        assert "1 evidence file missing, not whole or changed; the next sync of this laptop sends 1 again" in line.finding
        two.sync(two.a)
        assert bad(audit(two.a)) == []
