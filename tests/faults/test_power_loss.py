"""Power cut: what was not forced to the disk is gone. LazyFS plays the disk; by hand: `--lazyfs PATH_OF_ITS_BINARY`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.syncing import choose_shared, sync_now
from tests.services.sync_sites import PATIENCE, Clock, add_people, closing, digest, found, heads, join

CUTS = 6
CONFIG = """
[faults]
fifo_path="{folder}/fifo"
[cache]
apply_eviction=false
[cache.simple]
custom_size="0.2gb"
blocks_per_page=1
[filesystem]
log_all_operations=false
logfile=""
"""


class Disk:
    """A mounted folder whose writes are lost at a power cut unless they were forced."""

    def __init__(self, folder: Path, binary: str) -> None:
        self.folder, self.at = folder, folder / "disk"
        (folder / "under").mkdir()
        self.at.mkdir()
        (folder / "config").mkdir()
        (folder / "config" / "default.toml").write_text(CONFIG.format(folder=folder))
        (folder / "under" / "here").touch()
        options = [
            "-o",
            "modules=subdir",
            "-o",
            f"subdir={folder / 'under'}",
            "-f",
        ]
        self.server = subprocess.Popen(
            [binary, str(self.at), *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not (self.at / "here").exists():
            assert self.server.poll() is None, "the mount did not come up"

    def cut_power(self) -> None:
        """Forget everything that was not forced; wait until it is forgotten: a file left unforced is empty again."""
        canary = self.at / "canary"
        canary.write_bytes(b"unforced" * 1000)
        with (self.folder / "fifo").open("w") as fifo:
            fifo.write("lazyfs::clear-cache\n")
        while canary.exists() and canary.read_bytes().startswith(b"unforced"):
            time.sleep(0.05)

    def close(self) -> None:
        """Unmount."""
        subprocess.run(["fusermount3", "-u", "-z", str(self.at)], check=False)
        self.server.wait(20)


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    binary = request.config.getoption("--lazyfs")
    if not binary:
        pytest.skip("needs LazyFS: --lazyfs PATH")
    made = Disk(tmp_path, binary)
    yield made
    made.close()


@pytest.mark.parametrize("count", range(1, CUTS + 1))
def test_what_was_acknowledged_is_there_after_a_power_cut(disk: Disk, count: int) -> None:
    folder = disk.at / "a"
    found(folder).close()
    state = {**os.environ, "XDG_STATE_HOME": str(disk.folder / "state")}
    program = [sys.executable, "-m", "tests.faults.appending", str(folder), "1000"]
    writer = subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=state)
    assert writer.stdout is not None
    told = [writer.stdout.readline() for _ in range(count * 3)]
    writer.kill()
    told += writer.stdout
    # what it says besides is that the disk does not answer: LazyFS itself fails a call now and then
    acknowledged = [
        line.strip() for line in told if re.fullmatch("[0-9a-f]{32}\n", line)
    ]  # LazyFS itself fails a call now and then
    assert acknowledged, told
    disk.cut_power()
    site = open_site(folder, clock=Clock(), randomness=os.urandom, state=disk.folder / "none")
    with closing(site), site.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        here = {row[0] for row in connection.exec_driver_sql("SELECT subject FROM about")}
        assert set(acknowledged) <= here


def test_what_was_said_to_be_on_the_shared_file_is_there_after_a_power_cut(disk: Disk, tmp_path: Path) -> None:
    shared = disk.at / "site.sqlite"
    a = found(tmp_path / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b: Site = join(tmp_path / "b", shared, seed=2)
    with closing(a, b):
        sync_now(b, patience=PATIENCE)
        sync_now(a, patience=PATIENCE)
        for number in range(CUTS):
            add_people(a, 5, first=number * 10)
            assert sync_now(a, patience=PATIENCE).sent
            disk.cut_power()
            shutil.rmtree(shared.with_name(shared.name + ".lock"), ignore_errors=True)
            report = sync_now(b, patience=PATIENCE)
            assert (report.received, report.healed, report.clean) == (5, 0, True)
        assert heads(a) == heads(b)
        assert digest(a) == digest(b)
