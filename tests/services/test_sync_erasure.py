"""Erasure over the shared file: it reaches every laptop and the file, and no old copy and no old laptop brings it back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from supervisor_app.domain.decision import Judgement
from supervisor_app.domain.erasure import Scope, pseudonym
from supervisor_app.domain.observation import Context
from supervisor_app.domain.people import PersonFields
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.bodies import ErasureExtended
from supervisor_app.services import sync_doing, sync_exchange, sync_looking
from supervisor_app.services.appending import append
from supervisor_app.services.attaching import Addition, FileToAdd, add_to_record, get_added, withdraw_added
from supervisor_app.services.catalogue import publish
from supervisor_app.services.checking import check
from supervisor_app.services.checking_shared import check_shared
from supervisor_app.services.choosing_files import choose_file
from supervisor_app.services.content_keys import ring
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.evidence import attach, read_file
from supervisor_app.services.holds import lift_hold, place_hold
from supervisor_app.services.observing import start
from supervisor_app.services.people import add_worker, change_worker, get_worker
from supervisor_app.services.session import Session
from supervisor_app.services.signing import sign
from supervisor_app.services.signing_choice import SigningChoice
from supervisor_app.services.signing_in import list_members, session_of
from supervisor_app.services.site import Site, open_site
from supervisor_app.services.sync_blobs import MovedFiles
from supervisor_app.services.sync_places import lock_owner
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.storage import erased_places, ledger_store, projections, shared_gaps, sign_off_queries
from supervisor_app.storage.attachment_queries import AttachedLine
from supervisor_app.storage.erased_places import Place
from supervisor_app.storage.evidence_files import has_file
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_place import open_place
from tests.services.founded import forklift
from tests.services.sync_sites import PATIENCE, approve, closing, digest, empty, found, join, let_in

NAME = "Schrödinger-Kowalska"
PIN = "1234"


@dataclass
class Laptops:
    """Two laptops of one site with a worker on both, and the shared file between them."""

    a: Site
    b: Site
    shared: Path
    worker: str

    sealed: set[bytes] = field(default_factory=set)

    def sync(self, *sites: Site) -> None:
        for site in sites:
            sync_now(site, patience=PATIENCE)
            self.look()

    def look(self) -> None:
        """Note every sealed content on the shared file in which the name is."""
        with self.a.database.read() as connection:
            keys = ring(self.a, connection)
        with sqlite3.connect(self.shared) as file:
            for sealed, entry_hash in file.execute("SELECT sealed, hash FROM entry WHERE sealed IS NOT NULL"):
                if NAME.encode() in keys.open(entry_hash, sealed)[1]:
                    self.sealed.add(sealed)

    def erase(self, scope: Scope = Scope.EVERYTHING) -> None:
        shown = erasure_preview(self.a, admin(self.a), self.worker, scope)
        erase(self.a, admin(self.a), shown, "the worker asked", "the worker, by letter", PIN)

    def found(self) -> set[str]:
        """In which folders a part of the name lies, or what it was sealed as."""
        assert self.sealed
        folders = (self.a.folder, self.b.folder, self.shared.parent)
        needles = (NAME.encode(), b"kowalska", *(one[21:] for one in self.sealed))
        files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return {path.parent.name for path in files if any(needle in path.read_bytes() for needle in needles)}


def admin(site: Site) -> Session:
    return session_of(list_members(site)[0])


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    shared = tmp_path / "drive" / "site.sqlite"
    shared.parent.mkdir()
    a = found(tmp_path / "a")
    worker = add_worker(a, admin(a), PersonFields(employee_no="17", family_name=NAME, job="welder"))
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, 2)
    sync_now(b, patience=PATIENCE)
    sync_now(a, patience=PATIENCE)
    approve(a)
    sync_now(a, patience=PATIENCE)
    sync_now(b, patience=PATIENCE)
    with closing(a, b):
        made = Laptops(a, b, shared, worker.id)
        made.look()
        yield made


def test_an_erasure_reaches_the_shared_file_and_the_other_laptop_to_the_last_byte(laptops: Laptops) -> None:
    change_worker(laptops.b, admin(laptops.b), laptops.worker, PersonFields(employee_no="17", family_name=NAME, job=f"{NAME} 2"))
    laptops.sync(laptops.b, laptops.a)
    assert laptops.found() == {"a", "b", "drive"}
    laptops.erase()
    laptops.sync(laptops.a)
    assert laptops.found() == {"b"}
    laptops.sync(laptops.b)
    assert laptops.found() == set()
    assert digest(laptops.a) == digest(laptops.b)
    assert check(laptops.a).sound
    assert check(laptops.b).sound
    assert get_worker(laptops.b, laptops.worker).name == pseudonym(laptops.worker)


def test_what_another_laptop_said_before_it_knew_is_erased_as_it_comes(laptops: Laptops) -> None:
    laptops.erase()
    laptops.sync(laptops.a)
    change_worker(
        laptops.b, admin(laptops.b), laptops.worker, PersonFields(employee_no="17", family_name=NAME, job=f"{NAME} late")
    )
    laptops.sync(laptops.b, laptops.a, laptops.b)
    assert laptops.found() == set()
    assert digest(laptops.a) == digest(laptops.b)
    for site in (laptops.a, laptops.b):
        with site.database.read() as connection:
            assert erased_places.missing_places(connection) == ()
            assert erased_places.unnamed_places(connection) == {}


def test_a_shared_file_that_went_back_to_an_older_copy_is_erased_again(laptops: Laptops, tmp_path: Path) -> None:
    old = tmp_path / "old.copy"
    shutil.copy(laptops.shared, old)
    laptops.erase()
    laptops.sync(laptops.a)
    shutil.copy(old, laptops.shared)
    old.unlink()
    assert "drive" in laptops.found()
    laptops.sync(laptops.a)
    assert "drive" not in laptops.found()
    laptops.sync(laptops.b)
    assert laptops.found() == set()


def test_a_shared_file_made_anew_by_a_laptop_that_did_not_know_is_erased_by_the_one_that_does(laptops: Laptops) -> None:
    laptops.erase()
    laptops.sync(laptops.a)
    make_anew(laptops.b, patience=PATIENCE)  # b does not know of the erasure: it never saw it
    for aside in laptops.shared.parent.glob("*.damaged-*"):
        aside.unlink()
    laptops.sync(laptops.a, laptops.b)
    assert laptops.found() == set()


def test_a_content_taken_away_by_hand_is_put_back_by_whoever_has_it(laptops: Laptops) -> None:
    add_worker(laptops.a, admin(laptops.a), PersonFields(employee_no="18", family_name="Someone"))
    laptops.sync(laptops.a)
    with sqlite3.connect(laptops.shared) as file:
        file.execute("UPDATE entry SET sealed = NULL WHERE kind = 'worker.recorded'")
    laptops.sync(laptops.b)  # takes the record in without its content, and asks
    with laptops.b.database.read() as connection:
        assert len(erased_places.missing_places(connection)) == 1
    laptops.sync(laptops.a, laptops.b)
    with laptops.b.database.read() as connection:
        assert erased_places.missing_places(connection) == ()
    assert digest(laptops.a) == digest(laptops.b)


def test_a_content_that_is_missing_here_and_spoiled_there_is_put_back_by_whoever_has_it(laptops: Laptops) -> None:
    add_worker(laptops.a, admin(laptops.a), PersonFields(employee_no="18", family_name="Someone"))
    laptops.sync(laptops.a, laptops.b)
    with laptops.b.database.write() as connection:
        connection.exec_driver_sql("UPDATE entry SET salt = NULL, content = NULL WHERE kind = 'worker.recorded'")
        projections.rebuild(connection)
    with sqlite3.connect(laptops.shared) as file:
        file.execute("UPDATE entry SET sealed = randomblob(80) WHERE kind = 'worker.recorded'")
    for site in (laptops.b, laptops.a, laptops.b):
        sync_now(site, patience=PATIENCE)
    with laptops.b.database.read() as connection:
        assert erased_places.missing_places(connection) == ()
    assert digest(laptops.a) == digest(laptops.b)


def test_a_legal_hold_blocks_erasure_until_it_is_lifted(laptops: Laptops) -> None:
    place_hold(laptops.a, admin(laptops.a), laptops.worker, "accident of 3 May", PIN)
    with pytest.raises(NotAllowed, match="accident of 3 May"):
        laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    with pytest.raises(NotAllowed, match="accident of 3 May"):
        erasure_preview(laptops.b, admin(laptops.b), laptops.worker, Scope.FACTS)
    lift_hold(laptops.b, admin(laptops.b), laptops.worker, "the case is closed", PIN)
    laptops.sync(laptops.b, laptops.a)
    laptops.erase()


def test_the_reason_must_not_keep_the_name(laptops: Laptops) -> None:
    shown = erasure_preview(laptops.a, admin(laptops.a), laptops.worker, Scope.EVERYTHING)
    with pytest.raises(NotAllowed, match="the reason stays"):
        erase(laptops.a, admin(laptops.a), shown, f"{NAME} asked", "HR", PIN)


def blobs(laptops: Laptops) -> int:
    with sqlite3.connect(laptops.shared) as file:
        return int(file.execute("SELECT count(DISTINCT digest) FROM blob").fetchone()[0])


def with_photo(laptops: Laptops, folder: Path) -> str:
    """Sign the worker off on laptop a with a photo; return the photo's digest."""
    Image.new("RGB", (60, 40), "teal").save(folder / "photo.png")
    (line,) = publish(laptops.a, admin(laptops.a), [forklift()])
    draft = start(laptops.a, admin(laptops.a), laptops.worker, line.digest, Context())
    (file,) = attach(laptops.a, draft.id, "s01", folder / "photo.png").observation("s01").evidence
    choice = SigningChoice(judgement=Judgement.NOT_YET, signed_at=laptops.a.clock())
    sign(laptops.a, admin(laptops.a), draft.id, choice, PIN)
    return file.digest


