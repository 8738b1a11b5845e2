"""A folder at once: every certificate in it, in order, on one process or two alike; a table that runs no formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from supervisor_app import cli
from supervisor_app.credentials.bitstring import sign_list
from supervisor_app.credentials.status_list import StatusCode, StatusRow, sign_status, status_name
from supervisor_app.credentials.trust import write_trust
from supervisor_app.errors import InputError
from supervisor_app.services import verifying_files, verifying_processes
from supervisor_app.services.verifying_files import check_all, csv_table, files_in, verify_files, verify_folder
from supervisor_app.services.verifying_records import Checker
from tests.credentials.samples import FACTS, ISSUER_KEY, NORTHGATE, NOW, TRUST, issued
from tests.services.certified import certify
from tests.services.founded import PIN, found

CHECKER = Checker(trust=TRUST, now=NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two genuine certificates, one changed, one that is none, and what is passed over."""
    place = tmp_path / "certificates"
    (place / "below").mkdir(parents=True)
    (place / "a.json").write_bytes(issued().credential)
    (place / "b.json").write_bytes(issued().credential.replace(b"Counterbalance", b"Tower"))
    (place / "below" / "c.txt").write_text(issued().qr.text)
    (place / "d.png").write_bytes(b"nonsense")
    for passed_over in (".hidden.json", "notes.docx", "Thumbs.db"):
        (place / passed_over).write_bytes(b"{}")
    return place


WORDS = ["valid", "not_genuine", "valid", "unreadable"]


def test_a_folder_gives_its_certificates_by_name(folder: Path):
    assert [path.name for path in files_in([folder])] == ["a.json", "b.json", "c.txt", "d.png"]
    assert files_in([folder / "Thumbs.db"]) == (folder / "Thumbs.db",)


def test_far_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying_files, "MOST_FILES", 3)
    with pytest.raises(InputError, match="more than 3 files"):
        files_in([folder])


def test_one_process_and_two_say_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying_processes, "AT_ONCE", 1)
    files = files_in([folder])
    alone = list(check_all(files, CHECKER, workers=1))
    assert [one.outcome for one in alone] == WORDS
    assert list(check_all(files, CHECKER, workers=2)) == alone


def test_a_stop_ends_both_ways_early(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying_processes, "AT_ONCE", 1)
    files = files_in([folder])
    for workers in (1, 2):
        seen: list[str] = []
        for result in check_all(files, CHECKER, cancelled=lambda: bool(seen), workers=workers):  # noqa: B023
            seen.append(result.outcome)
        assert 0 < len(seen) < len(files)


def test_a_file_that_kills_its_reader_takes_no_other_along(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verifying_processes, "_find_some", _die_at_b)
    results = list(check_all(files_in([folder]), CHECKER, workers=2))
    assert [one.outcome for one in results] == ["valid", "unreadable", "valid", "unreadable"]
    assert "made the reader stop" in results[1].verdict.sentence


def _die_at_b(files: list[Path], checker: Checker) -> list[object]:
    import os

    if any(path.name == "b.json" for path in files):
        os._exit(1)
    return list(_find_some(files, checker))


_find_some = verifying_processes._find_some


def test_the_records_of_the_site_count_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from supervisor_app.domain.codes import certificate_code

    monkeypatch.setattr(verifying_files, "FEW", 0)
    at = found(tmp_path / "site")
    at.time.wait(86_400)
    made = certify(at.site, at.hannah, PIN)
    (tmp_path / "own.json").write_bytes(made.credential)
    (tmp_path / "own.txt").write_text(certificate_code(made.facts.credential_id))
    steps: list[tuple[int, int]] = []
    results = verify_folder(
        at.site,
        [tmp_path / "own.json", tmp_path / "own.txt"],
        NOW,
        progress=lambda done, total: steps.append((done, total)),
        cancelled=lambda: False,
    )
    at.site.close()
    assert [one.outcome for one in results] == ["valid", "valid"]
    assert all("The same certificate is in this site's records" in str(one.verdict.checks) for one in results)
    assert steps == [(1, 2), (2, 2)]


