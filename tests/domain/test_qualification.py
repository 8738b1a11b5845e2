"""What somebody holds on a day: which clock decides, and laws of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.checklist import Checklist, MasteryRule, Validity
from supervisor_app.domain.mastery import Attempt
from supervisor_app.domain.qualification import Clock, Ending, HeldStatus, History, qualification, sort_by_need, valid_until
from tests.domain.examples import checklist, step

SIGNED = date(2023, 12, 2)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def success(day: date = SIGNED, level: str = "U") -> Attempt:
    return Attempt(sign_off=f"on {day}", at=at(day), assessor="anna", success=True, level=level)


def rules(months: int | None = 36, confirm: int | None = None, clause: str = "") -> Checklist:
    return checklist(step(1), validity=Validity(months=months, confirm_every_months=confirm, clause=clause))


HISTORY = History(attempts=(success(),))


def test_valid_until_the_last_day_and_expired_on_the_next() -> None:
    held = qualification(HISTORY, rules(clause="29 CFR 1910.178(l)(4)(iii)"), date(2026, 12, 2))
    assert (held.status, held.due, held.clock) == (HeldStatus.DUE_SOON, date(2026, 12, 2), Clock.VALIDITY)
    assert held.sentence == "Ends on 2 December 2026: 36 months are over (29 CFR 1910.178(l)(4)(iii))."
    over = qualification(HISTORY, rules(), date(2026, 12, 3))
    assert (over.status, over.holds, over.covers) == (HeldStatus.EXPIRED, False, False)
    assert over.sentence == "Ended on 2 December 2026: 36 months are over."


def test_due_soon_from_thirty_days_before() -> None:
    assert qualification(HISTORY, rules(), date(2026, 11, 2)).status is HeldStatus.DUE_SOON
    assert qualification(HISTORY, rules(), date(2026, 11, 1)).status is HeldStatus.VALID


def test_before_anything_happened_it_is_never_and_after_a_miss_not_yet() -> None:
    assert qualification(HISTORY, rules(), date(2023, 12, 1)).status is HeldStatus.NEVER
    missed = replace(success(), success=False)
    held = qualification(History(attempts=(missed,)), rules(), date(2024, 1, 1))
    assert held.status is HeldStatus.NOT_YET
    assert held.trace[0] == "Last assessed 2 December 2023: not yet competent."


def test_without_validity_it_holds_without_end() -> None:
    held = qualification(HISTORY, rules(months=None), date(2099, 1, 1))
    assert (held.status, held.due) == (HeldStatus.VALID, None)


def test_continuity_decides_when_it_ends_earlier_and_confirmations_move_it() -> None:
    held = qualification(HISTORY, rules(confirm=6), date(2024, 5, 1))
    assert (held.due, held.clock) == (date(2024, 6, 2), Clock.CONTINUITY)
    confirmed = replace(HISTORY, confirmed=(at(date(2024, 5, 20)), at(date(2024, 11, 1))))
    assert qualification(confirmed, rules(confirm=6), date(2025, 1, 1)).due == date(2025, 5, 1)


def test_a_confirmation_after_the_lapse_cannot_heal_it() -> None:
    late = replace(HISTORY, confirmed=(at(date(2024, 6, 3)),))
    held = qualification(late, rules(confirm=6), date(2024, 7, 1))
    assert (held.status, held.due) == (HeldStatus.EXPIRED, date(2024, 6, 2))


def test_a_trigger_ends_it_at_once_until_the_next_success() -> None:
    ended = replace(HISTORY, endings=(Ending(at=at(date(2024, 3, 14), 12), clock=Clock.TRIGGER, text="near miss"),))
    held = qualification(ended, rules(), date(2024, 3, 14))
    assert (held.status, held.clock) == (HeldStatus.EXPIRED, Clock.TRIGGER)
    assert held.sentence == "Ended on 14 March 2024: near miss"
    assert qualification(ended, rules(), date(2024, 3, 13)).status is HeldStatus.VALID
    again = replace(ended, attempts=(success(), success(date(2024, 3, 20))))
    assert qualification(again, rules(), date(2024, 3, 21)).status is HeldStatus.VALID


def test_cover_counts_from_the_level_the_checklist_names() -> None:
    assert qualification(HISTORY, rules(), date(2024, 1, 1)).covers
    assert not qualification(History(attempts=(success(level="L"),)), rules(), date(2024, 1, 1)).covers


def test_what_needs_a_visit_comes_first() -> None:
    today = date(2026, 11, 23)
    one = {
        "expired": qualification(History(attempts=(success(date(2020, 1, 1)),)), rules(), today),
        "soon": qualification(HISTORY, rules(), today),
        "never": qualification(History(), rules(), today),
        "valid": qualification(History(attempts=(success(date(2026, 1, 1)),)), rules(), today),
    }
    assert sort_by_need([one["valid"], one["never"], one["soon"], one["expired"]]) == tuple(one.values())


DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> History:
    attempts = tuple(
        Attempt(
            sign_off=str(number),
            at=at(draw(DAYS), 8 + number),
            assessor="anna",
            success=draw(st.booleans()),
            critical_failed=draw(st.booleans()),
            level="U",
        )
        for number in range(draw(st.integers(0, 5)))
    )
    confirmed = tuple(at(day, 7) for day in draw(st.lists(DAYS, max_size=4)))
    endings = tuple(Ending(at=at(day, 20), clock=Clock.TRIGGER, text="x") for day in draw(st.lists(DAYS, max_size=2)))
    return History(attempts=attempts, confirmed=confirmed, endings=endings)


RULES = st.builds(
    lambda months, confirm, none: replace(rules(months, confirm), mastery=MasteryRule(none_critical_since=none)),
    st.none() | st.integers(1, 48),
    st.none() | st.integers(1, 12),
    st.booleans(),
)


@given(histories(), RULES, DAYS)
def test_the_past_does_not_change_with_what_came_later(history: History, one: Checklist, on: date) -> None:
    then = History(
        attempts=tuple(attempt for attempt in history.attempts if attempt.day <= on),
        confirmed=tuple(moment for moment in history.confirmed if moment.date() <= on),
        endings=tuple(ending for ending in history.endings if ending.at.date() <= on),
    )
    assert qualification(history, one, on) == qualification(then, one, on)


@given(histories(), RULES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_history_does_not_matter(history: History, one: Checklist, on: date, random: object) -> None:
    parts = [list(history.attempts), list(history.confirmed), list(history.endings)]
    for part in parts:
        random.shuffle(part)  # type: ignore[attr-defined]
    shuffled = History(attempts=tuple(parts[0]), confirmed=tuple(parts[1]), endings=tuple(parts[2]))
    assert qualification(shuffled, one, on) == qualification(history, one, on)


@given(histories(), RULES, DAYS)
def test_it_holds_only_between_a_success_and_the_earliest_end(history: History, one: Checklist, on: date) -> None:
    held = qualification(history, one, on)
    if held.holds:
        assert held.since is not None
        assert held.since <= on
        assert held.due is None or held.due >= on
        until = valid_until(one, held.since)
        assert until is None or (held.due is not None and held.due <= until)
        later = [ending for ending in history.endings if held.since < ending.at.date() <= on]
        assert not later
    assert held.sentence
    assert held.trace


@given(DAYS, st.integers(1, 60))
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).month != later.month