def test_a_photo_reaches_the_other_laptop_and_an_erasure_takes_it_from_everywhere(laptops: Laptops, tmp_path: Path) -> None:
    digest = with_photo(laptops, tmp_path)
    laptops.sync(laptops.a, laptops.b)
    assert read_file(laptops.b, digest) == read_file(laptops.a, digest)
    assert blobs(laptops) == 1
    laptops.erase()
    assert not has_file(laptops.a.folder, digest)
    laptops.sync(laptops.a)
    assert blobs(laptops) == 0
    laptops.sync(laptops.b, laptops.a, laptops.b)
    assert not has_file(laptops.b.folder, digest)
    assert blobs(laptops) == 0
    assert check(laptops.a).sound
    assert check(laptops.b).sound


def test_a_photo_that_came_back_with_an_older_copy_goes_again(laptops: Laptops, tmp_path: Path) -> None:
    with_photo(laptops, tmp_path)
    laptops.sync(laptops.a, laptops.b)
    old = shutil.copy(laptops.shared, tmp_path / "old.copy")
    laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    assert blobs(laptops) == 0
    shutil.copy(old, laptops.shared)
    assert blobs(laptops) == 1
    laptops.sync(laptops.a)
    assert blobs(laptops) == 0


def test_an_audit_names_erased_things_that_lie_there_again_and_the_next_sync_takes_them_away(
    laptops: Laptops, tmp_path: Path
) -> None:
    with_photo(laptops, tmp_path)
    laptops.sync(laptops.a, laptops.b)
    before = sealed_rows(laptops)
    with sqlite3.connect(laptops.shared) as file:
        photo = file.execute("SELECT * FROM blob").fetchall()
    laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    gone = set(before) - set(sealed_rows(laptops))
    with sqlite3.connect(laptops.shared) as file:
        file.executemany("UPDATE entry SET sealed = ? WHERE origin = ? AND seq = ?", gone)
        file.executemany("INSERT INTO blob VALUES (?, ?, ?, ?)", photo)
    file.close()
    (line,) = [one for one in check_shared(laptops.b, lambda *_: None, lambda: False, patience=PATIENCE) if not one.sound]
    assert f"the contents of {len(gone)} records and 1 evidence file lie there again. The next sync" in line.finding
    laptops.sync(laptops.b)
    assert not gone & set(sealed_rows(laptops))
    assert blobs(laptops) == 0


