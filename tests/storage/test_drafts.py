"""Drafts: every tap is kept whole, undo goes back tap by tap, deleting leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from supervisor_app.domain.observation import Context, Draft, MissReason, Observation, Result, Run, SafetyStop
from supervisor_app.storage.database import Database
from supervisor_app.storage.drafts import UNDO_STEPS, delete_draft, list_drafts, load_draft, save_draft, undo_draft
from tests.sites import START


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.create(tmp_path / "records.sqlite")
    yield made
    made.close()


def draft(identity: str = "d1", taps: int = 0) -> Draft:
    observations = tuple(Observation(step=f"s{number}", result=Result.MET, at=START, order=number) for number in range(taps))
    return Draft(
        id=identity,
        worker_id="w1",
        assessor_id="ann",
        competency="forklift",
        checklist_digest="ab",
        context=Context(machine="FL 7", fields={"load": "1.2 t"}),
        started=START,
        runs=(Run(started=START),),
        observations=observations,
        saved=START + timedelta(seconds=taps),
    )


def test_a_draft_comes_back_with_everything_that_was_recorded(database: Database) -> None:
    miss = Observation(
        step="s1", result=Result.NOT_MET, reason=MissReason.UNSAFE, reason_text="looked away\ntwice", note="\u202a x"
    )
    measured = Observation(step="s2", values={"gap": (Decimal("0.80"), Decimal("1.10"))}, points=2, scale=4, choice="a")
    whole = replace(draft(), observations=(miss, measured), safety_stop=SafetyStop(at=START, step="s1"), current_step="s2")
    with database.write() as connection:
        save_draft(connection, whole)
        assert load_draft(connection, "d1") == whole
        assert str(load_draft(connection, "d1").observations[1].values["gap"][0]) == "0.80"  # type: ignore[union-attr]


def test_the_draft_saved_last_comes_first(database: Database) -> None:
    with database.write() as connection:
        for identity, taps in (("d1", 1), ("d2", 3), ("d3", 2)):
            save_draft(connection, draft(identity, taps))
        assert [found.id for found in list_drafts(connection)] == ["d2", "d3", "d1"]
        assert load_draft(connection, "d9") is None


def test_undo_goes_back_tap_by_tap_to_the_start_and_no_further(database: Database) -> None:
    with database.write() as connection:
        for taps in range(4):
            save_draft(connection, draft(taps=taps))
        for taps in (2, 1, 0):
            assert undo_draft(connection, "d1") == draft(taps=taps)
            assert load_draft(connection, "d1") == draft(taps=taps)
        assert undo_draft(connection, "d1") is None
        assert load_draft(connection, "d1") == draft(taps=0)


def test_what_is_not_undoable_is_not_gone_back_to(database: Database) -> None:
    with database.write() as connection:
        save_draft(connection, draft(taps=1))
        save_draft(connection, draft(taps=2))
        save_draft(connection, replace(draft(taps=2), current_step="s9"), undoable=False)
        assert undo_draft(connection, "d1") == draft(taps=1)


def test_undo_is_bounded(database: Database) -> None:
    with database.write() as connection:
        for taps in range(UNDO_STEPS + 20):
            save_draft(connection, draft(taps=taps))
        assert connection.exec_driver_sql("SELECT count(*) FROM draft_undo").scalar() == UNDO_STEPS
        steps = 0
        while undo_draft(connection, "d1"):
            steps += 1
    assert steps == UNDO_STEPS


def test_deleting_one_draft_leaves_the_others_with_their_undo(database: Database) -> None:
    with database.write() as connection:
        for taps in range(2):
            save_draft(connection, draft("d1", taps))
            save_draft(connection, draft("d2", taps))
        delete_draft(connection, "d1")
        assert [found.id for found in list_drafts(connection)] == ["d2"]
        assert undo_draft(connection, "d1") is None
        assert undo_draft(connection, "d2") == draft("d2", 0)
