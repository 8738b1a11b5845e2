"""The sentences of Today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from supervisor_app.domain.observation import Result
from supervisor_app.services.draft_lines import DraftLine
from supervisor_app.services.sync_state import SyncState
from supervisor_app.services.today import SignedLine
from supervisor_app.ui.pages.today_words import day_title, draft_progress, draft_sentence, signed_sentence, sync_words

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
M, N, U = Result.MET, Result.NOT_MET, Result.NOT_SEEN


def _draft(**changes: object) -> DraftLine:
    facts: dict[str, object] = {
        "id": "d",
        "worker_id": "w",
        "worker": "Rabina",
        "competency": "forklift",
        "title": "Counterbalance forklift",
        "progress": "",
        "answers": (M, M, U),
        "paused": True,
        "stopped": False,
        "recovered": False,
        "recovered_words": "",
        "saved": datetime(2026, 11, 23, 8, 47, tzinfo=UTC),
    }
    return DraftLine(**(facts | changes))  # type: ignore[arg-type]


def test_the_title_is_the_day() -> None:
    assert day_title(date(2026, 11, 23)) == "Monday 23 November"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Paused at 08:47. Step 3 comes next."),
        ({"paused": False}, "Step 3 comes next."),
        ({"answers": (M, N, M), "paused": False}, "Every step is answered. Decide and sign."),
        ({"stopped": True}, "Stopped for safety. Write down what happened, then sign."),
        ({"recovered": True, "recovered_words": "This laptop switched off."}, "This laptop switched off."),
    ],
)
def test_a_draft_says_where_it_stands(changes: dict[str, object], sentence: str) -> None:
    assert draft_sentence(_draft(**changes), NOW) == sentence


@pytest.mark.parametrize(
    ("answers", "words"),
    [((M, M, U), "2 of 3"), ((M, N, U), "2 of 3, one not met"), ((N, N, U), "2 of 3, 2 not met")],
)
def test_progress_names_what_was_not_met(answers: tuple[Result, ...], words: str) -> None:
    assert draft_progress(answers) == words


def test_who_was_signed_off_today() -> None:
    lines = [
        SignedLine(worker_id=str(n), worker_name=name, title=title, success=True)
        for n, (name, title) in enumerate((("Emma", "Soldering"), ("Bogdan", "Lockout"), ("Leo", "Torque"), ("Ann", "Crane")))
    ]
    assert signed_sentence([]) == ""
    assert signed_sentence(lines[:1]) == "Signed today: Emma, soldering."
    assert signed_sentence(lines) == "Signed today: Emma, soldering; Bogdan, lockout; Leo, torque; and 1 more."


def test_the_box_says_what_is_wrong_before_all_else() -> None:
    state = SyncState(chosen=True, waiting=0, last_reached=NOW, sentence="", problem="The shared file is damaged")
    assert sync_words(state, NOW) == ("The shared file is damaged", "Everything is safe here.", "Look")


@pytest.mark.parametrize(
    ("chosen", "waiting", "reached", "words"),
    [
        (False, 0, None, ("No shared file yet", "All is on this laptop.", "Choose a file")),
        (True, 3, NOW, ("3 records wait", "Last reached 10:30. Safe here.", "Sync now")),
        (True, 1, None, ("1 record waits", "Not reached yet. Safe here.", "Sync now")),
        (True, 0, datetime(2026, 11, 20, 16, 2, tzinfo=UTC), ("Everything is there", "Last reached 20 Nov 16:02.", "Sync now")),
    ],
)
def test_the_box_of_the_shared_file(chosen: bool, waiting: int, reached: datetime | None, words: tuple[str, ...]) -> None:
    state = SyncState(chosen=chosen, waiting=waiting, last_reached=reached, sentence="")
    assert sync_words(state, NOW) == words