def add_later(laptops: Laptops, site: Site, folder: Path, colour: str) -> AttachedLine:
    """Add a photo to the worker's one sign-off on a laptop, with the name in what is said."""
    Image.new("RGB", (60, 40), colour).save(folder / "later.png")
    with site.database.read() as connection:
        (line,) = sign_off_queries.worker_lines(connection, laptops.worker)
    reason = f"{NAME} had to leave before it was taken"
    file = FileToAdd(file=choose_file(folder / "later.png"))
    addition = Addition(sign_off_id=line.id, files=(file,), reason=reason)
    return add_to_record(site, admin(site), addition, PIN, site.clock())[0]


def test_what_was_added_after_signing_crosses_over_with_its_bytes_and_is_withdrawn_on_the_other_laptop(
    laptops: Laptops, tmp_path: Path
) -> None:
    with_photo(laptops, tmp_path)
    added = add_later(laptops, laptops.a, tmp_path, "red")
    laptops.sync(laptops.a, laptops.b)
    assert get_added(laptops.b, added.id) == added
    assert read_file(laptops.b, added.file.digest) == read_file(laptops.a, added.file.digest)
    gone = withdraw_added(laptops.b, admin(laptops.b), added.id, "It shows another bay", PIN, laptops.b.clock())
    laptops.sync(laptops.b, laptops.a)
    assert get_added(laptops.a, added.id) == gone
    assert digest(laptops.a) == digest(laptops.b)
    assert check(laptops.a).sound
    assert check(laptops.b).sound


