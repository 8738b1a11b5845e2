"""A laptop that was restored or copied never uses a number twice: it goes on under a new origin, and nothing it wrote is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.endorsements import endorsement_holds
from supervisor_app.ledger.succession import successor_of, written_anew
from supervisor_app.services import opened_site, succession
from supervisor_app.services.appending import append
from supervisor_app.services.checking import check
from supervisor_app.services.join_requests import pending
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.session import Session
from supervisor_app.services.syncing import choose_shared, overview, stations, sync_now
from supervisor_app.storage import ledger_store, ledger_writing, projections, remote_records, site_queries
from tests.services import founded
from tests.services.sync_sites import PATIENCE, Clock, add_people, closing, digest, found, heads, join, rename


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "drive").mkdir()
    return tmp_path / "drive" / "site.sqlite"


@pytest.fixture
def laptop(tmp_path: Path, shared: Path) -> Path:
    """A founded laptop with a few people, synced and closed."""
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, shared, True, patience=PATIENCE)
        add_people(site, 3)
        sync_now(site, patience=PATIENCE)
    return tmp_path / "a"


@contextmanager
def opened(folder: Path, seed: int, state: Path | None = None) -> Iterator[Site]:
    """Open a folder as another computer would: with its own chance, and a state folder that knows nothing unless it is given."""
    outside = state or folder.parent / f"state-of-{folder.name}"
    site = open_site(folder, clock=Clock(), randomness=Random(seed).randbytes, state=outside)
    try:
        yield site
    finally:
        site.close()


def names(site: Site) -> list[str]:
    with site.database.read() as connection:
        return sorted(connection.exec_driver_sql("SELECT employee_no FROM worker").scalars())


def assert_equal_and_sound(*sites: Site) -> None:
    for site in sites:
        assert heads(site) == heads(sites[0])
        assert digest(site) == digest(sites[0])
        report = check(site)
        assert report.sound, report.lines()


@pytest.mark.parametrize("first", ["original", "copy"])
def test_a_copied_folder_used_beside_the_original_loses_nothing_whoever_syncs_first(
    tmp_path: Path, shared: Path, laptop: Path, first: str
) -> None:
    shutil.copytree(laptop, tmp_path / "b")
    with opened(laptop, 11) as original, opened(tmp_path / "b", 12) as copy:
        own = original.station.origin
        add_people(original, 2, first=100)
        add_people(copy, 4, first=200)
        order = (original, copy) if first == "original" else (copy, original)
        reports = [sync_now(site, patience=PATIENCE) for site in (*order, *order)]
        assert all(report.clean for report in reports)
        assert [bool(report.went_on) for report in reports] == [False, True, False, False]
        assert order[0].station.origin == own != order[1].station.origin
        assert len(names(original)) == 3 + 2 + 4
        assert_equal_and_sound(original, copy)
        add_people(original, 1, first=300)
        add_people(copy, 1, first=400)
        again = [sync_now(site, patience=PATIENCE) for site in (*order, *order)]
        assert all(len({line.station for line in report.received_from}) == len(report.received_from) for report in again)
        assert not any(report.went_on for report in again)
        assert_equal_and_sound(original, copy)


@pytest.mark.parametrize("first", ["original", "copy"])
def test_a_copy_that_only_reads_first_never_takes_the_originals_numbers(
    tmp_path: Path, shared: Path, laptop: Path, first: str
) -> None:
    """The copy syncs before it writes: what comes of its own laptop shows it what it is."""
    shutil.copytree(laptop, tmp_path / "b")
    with opened(laptop, 11) as original, opened(tmp_path / "b", 12) as copy:
        add_people(original, 2, first=100)
        sync_now(original, patience=PATIENCE)
        report = sync_now(copy, patience=PATIENCE)
        assert "records of this laptop that were not here" in report.went_on
        sync_now(original, patience=PATIENCE)
        assert [line.here for line in stations(original)] == [True, False], "each lists itself, also where a copy goes on for it"
        order = (original, copy) if first == "original" else (copy, original)
        for site in (*order, *order):
            add_people(site, 1, first=int.from_bytes(site.randomness(2), "big"))
            assert sync_now(site, patience=PATIENCE).clean
        sync_now(order[0], patience=PATIENCE)
        assert_equal_and_sound(original, copy)


def test_an_old_state_of_a_laptop_worked_with_offline_is_healed_at_the_next_sync(
    tmp_path: Path, shared: Path, laptop: Path
) -> None:
    """The disk image of last week is put back; nobody knows, and the counter is gone with the disk."""
    shutil.copytree(laptop, tmp_path / "image")
    with opened(laptop, 11) as before:
        add_people(before, 5, first=100)
        sync_now(before, patience=PATIENCE)
        other = join(tmp_path / "c", shared, 3)
    shutil.rmtree(laptop)
    shutil.copytree(tmp_path / "image", laptop)
    with opened(laptop, 12, tmp_path / "new-state") as after, closing(other):
        add_people(after, 3, first=200)
        report = sync_now(after, patience=PATIENCE)
        assert report.clean
        assert "3 records beyond the place where they parted are kept as proof" in report.sentence
        assert "Written anew: three changes to people" in report.sentence
        for site in (other, after, other):
            sync_now(site, patience=PATIENCE)
        assert len(names(after)) == 3 + 5 + 3
        assert_equal_and_sound(after, other)
        assert overview(after).last_report is not None


def test_the_counter_outside_stops_a_restored_copy_before_it_writes(tmp_path: Path, shared: Path, laptop: Path) -> None:
    state = tmp_path / "state"
    shutil.copytree(laptop, tmp_path / "image")
    with opened(laptop, 11, state) as before:
        add_people(before, 5, first=100)
    shutil.rmtree(laptop)
    shutil.copytree(tmp_path / "image", laptop)
    with opened(laptop, 12, state) as after:
        known = heads(after)
        with pytest.raises(StorageError, match="Nothing can be written yet"):
            add_people(after, 1)
        assert heads(after) == known
        assert sync_now(after, patience=PATIENCE).went_on
        add_people(after, 1, first=500)
        assert check(after).sound


def test_the_counter_tells_a_folder_that_went_its_own_way_and_came_back(tmp_path: Path, laptop: Path) -> None:
    """As many records as before, but others: the folder was used elsewhere and copied back over this one."""
    state = tmp_path / "state"
    shutil.copytree(laptop, tmp_path / "b")
    with opened(laptop, 11, state) as here, opened(tmp_path / "b", 12) as there:
        add_people(here, 2, first=100)
        add_people(there, 3, first=200)
    with opened(tmp_path / "b", 13, state) as back:
        assert succession.waiting_since(back) is not None


def test_a_counter_that_lags_or_cannot_be_read_stops_nobody(tmp_path: Path, laptop: Path) -> None:
    state = tmp_path / "state"
    with opened(laptop, 11, state) as site:
        origin = site.station.origin
    old = (state / f"{origin.hex()}.json").read_bytes()
    with opened(laptop, 12, state) as site:
        add_people(site, 2, first=100)
    for text in (old, b"", b"{", b"[]", b'{"seq": "9", "hash": "00"}', b'{"seq": 99999, "hash": "zz"}'):
        (state / f"{origin.hex()}.json").write_bytes(text)
        with opened(laptop, 13, state) as site:
            add_people(site, 1, first=int.from_bytes(site.randomness(2), "big"))


def test_a_state_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, laptop: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with opened(laptop, 11, tmp_path / "file" / "state") as site:
        add_people(site, 1, first=100)


def test_only_an_admin_goes_on_without_the_shared_file_and_says_why(tmp_path: Path, shared: Path, laptop: Path) -> None:
    state = tmp_path / "state"
    shutil.copytree(laptop, tmp_path / "image")
    with opened(laptop, 11, state) as before:
        add_people(before, 5, first=100)
    shutil.rmtree(laptop)
    shutil.copytree(tmp_path / "image", laptop)
    with opened(laptop, 12, state) as after:
        admin, other = Session("m", "Hannah", "", Role.ADMIN, ""), Session("n", "Marco", "", Role.ASSESSOR, "")
        with pytest.raises(NotAllowed):
            succession.go_on_without(after, other, "The stick is lost")
        with pytest.raises(InputError):
            succession.go_on_without(after, admin, "  ")
        succession.go_on_without(after, admin, "The stick is lost")
        add_people(after, 1, first=300)
        with after.database.read() as connection:
            joined = ledger_store.read_entries(connection, after.station.origin, 0)[0]
        assert record_in(joined.kind, joined.content or b"").reason == "The stick is lost"
        with pytest.raises(StorageError):
            succession.go_on_without(after, admin, "again")


def test_what_changed_since_wins_over_what_is_written_anew(tmp_path: Path, shared: Path, laptop: Path) -> None:
    shutil.copytree(laptop, tmp_path / "b")
    with opened(laptop, 11) as original, opened(tmp_path / "b", 12) as copy:
        with original.database.read() as connection:
            worker = connection.exec_driver_sql("SELECT id FROM worker ORDER BY id LIMIT 1").scalar_one()
        rename(copy, worker, "Earlier")
        original.clock.now = copy.clock()  # type: ignore[attr-defined]
        rename(original, worker, "Later")
        for site in (original, copy, original):
            sync_now(site, patience=PATIENCE)
        for site in (original, copy):
            with site.database.read() as connection:
                name = connection.exec_driver_sql("SELECT given_name FROM worker WHERE id = ?", (worker,)).scalar()
            assert name == "Later"


def test_an_old_image_put_back_twice_writes_nothing_twice(tmp_path: Path, shared: Path, laptop: Path) -> None:
    with opened(laptop, 11) as site:
        add_people(site, 2, first=100)
    shutil.copytree(laptop, tmp_path / "image")  # with two records that were not sent
    with opened(laptop, 12) as site:
        add_people(site, 1, first=300)
        sync_now(site, patience=PATIENCE)
    with opened(tmp_path / "image", 13) as site:
        add_people(site, 1, first=400)
    shutil.copytree(tmp_path / "image", tmp_path / "image2")
    with opened(tmp_path / "image", 14) as one, opened(tmp_path / "image2", 15) as two:
        assert sync_now(one, patience=PATIENCE).went_on
        report = sync_now(two, patience=PATIENCE)
        assert "kept as proof" in report.went_on
        assert "Written anew" not in report.went_on
        sync_now(one, patience=PATIENCE)
        sync_now(two, patience=PATIENCE)
        assert_equal_and_sound(one, two)
        with two.database.read() as connection:
            contents = connection.exec_driver_sql("SELECT count(*), count(DISTINCT content_digest) FROM entry").one()
        assert contents[0] == contents[1]
        assert len(names(two)) == 3 + 2 + 1 + 1


def test_sign_offs_and_certificates_keep_their_ids_signatures_and_pins(tmp_path: Path, shared: Path) -> None:
    at = founded.found(tmp_path / "a")
    choose_shared(at.site, shared, True, patience=PATIENCE)
    at.site.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with opened(tmp_path / "a", 11) as original:
        founded.signed(_on(at, original), at.ana)
        sync_now(original, patience=PATIENCE)
    with opened(tmp_path / "b", 12) as copy:
        made = founded.signed(_on(at, copy), at.yusef)
        sync_now(copy, patience=PATIENCE)
        with copy.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT id, origin FROM sign_off").all()
        assert {row[0]: row[1] for row in rows}[made.sign_off.id] == copy.station.origin
        assert len(rows) == 2
        report = check(copy)
        assert report.sound, report.lines()
        founded.signed(_on(at, copy), at.ana, "twice")  # the PIN still opens the keys
        assert check(copy).sound


def _on(at: founded.Founded, site: Site) -> founded.Founded:
    site.clock = at.time
    return founded.Founded(site, at.hannah, at.marco, at.ana, at.yusef, at.time, at.digests)


def test_the_old_key_endorses_the_new_one_and_nothing_else(tmp_path: Path, shared: Path, laptop: Path) -> None:
    with opened(laptop, 11) as site:
        before = site.station
        went_on = succession.go_on(site, succession.RESTORED)
        assert went_on is not None
        with site.database.read() as connection:
            first = ledger_store.read_entries(connection, site.station.origin, 0)[0]
        joined = record_in(first.kind, first.content or b"")
        assert joined.prev_origin == before.origin.hex()
        assert endorsement_holds(joined, site.station.origin, before.public)
        assert not endorsement_holds(joined, before.origin, before.public)
        assert not endorsement_holds(joined, site.station.origin, site.station.public)
        assert site.station.secret == before.secret


@pytest.mark.parametrize(
    "where", ["before the key", "before the transaction", "in it", "before its end", "before the key is taken"]
)
def test_killed_at_any_step_of_the_healing_it_is_whole_and_heals_at_the_next_sync(
    tmp_path: Path, shared: Path, laptop: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(laptop, tmp_path / "b")
    with opened(laptop, 11) as original:
        add_people(original, 2, first=100)
        sync_now(original, patience=PATIENCE)
    with opened(tmp_path / "b", 12) as copy:
        add_people(copy, 4, first=200)
        with monkeypatch.context() as patch:
            _stop(patch, where)
            with pytest.raises(KeyboardInterrupt):
                sync_now(copy, patience=PATIENCE)
    with opened(tmp_path / "b", 13) as copy:
        assert check(copy).sound
        add_people(copy, 1, first=300)  # and work goes on meanwhile
        for _ in range(2):
            assert sync_now(copy, patience=PATIENCE).clean
        assert len(names(copy)) == 3 + 2 + 4 + 1
        with opened(laptop, 14) as original:
            sync_now(original, patience=PATIENCE)
            assert_equal_and_sound(original, copy)
            with copy.database.read() as connection:
                anew = connection.exec_driver_sql("SELECT count(*), count(DISTINCT content_digest) FROM entry").one()
            assert anew[0] == anew[1]


def _stop(patch: pytest.MonkeyPatch, where: str) -> None:
    """Let the program end at a step, as a kill would: nothing after it runs."""

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def then_dies(call: Callable[..., object]) -> Callable[..., None]:
        def run(*values: object, **named: object) -> None:
            call(*values, **named)
            raise KeyboardInterrupt

        return run

    if where == "before the key":
        patch.setattr(succession, "save_next_key", dies)
    elif where == "before the transaction":
        patch.setattr(succession, "save_next_key", then_dies(succession.save_next_key))
    elif where == "in it":
        patch.setattr(remote_records, "put_in_quarantine", dies)
    elif where == "before its end":
        patch.setattr(projections, "rebuild", then_dies(projections.rebuild))
    else:
        patch.setattr(succession, "take_over", dies)


def test_a_window_that_was_open_meanwhile_writes_under_the_new_origin(tmp_path: Path, shared: Path, laptop: Path) -> None:
    """The sync runs in a process of its own: the window's next record must not go to the old number."""
    with opened(laptop, 11) as window, opened(laptop, 12) as worker:
        old = window.station.origin
        succession.go_on(worker, succession.RESTORED)
        with window.database.write() as connection:
            entry = append(window, connection, "worker.recorded", by="", about="w", body={"job": "welder"})
        assert entry.origin == window.station.origin == worker.station.origin != old
        assert heads(window)[old] == heads(worker)[old]
        assert succession.go_on(worker, succession.RESTORED) is not None  # once more is another origin, never the same twice
        with window.database.read() as connection:
            opened_site.settle(window, connection)
        assert window.station.origin == worker.station.origin


