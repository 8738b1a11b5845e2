"""`supervisor-app forks list`, `show`, `keep` and `bring-back`, as a script of a small site uses them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.cli import run
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import sync_now
from supervisor_app.storage import fork_queries
from tests.services.sync_sites import PATIENCE, START, Clock
from tests.services.test_fork_settling import FIRST, SECOND, Groups, expected, groups, people, reopened

__all__ = ["groups"]


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run when the laptops of the test do."""
    monkeypatch.setattr(cli, "now", Clock(START + timedelta(hours=2)))


def call(folder: Path, *words: str) -> int:
    """Run the command on the laptop `one`, which no window has open meanwhile."""
    pin = folder / "pin"
    pin.write_text("1234\n")
    more = ["--member", "Hannah Weber", "--pin-file", str(pin)] if words[0] in ("keep", "bring-back") else []
    done = run(["forks", *words, *more, "--data-dir", str(folder / "one")])
    assert isinstance(done, int)
    return done


def branches(site: Site) -> dict[int, str]:
    """The hash of each branch, by how many records it holds."""
    with site.database.read() as connection:
        [fork] = fork_queries.told(connection)
    return {sum(branch.kinds.values()): branch.hash for branch in fork.branches}


def test_a_fork_is_told_shown_settled_and_its_other_branch_brought_back(
    groups: Groups, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = groups.folder
    assert call(folder, "list") == 0
    assert "There is no fork" in capsys.readouterr().out
    groups.sync(groups.one, groups.two)
    named = branches(groups.one)
    groups.one.close()
    assert call(folder, "list") == 1
    told = capsys.readouterr().out
    assert "Two branches of Bay 4 laptop" in told
    assert "Hannah Weber can settle it" in told
    assert all(branch[:12] in told for branch in named.values())
    assert call(folder, "show", named[len(FIRST)][:8], "--json") == 0
    shown = json.loads(capsys.readouterr().out)["branches"]
    assert sorted(len(side["records"]) for side in shown) == [len(FIRST), len(SECOND)]
    says = [record["says"] for side in shown for record in side["records"]]
    assert all("recorded Alise Ozola" in one for one in says), says
    assert call(folder, "keep", named[len(FIRST)][:8]) == 0
    assert "stands. Sync" in capsys.readouterr().out
    one = groups.one = reopened(folder / "one", 11)
    for _ in range(2):
        for site in (one, groups.two):
            sync_now(site, patience=PATIENCE)
    one.close()
    assert call(folder, "list", "--json") == 1
    [left] = json.loads(capsys.readouterr().out)["left"]
    assert (left["kept"], left["missing"], left["asked"]) == (len(SECOND), len(SECOND), "")
    assert call(folder, "bring-back", named[len(SECOND)], "--json") == 0
    assert json.loads(capsys.readouterr().out)["records"] == len(SECOND)
    assert call(folder, "list") == 0
    groups.one = reopened(folder / "one", 12)
    assert people(groups.one) == expected()


def test_what_cannot_be_done_is_said(groups: Groups, capsys: pytest.CaptureFixture[str]) -> None:
    groups.sync(groups.one)
    named = branches(groups.one)
    groups.one.close()
    folder = groups.folder
    assert call(folder, "show", "zz") == 2
    assert "there is no such branch here" in capsys.readouterr().err
    assert call(folder, "keep", "", "--json") == 2
    assert "there is no such branch" in json.loads(capsys.readouterr().out)["problem"]
    assert call(folder, "bring-back", named[len(FIRST)]) == 2
    assert "nothing to bring back" in capsys.readouterr().err
    assert call(folder, "keep", named[len(FIRST)]) == 0
    assert call(folder, "keep", named[len(SECOND)]) == 2
    assert "decided already" in capsys.readouterr().err
    groups.one = reopened(folder / "one", 13)
