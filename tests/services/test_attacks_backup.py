"""A backup that was in other hands: what was changed in it is named or has no effect, and nothing reaches beyond it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing as shut
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.checking import check
from tests.services.sync_sites import closing, digest
from tests.services.test_backing_up import backed_up, open_laptop, opened, restored

__all__ = ["open_laptop"]


def changed(backup: Path, *statements: str) -> Path:
    """Return a backup that somebody changed with SQL."""
    copy = backup.with_name("changed.backup")
    shutil.copy(backup, copy)
    with shut(sqlite3.connect(copy)) as plain:
        for statement in statements:
            plain.execute(statement)
        plain.commit()
    return copy


TABLES = {
    "a role": "UPDATE member SET role = 'auditor'",
    "a name": "UPDATE worker SET family_name = 'Somebody else'",
    "who is let in": "INSERT INTO standing SELECT zeroblob(16), cut_at, cut_seq, cut_since, lost, before, listed FROM standing",
}


@pytest.mark.parametrize("statement", TABLES.values(), ids=list(TABLES))
def test_only_the_entries_of_a_backup_are_believed(open_laptop: Path, tmp_path: Path, statement: str) -> None:
    backup = Path(backed_up(open_laptop).path)
    with closing(before := opened(open_laptop)):
        expected = digest(before)
    restored(changed(backup, statement), tmp_path / "b")
    with closing(after := opened(tmp_path / "b")):
        assert digest(after) == expected
        assert check(after).sound


RUNS = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE pos = NEW.pos; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "a generated column": "ALTER TABLE meta ADD COLUMN more TEXT GENERATED ALWAYS AS (value) VIRTUAL",
    "a virtual table": "CREATE VIRTUAL TABLE more USING rtree(a, b, c)",
    "an entry in no chain": "INSERT INTO entry (origin, seq, kind, at, prev, content_digest, hash, sig) "
    "SELECT zeroblob(16), 1, kind, at, prev, content_digest, hash, sig FROM entry LIMIT 1",
}


@pytest.mark.parametrize("statement", RUNS.values(), ids=list(RUNS))
def test_what_no_backup_of_ours_holds_is_told_and_nothing_is_restored(open_laptop: Path, tmp_path: Path, statement: str) -> None:
    backup = changed(Path(backed_up(open_laptop).path), statement)
    with pytest.raises(StorageError) as caught:
        restored(backup, tmp_path / "b")
    assert caught.value.hint
    assert not (tmp_path / "b" / "records.sqlite").exists()


NAMES: dict[str, Callable[[Path], object]] = {
    "beyond": lambda folder: f"evidence/../../{folder.name}/out",
    "absolute": lambda folder: f"{folder}/out",
    "with a drive": lambda folder: "evidence/C:/out",
    "with a nul": lambda folder: "evidence/ab/a\x00b",
    "no text": lambda folder: b"evidence/ab/" + b"a" * 64,
    "another digest's folder": lambda folder: f"evidence/cd/{'a' * 64}",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_file_in_a_backup_lands_under_its_digest_or_nowhere(
    open_laptop: Path, tmp_path: Path, name: Callable[[Path], object]
) -> None:
    backup = changed(Path(backed_up(open_laptop).path))
    with shut(sqlite3.connect(backup)) as plain:
        plain.execute("INSERT INTO backup_part VALUES (?, 'x')", (name(tmp_path),))
        plain.commit()
    before = {path for path in tmp_path.rglob("*") if path.name != "b"}
    restored(backup, tmp_path / "b")
    new = {path for path in tmp_path.rglob("*") if path.name != "b"} - before
    assert not [path for path in new if path.name == "out" or path.parent.name in ("ab", "cd")]
