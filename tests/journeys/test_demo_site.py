"""The sample site, built by the command a new user types: complete, exchanged, verified, never built over anything."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.errors import StorageError
from supervisor_app.services.checking import check
from supervisor_app.services.demo import build_demo, read_demo
from supervisor_app.services.demo_summary import DemoSummary
from supervisor_app.services.matrix import matrix
from supervisor_app.services.observing import drafts
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import open_site
from supervisor_app.services.syncing import sync_state
from supervisor_app.services.today import today
from supervisor_app.storage.projections import digest


def now() -> datetime:
    return datetime.now().astimezone()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    folder = tmp_path_factory.mktemp("demo") / "site"
    return folder, build_demo(folder, clock=now, randomness=secrets.token_bytes)


def test_it_holds_what_was_promised(demo: tuple[Path, DemoSummary]) -> None:
    folder, summary = demo
    assert (summary.people, summary.checklists) == (60, 13)
    assert summary.assessments >= 40
    assert len(summary.certificates) >= 12
    assert {"competent", "not yet competent", "stopped for safety"} <= set(summary.outcomes)
    for made in summary.certificates:
        assert made.verdict == "valid", made
        assert Path(made.pdf).read_bytes()[:5] == b"%PDF-"
        assert json.loads(Path(made.credential).read_bytes())["type"] == ["VerifiableCredential", "AchievementCredential"]
        assert Path(made.pdf).stem == Path(made.credential).stem
    assert {path.name for path in folder.iterdir()} == {
        "station-a",
        "station-b",
        "shared",
        "certificates",
        "credentials",
        "demo.json",
    }
    assert Path(summary.shared) == folder / "shared" / "site.sqlite"


def test_both_laptops_hold_the_same_and_a_sound_ledger(demo: tuple[Path, DemoSummary]) -> None:
    digests = []
    for folder in (demo[1].station_a, demo[1].station_b):
        site = open_site(Path(folder), clock=now, randomness=secrets.token_bytes)
        try:
            assert check(site).sound
            assert sync_state(site).waiting == 0
            with site.database.read() as connection:
                digests.append(digest(connection))
        finally:
            site.close()
    assert digests[0] == digests[1]


def test_its_people_can_sign_in_with_the_pins_it_names_and_find_a_days_work(demo: tuple[Path, DemoSummary]) -> None:
    site = open_site(Path(demo[1].station_a), clock=now, randomness=secrets.token_bytes)
    try:
        sessions = [sign_in(site, member.id, demo[1].pins[member.name]) for member in list_members(site)]
        assert {session.name for session in sessions} == set(demo[1].pins)
        page = today(site, sessions[0], now())
        assert len(page.drafts) == len(drafts(site)) == 2
        assert page.to_print_count >= 2
        assert page.offers
        assert dict(page.due_within)[90] >= 2
        columns = matrix(site, now().date()).columns
        assert any(column.covered for column in columns)
        assert (columns[-1].competency, columns[-1].covered) == ("forklift-driver", 1)  # made of others, and issued
    finally:
        site.close()


def test_asked_again_it_is_opened_as_it_is(demo: tuple[Path, DemoSummary]) -> None:
    before = {path: path.stat().st_mtime_ns for path in demo[0].rglob("*") if path.suffix in {".pdf", ".json"}}
    assert build_demo(demo[0], clock=now, randomness=secrets.token_bytes) == demo[1]
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_any_other_folder_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StorageError, match="not a sample site"):
        build_demo(tmp_path, clock=now, randomness=secrets.token_bytes)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StorageError):
        read_demo(tmp_path / "letter.txt")


def test_verify_on_the_command_line_says_0_1_or_2(
    demo: tuple[Path, DemoSummary], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    summary = demo[1]
    station = ["--data-dir", summary.station_a]
    pdfs = [made.pdf for made in summary.certificates[:3]]
    assert cli.run(["verify", *pdfs, "--json", *station]) == 0
    assert [result["outcome"] for result in json.loads(capsys.readouterr().out)["files"]] == ["valid"] * 3
    edited = tmp_path / "edited.json"
    edited.write_text(Path(summary.certificates[0].credential).read_text().replace("unsupervised", "trains others", 1))
    assert cli.run(["verify", str(edited), *station]) == 1
    assert "Do not accept" in capsys.readouterr().out
    rubbish = tmp_path / "rubbish.pdf"
    rubbish.write_bytes(b"%PDF-1.7 nothing here")
    assert cli.run(["verify", pdfs[0], str(rubbish), str(tmp_path / "missing.pdf"), *station]) == 2


def test_sync_and_check_run_from_the_command_line(demo: tuple[Path, DemoSummary], capsys: pytest.CaptureFixture[str]) -> None:
    station = ["--data-dir", demo[1].station_b]
    assert cli.run(["check", "--json", *station]) == 0
    capsys.readouterr()
    assert cli.run(["sync", "--json", *station]) == 0


def test_a_folder_without_records_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--json", "--data-dir", str(tmp_path)]) == 2
    assert "no records" in json.loads(capsys.readouterr().out)["problem"]
