"""A sync in a process of its own: killed at any moment nothing is lost, stuck it ends, told to stop it gives the lock back."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.services.inviting import invite
from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.sync_process import choose_in_process, sync_in_process, worker_command
from supervisor_app.services.syncing import choose_shared, history, sync_now, sync_state
from supervisor_app.storage import projections
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from tests.services.sync_sites import PATIENCE, add_people, closing, digest, empty, found, heads, join, let_in

KILLS = int(os.environ.get("SYNC_KILLS", "4"))
"""More of them for a longer look; each takes about a second."""


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    shared = tmp_path / "site.sqlite"
    a = found(tmp_path / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, seed=2)
    let_in(a, b)
    sync_now(a, patience=PATIENCE)
    with closing(a, b):
        yield a, b


def silent(done: int, total: int, words: str) -> None:
    pass


def never() -> bool:
    return False


def assert_whole(*sites: Site) -> None:
    """Everybody syncs; all hold the same, and the tables are what the entries say."""
    for site in sites * 2:
        assert sync_now(site, patience=PATIENCE).clean
    for site in sites:
        assert heads(site) == heads(sites[0])
        assert digest(site) == digest(sites[0])
        with site.database.write() as connection:
            projections.rebuild(connection)
            assert projections.digest(connection) == digest(sites[0])


def test_the_worker_sends_and_receives_and_tells_how_far_it_is(pair: tuple[Site, Site]):
    a, b = pair
    add_people(a, 3)
    add_people(b, 2, first=10)
    sync_now(b, patience=PATIENCE)
    lines: list[tuple[int, int, str]] = []
    report = sync_in_process(a.folder, lambda *line: lines.append(line), never)
    assert (report.sent, report.received) == (3, 2)
    assert [words for _, _, words in lines] == ["Receiving records", "Sending records"]
    assert sync_state(a).waiting == 0
    assert history(a)[0].sentence == "Sent 3, received 2"
    assert_whole(a, b)


def test_the_open_window_writes_while_the_worker_syncs(pair: tuple[Site, Site]):
    a, b = pair
    add_people(b, 1500)
    sync_now(b, patience=PATIENCE)
    written = 0

    def write(done: int, total: int, words: str) -> None:
        nonlocal written
        add_people(a, 1, first=5000 + written)
        written += 1

    assert sync_in_process(a.folder, write, never).received == 1500
    assert written >= 3
    assert_whole(a, b)


def test_an_empty_laptop_joins_through_the_worker(pair: tuple[Site, Site], tmp_path: Path):
    a = pair[0]
    hannah = list_members(a)[0]
    invited = invite(a, sign_in(a, hannah.id, "1234"), "1234", hannah.id)
    sync_now(a, patience=PATIENCE)
    site = empty(tmp_path / "c", seed=3)
    with closing(site):
        report = choose_in_process(site, tmp_path / "site.sqlite", False, silent, never, invitation=invited.code)
        assert report.received == sum(heads(pair[0]).values())
        assert site.settings.shared == str(tmp_path / "site.sqlite")
        assert digest(site) == digest(pair[0])


def test_trouble_comes_back_as_it_was_said(pair: tuple[Site, Site], tmp_path: Path):
    (tmp_path / "site.sqlite").unlink()
    with pytest.raises(SharedFileError) as caught:
        sync_in_process(pair[0].folder, silent, never)
    assert caught.value.trouble is Trouble.GONE
    assert "safe on this laptop" in caught.value.hint


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_any_moment_nothing_is_lost(pair: tuple[Site, Site], number: int):
    a, b = pair
    add_people(a, 900)
    add_people(b, 700, first=2000)
    sync_now(b, patience=PATIENCE)
    worker = subprocess.Popen(worker_command(a.folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    worker.stdout.readline()  # the first batch is through
    time.sleep(random.Random(number).uniform(0, 0.25))
    worker.kill()
    worker.communicate()
    assert_whole(a, b)
    assert len(heads(a)) == 2


def can_trace() -> bool:
    """Whether this machine lets one process trace another."""
    strace = shutil.which("strace")
    return (
        strace is not None
        and subprocess.run([strace, "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not can_trace(), reason="strace cannot trace here")
@pytest.mark.parametrize(
    ("call", "when"), [("mkdir", 1), ("pwrite64", 2), ("pwrite64", 12), ("fdatasync", 2), ("ftruncate", 1), ("unlink", 1)]
)
def test_killed_at_a_system_call_nothing_is_lost(pair: tuple[Site, Site], call: str, when: int):
    a, b = pair
    add_people(a, 40)
    add_people(b, 30, first=2000)
    sync_now(b, patience=PATIENCE)
    strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}"]
    done = subprocess.run([*strace, *worker_command(a.folder)[:-1]], capture_output=True, check=False)
    assert done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL, 0, 2)
    assert_whole(a, b)


_HANGS = """
import os, runpy, sys
opens, pipe = os.open, sys.argv.pop(1)
def held(path, *rest, **named):
    if str(path).endswith("site.sqlite"):
        opens(pipe, os.O_RDONLY)  # nobody writes into it: whoever opens it waits in the kernel, as for a drive
    return opens(path, *rest, **named)
os.open = held
runpy.run_module("supervisor_app", run_name="__main__", alter_sys=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a file that blocks whoever opens it")
def test_a_drive_that_does_not_answer_ends_at_the_deadline(
    pair: tuple[Site, Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    os.mkfifo(tmp_path / "hangs")
    command = worker_command(pair[0].folder)
    options = command[command.index("sync") :]
    started = time.monotonic()
    with monkeypatch.context() as changed:
        changed.setattr(
            "supervisor_app.services.sync_process.worker_command",
            lambda folder, *more: [sys.executable, "-c", _HANGS, str(tmp_path / "hangs"), *options, *more],
        )
        with pytest.raises(SharedFileError) as caught:
            sync_in_process(pair[0].folder, silent, never, deadline=2.0)
    assert caught.value.trouble is Trouble.UNREACHABLE
    assert time.monotonic() - started < 30
    add_people(pair[0], 1)
    assert sync_in_process(pair[0].folder, silent, never).clean


def test_told_to_stop_the_worker_ends_and_gives_the_lock_back(pair: tuple[Site, Site], tmp_path: Path):
    lock = tmp_path / "site.sqlite.lock"
    lock.mkdir()
    said: list[str] = []
    with pytest.raises(SharedFileError) as caught:
        sync_in_process(pair[0].folder, lambda done, total, words: said.append(words), lambda: bool(said))
    assert caught.value.trouble is Trouble.CANCELLED
    assert said[0] == "Another laptop is using the shared file. If it was cut off, this goes on by itself."
    assert list(lock.iterdir()) == []


def test_a_worker_that_dies_is_said_in_words(pair: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        "supervisor_app.services.sync_process.worker_command", lambda folder, *options: [sys.executable, "-c", "1"]
    )
    with pytest.raises(Exception, match="ended before it was done"):
        sync_in_process(pair[0].folder, silent, never)


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command(tmp_path)[:2] == [sys.executable, "sync"]
