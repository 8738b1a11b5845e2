"""A photo for a step: kept at once, signed by its digest, told on the annex, sent to the other laptop, gone with an erasure."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.evidence import files_in_words
from supervisor_app.domain.observation import EvidenceFile, Result
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.checking import check
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.evidence import (
    MOST_FILES,
    attach,
    attach_all,
    attach_picture,
    detach,
    read_file,
    steps_lacking_files,
)
from supervisor_app.services.evidence_exchange import SiteEvidence
from supervisor_app.services.issuing import issue
from supervisor_app.services.observing import discard, load, undo
from supervisor_app.services.records import record_whole
from supervisor_app.services.signing import sign
from supervisor_app.storage.evidence_files import FOLDER, delete_file
from tests.services.evidence_here import check_evidence
from tests.services.founded import DETAILS, PIN, Founded, choice, found, observe


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return picture(tmp_path / "IMG_Kowalska.jpg", "teal")


def picture(path: Path, colour: str) -> Path:
    Image.new("RGB", (64, 48), colour).save(path, "JPEG")
    return path


def files(at: Founded) -> list[Path]:
    return [path for path in (at.site.folder / FOLDER).rglob("*") if path.is_file()]


def test_a_photo_is_on_the_disk_and_in_the_draft_when_it_returns(at: Founded, photo: Path) -> None:
    draft_id = observe(at, at.ana)
    before = load(at.site, draft_id)
    after = attach(at.site, draft_id, "s01", photo)
    (file,) = after.observation("s01").evidence
    assert after == load(at.site, draft_id)
    assert after.observation("s01").result is Result.MET
    assert after.current_step == before.current_step
    (path,) = files(at)
    assert path.name == file.digest
    assert path.parent.name == file.digest[:2]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Image.open(io.BytesIO(read_file(at.site, file.digest))) as image:
        assert image.size == (64, 48)
    assert b"IMG_Kowalska" not in at.site.database.path.read_bytes()


def test_a_photo_can_be_taken_away_and_undone(at: Founded, photo: Path) -> None:
    draft_id = observe(at, at.ana)
    (file,) = attach(at.site, draft_id, "s01", photo).observation("s01").evidence
    assert detach(at.site, draft_id, "s01", file.digest).observation("s01").evidence == ()
    assert undo(at.site, draft_id).observation("s01").evidence == (file,)


def test_a_discarded_draft_takes_its_photos_with_it_but_not_those_of_others(at: Founded, photo: Path, tmp_path: Path) -> None:
    mine, other = observe(at, at.ana), observe(at, at.yusef)
    attach(at.site, mine, "s01", photo)
    attach(at.site, other, "s01", photo)
    attach(at.site, mine, "s02", picture(tmp_path / "second.jpg", "red"))
    discard(at.site, at.hannah, mine)
    (kept,) = load(at.site, other).observation("s01").evidence
    assert [path.name for path in files(at)] == [kept.digest]


def test_too_many_and_unreadable_files_are_refused(at: Founded, tmp_path: Path) -> None:
    draft_id = observe(at, at.ana)
    with pytest.raises(InputError):
        attach(at.site, draft_id, "s01", Path(__file__))
    for number in range(MOST_FILES):
        attach(at.site, draft_id, "s01", picture(tmp_path / "x.jpg", f"rgb({20 * number}, 0, 0)"))
    with pytest.raises(NotAllowed):
        attach(at.site, draft_id, "s01", picture(tmp_path / "x.jpg", "white"))


def test_of_several_files_those_that_cannot_be_kept_are_told_and_the_others_kept(
    at: Founded, photo: Path, tmp_path: Path
) -> None:
    draft_id = observe(at, at.ana)
    done = attach_all(at.site, draft_id, "s01", [photo, Path(__file__), picture(tmp_path / "b.jpg", "red")])
    assert len(done.draft.observation("s01").evidence) == 2
    assert [one.name for one in done.left] == [Path(__file__).name]
    many = [picture(tmp_path / f"{number}.jpg", f"rgb({9 * number}, 0, 0)") for number in range(MOST_FILES)]
    full = attach_all(at.site, draft_id, "s01", many)
    assert len(full.draft.observation("s01").evidence) == MOST_FILES
    assert [one.why for one in full.left] == [f"A step has at most {MOST_FILES} files."] * 2
    taken = attach_picture(at.site, draft_id, "s02", photo.read_bytes())
    assert len(taken.observation("s02").evidence) == 1


def test_a_photo_that_is_gone_before_it_is_signed_is_found(at: Founded, photo: Path) -> None:
    draft_id = observe(at, at.ana)
    draft = attach(at.site, draft_id, "s02", photo)
    assert steps_lacking_files(at.site, draft) == ()
    (path,) = files(at)
    path.unlink()
    assert steps_lacking_files(at.site, draft) == ("s02",)


def test_a_photo_is_signed_by_its_digest_and_told_on_the_annex(at: Founded, photo: Path) -> None:
    draft_id = observe(at, at.ana)
    (file,) = attach(at.site, draft_id, "s01", photo).observation("s01").evidence
    signed = sign(at.site, at.hannah, draft_id, choice(at), PIN)
    whole = record_whole(at.site, signed.sign_off.id)
    assert whole.sign_off.observations[0].evidence == (file,)
    assert all(line.holds for line in whole.proof)
    assert signed.offer is not None
    certificate = issue(at.site, at.hannah, signed.sign_off.id, DETAILS, PIN, at.time())
    evidence = certificate.facts.evidence
    assert ("step 1", file.digest) in evidence.digests
    assert "1 photo" in evidence.steps[0].note
    assert check(at.site).sound
    found_files = check_evidence(at.site)
    assert (found_files.whole, found_files.missing, found_files.damaged) == (1, (), ())


def test_a_missing_or_changed_photo_is_said_and_blocks_nothing(at: Founded, photo: Path) -> None:
    draft_id = observe(at, at.ana)
    (file,) = attach(at.site, draft_id, "s01", photo).observation("s01").evidence
    sign(at.site, at.hannah, draft_id, choice(at), PIN)
    (path,) = files(at)
    path.write_bytes(b"changed")
    assert check_evidence(at.site).damaged == (file.digest,)
    assert f"file {file.digest[:12]} was changed" in "\n".join(check(at.site).lines())
    assert not check(at.site).sound
    with pytest.raises(UserError, match="not on this laptop"):
        read_file(at.site, file.digest)
    path.unlink()
    assert check_evidence(at.site).missing == (file.digest,)
    assert check(at.site).sound
    assert SiteEvidence(at.site).due().missing == {bytes.fromhex(file.digest)}
    assert record_whole(at.site, draft_id).sign_off.id == draft_id


def test_an_erasure_takes_the_photos_but_not_those_another_record_names(at: Founded, photo: Path, tmp_path: Path) -> None:
    for worker, other in ((at.ana, "red"), (at.yusef, "blue")):
        draft_id = observe(at, worker)
        attach(at.site, draft_id, "s01", photo)
        attach(at.site, draft_id, "s02", picture(tmp_path / "own.jpg", other))
        sign(at.site, at.hannah, draft_id, choice(at), PIN)
    begun = observe(at, at.ana)
    attach(at.site, begun, "s01", picture(tmp_path / "draft.jpg", "white"))
    assert len(files(at)) == 4
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    assert "2 photos and files" in shown.goes
    erase(at.site, at.hannah, shown, "asked", "the worker", PIN)
    assert len(files(at)) == 2
    assert check_evidence(at.site).missing == ()
    assert len(SiteEvidence(at.site).erased()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="links as POSIX has them")
def test_a_link_in_the_place_of_a_photo_goes_and_what_it_points_to_stays_whole(at: Founded, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")
    attach(at.site, observe(at, at.ana), "s01", photo)
    (path,) = files(at)
    path.unlink()
    path.symlink_to(tmp_path / "theirs")
    delete_file(at.site.folder, path.name)
    assert not path.is_symlink()
    assert (tmp_path / "theirs").read_text() == "theirs"


def test_files_are_counted_in_words() -> None:
    one = EvidenceFile(digest="0" * 64, media="image/png", size=1)
    pdf = EvidenceFile(digest="1" * 64, media="application/pdf", size=1)
    assert files_in_words((one, one, pdf)) == "2 photos, 1 file"
    assert files_in_words(()) == ""
