"""Full disks, on small real ones: said in a sentence, nothing acknowledged lost, and all goes on once there is room."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.syncing import choose_shared, overview, sync_now
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.ui.pages.sync_view import verdict
from tests.services.sync_sites import PATIENCE, add_people, closing, digest, found, heads, join


class SmallDisk:
    """A tmpfs whose size is given and can grow."""

    def __init__(self, at: Path) -> None:
        self.at = at
        at.mkdir()
        self._mount("size=1600k")

    def grow(self) -> None:
        """Make room."""
        self._mount("remount,size=64m")

    def _mount(self, options: str) -> None:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.at)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.decode().strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    if sys.platform != "linux":
        pytest.skip("mounts a tmpfs")
    made = SmallDisk(tmp_path / "disk")
    yield made
    subprocess.run(["umount", "-l", str(made.at)], check=True)


def test_a_full_drive_is_said_and_everything_goes_there_once_there_is_room(disk: SmallDisk, tmp_path: Path) -> None:
    a = found(tmp_path / "a")
    shared = disk.at / "site.sqlite"
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, seed=2)
    with closing(a, b):
        sync_now(b, patience=PATIENCE)
        add_people(a, 6000)
        with pytest.raises(SharedFileError) as caught:
            sync_now(a, patience=PATIENCE)
        assert caught.value.trouble is Trouble.FULL
        assert "Make room on the drive" in caught.value.hint
        assert verdict(overview(a)).title == "The drive with the shared file is full"
        assert not shared.with_name("site.sqlite.lock").exists()
        disk.grow()
        for site in (a, b, a):
            assert sync_now(site, patience=PATIENCE).clean
        assert heads(a) == heads(b)
        assert digest(a) == digest(b)


def test_a_full_disk_of_our_own_keeps_what_was_acknowledged_and_takes_the_rest_later(disk: SmallDisk, tmp_path: Path) -> None:
    a = found(tmp_path / "a")
    shared = tmp_path / "site.sqlite"
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(disk.at / "b", shared, seed=2)
    with closing(a, b):
        sync_now(b, patience=PATIENCE)
        add_people(a, 4000)
        sync_now(a, patience=PATIENCE)
        with pytest.raises(StorageError, match="The disk of this laptop is full"):
            sync_now(b, patience=PATIENCE)
        with pytest.raises(StorageError, match="The disk of this laptop is full"):
            add_people(b, 4000, first=10_000)
        kept = heads(b)
        disk.grow()
        assert heads(b) == kept
        for site in (b, a, b):
            assert sync_now(site, patience=PATIENCE).clean
        assert heads(a) == heads(b)
        assert digest(a) == digest(b)
