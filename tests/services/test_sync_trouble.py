"""Trouble with the shared file, one kind after another, on a real file: named, healed, nothing acknowledged lost."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import SyncReport
from supervisor_app.services.syncing import choose_shared, history, make_anew, overview, sync_now
from supervisor_app.storage import ledger_store, remote_records
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError, Trouble
from supervisor_app.ui.pages.sync_view import moved_rows, verdict
from tests.services.sync_sites import PATIENCE, Fast, add_people, closing, digest, found, heads, join, let_in
from tests.services.test_syncing import Two, assert_same, change, trouble, two

__all__ = ["two"]


def sync(site: Site) -> SyncReport:
    return sync_now(site, patience=PATIENCE)


def proof(site: Site) -> list[tuple[int, str]]:
    with site.database.read() as connection:
        return [(item.seq, item.reason) for item in remote_records.in_quarantine(connection)]


def page_says(site: Site) -> str:
    """Everything in the left column of the Sync page."""
    view = overview(site)
    said = verdict(view)
    rows = [f"{row.title}. {row.detail}" for row in moved_rows(view)]
    return " | ".join([said.title, said.detail, *rows])


def of(site: Site) -> str:
    return f"origin = x'{site.station.origin.hex()}'"


def newcomer(two: Two, tmp_path: Path, seed: int = 7) -> Site:
    return join(tmp_path / f"c{seed}", two.shared, seed=seed, name="Gate office")


# A row edited or deleted by hand.

EDITS = {
    "content": "UPDATE entry SET sealed = CAST(substr(sealed, 1, 30) || 'x' AS BLOB) WHERE seq = {seq}",
    "key of a content": "UPDATE entry SET sealed = CAST(x'010011223344556677' || substr(sealed, 10) AS BLOB) WHERE seq = {seq}",
    "another's content": "UPDATE entry SET sealed = (SELECT e.sealed FROM entry e WHERE e.seq = 1) WHERE seq = {seq}",
    "signature": "UPDATE entry SET sig = zeroblob(64) WHERE seq = {seq}",
    "kind": "UPDATE entry SET kind = 'worker.left' WHERE seq = {seq}",
    "no UTF-8": "UPDATE entry SET kind = CAST(x'ff80' AS TEXT) WHERE seq = {seq}",
    "time": "UPDATE entry SET at = at + 1 WHERE seq = {seq}",
    "previous": "UPDATE entry SET prev = zeroblob(32) WHERE seq = {seq}",
    "type": "UPDATE entry SET sig = 'text' WHERE seq = {seq}",
    "deleted": "DELETE FROM entry WHERE seq = {seq}",
    "number": "UPDATE entry SET seq = 9000 WHERE seq = {seq}",
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_row_changed_by_hand_is_found_by_who_lacks_it_and_put_right_by_who_holds_it(two: Two, edit: str):
    bad = heads(two.a)[two.a.station.origin] + 3
    add_people(two.a, 5)
    sync(two.a)
    change(two.shared, f"{EDITS[edit].format(seq=bad)} AND {of(two.a)}")
    report = sync(two.b)
    assert heads(two.b)[two.a.station.origin] == bad - 1
    assert not report.clean
    [line] = report.quarantined
    assert "puts it back" in line.sentence
    assert "Not accepted, from Bay 4 laptop" in page_says(two.b)
    put_right = sync(two.a)
    assert put_right.clean
    if edit in ("deleted", "number"):
        assert put_right.healed == 1
        assert put_right.sentence == "The shared file had lost records. 1 record was put back. Nothing was lost."
    else:
        [remark] = put_right.remarks
        assert remark.title == "Put right on the shared file: 1 record of Bay 4 laptop"
        assert "kept aside as proof" in remark.sentence
        assert remark.title in page_says(two.a)
        assert history(two.a)[0].sentence == "Put the shared file right"
    if edit not in ("deleted", "number", "type"):
        assert (bad, "changed") in proof(two.a)
    assert sync(two.b).clean
    assert_same(two.a, two.b)
    assert not sync(two.a).moved


def test_a_key_that_somebody_laid_out_there_does_not_lock_a_record_away(two: Two):
    """Whoever writes that a content is sealed with a key, and that there is such a key, has not made one."""
    let_in(two.a, two.b)
    bad = heads(two.a)[two.a.station.origin] + 3
    add_people(two.a, 5)
    sync(two.a)
    change(two.shared, f"{EDITS['key of a content'].format(seq=bad)} AND {of(two.a)}")
    change(two.shared, "INSERT INTO welcome VALUES ('somebody', '0011223344556677', 'box')")
    assert sync(two.b).locked
    [remark] = sync(two.a).remarks
    assert remark.title == "Put right on the shared file: 1 record of Bay 4 laptop"
    assert sync(two.b).clean
    assert_same(two.a, two.b)


def test_a_third_laptop_that_holds_the_record_puts_it_right_too(two: Two, tmp_path: Path):
    """The laptop that wrote it may be gone for good."""
    add_people(two.a, 5)
    two.sync(two.a, two.b)
    bad = heads(two.a)[two.a.station.origin] - 2
    change(two.shared, f"{EDITS['content'].format(seq=bad)} AND {of(two.a)}")
    with closing(c := newcomer(two, tmp_path)):
        assert heads(c)[two.a.station.origin] == bad - 1
        [remark] = sync(two.b).remarks
        assert remark.title == "Put right on the shared file: 1 record of Bay 4 laptop"
        assert sync(c).received == 3
        sync(two.b)
        sync(two.a)
        assert_same(two.a, two.b, c)


@pytest.mark.parametrize("edit", [*(edit for edit in EDITS if edit != "previous"), "taken away"])
def test_the_first_row_of_a_laptop_is_put_right_too_though_it_names_the_key(two: Two, tmp_path: Path, edit: str):
    """Who lacks it cannot tell by its signature that it was changed."""
    two.sync(two.a, two.b)
    statement = EDITS.get(edit, "UPDATE entry SET sealed = NULL WHERE seq = {seq}")
    change(two.shared, f"{statement.format(seq=1)} AND {of(two.b)}")
    with closing(c := newcomer(two, tmp_path)):
        assert two.b.station.origin not in heads(c)
        for site in (two.a, c, two.b, c, two.a):
            report = sync(site)
            assert report.clean or site is c
        assert sync(c).clean
        two.sync(two.a, two.b)
        assert_same(two.a, two.b, c)


def test_several_rows_of_several_laptops_come_right_in_a_round(two: Two, tmp_path: Path):
    add_people(two.a, 30)
    add_people(two.b, 30, first=100)
    two.sync(two.a, two.b, two.a)
    change(
        two.shared,
        "UPDATE entry SET sig = zeroblob(64) WHERE seq > 9 AND seq % 7 = 3",
        "DELETE FROM entry WHERE seq > 9 AND seq % 11 = 5",
    )
    with closing(c := newcomer(two, tmp_path)):
        for _ in range(20):
            for site in (two.a, two.b, c):
                sync(site)
        assert sync(c).clean
        assert_same(two.a, two.b, c)
        assert len(proof(two.a)) + len(proof(two.b)) > 0


def test_a_row_laid_under_a_number_that_is_not_written_yet_is_replaced(two: Two):
    number = heads(two.a)[two.a.station.origin] + 1
    columns = "kind, at, prev, content_digest, hash, sig, sealed"
    change(
        two.shared,
        f"INSERT INTO entry (origin, seq, {columns}) SELECT origin, {number}, {columns} FROM entry WHERE seq = 2 AND {of(two.a)}",
    )
    add_people(two.a, 2)
    report = sync(two.a)
    assert report.clean
    assert report.sent == 1
    assert report.remarks
    assert sync(two.b).received == 2
    assert_same(two.a, two.b)


# The list of heads.


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE head SET seq = seq + 40 WHERE {a}",
        "UPDATE head SET hash = zeroblob(32) WHERE {a}",
        "UPDATE head SET seq = seq - 2 WHERE {a}",
        "UPDATE head SET seq = seq - 2, hash = zeroblob(32) WHERE {a}",
        "DELETE FROM head WHERE {a}",
        "INSERT INTO head (origin, seq, hash) VALUES (x'00112233445566778899aabbccddeeff', 12, zeroblob(32))",
    ],
)
@pytest.mark.parametrize("who", [0, 1])
def test_a_head_changed_by_hand_is_put_right_by_whoever_comes_first(two: Two, edit: str, who: int):
    add_people(two.a, 5)
    two.sync(two.a)
    change(two.shared, edit.format(a=of(two.a)))
    first, other = (two.a, two.b) if who == 0 else (two.b, two.a)
    for site in (first, other, first, other):
        sync(site)
    assert sync(first).clean
    assert sync(other).clean
    assert_same(two.a, two.b)
    assert "00112233445566778899aabbccddeeff" not in {origin.hex() for origin in heads(two.a)}
    assert shared_heads(two.shared) == heads(two.a)


def shared_heads(path: Path) -> dict[bytes, int]:
    plain = sqlite3.connect(path)
    found = dict(plain.execute("SELECT origin, seq FROM head").fetchall())
    plain.close()
    return found


def test_a_list_that_went_back_is_said_also_where_new_records_go_with_it(two: Two):
    add_people(two.a, 5)
    sync(two.a)
    change(
        two.shared,
        "UPDATE head SET seq = seq - 2, hash = "
        f"(SELECT e.hash FROM entry e WHERE e.origin = head.origin AND e.seq = head.seq - 2) WHERE {of(two.a)}",
    )
    add_people(two.a, 1, first=70)
    report = sync(two.a)
    assert [remark.title for remark in report.remarks] == ["The list on the shared file was put right"]
    assert (report.sent, report.healed) == (1, 0)
    assert sync(two.a).clean


def test_a_head_that_names_too_much_is_said(two: Two):
    change(two.shared, f"UPDATE head SET seq = seq + 40 WHERE {of(two.a)}")
    report = sync(two.a)
    assert any("The list on the shared file was put right" in remark.title for remark in report.remarks) or report.quarantined
    assert sync(two.a).clean


# The file as a whole.


def missing(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def overwritten(path: Path) -> None:
    path.write_text("Dear supervisors, " * 500)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def first_page_zeroed(path: Path) -> None:
    path.write_bytes(bytes(8192) + path.read_bytes()[8192:])


def no_table(path: Path) -> None:
    change(path, "DROP TABLE entry")


def no_column(path: Path) -> None:
    change(path, "ALTER TABLE entry RENAME COLUMN sig TO gone")


def no_heads(path: Path) -> None:
    change(path, "UPDATE head SET hash = 'text'")


def a_trigger(path: Path) -> None:
    change(path, "CREATE TRIGGER t BEFORE INSERT ON entry BEGIN SELECT raise(ABORT, 'no'); END")


def no_text_in_a_statement(path: Path) -> None:
    """SQLite's complaint about the table then quotes bytes that are no text."""
    statement = b"PRIMARY KEY (pos)"
    path.write_bytes(path.read_bytes().replace(statement, b"PRIMARY \xac\xac\xac (pos)"))


