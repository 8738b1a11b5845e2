"""A sync with nothing to do costs the same however much there ever was: counted in SQLite's steps and looks at the disk."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from supervisor_app.ledger.chain import entry_at_stamp, head_after
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.keys import StationKey
from supervisor_app.services import kept_branches, sync_kept
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import sync_now
from supervisor_app.storage import database, evidence_files, fork_queries, remote_records
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.evidence_due import note_all_due
from tests.services.site_files import Two, two
from tests.services.sync_sites import PATIENCE, add_people
from tests.services.test_bringing_back import ask, settled
from tests.services.test_fork_settling import Groups, groups

__all__ = ["groups", "two"]


def steps(site: Site, monkeypatch: pytest.MonkeyPatch) -> int:
    """Sync with fresh connections and return how many steps SQLite took on the laptop's own file."""
    count, connect = 0, database._connect

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    def counted(path: Path) -> Any:
        connection = connect(path)
        connection.driver.set_progress_handler(step, 1)
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(database, "_connect", counted)
        site.database.close()
        site.database._writer = counted(site.database.path)
        assert not sync_now(site, patience=PATIENCE).moved
    return count


def add_row(connection: Connection, table: str, **known: object) -> None:
    """Add a row that holds nothing but what is said."""
    columns = [(name, kind) for _, name, kind, *_ in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    empty = {"TEXT": "", "INTEGER": 0, "BLOB": b""}
    values = tuple(known.get(name, empty[kind]) for name, kind in columns)
    connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))}) ON CONFLICT DO NOTHING", values)


def grow(site: Site, count: int) -> None:
    """Let there be so many more records, photos, erased contents, acts of admins and refused entries."""
    own = site.station.origin
    add_people(site, count)
    with site.database.write() as connection:
        last = int(connection.exec_driver_sql("SELECT max(seq) FROM entry WHERE origin = ?", (own,)).scalar_one())
        add_row(connection, "erasure", worker="w1", scope="everything", records="[]", origin=own, seq=1)
        for number in range(last - count // 2, last):
            connection.exec_driver_sql("UPDATE entry SET salt = NULL, content = NULL WHERE origin = ? AND seq = ?", (own, number))
            add_row(connection, "erased_here", origin=own, seq=number, worker="w1", there=0)
            add_row(connection, "erased_entry", origin=own, seq=number, worker="w1")
        for number in range(last, last + count):
            digest = hashlib.sha256(b"erased %d" % number).hexdigest()
            connection.exec_driver_sql("INSERT INTO erased_file VALUES (?)", (digest,))
            photo = evidence_files.put_file(site.folder, b"photo %d" % number)
            add_row(connection, "evidence", digest=photo, media="image/jpeg", origin=own, seq=number)
            add_row(connection, "authority", origin=b"a" * 16, seq=number, kind="member.changed", body="{}")
            add_row(connection, "quarantine", origin=b"a" * 16, seq=number, hash=b"h" * 32, reason="gap")
        note_all_due(connection)
    for _ in range(4):
        sync_now(site, patience=PATIENCE)


def test_a_sync_with_nothing_to_do_takes_the_same_steps_and_asks_the_disk_for_no_photo(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(two.a, 4)
    few = steps(two.a, monkeypatch)
    grow(two.a, 120)

    def asked(*_: object) -> bool:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(evidence_files, "has_file", asked)
        patched.setattr(evidence_files, "get_file", asked)
        assert steps(two.a, monkeypatch) == few


def keep_more(site: Site, key: StationKey, count: int) -> None:
    """Let there be kept so many more records of the branch that does not stand here, as its laptop would have written them."""
    with site.database.write() as connection:
        [fork] = fork_queries.told(connection)
        here = fork_queries.branch_here(connection, fork.joint[0], fork.joint[1])
        assert here is not None
        [other] = [bytes.fromhex(one.hash) for one in fork.branches if one.hash != here.hash]
        last = max(kept_branches.runs_of(connection, fork.joint, other), key=len)[-1]
        content, kept = encode_content(by="", about="", body={}), []
        for _ in range(count):
            last = entry_at_stamp(head_after(last), key, "checkpoint", content, at=last.at + 1, salt=bytes(16))
            kept.append(remote_records.refuse(last, "fork", ""))
        remote_records.put_in_quarantine(connection, kept, bounded=False)
    for _ in range(3):
        sync_now(site, patience=PATIENCE)


@pytest.mark.parametrize("known", ["open", "decided", "brought back"])
def test_where_a_chain_parted_a_sync_with_nothing_to_do_reads_nothing_of_what_is_kept(
    groups: Groups, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    site, key = groups.one, groups.copy.station
    groups.sync(site) if known == "open" else settled(groups)
    if known == "brought back":
        assert ask(site)
    keep_more(site, key, 10)
    few = steps(site, monkeypatch)
    keep_more(site, key, 500)

    def read(*_: object) -> object:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(kept_branches, "entry_of", read)
        patched.setattr(sync_kept, "entry_of", read)
        assert steps(site, monkeypatch) == few
