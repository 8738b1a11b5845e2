"""The command `print` for sheets that are no certificates: files, names, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.documents.preview import page_count, read_back
from supervisor_app.domain.form_number import read_form
from supervisor_app.services.catalogue import list_checklists
from tests.services.founded import Founded, found, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    signed(founded, founded.ana)
    yield founded
    founded.site.close()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    said = capsys.readouterr()
    assert isinstance(status, int)
    return status, said.out, said.err


def test_the_matrix_is_written_for_everybody_and_an_unknown_department_is_named(
    at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(at.site.folder)
    at.site.close()
    out = tmp_path / "out"
    common = ("print", "--as", "matrix", "--paper", "A3", "--data-dir", folder)
    status, said, _ = run(capsys, *common, "--to", str(out), "--json")
    (path,) = json.loads(said)["files"]
    assert status == 0
    assert Path(path).name.startswith("skills-matrix-")
    assert page_count(Path(path).read_bytes()) == 1
    status, said, _ = run(capsys, *common, "--to", str(out / "one.pdf"))
    assert (status, said.splitlines()[-1]) == (0, "1 skills matrix. Print at 100 %, without “fit to page”.")
    status, _, problem = run(capsys, *common, "Moon base")
    assert status == 2
    assert "Moon base" in problem
    status, _, problem = run(capsys, "print", "--paper", "A3", "--data-dir", folder, "NGP-A-000001")
    assert status == 2
    assert "skills matrix only" in problem
    status, _, problem = run(capsys, "print", "--data-dir", folder)
    assert status == 2
    assert "nothing is named" in problem


def test_blank_forms_each_have_their_own_number_and_lead_back_to_the_revision(
    at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(at.site.folder)
    line = next(line for line in list_checklists(at.site) if line.competency == "forklift")
    at.site.close()
    common = ("print", "--as", "form", "--data-dir", folder, "--to", str(tmp_path / "out"))
    status, said, _ = run(capsys, *common, line.code.lower(), "--copies", "3", "--json")
    files = json.loads(said)["files"]
    assert status == 0
    codes = [read_form(read_back(Path(file).read_bytes())) for file in files]
    assert {code.digest for code in codes if code} == {line.digest}
    assert len({code.number for code in codes if code}) == 3
    status, said, _ = run(capsys, *common, line.digest[:12], "--paper", "Letter")
    assert (status, said.splitlines()[-1].split(".")[0]) == (0, "1 blank form")
    for wrong, word in (
        (("moon",), "no such checklist"),
        ((line.code, "--language", "xx"), "does not have it"),
        ((line.code, "--copies", "0"), "from 1 to"),
        ((line.code, "--copies", "2", "--to", str(tmp_path / "one.pdf")), "one file holds one form"),
    ):
        status, _, problem = run(capsys, *common, *wrong)
        assert status == 2
        assert word in problem
