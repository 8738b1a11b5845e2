"""The annex rows: standards from limits, measured values with units."""

from __future__ import annotations

from decimal import Decimal

from supervisor_app.domain.checklist import Choice, Quantity, Step, StepKind
from supervisor_app.domain.evidence import evidence_step, measured_in_words, standard_in_words
from supervisor_app.domain.observation import Observation, Result


def step(**changes: object) -> Step:
    facts: dict[str, object] = {
        "key": "s04",
        "number": 4,
        "kind": StepKind.TICK,
        "text": {"en": "Forks low"},
        "section": {"en": "Travel"},
    }
    return Step(**(facts | changes))  # type: ignore[arg-type]


def quantity(**changes: object) -> Quantity:
    return Quantity(**({"key": "heel", "label": {"en": "Fork heel"}, "unit": "mm"} | changes))  # type: ignore[arg-type]


def test_without_own_wording_the_limits_are_the_standard() -> None:
    limited = quantity(minimum=Decimal(100), maximum=Decimal(200))
    assert standard_in_words(step(quantities=(limited, quantity(key="b", maximum=Decimal(2))))) == "100 to 200 mm; at most 2 mm"


def test_several_numbers_are_named_one_speaks_for_itself() -> None:
    seen = Observation(step="s04", values={"heel": (Decimal(150),), "tip": (Decimal("1.5"),)})
    two = step(quantities=(quantity(), quantity(key="tip", label={"en": "Tip"})))
    assert measured_in_words(two, seen) == "Fork heel 150 mm; Tip 1.5 mm"


def test_own_wording_of_the_standard_wins_over_the_limits() -> None:
    assert (
        standard_in_words(step(standard={"en": "site practice"}, quantities=(quantity(maximum=Decimal(2)),))) == "site practice"
    )


def test_readings_are_listed_in_the_order_taken_with_one_unit() -> None:
    seen = Observation(step="s04", values={"heel": (Decimal("150"), Decimal("151.5"))})
    assert measured_in_words(step(quantities=(quantity(readings=2),)), seen) == "150 / 151.5 mm"


def test_the_chosen_answer_and_the_points_are_said() -> None:
    choices = (Choice(key="out", label={"en": "Out of service"}, accepted=True),)
    assert (
        measured_in_words(step(kind=StepKind.CHOICE, choices=choices), Observation(step="s04", choice="out")) == "Out of service"
    )
    assert measured_in_words(step(kind=StepKind.QUESTION, expected_points=2), Observation(step="s04", points=1)) == "1 of 2"


def test_a_row_carries_reason_and_note_in_the_language_asked_for() -> None:
    row = evidence_step(
        step(text={"en": "Forks low", "de": "Gabel tief"}),
        Observation(step="s04", result=Result.NOT_MET, reason_text="looked away twice", note="aisle 4"),
        "de",
    )
    assert (row.text, row.result, row.note) == ("Gabel tief", "not_met", "looked away twice; aisle 4")
