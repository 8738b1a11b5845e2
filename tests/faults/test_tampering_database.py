"""A battery of trouble with a shared database: whatever is done to it by hand is named, and put right by the syncs that follow.

The twin of what tests/services/test_sync_trouble.py and the simulator do to a shared file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from supervisor_app.services.syncing import make_anew
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError, Trouble
from tests.postgres import Server, postgres
from tests.services.database_sites import Pair, pair_in
from tests.services.sync_sites import PATIENCE, add_people, closing, heads, join, let_in
from tests.services.test_sync_trouble import page_says

__all__ = ["postgres"]


@pytest.fixture(scope="module")
def pair(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """One for all: whatever a test does to the database, it is whole again at its end."""
    with pair_in(postgres, tmp_path_factory.mktemp("laptops")) as made:
        yield made


WRONG = "Put right on the shared database"
LIST = "The list on the shared database was put right"

ROWS = {
    "origin": ("UPDATE entry SET origin = sha256('x')::bytea WHERE seq = 40 AND {ours}", ""),
    "number": ("UPDATE entry SET seq = 9000 WHERE seq = 40 AND {ours}", ""),
    "kind": ("UPDATE entry SET kind = 'worker.left' WHERE seq = 40", WRONG),
    "time": ("UPDATE entry SET at = at + 1 WHERE seq = 40", WRONG),
    "previous": ("UPDATE entry SET prev = sha256('x') WHERE seq = 40", WRONG),
    "digest": ("UPDATE entry SET content_digest = sha256('x') WHERE seq = 40", WRONG),
    "hash": ("UPDATE entry SET hash = sha256('x') WHERE seq = 40", WRONG),
    "hash that is none": ("UPDATE entry SET hash = '' WHERE seq = 40", WRONG),
    "signature": ("UPDATE entry SET sig = sha512('x') WHERE seq = 40", WRONG),
    "content": ("UPDATE entry SET sealed = sealed || '\\x00' WHERE seq = 40", WRONG),
    "content of another": (
        "UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE seq = 41 AND {ours}) WHERE seq = 40",
        WRONG,
    ),
    "content gone": ("UPDATE entry SET sealed = NULL WHERE seq = 40", WRONG),
    "deleted": ("DELETE FROM entry WHERE seq = 40", ""),
    "tail deleted": ("DELETE FROM entry WHERE seq > 40", ""),
    "emptied": ("TRUNCATE entry", ""),
    "head back": ("UPDATE head SET seq = seq - 20 WHERE seq > 50", LIST),
    "head ahead": ("UPDATE head SET seq = seq + 20 WHERE seq > 50", ""),
    "hash of a head": ("UPDATE head SET hash = sha256('x') WHERE seq > 50", LIST),
    "head of nobody": ("UPDATE head SET origin = substr(sha256('x'), 1, 16) WHERE {ours}", ""),
    "head deleted": ("DELETE FROM head", LIST),
    "heads emptied": ("TRUNCATE head", LIST),
    "mailbox": ("UPDATE meta SET value = '' WHERE key = 'mailbox'", ""),
    "version": ("DELETE FROM meta WHERE key = 'version'", ""),
    "needed files": ("INSERT INTO meta VALUES ('wanted', 'nonsense')", ""),
    "boxes": ("UPDATE welcome SET box = 'zz', key = md5(key)", ""),
    "boxes emptied": ("TRUNCATE welcome", ""),
    "requests": ("INSERT INTO wanted VALUES (sha256('x'), 3), (decode(repeat('ab', 16), 'hex'), -1)", ""),
    "files": ("INSERT INTO blob VALUES (sha256('x'), 0, 2, 'x'), ('\\x01', 7, -3, '')", ""),
    "counter": ("SELECT setval('entry_pos_seq', min(pos)) FROM entry", ""),
    "rows renumbered": ("UPDATE entry SET pos = pos + 100000", ""),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_row_changed_or_deleted_by_hand_is_found_by_the_next_sync_and_put_right(pair: Pair, what: str) -> None:
    statement, said = ROWS[what]
    pair.sql(statement.format(ours=f"origin = '\\x{pair.a.station.origin.hex()}'"))
    add_people(pair.a, 1)
    reports = pair.sync(pair.b, pair.a)
    titles = [remark.title for report in reports for remark in report.remarks]
    assert not said or any(title.startswith(said) for title in titles)
    pair.sync()
    if what in ("origin", "number"):  # the row itself came back; what lies beside the chains is nobody's
        pair.sql("DELETE FROM entry WHERE seq = 9000 OR octet_length(origin) = 32")
    pair.sql("DELETE FROM blob")
    pair.assert_whole()


class Past(NamedTuple):
    """A database past use: what was done, what it is called, and what the page says."""

    done: str
    trouble: Trouble = Trouble.DAMAGED
    says: str = "The shared database is damaged"


GONE = (Trouble.OVERWRITTEN, "The shared database does not hold the site's records any more")
PAST_USE = {
    "all dropped": Past("DROP TABLE entry, head, meta, welcome, blob, wanted, change_sign", *GONE),
    "facts dropped": Past("DROP TABLE meta", *GONE),
    "facts emptied": Past("TRUNCATE meta", *GONE),
    "whose it is": Past("UPDATE meta SET key = 'x' WHERE key = 'store'", *GONE),
    "entries dropped": Past("DROP TABLE entry"),
    "heads dropped": Past("DROP TABLE head"),
    "boxes dropped": Past("DROP TABLE welcome; DELETE FROM head"),
    "files dropped": Past("DROP TABLE blob"),
    "requests dropped": Past("DROP TABLE wanted"),
    "renamed": Past("ALTER TABLE entry RENAME TO entries; ALTER TABLE head DROP COLUMN hash"),
    "column dropped": Past("ALTER TABLE entry DROP COLUMN sealed"),
    "column of another type": Past("ALTER TABLE entry ALTER COLUMN at TYPE text"),
    "key dropped": Past("ALTER TABLE welcome DROP CONSTRAINT welcome_pkey"),
    "a head that is none": Past("UPDATE head SET hash = ''"),
}


@pytest.mark.parametrize("what", PAST_USE)
def test_a_database_past_use_is_named_set_aside_and_made_new_from_what_the_laptops_hold(pair: Pair, what: str) -> None:
    past = PAST_USE[what]
    pair.sql(past.done)
    add_people(pair.a, 1)
    with pytest.raises(SharedFileError) as caught:
        pair.sync(pair.a)
    problem = caught.value
    assert (problem.trouble, problem.trouble in MADE_ANEW) == (past.trouble, True)
    assert "safe on this laptop. Make it new from this laptop" in problem.hint
    assert page_says(pair.a).startswith(past.says)
    aside = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'damaged_%'"
    [(before,)] = pair.sql(aside)
    assert make_anew(pair.a, patience=PATIENCE).clean
    pair.sql("DROP TABLE IF EXISTS entries")
    make_anew(pair.b, patience=PATIENCE)  # who presses it too late changes nothing
    assert pair.sql(aside) == [(int(str(before)) + (what != "all dropped"),)]
    pair.assert_whole()


def test_what_a_damaged_database_still_holds_of_a_laptop_that_is_gone_is_taken_in(pair: Pair, tmp_path: Path) -> None:
    c = join(tmp_path / "c", pair.url, seed=9, name="Gate office")
    with closing(c):
        let_in(pair.a, c)
        add_people(c, 4, first=800)
        pair.sync(c)
        gone = c.station.origin
        here = heads(c)[gone]
    assert heads(pair.a)[gone] < here
    pair.sql("DROP TABLE wanted")
    make_anew(pair.a, patience=PATIENCE)
    assert heads(pair.a)[gone] == here
    pair.assert_whole()


def test_an_older_dump_goes_back_without_a_complaint_beside_what_was_set_aside(pair: Pair) -> None:
    copy = str(pair.server.folder / "whole.sql")
    pair.server.run("pg_dump", "--clean", "--if-exists", "-f", copy, pair.url)
    pair.sql("DROP TABLE welcome")
    make_anew(pair.a, patience=PATIENCE)
    pair.server.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", copy, pair.url)
    pair.assert_whole()


def test_a_page_that_is_nonsense_on_the_servers_disk_is_damage_and_made_new(pair: Pair) -> None:
    [(relative,)] = pair.sql("SELECT pg_relation_filepath('entry')")
    pair.sql("CHECKPOINT")
    pair.server.stop("fast")
    path = pair.server.data / str(relative)
    data = bytearray(path.read_bytes())
    data[8192 : 8192 + 400] = b"\x5a" * 400
    path.write_bytes(data)
    pair.server.start()
    pair.sql("UPDATE head SET seq = seq - 60 WHERE seq > 65")
    with pytest.raises(SharedFileError) as caught:
        pair.sync(pair.a, pair.b)
    assert caught.value.trouble is Trouble.DAMAGED
    make_anew(pair.a, patience=PATIENCE)
    pair.assert_whole()
