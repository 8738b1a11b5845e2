"""What one worker gets who asks what is held about them: all of it, whole or not at all, and nothing about anybody else."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from supervisor_app import cli
from supervisor_app.domain.people import PersonFields
from supervisor_app.errors import NotAllowed
from supervisor_app.services import subject_access
from supervisor_app.services.evidence import attach
from supervisor_app.services.holds import place_hold
from supervisor_app.services.issuing import issue
from supervisor_app.services.people import change_worker
from supervisor_app.services.signing import sign
from supervisor_app.services.subject_access import export_person
from tests.services.founded import DETAILS, PIN, Founded, choice, found, observe, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def test_everything_about_one_worker_is_in_the_file_and_nothing_about_another(at: Founded, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "photo.png")
    draft_id = observe(at, at.ana)
    attach(at.site, draft_id, "s01", tmp_path / "photo.png")
    sign_off = sign(at.site, at.hannah, draft_id, choice(at), PIN).sign_off
    certificate = issue(at.site, at.hannah, sign_off.id, DETAILS, PIN, at.time())
    signed(at, at.yusef)
    begun = observe(at, at.ana)
    change_worker(at.site, at.hannah, at.ana.id, PersonFields(employee_no="20417", given_name="Ana", job="=cmd|x"))
    place_hold(at.site, at.hannah, at.ana.id, "accident", PIN)
    seen: list[tuple[int, int]] = []
    result = export_person(
        at.site, at.hannah, at.ana.id, tmp_path / "ana.zip", progress=lambda done, total: seen.append((done, total))
    )
    assert (result.certificates, result.files, result.missing, result.cancelled) == (1, 1, 0, False)
    assert seen[-1] == (3, 3)
    with ZipFile(result.path) as pack:
        assert pack.testzip() is None
        names = pack.namelist()
        assert f"certificates/{certificate.facts.number}.pdf" in names
        assert sum(name.startswith("photos and files/") for name in names) == 1
        whole = json.loads(pack.read("everything.json"))
        report = pack.read("report.txt").decode()
        rows = list(csv.reader(io.StringIO(pack.read("records.csv").decode("utf-8-sig"))))
        everything = b"".join(pack.read(name) for name in names)
    assert whole["facts"]["employee_no"] == "20417"
    assert [draft["id"] for draft in whole["drafts"]] == [begun]
    assert whole["legal_hold"]["reason"] == "accident"
    kinds = {entry["kind"] for entry in whole["entries"]}
    assert {"worker.recorded", "assessment.signed", "certificate.issued", "hold.placed"} <= kinds
    assert len(rows) - 1 == result.records >= 5
    assert "What Northgate Pressings holds about Ana" in report
    assert "accident" in report
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert "Hazan" not in everything.decode("utf-8", "replace")
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_from_its_first_byte_nobody_else_on_the_computer_may_read_the_file(at: Founded, tmp_path: Path) -> None:
    signed(at, at.ana)
    (tmp_path / "ana.zip.tmp").touch(mode=0o666)  # laid there by somebody who waits for it
    modes: set[int] = set()

    def look(done: int, total: int) -> None:
        modes.add(stat.S_IMODE((tmp_path / "ana.zip.tmp").stat().st_mode))

    export_person(at.site, at.hannah, at.ana.id, tmp_path / "ana.zip", progress=look)
    assert modes | {stat.S_IMODE((tmp_path / "ana.zip").stat().st_mode)} == {0o600}


def test_certificates_under_one_number_are_all_in_it(at: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject_access, "file_stem", lambda issued: "NP-AAA-000001")  # as two copies of a laptop give it
    for _ in range(2):
        issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    path = export_person(at.site, at.hannah, at.ana.id, tmp_path / "ana.zip").path
    with ZipFile(path) as pack:
        papers = [name for name in pack.namelist() if name.startswith("certificates/")]
    assert papers == ["certificates/NP-AAA-000001.pdf", "certificates/NP-AAA-000001-2.pdf"]


def test_a_stopped_export_leaves_nothing(at: Founded, tmp_path: Path) -> None:
    signed(at, at.ana)
    assert export_person(at.site, at.hannah, at.ana.id, tmp_path / "ana.zip", cancelled=lambda: True).cancelled
    assert not list(tmp_path.glob("ana*"))


def test_only_an_admin_exports(at: Founded, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        export_person(at.site, at.marco, at.ana.id, tmp_path / "ana.zip")


def test_the_command_writes_the_same_file(at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pin").write_text(PIN)
    at.site.close()
    asked = ["export", "person", "20417", str(tmp_path / "ana.zip"), "--member", at.hannah.name]
    exit_code = cli.run([*asked, "--pin-file", str(tmp_path / "pin"), "--data-dir", str(at.site.folder)])
    assert exit_code == 0
    assert "records" in capsys.readouterr().out
    with ZipFile(tmp_path / "ana.zip") as pack:
        assert "report.txt" in pack.namelist()
