"""Two mounts of one folder that know nothing of each other's locks, and slow ones: the lock folder alone keeps the file whole."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared, sync_state
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.sync_page import SyncPage
from tests.faults.racing import race
from tests.services.sync_sites import PATIENCE, add_people, closing, found

ROUNDS = 12
Mount = Callable[[Path, float], Path]


def why_not() -> str:
    """Say what this machine lacks for it; empty where nothing."""
    if sys.platform != "linux":
        return "FUSE mounts are made on Linux here"
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        return "/dev/fuse is not here, or not ours"
    if shutil.which("fusermount3") is None:
        return "fusermount3 is not here (package fuse3)"
    if importlib.util.find_spec("mfusepy") is None:
        return "mfusepy is not installed"
    return ""


pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a folder anew at each call, with a delay in seconds at every operation."""
    mounted: list[tuple[Path, subprocess.Popen[bytes]]] = []

    def make(folder: Path, delay: float = 0.0) -> Path:
        folder.mkdir(exist_ok=True)
        (folder / "here").touch()
        at = tmp_path / f"mount{len(mounted)}"
        at.mkdir()
        server = subprocess.Popen([sys.executable, "-m", "tests.faults.lockless", str(folder), str(at), str(delay)])
        mounted.append((at, server))
        while not (at / "here").exists():
            assert server.poll() is None, "the mount did not come up"
        return at

    yield make
    for at, server in mounted:
        subprocess.run(["fusermount3", "-u", "-z", str(at)], check=False)
        server.wait(20)


def test_two_laptops_racing_through_two_mounts_lose_nothing(mount: Mount, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    raced = race(tmp_path, mount(drive, 0.0) / "site.sqlite", mount(drive, 0.0) / "site.sqlite", ROUNDS)
    assert (raced.lost, raced.signs) == (0, ())
    assert raced.acknowledged == 4 * ROUNDS


def test_without_the_lock_folder_the_same_race_damages_the_file(mount: Mount, tmp_path: Path) -> None:
    """Or the test above would prove nothing. A race may end well by luck; not five times."""
    drive = tmp_path / "drive"
    first, second = mount(drive, 0.0), mount(drive, 0.0)
    for number in range(5):
        work = tmp_path / f"work{number}"
        work.mkdir()
        raced = race(work, first / f"{number}.sqlite", second / f"{number}.sqlite", ROUNDS, "--without-lock")
        if raced.lost or raced.signs:
            return
    pytest.fail("five races without the lock left no damage")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with closing(made := found(tmp_path / "a")):
        yield made


@pytest.mark.parametrize("delay", [0.002, 0.010])
def test_the_window_stays_alive_while_a_slow_drive_syncs(
    mount: Mount, tmp_path: Path, site: Site, qtbot: QtBot, delay: float
) -> None:
    slow = mount(tmp_path / "drive", delay)
    choose_shared(site, slow / "site.sqlite", True, patience=PATIENCE)
    add_people(site, 20)
    window = MainWindow(site, sign_in(site, list_members(site)[0].id, "1234"))
    qtbot.addWidget(window)
    window.open_page("sync")
    window.show()
    page = window.current_page
    assert isinstance(page, SyncPage)
    ticks: list[bool] = []
    timer = QTimer(window)
    timer.timeout.connect(lambda: ticks.append(page.job is not None))
    timer.start(20)
    page.now.click()
    qtbot.waitUntil(lambda: page.job is None, timeout=120_000)
    assert sum(ticks) > 10
    assert sync_state(site).waiting == 0
