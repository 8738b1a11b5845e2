"""The lock folder: one owner at a time, broken only when its heartbeat stood still for 60 s of our own clock."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience, SharedLock


@dataclass
class Time:
    """A monotonic clock that moves only when somebody sleeps; `meanwhile` is what others do during each sleep."""

    now: float = 0.0
    meanwhile: list[Callable[[], None]] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for action in self.meanwhile:
            action()

    def patience(self) -> Patience:
        return Patience(monotonic=lambda: self.now, sleep=self.sleep)


@pytest.fixture
def time() -> Time:
    return Time()


def lock_of(folder: Path, name: str, time: Time) -> SharedLock:
    return SharedLock(folder / "site.sqlite", name, time.patience())


def nothing() -> None:
    pass


def test_taken_and_given_back_leaves_no_trace(tmp_path: Path, time: Time):
    lock = lock_of(tmp_path, "aa", time)
    lock.acquire(nothing)
    assert (tmp_path / "site.sqlite.lock" / "aa").is_file()
    lock.confirm()
    lock.release()
    assert list(tmp_path.iterdir()) == []


def test_a_living_owner_is_waited_for_and_never_broken(tmp_path: Path, time: Time):
    first, second = lock_of(tmp_path, "aa", time), lock_of(tmp_path, "bb", time)
    first.acquire(nothing)
    time.meanwhile.append(first.beat)
    with pytest.raises(SharedFileError) as caught:
        second.acquire(nothing)
    assert caught.value.trouble is Trouble.LOCKED
    assert time.now >= time.patience().give_up_after
    first.confirm()


def test_a_dead_owner_is_broken_after_60_seconds_and_not_before(tmp_path: Path, time: Time):
    lock_of(tmp_path, "aa", time).acquire(nothing)
    lock_of(tmp_path, "bb", time).acquire(nothing)
    assert 60 <= time.now < 62
    assert [path.name for path in (tmp_path / "site.sqlite.lock").iterdir()] == ["bb"]


def test_an_owner_that_died_before_it_wrote_its_name_is_broken_too(tmp_path: Path, time: Time):
    (tmp_path / "site.sqlite.lock").mkdir()
    lock_of(tmp_path, "bb", time).acquire(nothing)
    assert 60 <= time.now < 62


def test_a_drive_too_full_for_the_owners_name_is_left_without_a_lock(tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch):
    """Else every laptop would wait 60 s for nobody."""

    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        lock_of(tmp_path, "aa", time).acquire(nothing)
    assert list(tmp_path.iterdir()) == []


def test_one_late_heartbeat_starts_the_sixty_seconds_again(tmp_path: Path, time: Time):
    first, second = lock_of(tmp_path, "aa", time), lock_of(tmp_path, "bb", time)
    first.acquire(nothing)
    time.meanwhile.append(lambda: first.beat() if 58 < time.now < 59 else None)
    second.acquire(nothing)
    assert time.now >= 118


def test_who_lost_the_lock_learns_it_and_does_not_touch_the_successors(tmp_path: Path, time: Time):
    first, second = lock_of(tmp_path, "aa", time), lock_of(tmp_path, "bb", time)
    first.acquire(nothing)
    second.acquire(nothing)
    for action in (first.confirm, first.beat):
        with pytest.raises(SharedFileError, match="took over"):
            action()
    first.release()
    second.confirm()
    assert [path.name for path in (tmp_path / "site.sqlite.lock").iterdir()] == ["bb"]


def test_breaking_what_turns_out_to_be_alive_gives_it_back(tmp_path: Path, time: Time):
    """Another waiter broke the stale lock first and holds it now: our rename must not cost it the lock."""
    lock_of(tmp_path, "dead", time).acquire(nothing)
    slow, quick = lock_of(tmp_path, "slow", time), lock_of(tmp_path, "quick", time)
    stale = slow._look()
    quick.acquire(nothing)
    slow._break(stale)
    quick.confirm()


@pytest.mark.parametrize("name", ["unlink", "rmdir"])
def test_a_lock_that_a_waiter_just_looks_at_is_given_back_all_the_same(
    tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch, name: str
):
    """Windows keeps what is open, SMB keeps its name until it is closed: left over, it would stop everybody for 60 s."""
    remove = getattr(Path, name)

    def open_elsewhere(path: Path, **options: bool) -> None:
        if time.now < 0.3:
            raise OSError(errno.EACCES if name == "unlink" else errno.ENOTEMPTY, "open elsewhere")
        remove(path, **options)

    lock = lock_of(tmp_path, "aa", time)
    lock.acquire(nothing)
    monkeypatch.setattr(Path, name, open_elsewhere)
    lock.release()
    assert list(tmp_path.iterdir()) == []
    assert time.now < 0.5


def test_giving_back_a_lock_that_stays_open_elsewhere_ends(tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch):
    def never(path: Path) -> None:
        raise OSError(errno.ENOTEMPTY, "open elsewhere")

    lock = lock_of(tmp_path, "aa", time)
    lock.acquire(nothing)
    monkeypatch.setattr(Path, "rmdir", never)
    lock.release()
    assert time.now < 6


def test_a_lock_folder_that_looks_like_a_file_for_a_while_is_waited_for(tmp_path: Path, time: Time):
    """As Linux' cifs shows it where the server gave the folder the number of a file that was deleted."""
    place = tmp_path / "site.sqlite.lock"
    place.touch()
    time.meanwhile.append(lambda: place.unlink(missing_ok=True) if time.now > 3 else None)
    lock_of(tmp_path, "bb", time).acquire(nothing)
    assert 3 < time.now < 5
    assert (place / "bb").is_file()


def test_a_file_in_the_place_of_the_lock_folder_is_put_aside_and_kept(tmp_path: Path, time: Time):
    (tmp_path / "site.sqlite.lock").write_bytes(b"whose?")
    lock = lock_of(tmp_path, "bb", time)
    lock.acquire(nothing)
    assert lock.broke
    assert (tmp_path / "site.sqlite.lock.bb").read_bytes() == b"whose?"


def test_waiting_can_be_stopped(tmp_path: Path, time: Time):
    lock_of(tmp_path, "aa", time).acquire(nothing)

    def stop() -> None:
        raise SharedFileError(Trouble.CANCELLED)

    with pytest.raises(SharedFileError) as caught:
        lock_of(tmp_path, "bb", time).acquire(stop)
    assert caught.value.trouble is Trouble.CANCELLED
    assert time.now == 0


def test_a_missing_folder_is_not_made(tmp_path: Path, time: Time):
    with pytest.raises(FileNotFoundError):
        lock_of(tmp_path / "away", "aa", time).acquire(nothing)
    assert not (tmp_path / "away").exists()


def test_the_heartbeat_is_written_at_most_every_few_seconds(tmp_path: Path, time: Time):
    lock = lock_of(tmp_path, "aa", time)
    lock.acquire(nothing)
    beat = tmp_path / "site.sqlite.lock" / "aa"
    assert beat.read_bytes() == b"1"
    for _ in range(100):
        time.now += 0.1
        lock.beat()
    assert beat.read_bytes() in (b"2", b"3")
