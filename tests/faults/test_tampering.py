"""A battery of tampering with the local file and the key file: each is named in a sentence or by `check`, and none crashes.

Tampering with the shared file: tests/services/test_sync_trouble.py and the simulator; with backups: beside what makes them.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from supervisor_app.errors import UserError
from supervisor_app.services.checking import check
from supervisor_app.services.opened_site import open_site
from tests.services.sync_sites import Clock, add_people, found

FLIPS = 40


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "a"
    site = found(folder)
    add_people(site, 60)
    site.database.close()
    return folder


def looked_at(folder: Path) -> str:
    """Open and check as the window and the command do; return what is said, "" where all is sound."""
    try:
        site = open_site(folder, clock=Clock(), randomness=random.Random(1).randbytes, state=folder / "state")
    except UserError as problem:
        return f"{problem.message} {problem.hint}"
    try:
        report = check(site)
    except UserError as problem:
        return f"{problem.message} {problem.hint}"
    finally:
        site.close()
    return "" if report.sound else report.lines()[-1]


def test_an_untouched_folder_is_sound(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "a")
    assert looked_at(tmp_path / "a") == ""


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_changed_byte_of_the_records_is_named_or_changes_nothing(whole: Path, tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "a"
    shutil.copytree(whole, folder)
    path, chance = folder / "records.sqlite", random.Random(seed)
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    if seed % 4 == 3:
        data[at // 4096 * 4096 : at // 4096 * 4096 + 4096] = bytes(4096)
    else:
        data[at] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    looked_at(folder)  # nothing but a sentence comes out; a bit in a free page is nobody's


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET content = CAST(replace(CAST(content AS TEXT), 'Alise', 'Other') AS BLOB) WHERE seq = 9",
        "DELETE FROM entry WHERE seq = 9",
        "DELETE FROM entry WHERE seq > 20",
        "UPDATE entry SET sig = zeroblob(64) WHERE seq = 9",
        "UPDATE entry SET kind = 'worker.left' WHERE seq = 9",
        "UPDATE head SET seq = seq - 4",
        "UPDATE worker SET family_name = 'Other'",
        "DELETE FROM worker",
        "UPDATE station SET ed25519 = ''",
    ],
)
def test_rows_changed_by_hand_are_found_by_check(whole: Path, tmp_path: Path, statement: str) -> None:
    folder = tmp_path / "a"
    shutil.copytree(whole, folder)
    plain = sqlite3.connect(folder / "records.sqlite")
    plain.execute(statement)
    plain.commit()
    plain.close()
    assert looked_at(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[1, 2]", b'{"origin": "zz"}', b"{" * 5000])
def test_a_key_file_that_is_none_is_named(whole: Path, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "a"
    shutil.copytree(whole, folder)
    (folder / "station.key").write_bytes(content)
    assert "key" in looked_at(folder)