def test_the_laptop_stays_one_on_the_list_and_its_members_keep_their_keys_here(tmp_path: Path, shared: Path) -> None:
    at = founded.found(tmp_path / "a")
    with closing(at.site):
        known, waiting = stations(at.site), pending(at.site)
        succession.go_on(at.site, succession.RESTORED)
        assert [line.name for line in stations(at.site)] == [line.name for line in known]
        assert stations(at.site)[0].here
        assert pending(at.site) == waiting
        assert founded.signed(at, at.ana).counts  # the key was given on the origin before, and stays with the laptop
        assert check(at.site).sound


def test_nobody_else_can_claim_to_go_on_for_a_laptop(tmp_path: Path, laptop: Path) -> None:
    with opened(laptop, 11) as site:
        origin = site.station.origin
        stranger = successor_of(site.station, site.randomness)
        claim = StationJoined(name="Bay 4 laptop", ed25519=stranger.public, prev_origin=origin.hex(), endorsement="00" * 64)
        with site.database.write() as connection:
            ledger_writing.append_signed(connection, written_anew(stranger, claim, "", [], at=1 << 40, salt=b"0" * 16))
        with site.database.read() as connection:
            assert site_queries.superseded(connection) == frozenset()
            assert site_queries.predecessors(connection, stranger.origin) == frozenset()