def huge_row(path: Path) -> None:
    change(path, "UPDATE head SET hash = zeroblob(9000000)")


WHOLE: dict[Callable[[Path], None], tuple[Trouble, str]] = {
    missing: (Trouble.GONE, "The shared file is not where it was"),
    empty: (Trouble.EMPTY, "The shared file is empty"),
    overwritten: (Trouble.OVERWRITTEN, "Something else lies in the place of the shared file"),
    truncated: (Trouble.DAMAGED, "The shared file is damaged"),
    first_page_zeroed: (Trouble.OVERWRITTEN, "Something else lies in the place of the shared file"),
    no_table: (Trouble.DAMAGED, "The shared file is damaged"),
    no_column: (Trouble.DAMAGED, "The shared file is damaged"),
    no_heads: (Trouble.DAMAGED, "The shared file is damaged"),
    a_trigger: (Trouble.DAMAGED, "The shared file is damaged"),
    huge_row: (Trouble.DAMAGED, "The shared file is damaged"),
    no_text_in_a_statement: (Trouble.DAMAGED, "The shared file is damaged"),
}


@pytest.mark.parametrize("damage", WHOLE)
def test_a_file_past_use_is_named_set_aside_and_made_new_from_what_the_laptops_hold(two: Two, damage: Callable[[Path], None]):
    add_people(two.a, 200)
    two.sync(two.a)
    two.sync(two.b)
    add_people(two.a, 1, first=900)
    add_people(two.b, 1, first=901)
    damage(two.shared)
    lying = two.shared.read_bytes() if two.shared.exists() else None
    problem = trouble(two.a)
    kind, sentence = WHOLE[damage]
    assert problem.trouble is kind
    assert problem.trouble in MADE_ANEW
    assert "safe on this laptop" in problem.hint
    assert page_says(two.a).startswith(sentence)
    assert (two.shared.read_bytes() if two.shared.exists() else None) == lying  # nobody touched it
    assert make_anew(two.a, patience=PATIENCE).clean
    for site in (two.b, two.a):
        assert sync(site).clean
    assert_same(two.a, two.b)
    asides = list(two.shared.parent.glob("site.damaged-*.sqlite"))
    assert [path.read_bytes() for path in asides] == ([] if lying is None else [lying])