class TestTable:
    def rows(self, data: bytes) -> list[list[str]]:
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

    def test_one_line_per_file_with_what_was_found(self, folder: Path):
        head, first, second, _third, last = self.rows(csv_table(list(check_all(files_in([folder]), CHECKER))))
        assert head[:5] == ["File", "Result", "Reason", "Holder", "Employee no."]
        assert first[1:4] == ["Valid", "Genuine, unchanged and in force today.", "Hanna Gál"]
        assert first[11] == "Northgate Pressings"
        assert second[1] == "Do not accept"
        assert second[11] == ""
        assert last[1] == "Not a certificate"

    def test_no_cell_is_a_formula(self, tmp_path: Path):
        document = json.loads(issued().credential)
        document["credentialSubject"]["identifier"][0]["identityHash"] = '=HYPERLINK("http://evil","x")'
        path = tmp_path / "=cmd|'!A1.json"
        path.write_bytes(json.dumps(document).encode())
        row = self.rows(csv_table(list(check_all([path], CHECKER))))[1]
        assert row[3] == '\'=HYPERLINK("http://evil","x")'
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


class TestCommand:
    def run(self, *arguments: object) -> int:
        status = cli.run(["verify", "--data-dir", "/nonexistent", *map(str, arguments)])
        assert isinstance(status, int)
        return status

    def test_a_folder_a_trust_file_and_a_table(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        trust, table = tmp_path / "trust", tmp_path / "table.csv"
        trust.write_bytes(write_trust([NORTHGATE]))
        assert self.run(folder / "a.json", "--trust", trust) == 0
        assert self.run(folder, "--trust", trust, "--csv", table, "--json") == 2
        assert [one["outcome"] for one in json.loads(capsys.readouterr().out.splitlines()[-1])["files"]] == WORDS
        assert table.read_bytes().count(b"\r\n") == 5

    def test_published_lists_are_held_against_certificates_this_once(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ):
        today = cli.now().date()
        trust, old, new, named = (tmp_path / name for name in ("trust", "old.bin", "new.bin", "list.json"))
        trust.write_bytes(write_trust([NORTHGATE]))
        old.write_bytes(sign_status(today - timedelta(days=3), (), ISSUER_KEY))
        row = StatusRow(status_name(FACTS.credential_id), StatusCode.WITHDRAWN, today)
        new.write_bytes(sign_status(today, [row], ISSUER_KEY))
        made = sign_list(FACTS.status_list, [FACTS.status_index], ISSUER_KEY, cli.now() - timedelta(hours=1))
        named.write_text(json.dumps(made))
        paper = folder / "a.json"
        assert self.run(paper, "--trust", trust, "--status", old) == 0
        assert "Not withdrawn on the issuer's list" in capsys.readouterr().out
        for lists in (["--status", new, "--status", old], ["--status", old, "--status", new], ["--status", named]):
            assert self.run(paper, "--trust", trust, *lists) == 1
            assert f"{paper}: Withdrawn." in capsys.readouterr().out
        assert self.run(paper, "--trust", trust) == 0
        for none in (paper, trust, tmp_path / "missing"):
            assert self.run(paper, "--trust", trust, "--status", none) == 2
            assert capsys.readouterr().err

    def test_without_the_trust_file_the_issuer_is_unknown(self, folder: Path):
        assert self.run(folder / "a.json") == 1

    def test_a_folder_without_certificates_says_so(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        (tmp_path / "empty").mkdir()
        assert self.run(tmp_path / "empty") == 2
        assert "no certificate in this folder" in capsys.readouterr().out

    def test_a_trust_file_that_is_none_says_so(self, folder: Path, capsys: pytest.CaptureFixture[str]):
        assert self.run(folder, "--trust", folder / "a.json") == 2
        assert "not a trust file" in capsys.readouterr().err


def test_verify_files_without_a_site_believes_only_what_it_is_given(folder: Path):
    results = verify_files([folder / "a.json"], folder, clock=lambda: NOW, randomness=Random(1).randbytes, trust=TRUST)
    assert [one.valid for one in results] == [True]
