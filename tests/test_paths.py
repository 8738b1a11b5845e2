"""Where things lie on each system, and that only their owner may read them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from supervisor_app.paths import make_private_folder, open_private, put_in_place, state_folder, write_atomically
from supervisor_app.services.syncing import choose_shared
from supervisor_app.storage.instance_lock import InstanceLock
from supervisor_app.ui.crash import write_fault
from tests.services.sync_sites import PATIENCE, add_people, closing, found, join

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's; on Windows the folder's access list holds")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "home/.local/state/supervisor-app-state"),
        ("linux", {"XDG_STATE_HOME": "state"}, "state/supervisor-app-state"),
        ("darwin", {"XDG_STATE_HOME": "state"}, "home/Library/Application Support/supervisor-app-state"),
        ("win32", {}, "home/AppData/Local/supervisor-app-state"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/supervisor-app-state"),
    ],
)
def test_the_state_folder_follows_each_system(platform: str, environment: dict[str, str], expected: str) -> None:
    assert state_folder(platform, environment, lambda: Path("home")) == Path(expected)


def test_on_windows_a_new_folder_gets_an_access_list_of_its_owner_and_the_system_alone(tmp_path: Path) -> None:
    ran: list[Sequence[str]] = []
    who = {"USERDOMAIN": "PLANT", "USERNAME": "hannah", "SYSTEMROOT": "C:\\Windows"}
    make_private_folder(tmp_path / "a", platform="win32", environment=who, run=ran.append)
    make_private_folder(tmp_path / "a", platform="win32", environment=who, run=ran.append)
    (command,) = ran
    assert command[:4] == ["C:\\Windows\\System32\\icacls.exe", str(tmp_path / "a"), "/inheritance:r", "/grant:r"]
    assert "PLANT\\hannah:(OI)(CI)F" in command


@POSIX_ONLY
def test_a_new_folder_is_its_owners_alone_and_an_old_one_is_left_as_it_is(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir(mode=0o755)
    for folder in (old, tmp_path / "deep" / "new"):
        make_private_folder(folder)
    assert stat.S_IMODE((tmp_path / "deep" / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE(old.stat().st_mode) == 0o755


@POSIX_ONLY
def test_a_link_that_somebody_laid_where_a_file_is_written_first_is_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / "status.json.tmp").symlink_to(theirs)
    write_atomically(tmp_path / "status.json", b"ours")
    (tmp_path / "new.backup").symlink_to(theirs)
    with pytest.raises(OSError, match=r"new\.backup"), open(tmp_path / "new.backup", "wb", opener=open_private):
        pass
    assert (theirs.read_text(), (tmp_path / "status.json").read_bytes()) == ("theirs", b"ours")


@POSIX_ONLY
def test_a_file_laid_where_one_is_written_first_is_neither_written_nor_taken_over(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    (tmp_path / "page.html.tmp").hardlink_to(theirs)  # another name of it: no link that could be told
    write_atomically(tmp_path / "page.html", b"ours")
    (tmp_path / "secret.tmp").touch(mode=0o666)
    with (tmp_path / "secret.tmp").open("rb") as watched:
        write_atomically(tmp_path / "secret", b"secret", private=True)
        assert watched.read() == b""
    assert theirs.read_text() == "theirs"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@POSIX_ONLY
def test_a_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_atomically(tmp_path / "a", b"x", private=True, durable=False)
        with open(tmp_path / "b", "w", opener=open_private) as file:
            file.write("x")
    finally:
        os.umask(before)
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "ab"} == {0o600}


@POSIX_ONLY
def test_everything_in_a_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        first = found(tmp_path / "a")
        with closing(first):
            lock = InstanceLock(tmp_path / "a")
            choose_shared(first, tmp_path / "shared.sqlite", True, patience=PATIENCE)
            second = join(tmp_path / "b", tmp_path / "shared.sqlite", 2)
            with closing(second):
                add_people(first, 3)
                write_fault(tmp_path / "a", "a fault")
                walked = [path for folder in "ab" for path in (tmp_path / folder).rglob("*")]
                modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in walked if path.is_file()}
            lock.release()
    finally:
        os.umask(before)
    assert {"records.sqlite", "records.sqlite-wal", "station.key", "settings.json", "window.lock", "faults.log"} <= set(modes)
    assert {name: oct(mode) for name, mode in modes.items() if mode != 0o600} == {}
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o700


def test_on_windows_a_file_that_a_scanner_has_open_is_replaced_once_it_lets_go(tmp_path: Path) -> None:
    written = tmp_path / "a.tmp"
    written.write_bytes(b"new")
    (tmp_path / "a").write_bytes(b"old")
    tries = Held(written, lets_go_after=3)
    waited: list[float] = []
    put_in_place(tries, tmp_path / "a", platform="win32", sleep=waited.append)
    assert (tmp_path / "a").read_bytes() == b"new"
    assert len(waited) == 3


def test_on_windows_one_that_stays_open_is_said_after_a_second_and_elsewhere_at_once(tmp_path: Path) -> None:
    written = tmp_path / "a.tmp"
    written.write_bytes(b"new")
    waited: list[float] = []
    for platform, seconds in (("win32", 1.0), ("linux", 0.0)):
        waited.clear()
        with pytest.raises(PermissionError):
            put_in_place(Held(written, lets_go_after=99), tmp_path / "a", platform=platform, sleep=waited.append)
        assert seconds <= sum(waited) <= 1.5 * seconds


class Held(type(Path())):  # type: ignore[misc]
    """A path whose file another program has open: so many tries to move it are refused, as Windows refuses them."""

    def __init__(self, path: Path, lets_go_after: int) -> None:
        if sys.version_info >= (3, 12):
            super().__init__(path)
        self.left = lets_go_after

    def __new__(cls, path: Path, lets_go_after: int) -> Held:
        return super().__new__(cls, path)

    def replace(self, target: object) -> Path:
        self.left -= 1
        if self.left >= 0:
            raise PermissionError(13, "Access is denied")
        return Path(str(self)).replace(str(target))