def names_in_the_list_changed(path: Path) -> None:
    """One bit of each laptop's name in the list of heads, not in its index: what is written there is not found again."""
    plain = sqlite3.connect(path)
    [page] = plain.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'head'").fetchone()
    origins = [origin for (origin,) in plain.execute("SELECT origin FROM head")]
    plain.close()
    lying = bytearray(path.read_bytes())
    for origin in origins:
        lying[lying.index(origin, (page - 1) * 8192)] ^= 1
    path.write_bytes(lying)


def test_a_file_that_takes_records_and_does_not_show_them_is_damaged(two: Two):
    names_in_the_list_changed(two.shared)
    add_people(two.a, 5)
    assert trouble(two.a).trouble is Trouble.DAMAGED
    assert make_anew(two.a, patience=PATIENCE).clean
    assert sync(two.b).clean
    assert_same(two.a, two.b)


def test_two_laptops_that_make_it_new_at_once_make_it_once(two: Two):
    add_people(two.a, 3)
    add_people(two.b, 2, first=50)
    truncated(two.shared)
    make_anew(two.a, patience=PATIENCE)
    make_anew(two.b, patience=PATIENCE)
    assert len(list(two.shared.parent.glob("site.damaged-*.sqlite"))) == 1
    sync(two.a)
    assert_same(two.a, two.b)


