"""Drafts: every tap is kept whole, undo gives back tap by tap, deleting leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from supervisor_app.domain.drafting import Undo
from supervisor_app.domain.observation import Context, Draft, MissReason, Observation, Result, Run, SafetyStop
from supervisor_app.storage.database import Database
from supervisor_app.storage.drafts import UNDO_STEPS, delete_draft, list_drafts, load_draft, save_draft, take_undo
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
    with database.read() as connection:  # which has not seen it being written
        assert load_draft(connection, "d1") == whole
        assert str(load_draft(connection, "d1").observations[1].values["gap"][0]) == "0.80"  # type: ignore[union-attr]


def test_a_draft_is_what_the_row_holds_whoever_wrote_it_last(database: Database) -> None:
    with database.write() as connection:
        save_draft(connection, draft(taps=1))
    other = Database.open(database.path)
    with other.write() as connection:
        save_draft(connection, draft(taps=2))
    other.close()
    with database.write() as connection:
        assert load_draft(connection, "d1") == draft(taps=2)


def test_a_change_that_was_taken_back_is_not_remembered(database: Database) -> None:
    with database.write() as connection:
        save_draft(connection, draft(taps=1))

    def refused() -> None:
        with database.write() as connection:
            save_draft(connection, draft(taps=2))
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    with database.write() as connection:
        assert load_draft(connection, "d1") == draft(taps=1)


def test_the_draft_saved_last_comes_first(database: Database) -> None:
    with database.write() as connection:
        for identity, taps in (("d1", 1), ("d2", 3), ("d3", 2)):
            save_draft(connection, draft(identity, taps))
        assert [found.id for found in list_drafts(connection)] == ["d2", "d3", "d1"]
        assert load_draft(connection, "d9") is None


def undo(step: str, before: Observation | None = None) -> Undo:
    return Undo(step=step, before=before, current_step="s0")


def test_undo_gives_back_tap_by_tap_what_was_there_and_then_nothing(database: Database) -> None:
    seen = Observation(step="s1", result=Result.MET, at=START, order=1, values={"gap": (Decimal("0.80"),)})
    with database.write() as connection:
        save_draft(connection, draft())
        save_draft(connection, draft(taps=1), undo=undo("s1"))
        save_draft(connection, draft(taps=2), undo=undo("s1", seen))
        assert take_undo(connection, "d1") == undo("s1", seen)
        assert take_undo(connection, "d1") == undo("s1")
        assert take_undo(connection, "d1") is None
        assert load_draft(connection, "d1") == draft(taps=2)


def test_what_is_not_undoable_is_not_remembered(database: Database) -> None:
    with database.write() as connection:
        save_draft(connection, draft(taps=1), undo=undo("s1"))
        save_draft(connection, replace(draft(taps=1), current_step="s9"))
        assert take_undo(connection, "d1") == undo("s1")


def test_undo_is_bounded(database: Database) -> None:
    with database.write() as connection:
        for taps in range(UNDO_STEPS + 20):
            save_draft(connection, draft(taps=1), undo=undo(f"s{taps}"))
        assert connection.exec_driver_sql("SELECT count(*) FROM draft_undo").scalar() == UNDO_STEPS
        steps = [taken.step for taken in iter(lambda: take_undo(connection, "d1"), None)]
    assert steps == [f"s{taps}" for taps in range(UNDO_STEPS + 19, 19, -1)]


def test_deleting_one_draft_leaves_the_others_with_their_undo(database: Database) -> None:
    with database.write() as connection:
        for identity in ("d1", "d2"):
            save_draft(connection, draft(identity, 1), undo=undo("s0"))
        delete_draft(connection, "d1")
        assert [found.id for found in list_drafts(connection)] == ["d2"]
        assert take_undo(connection, "d1") is None
        assert take_undo(connection, "d2") == undo("s0")
