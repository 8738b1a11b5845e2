"""A scanner types faster than any person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ui.pages.observe_scanner import LONGEST_GAP, SHORTEST_BADGE, Burst

BADGES = st.text(st.characters(categories=("L", "N")), min_size=SHORTEST_BADGE, max_size=40)


def _typed(text: str, gap: float) -> tuple[Burst, float]:
    burst, now = Burst(), 100.0
    for letter in text:
        now += gap
        burst = burst.key(letter, now)
    return burst, now


@given(BADGES, st.floats(0.001, LONGEST_GAP * 0.9))
def test_a_fast_burst_is_a_badge(badge: str, gap: float) -> None:
    burst, now = _typed(badge, gap)
    assert burst.enter(now + gap) == badge


@given(BADGES, st.floats(LONGEST_GAP * 1.1, 2.0))
def test_what_a_person_types_is_not(text: str, gap: float) -> None:
    burst, now = _typed(text, gap)
    assert burst.enter(now + gap) == ""


def test_enter_a_moment_after_a_burst_is_a_person() -> None:
    burst, now = _typed("B010805", 0.01)
    assert burst.enter(now + 1.0) == ""


def test_a_burst_begins_anew_after_a_pause() -> None:
    burst, now = _typed("ab", 0.01)
    for letter in "B010805":
        now += 0.01 if letter != "B" else 0.5
        burst = burst.key(letter, now)
    assert burst.enter(now + 0.01) == "B010805"


def test_two_fast_letters_are_no_badge() -> None:
    burst, now = _typed("ok", 0.01)
    assert burst.enter(now + 0.01) == ""