def test_two_files_set_aside_in_one_second_both_stay(two: Two):
    for _ in range(2):
        two.shared.write_bytes(b"first")
        two.a.clock.now = two.b.clock()  # type: ignore[attr-defined]
        make_anew(two.a, patience=PATIENCE)
        two.a.clock.now = two.b.clock.now  # type: ignore[attr-defined]
    assert len(list(two.shared.parent.glob("site.damaged-*.sqlite"))) == 2


def test_what_a_damaged_file_still_holds_of_a_laptop_that_is_gone_is_taken_in(two: Two):
    """A wrote, synced and fell into the river; B never saw it. The file is damaged, but not there."""
    add_people(two.a, 40)
    two.sync(two.a)
    change(two.shared, "DROP TABLE meta")
    plain = sqlite3.connect(two.shared)
    plain.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
    store, site = ids(two.a)
    plain.executemany("INSERT INTO meta VALUES (?, ?)", [("store", store), ("site", site)])
    plain.execute("CREATE TRIGGER t BEFORE UPDATE ON head BEGIN SELECT raise(ABORT, 'no'); END")
    plain.execute("UPDATE entry SET sig = zeroblob(64) WHERE seq = 30")
    plain.commit()
    plain.close()
    add_people(two.b, 1, first=600)
    with pytest.raises(SharedFileError) as caught:
        sync(two.b)
    assert caught.value.trouble is Trouble.DAMAGED
    two.shared.write_bytes(two.shared.read_bytes()[:-4000])
    make_anew(two.b, patience=PATIENCE)
    assert heads(two.b)[two.a.station.origin] == 29
    sync(two.a)
    sync(two.b)
    assert_same(two.a, two.b)


def ids(site: Site) -> tuple[bytes, bytes]:
    with site.database.read() as connection:
        store, site_id = remote_records.chosen_store(connection)
    return bytes.fromhex(store), bytes.fromhex(site_id)


def test_a_file_switched_to_wal_is_switched_back_and_its_log_taken_in(two: Two):
    add_people(two.a, 3)
    plain = sqlite3.connect(two.shared)
    assert plain.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    plain.execute("UPDATE meta SET value = value")
    plain.commit()
    shutil.copy(two.shared.with_name("site.sqlite-wal"), two.shared.with_name("kept"))
    shutil.copy(two.shared, two.shared.with_name("kept2"))
    plain.close()
    shutil.move(two.shared.with_name("kept2"), two.shared)
    shutil.move(two.shared.with_name("kept"), two.shared.with_name("site.sqlite-wal"))
    report = sync(two.a)
    [remark] = report.remarks
    assert remark.title == "The shared file was switched back"
    assert report.sent == 3
    plain = sqlite3.connect(two.shared)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    plain.close()
    assert not two.shared.with_name("site.sqlite-wal").exists()
    assert sync(two.b).clean
    assert_same(two.a, two.b)


def test_a_lock_that_was_left_over_is_said(two: Two):
    lock = two.shared.with_name("site.sqlite.lock")
    lock.mkdir()
    (lock / "dead").write_bytes(b"7")
    [remark] = sync_now(two.a, patience=Fast().patience()).remarks
    assert remark.title == "A lock was left over"
    assert remark.title in page_says(two.a)
    assert not sync(two.a).remarks


