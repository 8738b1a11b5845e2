"""Sharing: every file that is written is read back as valid, nothing more is written, and names hold on every system."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError, UserError
from supervisor_app.services.issuing import issue
from supervisor_app.services.passport import sign_passport
from supervisor_app.services.sharing import safe_stem, share
from supervisor_app.services.verifying import verify_file
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def certified(at: Founded) -> str:
    """A certificate for Ana; its id."""
    return issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time()).facts.credential_id


def test_every_file_is_read_back_as_valid(at: Founded, tmp_path: Path) -> None:
    name = certified(at)
    passport = sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())
    shared = share(at.site, [name], tmp_path, passport=passport)
    assert sorted(Path(file).suffix for file in shared.files) == [".json", ".json", ".pdf", ".png", ".svg"]
    folder = Path(shared.folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(shared.files)
    for path in folder.iterdir():
        verdict = verify_file(at.site, path, at.time())
        assert verdict.valid, (path.name, verdict)
        if path.name != "passport.json":
            assert verdict.credential_id == name


def test_a_folder_is_named_by_the_number_and_holds_no_name_of_a_person(at: Founded, tmp_path: Path) -> None:
    shared = share(at.site, [certified(at)], tmp_path)
    names = " ".join((shared.folder, *shared.files)).casefold()
    assert at.ana.family_name.casefold() not in names
    assert at.ana.given_name.casefold() not in Path(shared.folder).name.casefold()
    assert shared.sentence().startswith("4 files in")


def test_a_badge_edited_in_one_letter_is_refused(at: Founded, tmp_path: Path) -> None:
    shared = share(at.site, [certified(at)], tmp_path)
    for suffix in (".json", ".svg"):
        path = next(path for path in Path(shared.folder).iterdir() if path.suffix == suffix)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"licenseNumber":"', '"licenseNumber":"1', 1), encoding="utf-8")
        assert not verify_file(at.site, path, at.time()).valid


def test_several_go_into_one_folder_and_it_can_be_stopped(at: Founded, tmp_path: Path) -> None:
    names = [certified(at)]
    later(at, days=40)
    names.append(certified(at))
    steps: list[tuple[int, int]] = []
    whole = share(at.site, names, tmp_path, name="20417", progress=lambda done, every: steps.append((done, every)))
    assert (len(whole.files), Path(whole.folder).name, steps[-1]) == (8, "20417", (2, 2))
    part = share(at.site, names, tmp_path, name="again", cancelled=iter([False, True]).__next__)
    assert (len(part.files), part.cancelled) == (4, True)


def test_doing_it_again_gives_the_same_files(at: Founded, tmp_path: Path) -> None:
    name = certified(at)
    first = share(at.site, [name], tmp_path)
    before = {path.name: path.read_bytes() for path in Path(first.folder).iterdir()}
    assert share(at.site, [name], tmp_path) == first
    assert {path.name: path.read_bytes() for path in Path(first.folder).iterdir()} == before


def test_nothing_to_share_and_a_folder_that_is_a_file_get_a_sentence(at: Founded, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no certificate to share"):
        share(at.site, [], tmp_path)
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be written"):
        share(at.site, [certified(at)], tmp_path, name="taken")


@pytest.mark.parametrize(
    ("text", "stem"),
    [("NPI-KMX-000147", "NPI-KMX-000147"), ("con", "con_"), ("../../etc", "etc"), ("", "certificate"), ("a:b\\c", "a_b_c"),
     ("COM1", "COM1_"), ("x" * 300, "x" * 80), ("名", "certificate"), ("tail. ", "tail")],
)  # fmt: skip
def test_names_hold_on_every_system(text: str, stem: str) -> None:
    assert safe_stem(text) == stem


def test_the_baked_credential_is_the_credential(at: Founded, tmp_path: Path) -> None:
    from supervisor_app.credentials.baked import baked_in_png, baked_in_svg

    shared = share(at.site, [certified(at)], tmp_path)
    files = {path.suffix: path.read_bytes() for path in Path(shared.folder).iterdir()}
    assert baked_in_png(files[".png"]) == baked_in_svg(files[".svg"]) == files[".json"].decode()
    assert json.loads(files[".json"])["type"] == ["VerifiableCredential", "AchievementCredential"]