def test_what_was_added_goes_with_the_worker_everywhere_also_what_was_added_before_a_laptop_knew(
    laptops: Laptops, tmp_path: Path
) -> None:
    with_photo(laptops, tmp_path)
    early = add_later(laptops, laptops.a, tmp_path, "red")
    laptops.sync(laptops.a, laptops.b)
    laptops.erase()
    late = add_later(laptops, laptops.b, tmp_path, "blue")
    laptops.sync(laptops.a)
    assert not has_file(laptops.a.folder, early.file.digest)
    laptops.sync(laptops.b, laptops.a, laptops.b)
    for site in (laptops.a, laptops.b):
        assert not has_file(site.folder, early.file.digest)
        assert not has_file(site.folder, late.file.digest)
        with pytest.raises(UserError):
            get_added(site, late.id)
        assert check(site).sound
    assert blobs(laptops) == 0
    assert laptops.found() == set()
    assert digest(laptops.a) == digest(laptops.b)


def test_a_laptop_restored_from_before_the_erasure_is_erased_again_at_its_first_sync(laptops: Laptops, tmp_path: Path) -> None:
    shutil.copytree(laptops.b.folder, tmp_path / "copy")
    laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    laptops.b.close()
    shutil.rmtree(laptops.b.folder)
    shutil.copytree(tmp_path / "copy", laptops.b.folder)
    laptops.b = open_site(laptops.b.folder, clock=laptops.b.clock, randomness=laptops.b.randomness)
    assert "b" in laptops.found()
    laptops.sync(laptops.b, laptops.a)
    assert laptops.found() == set()
    laptops.b.close()


def sealed_rows(laptops: Laptops) -> list[tuple[bytes, bytes, int]]:
    with sqlite3.connect(laptops.shared) as file:
        return file.execute("SELECT sealed, origin, seq FROM entry WHERE sealed IS NOT NULL").fetchall()


def written_back(laptops: Laptops, tmp_path: Path) -> list[tuple[bytes, bytes, int]]:
    """Erase a worker with a photo everywhere, and write what went back into the shared file by SQL; return these rows."""
    with_photo(laptops, tmp_path)
    laptops.sync(laptops.a, laptops.b, laptops.a)
    before = sealed_rows(laptops)
    with sqlite3.connect(laptops.shared) as file:
        photo = file.execute("SELECT * FROM blob").fetchall()
    laptops.erase()
    laptops.sync(laptops.a, laptops.b, laptops.a, laptops.b)
    left = sealed_rows(laptops)
    assert laptops.found() == set()
    gone = [row for row in before if row not in left]
    assert gone
    with sqlite3.connect(laptops.shared) as file:
        file.executemany("UPDATE entry SET sealed = ? WHERE origin = ? AND seq = ?", gone)
        file.executemany("INSERT INTO blob VALUES (?, ?, ?, ?)", photo)
    file.close()
    assert laptops.found() == {"drive"}
    return gone


def test_an_erased_content_that_somebody_wrote_back_by_hand_goes_at_the_next_sync(laptops: Laptops, tmp_path: Path) -> None:
    """No head went back and nobody pulls that row: SQLite's own count of changes tells that no sync left the file like this."""
    gone = written_back(laptops, tmp_path)
    laptops.sync(laptops.b)
    assert laptops.found() == set()
    assert not set(gone) & set(sealed_rows(laptops))
    assert blobs(laptops) == 0
    before = laptops.shared.read_bytes()
    laptops.sync(laptops.a, laptops.b)
    assert laptops.shared.read_bytes() == before
    assert digest(laptops.a) == digest(laptops.b)


