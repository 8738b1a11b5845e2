"""The shared file shows nothing: contents sealed, keys handed to laptops that were let in, a new key after one was lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.keys import Sealing
from supervisor_app.services import content_keys, syncing
from supervisor_app.services.appending import append_many
from supervisor_app.services.content_keys import boxes_for, new_invitation, ring, rotate, take_boxes
from supervisor_app.services.founding import write_station
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.syncing import choose_shared, history, sync_now, sync_state
from supervisor_app.storage import member_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.key_files import FILE_NAME
from tests.services.sync_sites import PATIENCE, add_people, bore_witness, closing, empty, found, heads, join

LIGHT = Sealing(memory_kib=8, passes=1, lanes=1)
ROSTER = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture
def a(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "drive").mkdir()
    site = found(tmp_path / "a")
    with closing(site):
        choose_shared(site, shared_of(tmp_path), True, patience=PATIENCE)
        yield site


def shared_of(tmp_path: Path) -> Path:
    return tmp_path / "drive" / "site.sqlite"


def keys(site: Site) -> set[bytes]:
    with site.database.read() as connection:
        return set(ring(site, connection).keys)


def newest(site: Site) -> bytes | None:
    with site.database.read() as connection:
        key = ring(site, connection).newest
    return key.id if key else None


def admin_of(connection: Connection) -> str:
    return member_queries.members(connection)[0].id


def rotate_without(site: Site, *lost: Site) -> None:
    with site.database.write() as connection:
        everybody = [station.x25519 for station in site_queries.stations(connection)]
        gone = {site.station.sealing_public for site in lost}
        rotate(site, connection, [x25519 for x25519 in everybody if x25519 not in gone], by=admin_of(connection))


def stretch_lightly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are stretched lightly."""
    real = content_keys.invited
    monkeypatch.setattr(syncing, "invited", lambda code, site: real(code, site, stretching=LIGHT))


def test_no_name_number_or_job_of_three_hundred_people_is_in_the_shared_file_or_its_journal(a: Site, tmp_path: Path):
    people = [
        {
            "employee_no": f"NP-{number:05}",
            "given_name": f"Alžběta{number}",
            "family_name": f"Ozoliņa-{number}",
            "job": f"Welder class {number}",
            "department": "Pressing shop",
        }
        for number in range(300)
    ]
    with a.database.write() as connection:
        append_many(a, connection, [("worker.recorded", a.randomness(16).hex(), body) for body in people], by="")
    sync_now(a, patience=PATIENCE)
    b = join(tmp_path / "b", shared_of(tmp_path), seed=2, name="Paint shop laptop")
    with closing(b):
        sync_now(b, patience=PATIENCE)
        assert heads(b) != {}
    files = [path for path in (tmp_path / "drive").rglob("*") if path.is_file()]
    everything = b"".join(path.read_bytes() for path in files)
    names = {text for body in people for text in body.values()}
    names |= {"Northgate", "Hannah", "Weber", "Bay 4 laptop", "Paint shop laptop", "NP-0", "Alž", "Ozoli", "Welder class"}
    assert len(everything) > 300 * 100
    assert not [name for name in sorted(names) if name.encode() in everything]


def test_a_founded_site_has_a_key_and_a_second_laptop_gets_it_and_reads(a: Site, tmp_path: Path):
    b = join(tmp_path / "b", shared_of(tmp_path), seed=2)
    with closing(b):
        assert keys(a) == keys(b) != set()
        sync_now(b, patience=PATIENCE)
        sync_now(a, patience=PATIENCE)
        assert heads(a) == heads(b)


