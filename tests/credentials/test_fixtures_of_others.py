"""What others issued: each fixture gets the verdict its name says, with its reason; nothing is fetched to find out."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervisor_app.credentials.trust import TrustStore
from supervisor_app.credentials.verdict import Outcome
from supervisor_app.services.verifying import check_bytes
from supervisor_app.services.verifying_records import Checker
from tests.conftest import SHARED_DATA
from tests.credentials.fixtures_of_others import NOW, input_bytes, its_status_list, trust_in_itself

TABLE = Path(__file__).resolve().parents[1] / "data" / "verdicts_of_others.txt"
ROWS = [tuple(cell.strip() for cell in line.split(" | ", 3)) for line in TABLE.read_text("utf-8").splitlines() if line[:1] != "#"]
NAMES_THAT_FAIL = ("-fail", "-err-", "-noproof", "bad-")
FOLDER = SHARED_DATA / "credentials"


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "credentials"


@pytest.mark.parametrize(("name", "alone", "known", "reason"), ROWS, ids=[row[0] for row in ROWS])
def test_each_fixture_gets_its_verdict(folder: Path, name: str, alone: str, known: str, reason: str):
    data = input_bytes(folder, name)
    stranger = check_bytes(name, data, Checker(trust=TrustStore(), now=NOW))
    knowing = check_bytes(name, data, Checker(trust=trust_in_itself(data), now=NOW, lists=its_status_list(folder)))
    assert (stranger.outcome, knowing.outcome) == (alone, known)
    assert reason in knowing.sentence
    assert not stranger.proven


def test_the_table_holds_every_fixture(folder: Path):
    there = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()}
    assert {row[0] for row in ROWS} == {name for name in there if not name.startswith(("schemas/", "contexts/"))}


def test_what_is_named_a_failure_is_never_valid():
    assert all(row[2] != Outcome.VALID for row in ROWS if any(part in row[0] for part in NAMES_THAT_FAIL))
    assert sum(row[2] == Outcome.VALID for row in ROWS) >= 20


def test_no_fixture_is_valid_for_who_knows_nobody():
    assert all(row[1] != Outcome.VALID for row in ROWS)
