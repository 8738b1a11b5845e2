"""What is chosen to be added to a record is looked at first: what cannot be taken is said by name, the rest can be signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services import choosing_files
from supervisor_app.services.attaching import Addition, FileToAdd, add_to_record, withdraw_added
from supervisor_app.services.choosing_files import MOST_ADDED, MOST_AT_ONCE, Choice, choose_file, choose_files, choose_picture
from supervisor_app.services.evidence import attach
from supervisor_app.services.evidence_pictures import picture_of
from supervisor_app.services.records import record_whole
from supervisor_app.services.signing import sign
from supervisor_app.storage import ledger_store
from supervisor_app.storage.evidence_due import is_due
from supervisor_app.storage.evidence_files import FOLDER, delete_file
from tests.services.founded import PIN, Founded, choice, found, observe, signed
from tests.services.test_evidence import picture


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


@pytest.fixture
def record(at: Founded) -> str:
    return signed(at, at.ana).sign_off.id


def pictures(folder: Path, count: int) -> list[Path]:
    return [picture(folder / f"{number}.jpg", f"rgb({7 * number}, 0, 90)") for number in range(count)]


def why(chosen: Choice) -> dict[str, str]:
    return {one.name: one.why for one in chosen.left}


def test_what_cannot_be_taken_is_said_by_name_and_the_rest_is_taken(at: Founded, record: str, tmp_path: Path) -> None:
    good, other = pictures(tmp_path, 2)
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 and more")
    chosen = choose_files(
        at.site, record, [good, tmp_path / "notes.txt", good, tmp_path / "scan.pdf", tmp_path / "gone.jpg", other]
    )
    assert [one.name for one in chosen.files] == ["0.jpg", "scan.pdf", "1.jpg"]
    assert why(chosen)["notes.txt"] == "It is no JPEG, PNG, PDF or MP4 file."
    assert why(chosen)["0.jpg"] == "It is chosen already."
    assert "gone.jpg" in why(chosen)
    assert chosen.files[0].preview is not None
    assert chosen.files[1].preview is None
    assert chosen.files[1].tells
    assert not (at.site.folder / FOLDER).exists()


def test_what_the_record_has_already_is_not_taken_unless_it_was_withdrawn(at: Founded, tmp_path: Path) -> None:
    draft = observe(at, at.ana)
    seen, late = pictures(tmp_path, 2)
    attach(at.site, draft, "s01", seen)
    record = sign(at.site, at.hannah, draft, choice(at), PIN).sign_off.id
    addition = Addition(sign_off_id=record, files=(FileToAdd(file=choose_file(late)),), reason="late")
    (line,) = add_to_record(at.site, at.hannah, addition, PIN, at.time())
    assert set(why(choose_files(at.site, record, [seen, late])).values()) == {"It belongs to the record already."}
    withdraw_added(at.site, at.hannah, line.id, "dark", PIN, at.time())
    assert [one.name for one in choose_files(at.site, record, [seen, late]).files] == ["1.jpg"]


def test_no_more_are_taken_at_once_or_by_a_record_than_are_bounded(
    at: Founded, record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = pictures(tmp_path, MOST_ADDED + 1)
    first = choose_files(at.site, record, paths)
    assert len(first.files) == MOST_AT_ONCE
    assert set(why(first).values()) == {f"{MOST_AT_ONCE} files can be added at once; add it after these."}
    more = choose_files(at.site, record, paths[:1], first.files)
    assert more.files == ()
    monkeypatch.setattr(choosing_files, "MOST_BYTES_AT_ONCE", len(first.files[0].data) + 1)
    assert [one.name for one in choose_files(at.site, record, paths[:2]).files] == ["0.jpg"]
    monkeypatch.undo()
    for start in (0, MOST_AT_ONCE):
        files = tuple(FileToAdd(file=choose_file(path)) for path in paths[start : start + MOST_AT_ONCE])
        add_to_record(at.site, at.hannah, Addition(sign_off_id=record, files=files, reason="late"), PIN, at.time())
    assert "put further ones into one PDF" in why(choose_files(at.site, record, paths[-1:]))[paths[-1].name]


def test_looking_stops_when_nobody_waits(at: Founded, record: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    chosen = choose_files(
        at.site, record, pictures(tmp_path, 3), (), lambda done, total: told.append((done, total)), lambda: len(told) == 2
    )
    assert len(chosen.files) == 2
    assert told == [(0, 3), (1, 3)]


def test_several_are_signed_with_one_pin_each_as_an_act_of_its_own_or_none_of_them(
    at: Founded, record: str, tmp_path: Path
) -> None:
    first, second, third = (
        FileToAdd(file=one, caption=one.name) for one in choose_files(at.site, record, pictures(tmp_path, 3)).files
    )
    with at.site.database.read() as connection:
        before = ledger_store.heads(connection)[at.site.station.origin].seq
    lines = add_to_record(at.site, at.hannah, Addition(sign_off_id=record, files=(first, second), reason="late"), PIN, at.time())
    assert [line.caption for line in lines] == ["0.jpg", "1.jpg"]
    assert {line.reason for line in lines} == {"late"}
    with at.site.database.read() as connection:
        assert ledger_store.heads(connection)[at.site.station.origin].seq == before + 2
    for files in ((third, first), (third, third), (third, FileToAdd(file=third.file, step="s99")), ()):
        with pytest.raises((NotAllowed, InputError)):
            add_to_record(at.site, at.hannah, Addition(sign_off_id=record, files=files, reason="late"), PIN, at.time())
    assert record_whole(at.site, record).added == lines


def test_a_picture_of_the_camera_is_drawn_anew(tmp_path: Path) -> None:
    taken = choose_picture(picture(tmp_path / "frame.jpg", "teal").read_bytes(), "Picture of 09:12:44")
    assert (taken.name, taken.media, taken.tells) == ("Picture of 09:12:44", "image/jpeg", "")
    with pytest.raises(InputError):
        choose_picture(b"no picture", "Picture of 09:12:44")


def test_a_kept_picture_is_shown_small_and_one_that_is_away_or_spoiled_is_said_to_be(at: Founded, tmp_path: Path) -> None:
    draft = observe(at, at.ana)
    (file,) = attach(at.site, draft, "s01", picture(tmp_path / "a.jpg", "teal")).observation("s01").evidence
    shown = picture_of(at.site, file, 32)
    assert shown.here
    assert shown.pixels is not None
    assert (shown.pixels.width, shown.pixels.height) == (32, 24)
    path = at.site.folder / FOLDER / file.digest[:2] / file.digest
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert not picture_of(at.site, file).here
    sign(at.site, at.hannah, draft, choice(at), PIN)
    assert not picture_of(at.site, file).here
    with at.site.database.read() as connection:
        assert is_due(connection, file.digest, spoiled=True)
    delete_file(at.site.folder, file.digest)
    assert not picture_of(at.site, file).here