def test_a_laptop_that_was_not_let_in_says_so_and_its_own_records_reach_the_others(
    a: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    add_people(a, 3)
    sync_now(a, patience=PATIENCE)
    stretch_lightly(monkeypatch)
    b = empty(tmp_path / "b", seed=2)
    with closing(b):
        report = choose_shared(b, shared_of(tmp_path), False, patience=PATIENCE)
        assert (report.received, report.clean, report.locked) == (0, False, sum(heads(a).values()))
        assert "not let in yet" in report.sentence
        with a.database.read() as connection:
            row = site_queries.site_row(connection)
        assert row is not None
        with b.database.write() as connection:
            joined = StationJoined(name="Stamping laptop", ed25519=b.station.public, site=row.id, x25519=b.station.sealing_public)
            write_station(b, connection, joined)
        assert sync_now(b, patience=PATIENCE).sent == 1
        assert b"Stamping" not in shared_of(tmp_path).read_bytes()
        sync_now(a, patience=PATIENCE)
        assert heads(a)[b.station.origin] == 1
        with a.database.read() as connection:
            asked = site_queries.station(connection, b.station.origin)
        assert asked is not None
        assert asked.name == "Stamping laptop"
        let_in(a, asked.x25519)
        sync_now(a, patience=PATIENCE)
        bore_witness(b)
        report = sync_now(b, patience=PATIENCE)
        assert (report.locked, report.clean) == (0, True)
        assert heads(b).items() >= {a.station.origin: heads(a)[a.station.origin]}.items()
        assert keys(b) == keys(a)


def let_in(site: Site, x25519: str) -> None:
    """Hand the keys to a laptop by an entry, as an approval does."""
    from supervisor_app.ledger.bodies import ContentKeyCreated
    from supervisor_app.services.appending import append

    with site.database.write() as connection:
        boxes = boxes_for(site, connection, x25519)
        key = ring(site, connection).newest
        assert key is not None
        body = ContentKeyCreated(key=key.id.hex(), mailbox=key.mailbox.public, boxes=boxes)
        append(site, connection, "content_key.created", by=admin_of(connection), about=key.id.hex(), body=body)


def test_after_a_laptop_was_lost_it_reads_nothing_new_and_the_others_read_everything(
    a: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    b, lost = (join(tmp_path / name, shared_of(tmp_path), seed=seed, name=name) for name, seed in (("b", 2), ("c", 3)))
    with closing(b, lost):
        for site in (b, lost, a):
            sync_now(site, patience=PATIENCE)
        stretch_lightly(monkeypatch)
        before = newest(a)
        rotate_without(a, lost)
        add_people(a, 2)
        sync_now(a, patience=PATIENCE)
        sync_now(b, patience=PATIENCE)
        assert newest(b) == newest(a) != before
        assert heads(b) == heads(a)
        add_people(b, 1, first=50)
        sync_now(b, patience=PATIENCE)
        report = sync_now(lost, patience=PATIENCE)
        assert (report.received, report.locked) == (0, 4)
        assert "a key that this laptop was not given" in report.sentence
        assert keys(lost) == {before}
        add_people(lost, 1, first=90)  # what it writes still reaches the others, who judge it
        assert sync_now(lost, patience=PATIENCE).sent == 1
        sync_now(a, patience=PATIENCE)
        assert heads(a)[lost.station.origin] == heads(lost)[lost.station.origin]


def test_a_laptop_that_cannot_open_what_is_new_says_so_until_it_can_and_notes_it_once(
    a: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    lost = join(tmp_path / "c", shared_of(tmp_path), seed=3)
    with closing(lost):
        for site in (lost, a, lost):
            sync_now(site, patience=PATIENCE)
        stretch_lightly(monkeypatch)
        rotate_without(a, lost)
        sync_now(a, patience=PATIENCE)
        before = len(history(lost))
        assert [sync_now(lost, patience=PATIENCE).locked for _ in range(2)] == [1, 1]
        assert len(history(lost)) == before + 1, "the same again is no news"
        assert (history(lost)[0].sentence, history(lost)[0].clean) == ("Could not open 1 yet", False)
        assert sync_state(lost).problem == "New records cannot be opened here"
        let_in(a, lost.station.sealing_public)
        sync_now(a, patience=PATIENCE)
        assert sync_now(lost, patience=PATIENCE).locked == 0
        assert (history(lost)[0].clean, sync_state(lost).problem) == (True, "")


def test_a_new_laptop_reads_what_was_sealed_with_every_key_there_was(a: Site, tmp_path: Path):
    for round_ in range(3):
        add_people(a, 2, first=10 * round_)
        sync_now(a, patience=PATIENCE)
        rotate_without(a)
    sync_now(a, patience=PATIENCE)
    b = join(tmp_path / "b", shared_of(tmp_path), seed=2)
    let_in(a, b.station.sealing_public)
    with closing(b):
        sync_now(a, patience=PATIENCE)
        sync_now(b, patience=PATIENCE)
        assert len(keys(b)) == 4
        assert {origin: seq for origin, seq in heads(b).items() if origin != b.station.origin} == heads(a)


def test_the_mailbox_in_the_shared_file_follows_the_newest_key_and_is_put_right(a: Site, tmp_path: Path):
    def there() -> bytes:
        plain = sqlite3.connect(shared_of(tmp_path))
        [(value,)] = plain.execute("SELECT value FROM meta WHERE key = 'mailbox'")
        plain.close()
        return bytes(value)

    assert there()[:8] == newest(a)
    rotate_without(a)
    sync_now(a, patience=PATIENCE)
    right = there()
    assert right[:8] == newest(a)
    changes = ("DELETE FROM meta WHERE key = 'mailbox'", "UPDATE meta SET value = randomblob(40) WHERE key = 'mailbox'")
    for change, new in product(changes, (1, 0)):  # also by a laptop with nothing to send
        plain = sqlite3.connect(shared_of(tmp_path))
        plain.execute(change)
        plain.commit()
        plain.close()
        if new:
            add_people(a, 1)
        sync_now(a, patience=PATIENCE)
        assert there() == right


def test_an_invitation_opens_everything_to_who_has_the_code(a: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from supervisor_app.ledger.bodies import ContentKeyCreated
    from supervisor_app.services.appending import append

    stretch_lightly(monkeypatch)
    with a.database.write() as connection:
        row = site_queries.site_row(connection)
        assert row is not None
        invitation = new_invitation(a, connection, bytes.fromhex(row.id), stretching=LIGHT)
        key = ring(a, connection).newest
        assert key is not None
        body = ContentKeyCreated(key=key.id.hex(), mailbox=key.mailbox.public, boxes=invitation.boxes)
        append(a, connection, "content_key.created", by=admin_of(connection), about="", body=body)
    sync_now(a, patience=PATIENCE)
    assert invitation.code.encode() not in shared_of(tmp_path).read_bytes()
    b, c = empty(tmp_path / "b", seed=2), empty(tmp_path / "c", seed=3)
    with closing(b, c):
        report = choose_shared(b, shared_of(tmp_path), False, invitation=invitation.code.lower(), patience=PATIENCE)
        assert (report.locked, heads(b)) == (0, heads(a))
        report = choose_shared(c, shared_of(tmp_path), False, invitation="ABCD-EFGH-JKMN", patience=PATIENCE)
        assert report.locked
        with pytest.raises(NotAllowed, match="not the code"):
            sync_now(c, invitation="my code", patience=PATIENCE)
    again = open_site(tmp_path / "b", clock=b.clock, randomness=b.randomness)
    with closing(again):  # the code is needed once
        assert keys(again) == keys(a)


def test_a_laptop_without_a_key_can_neither_let_in_nor_invite_nor_rotate(tmp_path: Path):
    site = empty(tmp_path / "e", seed=5)
    with closing(site), site.database.write() as connection:
        for attempt in (
            lambda: boxes_for(site, connection, site.station.sealing_public),
            lambda: new_invitation(site, connection, bytes(16), stretching=LIGHT),
            lambda: rotate(site, connection, [], by=""),
        ):
            with pytest.raises(NotAllowed, match="was not given the key") as caught:
                attempt()
            assert caught.value.hint


def test_boxes_that_are_nonsense_or_for_others_are_passed_over(a: Site, tmp_path: Path):
    from supervisor_app.ledger.bodies import KeyBox

    site = empty(tmp_path / "e", seed=5)
    with closing(site):
        mine = site.station.sealing_public
        nonsense = [
            KeyBox(key="zz", recipient=mine, box=""),
            KeyBox(key="é" * 16, recipient=mine, box="AAAA"),
            KeyBox(key="00" * 8, recipient=mine, box="\x00*"),
            KeyBox(key="00" * 8, recipient="elsewhere", box="AAAA"),
        ]
        assert take_boxes(site, nonsense) == 0
        assert keys(site) == set()


def test_secrets_are_on_the_disk_only_in_the_key_file(a: Site, tmp_path: Path):
    secrets = [key.secret for key in a.content_keys.values()]
    a.database.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [secret for secret in secrets if secret in data or secret.hex().encode() in data], path
    assert (tmp_path / "a" / FILE_NAME).stat().st_mode & 0o077 == 0
    assert repr(secrets[0])[2:-1] not in repr(a)
