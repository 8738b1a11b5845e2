"""A backup is whole, checked and private, or it is said that there is none; restoring it brings everything back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError, UserError
from supervisor_app.services import backup_writing, restoring
from supervisor_app.services.backing_up import back_up, choose_passphrase, note_failure
from supervisor_app.services.backup_records import BackupReport, Stopped, backups_in, read_state
from supervisor_app.services.checking import check
from supervisor_app.services.join_requests import has_joined
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.restore_answer import Answer, who_may_answer
from supervisor_app.services.restore_preview import RestorePreview, preview
from supervisor_app.services.restoring import finish, prepare, restore
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.station_settings import change_settings
from supervisor_app.services.succession import waiting_since
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.settings import save_settings
from tests.services import founded
from tests.services.restored import is_prepared
from tests.services.sync_sites import LIGHT, PATIENCE, Clock, add_people, closing, digest, found, heads

PHRASE = "four old wet horses"
PINS = {"Hannah Weber": "1234"}


def quiet(done: int, total: int, words: str) -> None:
    pass


def never() -> bool:
    return False


def backed_up(folder: Path, **options: object) -> BackupReport:
    return back_up(folder, clock=Clock(), randomness=Random(7).randbytes, **options)  # type: ignore[arg-type]


def restored(backup: Path, folder: Path, passphrase: str = "") -> restoring.RestoreReport:
    how = {"clock": Clock(), "randomness": Random(8).randbytes, "progress": quiet, "cancelled": never}
    return restore(backup, folder, passphrase, answer=answer_in(folder), **how)  # type: ignore[arg-type]


def answer_in(folder: Path) -> Answer | None:
    """The first who may answer for a restore into a folder, with their PIN; None where nobody has to."""
    return next((Answer(member.id, PINS[member.name]) for member in who_may_answer(folder)), None)


def seen(backup: Path, folder: Path, passphrase: str = "") -> RestorePreview:
    return preview(backup, folder, passphrase, clock=Clock(), progress=quiet, cancelled=never)


def opened(folder: Path, seed: int = 20) -> Site:
    return open_site(folder, clock=Clock(), randomness=Random(seed).randbytes, state=folder.parent / "state")


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    site = found(tmp_path / "a")
    with closing(site):
        add_people(site, 5)
        site.sealing = LIGHT
        choose_passphrase(site, PHRASE)
    return tmp_path / "a"


@pytest.fixture
def open_laptop(tmp_path: Path) -> Path:
    """One whose backups are not sealed."""
    site = found(tmp_path / "a")
    with closing(site):
        add_people(site, 5)
    return tmp_path / "a"


def test_a_sealed_backup_restores_the_same_records_and_the_pins(laptop: Path, tmp_path: Path) -> None:
    report = backed_up(laptop)
    assert (report.sealed, report.kept, report.removed) == (True, 1, 0)
    before = opened(laptop)
    with closing(before):
        expected, own = digest(before), before.station
    restored(Path(report.path), tmp_path / "b", PHRASE)
    after = opened(tmp_path / "b")
    with closing(after):
        assert digest(after) == expected
        assert check(after).sound
        assert (after.station.origin, after.station.secret) == (own.origin, own.secret)
        assert waiting_since(after) is not None


def test_a_sealed_backup_shows_no_name_and_no_key(laptop: Path) -> None:
    path = Path(backed_up(laptop).path)
    data = path.read_bytes()
    key = json.loads((laptop / "station.key").read_bytes())["private"]
    for word in (b"Ozola", b"Northgate", b"SQLite format", key.encode()):
        assert word not in data


def test_an_open_backup_never_holds_the_key_and_the_laptop_joins_anew(open_laptop: Path, tmp_path: Path) -> None:
    report = backed_up(open_laptop)
    key = json.loads((open_laptop / "station.key").read_bytes())["private"]
    assert key.encode() not in Path(report.path).read_bytes()
    assert not seen(Path(report.path), tmp_path / "b").facts.has_key
    restored(Path(report.path), tmp_path / "b")
    before, after = opened(open_laptop), opened(tmp_path / "b")
    with closing(before, after):
        assert after.station.origin != before.station.origin
        assert not has_joined(after)
        assert digest(after) == digest(before)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_backups_and_what_is_left_beside_them_are_private_and_no_scratch_stays(laptop: Path) -> None:
    backed_up(laptop)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in laptop.rglob("*") if path.is_file()}
    assert set(modes.values()) == {0o600}
    assert not [name for name in modes if "scratch" in name or name.endswith(".tmp")]


@pytest.mark.parametrize("passphrase", ["", "another one entirely", PHRASE.upper()])
def test_a_wrong_passphrase_opens_nothing_and_leaves_nothing(laptop: Path, tmp_path: Path, passphrase: str) -> None:
    path = Path(backed_up(laptop).path)
    with pytest.raises(InputError, match="Passphrase"):
        restored(path, tmp_path / "b", passphrase)
    assert not list((tmp_path / "b").iterdir())


def test_a_short_passphrase_is_not_taken_and_none_leaves_backups_open(laptop: Path) -> None:
    site = opened(laptop)
    with closing(site):
        with pytest.raises(InputError, match="Passphrase"):
            choose_passphrase(site, "short")
        choose_passphrase(site, "")
    assert not backed_up(laptop).sealed


@pytest.mark.parametrize("sealed", [True, False])
def test_whatever_is_changed_in_a_backup_is_found_before_anything_is_touched(laptop: Path, tmp_path: Path, sealed: bool) -> None:
    if not sealed:
        site = opened(laptop)
        with closing(site):
            choose_passphrase(site, "")
    path = Path(backed_up(laptop).path)
    good = path.read_bytes()
    chance = Random(5)
    for _ in range(40):
        data = bytearray(good)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        bad = tmp_path / path.name
        bad.write_bytes(data)
        problem = refusal(bad, tmp_path / "b")
        if problem is None:
            assert not sealed  # a flipped bit in a free page of an open backup changes nothing that is read
            site = opened(tmp_path / "b")
            with closing(site):
                assert heads(site)
        else:
            assert "Error" not in problem.message
        shutil.rmtree(tmp_path / "b", ignore_errors=True)


def refusal(backup: Path, folder: Path) -> UserError | None:
    try:
        restored(backup, folder, PHRASE)
    except UserError as problem:
        return problem
    return None


def test_what_is_no_backup_is_named(tmp_path: Path) -> None:
    for name, data in (("a.backup", b""), ("b.backup", b"hello"), ("c.backup", b"SQLite format 3\0" + bytes(100))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(StorageError):
            seen(tmp_path / name, tmp_path / "x")
    other = sqlite3.connect(tmp_path / "d.backup")
    other.execute("CREATE TABLE t (a)")
    other.commit()
    other.close()
    with pytest.raises(StorageError, match="not a backup of this app"):
        seen(tmp_path / "d.backup", tmp_path / "x")
    with pytest.raises(StorageError, match="cannot be opened"):
        seen(tmp_path / "none.backup", tmp_path / "x")


def test_records_that_are_damaged_are_not_backed_up_over_the_good_ones(laptop: Path) -> None:
    backed_up(laptop)
    plain = sqlite3.connect(laptop / "records.sqlite")
    plain.execute("UPDATE entry SET hash = zeroblob(32) WHERE seq = 4")
    plain.commit()
    plain.close()
    with pytest.raises(StorageError, match="records on this laptop are damaged"):
        backed_up(laptop)
    state = read_state(laptop)
    assert state.trouble is not None
    assert "damaged" in state.trouble.message
    assert state.last is not None
    assert Path(state.last.path).is_file()


def test_nothing_is_written_where_nothing_changed_and_a_draft_is_a_change(tmp_path: Path) -> None:
    at = founded.found(tmp_path / "a")
    with closing(at.site):
        assert backed_up(tmp_path / "a", only_if_changed=True).path
        assert not backed_up(tmp_path / "a", only_if_changed=True).path
        founded.observe(at, at.ana)
        assert backed_up(tmp_path / "a", only_if_changed=True).path
        for path in backups_in(tmp_path / "a" / "backups").values():
            path.unlink()
        assert backed_up(tmp_path / "a", only_if_changed=True).path


def test_a_failure_is_remembered_until_a_backup_succeeds(laptop: Path, tmp_path: Path) -> None:
    site = opened(laptop)
    with closing(site):
        change_settings(site, site.settings)
        save_settings(laptop, type(site.settings)(backup_folder=str(tmp_path / "away")))
    with pytest.raises(StorageError, match="cannot be reached"):
        backed_up(laptop)
    assert read_state(laptop).trouble is not None
    (tmp_path / "away").mkdir()
    backed_up(laptop)
    assert read_state(laptop).trouble is None
    note_failure(laptop, Clock(), "It took too long.")
    trouble = read_state(laptop).trouble
    assert trouble is not None
    assert trouble.problem.message == "It took too long."


def test_a_drive_that_keeps_something_else_is_found_and_leaves_nothing(laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = backup_writing.sealed_file.seal

    def lossy(*values: object) -> bytes:
        out = values[1]
        secret = sealed(*values)  # type: ignore[arg-type]
        out.seek(2000)  # type: ignore[attr-defined]
        out.write(b"\0" * 16)  # type: ignore[attr-defined]
        return secret

    monkeypatch.setattr(backup_writing.sealed_file, "seal", lossy)
    with pytest.raises(StorageError, match="did not keep"):
        backed_up(laptop)
    assert not list((laptop / "backups").iterdir())


def test_older_ones_go_by_number_and_age_and_nothing_else_in_the_folder_does(laptop: Path, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "holiday.jpg").write_bytes(b"x")
    (drive / "sign-off-00000000-20240101-000000.backup").write_bytes(b"another laptop's")
    clock = Clock()
    for _ in range(14):
        clock.now += timedelta(minutes=1)
        report = back_up(laptop, to=drive, clock=clock, randomness=Random(7).randbytes)
    assert report.kept == 10
    names = {path.name for path in drive.iterdir()}
    assert {"holiday.jpg", "sign-off-00000000-20240101-000000.backup"} < names
    assert len(names) == 12


@pytest.mark.parametrize("words", ["Copying the records", "Checking the copy", "Writing the backup", "Reading it back"])
def test_it_can_be_stopped_at_every_step_and_leaves_nothing(laptop: Path, words: str) -> None:
    before = sorted(path.name for path in laptop.iterdir())
    at: list[str] = []
    with pytest.raises(Stopped):
        backed_up(laptop, progress=lambda done, total, said: at.append(said), cancelled=lambda: bool(at) and at[-1] == words)
    assert at[-1] == words
    assert {path.name for path in laptop.iterdir()} - set(before) <= {"backups"}
    assert not list((laptop / "backups").iterdir())
    assert read_state(laptop).trouble is None


def test_a_backup_is_taken_while_the_window_writes(laptop: Path) -> None:
    site = opened(laptop)
    with closing(site):
        number = iter(range(1000, 100000))
        report = backed_up(laptop, progress=lambda *_: add_people(site, 1, first=next(number)))
        assert report.entries >= 5
        add_people(site, 1, first=99)


def test_the_preview_says_what_comes_back_and_what_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, tmp_path / "drive" / "s.sqlite", True, patience=PATIENCE)
        add_people(site, 2)
        path = Path(backed_up(tmp_path / "a").path)
        add_people(site, 3, first=10)
        sync_now(site, patience=PATIENCE)
        add_people(site, 1, first=20)
    found_here = seen(path, tmp_path / "a")
    assert (found_here.back_count, found_here.aside_count, found_here.on_shared) == (0, 4, 3)
    assert "four changes to people" in " ".join(found_here.lines())
    assert "1 record of them was not on the shared file yet" in " ".join(found_here.lines())
    fresh = seen(path, tmp_path / "new")
    assert fresh.empty_here
    assert fresh.back_count == sum(heads(opened_and_closed(tmp_path / "a")).values()) - 4
    (tmp_path / "a" / "records.sqlite").write_bytes(b"x" * 5000)
    broken = seen(path, tmp_path / "a")
    assert not broken.readable
    assert "cannot be read" in " ".join(broken.lines())


def opened_and_closed(folder: Path) -> Site:
    site = opened(folder)
    with closing(site):
        pass
    return site


def test_a_broken_folder_is_set_aside_whole_and_the_backup_takes_its_place(laptop: Path) -> None:
    path = Path(backed_up(laptop).path)
    (laptop / "records.sqlite").write_bytes(b"broken")
    (laptop / "records.sqlite-wal").write_bytes(b"stale")
    report = restored(path, laptop, PHRASE)
    aside = Path(report.aside)
    assert (aside / "records.sqlite").read_bytes() == b"broken"
    assert (aside / "station.key").is_file()
    assert path.is_file()
    site = opened(laptop)
    with closing(site):
        assert check(site).sound


@pytest.mark.parametrize("steps", range(1, 9))
def test_killed_at_any_move_it_is_finished_at_the_next_start(laptop: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(backed_up(laptop).path)
    prepare(
        path, laptop, PHRASE,
        clock=Clock(), randomness=Random(8).randbytes, progress=quiet, cancelled=never, answer=answer_in(laptop),
    )  # fmt: skip
    (laptop / "records.sqlite-wal").write_bytes(b"stale")
    left = [steps]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _dying(Path.replace, left))
        with suppress(KeyboardInterrupt):
            finish(laptop, clock=Clock())
    if is_prepared(laptop):
        finish(laptop, clock=Clock())
    site = opened(laptop)
    with closing(site):
        assert check(site).sound
        assert waiting_since(site) is not None
    stale = [found for found in laptop.rglob("records.sqlite-wal") if found.read_bytes() == b"stale"]
    assert [found.parent.name[:10] for found in stale] == ["set-aside-"]


def _dying(replace: Callable[..., Path], left: list[int]) -> Callable[..., Path]:
    def move(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return replace(self, target)

    return move


def test_a_restored_laptop_syncs_before_it_writes_and_then_nothing_is_missing(tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    site = found(tmp_path / "a")
    with closing(site):
        site.sealing = LIGHT
        choose_passphrase(site, PHRASE)
        choose_shared(site, tmp_path / "drive" / "s.sqlite", True, patience=PATIENCE)
        add_people(site, 2)
        path = Path(backed_up(tmp_path / "a").path)
        add_people(site, 3, first=10)
        sync_now(site, patience=PATIENCE)
        old = site.station.origin
        expected = heads(site)[old]
    restored(path, tmp_path / "b", PHRASE)
    after = opened(tmp_path / "b")
    with closing(after):
        with pytest.raises(StorageError, match="Nothing can be written yet"):
            add_people(after, 1)
        report = sync_now(after, patience=PATIENCE)
        assert "restored from a backup" in report.went_on
        assert heads(after)[old] == expected
        assert after.station.origin != old
        add_people(after, 1, first=50)
        assert check(after).sound


def test_a_restore_over_a_site_is_answered_for_by_an_admin_of_it(laptop: Path) -> None:
    path = Path(backed_up(laptop).path)
    how = {"clock": Clock(), "randomness": Random(8).randbytes, "progress": quiet, "cancelled": never}
    for answer, words in (
        (None, "A site is in this folder already."),
        (Answer("Hannah Weber", "9999"), "That PIN is not right."),
        (Answer("Nobody", "1234"), "This member does not answer for a restore here."),
    ):
        with pytest.raises(NotAllowed) as told:
            prepare(path, laptop, PHRASE, answer=answer, **how)  # type: ignore[arg-type]
        assert told.value.message == words
        assert not is_prepared(laptop)
    prepare(path, laptop, PHRASE, answer=Answer("hannah weber", "1234"), **how)  # type: ignore[arg-type]
    assert is_prepared(laptop)


def test_where_no_admin_has_a_pin_here_whoever_has_answers_and_an_empty_folder_asks_nobody(laptop: Path, tmp_path: Path) -> None:
    site = opened(laptop)
    with closing(site):
        (hannah,) = list_members(site)
        admin = sign_in(site, hannah.id, "1234")
        bo = add_member(site, admin, "Bo Quist", "", Role.ASSESSOR, "", "24680", own_pin="1234")
        assert who_may_answer(laptop) == (hannah,)
        with site.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM sealed_member_key WHERE member = ?", (hannah.id,))
    assert [one.id for one in who_may_answer(laptop)] == [bo.id]
    assert who_may_answer(tmp_path / "nothing") == ()