# Two versions of the program on one store.


def test_kinds_of_a_newer_version_are_kept_and_passed_on(two: Two, tmp_path: Path):
    with two.a.database.write() as connection:
        append(two.a, connection, "shift.rostered", by="", about="x", body={"hours": "8"})
    two.sync(two.a, two.b)
    other = tmp_path / "stick.sqlite"
    choose_shared(two.b, other, True, patience=PATIENCE)
    with closing(c := join(tmp_path / "c", other, seed=3)):
        assert heads(c)[two.a.station.origin] == heads(two.a)[two.a.station.origin]
        with c.database.read() as connection:
            assert connection.exec_driver_sql("SELECT kind FROM unprojected").scalars() == ["shift.rostered"]


def test_a_newer_format_is_refused_and_both_versions_are_named(two: Two):
    change(two.shared, "PRAGMA user_version = 9")
    add_people(two.a, 1)
    problem = trouble(two.a)
    assert problem.trouble is Trouble.NEWER
    assert problem.trouble not in MADE_ANEW
    assert "version 9" in problem.message
    assert "Update this laptop" in problem.hint
    change(two.shared, "PRAGMA user_version = 1")
    assert sync(two.a).sent == 1


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Site]:
    with closing(site := found(tmp_path / "stranger", seed=99)):
        yield site


def test_the_file_of_another_site_in_its_place_is_named_and_never_made_anew(two: Two, stranger: Site):
    other = two.shared.with_name("other.sqlite")
    choose_shared(stranger, other, True, patience=PATIENCE)
    other.replace(two.shared)
    before = two.shared.read_bytes()
    problem = trouble(two.a)
    assert problem.trouble is Trouble.OTHER_SITE
    assert problem.trouble not in MADE_ANEW
    assert page_says(two.a).startswith("The shared file belongs to another site")
    assert two.shared.read_bytes() == before
    assert digest(two.a) == digest(two.b)


@pytest.mark.parametrize("how", ["content", "signature", "deleted"])
def test_a_row_that_nobody_needs_to_pull_is_found_within_days_and_put_right(two: Two, how: str):
    """Everybody holds it already: no pull looks at it, so once a day a sync with nothing to do does."""
    for site in (two.a, two.b):
        sync(site)
    number = heads(two.a)[two.a.station.origin]
    where = f"origin = x'{two.a.station.origin.hex()}' AND seq = {number - 1}"
    statement = {
        "content": f"UPDATE entry SET sealed = randomblob(80) WHERE {where}",
        "signature": f"UPDATE entry SET sig = zeroblob(64) WHERE {where}",
        "deleted": f"DELETE FROM entry WHERE {where}",
    }[how]
    change(two.shared, statement)
    told = []
    for _ in range(4):  # each chain has its day
        two.b.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
        told.append(sync(two.b))
    assert any(report.remarks or report.sent for report in told)
    plain = sqlite3.connect(two.shared)
    with contextlib.closing(plain):
        (sealed, sig) = plain.execute(f"SELECT sealed, sig FROM entry WHERE {where}").fetchone()
    with two.a.database.read() as connection:
        ours = ledger_store.entry_at(connection, two.a.station.origin, number - 1)
    assert ours is not None
    assert (sig, len(sealed) > 80) == (ours.sig, True)
    assert sync(two.b).clean


def test_a_wrong_row_deep_in_a_long_chain_is_put_right_and_what_lies_beyond_it_stays_known(two: Two, tmp_path: Path):
    """The look goes round 200 rows a day; the list of heads must not end where the day's look ended."""
    add_people(two.a, 450)
    for site in (two.a, two.b, two.a):
        sync(site)
    known = shared_heads(two.shared)
    change(two.shared, f"UPDATE entry SET sig = zeroblob(64) WHERE seq = 230 AND {of(two.a)}")
    told = []
    for _ in range(6):
        two.b.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
        told += [remark.title for remark in sync(two.b).remarks]
        assert shared_heads(two.shared)[two.a.station.origin] == known[two.a.station.origin]
    assert told == ["Put right on the shared file: 1 record of Bay 4 laptop"]
    assert (230, "changed") in proof(two.b)
    with closing(c := newcomer(two, tmp_path)):
        assert heads(c)[two.a.station.origin] == known[two.a.station.origin]
        assert sync(c).clean
