"""Audit packs from the command line: exported for a choice, verified with and without a site of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from supervisor_app import cli
from supervisor_app.errors import InputError
from supervisor_app.services.audit_choice import export_named
from tests.services.founded import Founded, found, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def scope(path: Path) -> str:
    with ZipFile(path) as pack:
        return str(json.loads(pack.read("manifest.json"))["scope"])


def test_a_person_is_named_by_number_or_name(at: Founded, tmp_path: Path) -> None:
    for name in ("20417", "Kowalska", "ana kowalska"):
        export_named(at.site, tmp_path / "x.zip", person=name, since="2026-11-01", until="2026-12-31")
        assert scope(tmp_path / "x.zip") == "Entries about Ana Kowalska (person), from 1 November 2026, to 31 December 2026"
    export_named(at.site, tmp_path / "x.zip", competency="forklift")
    assert scope(tmp_path / "x.zip").startswith("Entries about Counterbalance forklift")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"person": "nobody at all"}, "nobody and nothing here"),
        ({"since": "someday"}, "is no day"),
        ({"person": "Ana", "competency": "forklift"}, "about a person or about a competency"),
    ],
)
def test_what_names_nothing_is_said(at: Founded, tmp_path: Path, choice: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        export_named(at.site, tmp_path / "x.zip", **choice)
    assert not list(tmp_path.glob("*.zip"))


def test_the_commands_export_and_verify(at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signed(at, at.ana)
    folder, out = str(at.site.folder), str(tmp_path / "pack.zip")
    assert cli.run(["export", "audit", "--data-dir", folder, out, "--from", "2026-01-01"]) == 0
    assert "entries in 5 files" in capsys.readouterr().out
    assert cli.run(["audit-pack", "verify", out, "--data-dir", folder]) == 0
    assert "a laptop of your site" in capsys.readouterr().out
    assert cli.run(["audit-pack", "verify", out, "--data-dir", str(tmp_path / "none"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["checks"][0]["sound"] is True
    other = found(tmp_path / "other", seed=9)
    other.site.close()
    assert cli.run(["audit-pack", "verify", out, "--data-dir", str(tmp_path / "other")]) == 1
    assert "is by no laptop of your site" in capsys.readouterr().out
    assert cli.run(["audit-pack", "verify", str(tmp_path / "missing.zip")]) == 2