def test_a_laptop_that_could_not_read_what_is_there_leaves_the_look_to_one_that_can(
    laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = written_back(laptops, tmp_path)
    stranger = empty(tmp_path / "c", 5)
    with closing(stranger), monkeypatch.context() as patched:
        patched.setattr(sync_doing, "take_boxes", lambda *_: 0)
        choose_shared(stranger, laptops.shared, False, patience=PATIENCE)
    assert set(gone) <= set(sealed_rows(laptops))
    laptops.sync(laptops.a)
    assert not set(gone) & set(sealed_rows(laptops))


def test_a_sync_killed_after_it_wrote_leaves_the_look_to_the_next_one(
    laptops: Laptops, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = written_back(laptops, tmp_path)
    change_worker(laptops.b, admin(laptops.b), add_someone(laptops.b), PersonFields(employee_no="19", family_name="Someone Else"))
    with monkeypatch.context() as patched:
        patched.setattr(sync_exchange, "settle_contents", lambda *_, **__: None)
        patched.setattr(sync_exchange, "_exchange_files", killed)
        with pytest.raises(KeyboardInterrupt):
            sync_now(laptops.b, patience=PATIENCE)
    assert set(gone) <= set(sealed_rows(laptops))
    laptops.sync(laptops.b)
    assert laptops.found() == set()
    assert not set(gone) & set(sealed_rows(laptops))


def test_a_file_of_an_older_version_works_and_gets_its_mark_with_the_next_record(laptops: Laptops, tmp_path: Path) -> None:
    with sqlite3.connect(laptops.shared) as file:
        file.execute("ALTER TABLE head DROP COLUMN mark")
    file.close()
    laptops.sync(laptops.a)  # looked at, as nothing tells who wrote it last
    before = laptops.shared.read_bytes()
    laptops.sync(laptops.b, laptops.a)
    assert laptops.shared.read_bytes() == before
    add_someone(laptops.a)
    laptops.sync(laptops.a, laptops.b)
    with sqlite3.connect(laptops.shared) as file:
        assert file.execute("SELECT max(mark) FROM head").fetchone()[0] == counter(laptops)
    file.close()


def test_every_transaction_of_a_sync_leaves_the_mark_that_the_header_then_has(laptops: Laptops, tmp_path: Path) -> None:
    with_photo(laptops, tmp_path)
    for number in range(3):
        add_someone(laptops.a, f"2{number}")
        laptops.sync(laptops.a, laptops.b)
        with sqlite3.connect(laptops.shared) as file:
            assert file.execute("SELECT max(mark) FROM head").fetchone()[0] == counter(laptops)
        file.close()


def counter(laptops: Laptops) -> int:
    return int.from_bytes(laptops.shared.read_bytes()[24:28], "big")


def add_someone(site: Site, number: str = "18") -> str:
    return add_worker(site, admin(site), PersonFields(employee_no=number, family_name="Someone")).id


def killed(*_: object) -> MovedFiles:
    raise KeyboardInterrupt


def test_rows_changed_by_hand_are_all_looked_at_by_the_next_syncs(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_looking, "ROWS", 4)
    monkeypatch.setattr(sync_looking, "MANY", 8)
    before = sealed_rows(laptops)
    with sqlite3.connect(laptops.shared) as file:
        file.execute("UPDATE entry SET sealed = zeroblob(100)")
    file.close()
    for _ in range(len(before) // 8 + 2):
        sync_now(laptops.a, patience=PATIENCE)
    assert sorted(sealed_rows(laptops), key=repr) == sorted(before, key=repr)
    after = laptops.shared.read_bytes()
    laptops.sync(laptops.a)
    assert laptops.shared.read_bytes() == after


def third(laptops: Laptops, folder: Path, seed: int, name: str) -> Site:
    """Let one more laptop in."""
    site = join(folder, laptops.shared, seed, name=name)
    let_in(laptops.a, site)
    return site


def lie(laptops: Laptops, liar: Site, place: Place) -> None:
    """Name an entry as a late one of the erasure of another worker, and take its content from the file as a sync would."""
    body = ErasureExtended(worker=laptops.worker, entries={place[0].hex(): (place[1],)})
    with liar.database.write() as connection:
        append(liar, connection, "erasure.extended", by="", about=laptops.worker, body=body)
        entry = ledger_store.entry_at(connection, *place)
    assert entry is not None
    sync_now(liar, patience=PATIENCE)
    with (
        open_place(str(laptops.shared), lock_owner(liar), PATIENCE, lambda *_: None) as shared,
        shared.writing() as remote,
    ):
        shared_gaps.blank(remote, {place: entry.content_digest})


def place_of(site: Site) -> Place:
    """Return where the newest fact about a person lies that this laptop wrote."""
    with site.database.read() as connection:
        found = ledger_store.entries_of_kinds(connection, ["worker.recorded"])
    return next((one.origin, one.seq) for one in reversed(found) if one.origin == site.station.origin)


def has_content(site: Site, place: Place) -> bool:
    with site.database.read() as connection:
        entry = ledger_store.entry_at(connection, *place)
    return entry is not None and entry.content is not None


def test_an_entry_that_a_liar_names_as_erased_reaches_a_laptop_that_joins_later_once_a_holder_synced(
    laptops: Laptops, tmp_path: Path
) -> None:
    add_someone(laptops.a)
    place = place_of(laptops.a)
    laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    liar = third(laptops, tmp_path / "liar", 21, "Stores laptop")
    with closing(liar):
        sync_now(laptops.b, patience=PATIENCE)
        lie(laptops, liar, place)
        late = join(tmp_path / "late", laptops.shared, 22, name="Late laptop")
        with closing(late):
            sync_now(late, patience=PATIENCE)
            assert not has_content(late, place)
            sync_now(laptops.b, patience=PATIENCE)  # holds it
            sync_now(late, patience=PATIENCE)
            assert has_content(late, place)
            let_in(laptops.a, late)
            for site in (late, laptops.b, laptops.a, liar, laptops.b, late, laptops.a):
                sync_now(site, patience=PATIENCE)
                assert has_content(laptops.a, place)
                assert has_content(late, place)
            before = laptops.shared.read_bytes()
            laptops.sync(laptops.a, late, laptops.b, liar)
            assert laptops.shared.read_bytes() == before
            assert digest(late) == digest(laptops.a)
            (line,) = [one for one in check(laptops.a).checks if one.name == "What is named as erased"]
            assert "Stores laptop" in line.finding
            assert f"record {place[1]} of {place[0].hex()[:8]}" in line.finding
    assert laptops.found() == set()


def test_what_a_laptop_knows_by_name_only_is_read_and_goes_again_where_it_came_back(laptops: Laptops, tmp_path: Path) -> None:
    old = shutil.copy(laptops.shared, tmp_path / "old.copy")
    laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    late = third(laptops, tmp_path / "late", 22, "Late laptop")
    with closing(late):
        shutil.copy(old, laptops.shared)
        Path(old).unlink()
        assert "drive" in laptops.found()
        sync_now(late, patience=PATIENCE)
        assert laptops.found() == set()
        assert not any(NAME.encode() in path.read_bytes() for path in late.folder.rglob("*") if path.is_file())
        laptops.sync(late, laptops.a, laptops.b, laptops.a, late)
        assert laptops.found() == set()
        assert digest(late) == digest(laptops.a)


def test_a_holder_that_was_restored_from_before_the_lie_is_not_robbed_of_what_it_holds(laptops: Laptops, tmp_path: Path) -> None:
    add_someone(laptops.a)
    place = place_of(laptops.a)
    laptops.erase()
    laptops.sync(laptops.a, laptops.b)
    liar = third(laptops, tmp_path / "liar", 21, "Stores laptop")
    with closing(liar):
        lie(laptops, liar, place)
        old = shutil.copy(laptops.shared, tmp_path / "old.copy")  # without the content
        laptops.sync(laptops.a)
        shutil.copy(old, laptops.shared)
        laptops.sync(laptops.b, laptops.a)
        assert has_content(laptops.a, place)
        assert has_content(laptops.b, place)
        with sqlite3.connect(laptops.shared) as file:
            (lies,) = file.execute("SELECT sealed IS NOT NULL FROM entry WHERE origin = ? AND seq = ?", place).fetchone()
        assert lies


def test_nothing_is_taken_there_before_the_act_that_says_why_was_sent(laptops: Laptops, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever's laptop dies in between and never comes back leaves no contents gone that nobody can explain."""

    def full() -> int:
        with sqlite3.connect(laptops.shared) as file:
            return int(file.execute("SELECT count(*) FROM entry WHERE sealed IS NOT NULL").fetchone()[0])

    before = full()
    laptops.erase()
    with monkeypatch.context() as patch:
        patch.setattr(sync_exchange, "push", no_drive)
        with pytest.raises(SharedFileError):
            sync_now(laptops.a, patience=PATIENCE)
    assert full() == before
    laptops.sync(laptops.a, laptops.b)
    assert laptops.found() == set()


def no_drive(*_: object) -> None:
    raise SharedFileError(Trouble.UNREACHABLE)
