"""Where a certificate stands: each act, each clock, and that neither the order nor the number of arrivals matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.certificate_life import (
    LifeFacts,
    LifeKind,
    LifeState,
    Listed,
    SignedAct,
    hold_spans,
    next_confirmation,
    standing,
)
from supervisor_app.domain.qualification import Clock

ISSUED = date(2026, 1, 10)
END = date(2029, 1, 10)
TODAY = date(2026, 11, 23)
FACTS = LifeFacts(
    id="urn:uuid:1",
    worker_id="w1",
    competency="forklift",
    checklist_digest="ab",
    evaluated=ISSUED,
    valid_until=END,
    valid_rule="3-year limit, 29 CFR 1910.178(l)(4)(iii)",
)
WELDER = replace(FACTS, confirm_every_months=6)


def act(kind: LifeKind, on: date, number: int = 1, **fields: object) -> SignedAct:
    values: dict[str, object] = {
        "kind": kind,
        "subject": FACTS.id,
        "worker_id": FACTS.worker_id,
        "competency": FACTS.competency,
        "on": on,
        "reason": f"reason {number}",
        "author": "Quinn Quality",
        "signed": on,
        "place": (number, b"laptop", number),
    }
    return SignedAct(**{**values, **fields})  # type: ignore[arg-type]


def suspended(on: date, number: int = 1, until: date | None = None, **fields: object) -> SignedAct:
    return act(LifeKind.SUSPENDED, on, number, until=until, **fields)


def test_without_acts_its_own_end_decides_and_is_named() -> None:
    now = standing(FACTS, (), TODAY)
    assert (now.state, now.ends, now.clock, now.since, now.listed) == (LifeState.VALID, END, Clock.VALIDITY, None, None)
    assert now.ends_why == "Ends on 10 January 2029: 3-year limit, 29 CFR 1910.178(l)(4)(iii)."
    assert now.end_fact == "10 January 2029, 3-year limit, 29 CFR 1910.178(l)(4)(iii)"
    assert standing(replace(FACTS, valid_rule=""), (), TODAY).end_fact == "10 January 2029"
    assert standing(FACTS, (), END - timedelta(days=31)).state is LifeState.VALID
    assert standing(FACTS, (), END - timedelta(days=30)).state is LifeState.DUE_SOON
    assert standing(FACTS, (), END).holds
    over = standing(FACTS, (), END + timedelta(days=1))
    assert (over.state, over.since, over.listed) == (LifeState.EXPIRED, END + timedelta(days=1), None)


def test_without_an_end_date_it_holds() -> None:
    now = standing(replace(FACTS, valid_until=None), (), date(2099, 1, 1))
    assert (now.state, now.ends, now.clock, now.ends_why) == (LifeState.VALID, None, Clock.NONE, "")


def test_a_hold_says_since_when_why_and_who_and_lifts_itself_after_its_last_day() -> None:
    hold = suspended(date(2026, 11, 1), until=date(2026, 11, 30))
    now = standing(FACTS, [hold], TODAY)
    assert (now.state, now.since, now.until, now.listed) == (LifeState.SUSPENDED, hold.on, hold.until, Listed.ON_HOLD)
    assert (now.reason, now.author, now.signed) == ("reason 1", "Quinn Quality", hold.signed)
    assert standing(FACTS, [hold], date(2026, 11, 30)).state is LifeState.SUSPENDED
    assert standing(FACTS, [hold], date(2026, 12, 1)).state is LifeState.VALID
    assert standing(FACTS, [hold], date(2026, 10, 31)).state is LifeState.VALID


def test_a_lift_ends_the_holds_before_it_and_none_after() -> None:
    first, lift = suspended(date(2026, 3, 1)), act(LifeKind.REINSTATED, date(2026, 4, 1), 2)
    assert standing(FACTS, [first, lift], date(2026, 3, 31)).state is LifeState.SUSPENDED
    assert standing(FACTS, [first, lift], date(2026, 4, 1)).state is LifeState.VALID
    again = suspended(date(2026, 5, 1), 3)
    assert standing(FACTS, [first, lift, again], TODAY).since == again.on
    assert hold_spans(FACTS, [again, lift, first]) == ((first.on, date(2026, 3, 31)), (again.on, None))


def test_of_two_holds_the_longer_one_decides_and_the_first_says_since_when() -> None:
    short, long = suspended(date(2026, 11, 1), until=date(2026, 11, 25)), suspended(date(2026, 11, 10), 2)
    now = standing(FACTS, [long, short], TODAY)
    assert (now.since, now.until, now.reason) == (short.on, None, "reason 2")


def test_withdrawn_is_final_and_stands_above_all_else() -> None:
    revoked = act(LifeKind.REVOKED, date(2026, 6, 3), 1)
    lift = act(LifeKind.REINSTATED, date(2026, 7, 1), 2)
    replaced = act(LifeKind.SUPERSEDED, date(2026, 5, 1), 3, by="urn:uuid:2")
    now = standing(FACTS, [replaced, lift, revoked], TODAY)
    assert (now.state, now.since, now.listed, now.successor) == (LifeState.WITHDRAWN, revoked.on, Listed.WITHDRAWN, "")
    assert standing(FACTS, [replaced, lift, revoked], date(2026, 5, 2)).state is LifeState.REPLACED


def test_replaced_names_what_takes_its_place() -> None:
    now = standing(FACTS, [act(LifeKind.SUPERSEDED, TODAY, by="urn:uuid:2")], TODAY)
    assert (now.state, now.successor, now.listed) == (LifeState.REPLACED, "urn:uuid:2", Listed.REPLACED)


def test_confirmations_move_the_continuity_clock_and_a_gap_cannot_be_healed() -> None:
    due = add_months(ISSUED, 6)
    now = standing(WELDER, (), date(2026, 5, 1))
    assert (now.ends, now.clock) == (due, Clock.CONTINUITY)
    assert now.ends_why == "Lapses on 10 July 2026 without a confirmation: 6 months since 10 January 2026."
    assert now.end_fact == "10 July 2026 without a confirmation: 6 months since 10 January 2026"
    lapsed = standing(WELDER, (), TODAY)
    assert (lapsed.state, lapsed.listed, lapsed.since) == (LifeState.EXPIRED, Listed.ON_HOLD, due + timedelta(days=1))
    in_time = act(LifeKind.CONFIRMED, date(2026, 7, 1))
    assert standing(WELDER, [in_time], TODAY).ends == date(2027, 1, 1)
    assert next_confirmation(WELDER, [in_time], TODAY) == date(2027, 1, 1)
    late = act(LifeKind.CONFIRMED, date(2026, 7, 11), 2)
    assert standing(WELDER, [late], TODAY).state is LifeState.EXPIRED
    assert next_confirmation(FACTS, [in_time], TODAY) is None


def test_confirmations_never_reach_beyond_the_validity() -> None:
    days = [add_months(ISSUED, months) for months in range(5, 60, 5)]
    confirmed = [act(LifeKind.CONFIRMED, day, number) for number, day in enumerate(days, 1)]
    now = standing(WELDER, confirmed, END)
    assert (now.ends, now.clock, now.state) == (END, Clock.VALIDITY, LifeState.DUE_SOON)
    assert standing(WELDER, confirmed, END + timedelta(days=1)).state is LifeState.EXPIRED


def test_a_trigger_ends_it_on_its_day_unless_it_was_before_the_evaluation() -> None:
    accident = act(LifeKind.TRIGGERED, date(2026, 9, 1), reason="Near miss with a pedestrian.")
    now = standing(FACTS, [accident], TODAY)
    assert (now.state, now.since, now.clock, now.listed) == (LifeState.EXPIRED, accident.on, Clock.TRIGGER, Listed.ON_HOLD)
    assert now.ends_why == "Ended on 1 September 2026, a new evaluation is needed: Near miss with a pedestrian."
    assert now.end_fact == "1 September 2026, a new evaluation is needed: Near miss with a pedestrian."
    assert (now.reason, now.author) == ("Near miss with a pedestrian.", "Quinn Quality")
    assert standing(FACTS, [accident], date(2026, 8, 31)).state is LifeState.VALID
    assert standing(FACTS, [replace(accident, on=ISSUED - timedelta(days=1))], TODAY).state is LifeState.VALID


def test_a_withdrawn_revision_ends_every_certificate_of_it() -> None:
    withdrawn = act(LifeKind.CHECKLIST_WITHDRAWN, date(2026, 10, 1), subject="ab", worker_id="", reason="Wrong torque table.")
    now = standing(FACTS, [withdrawn], TODAY)
    assert (now.state, now.clock, now.listed) == (LifeState.EXPIRED, Clock.REVISION, Listed.ON_HOLD)
    assert standing(replace(FACTS, checklist_digest="cd"), [withdrawn], TODAY).state is LifeState.VALID


def test_what_is_questioned_or_about_another_certificate_says_nothing() -> None:
    revoked = act(LifeKind.REVOKED, date(2026, 6, 3))
    for other in (
        replace(revoked, questioned="The signer was not authorised for this competency."),
        replace(revoked, subject="urn:uuid:9"),
        replace(revoked, worker_id="w2"),
        replace(revoked, competency="soldering"),
    ):
        assert standing(FACTS, [other], TODAY).state is LifeState.VALID
        assert standing(FACTS, [other], TODAY).acts == ()


_DAYS = st.integers(-30, 1300).map(lambda days: ISSUED + timedelta(days=days))
_ACTS = st.lists(
    st.builds(
        lambda kind, on, length: act(kind, on, until=on + timedelta(days=length) if length else None, by="urn:uuid:2"),
        st.sampled_from(sorted(LifeKind)),
        _DAYS,
        st.one_of(st.none(), st.integers(1, 90)),
    ),
    max_size=8,
).map(lambda acts: [replace(one, place=(number, b"laptop", number)) for number, one in enumerate(acts)])


@given(_ACTS, st.randoms(use_true_random=False), _DAYS, st.booleans())
def test_order_and_duplicates_do_not_matter(acts: list[SignedAct], random: object, today: date, welder: bool) -> None:
    facts = WELDER if welder else FACTS
    arrived = [*acts, *acts[:3]]
    random.shuffle(arrived)  # type: ignore[attr-defined]
    assert standing(facts, arrived, today) == standing(facts, acts, today)
    assert hold_spans(facts, arrived) == hold_spans(facts, acts)


@given(_ACTS, _DAYS)
def test_it_is_listed_exactly_where_it_does_not_hold_and_its_paper_says_otherwise(acts: list[SignedAct], today: date) -> None:
    now = standing(WELDER, acts, today)
    if now.holds:
        assert (now.listed, now.since, now.reason) == (None, None, "")
    elif today <= END:
        assert now.listed is not None
    if now.listed is not None:
        assert (now.since or date.max) <= today


@given(_ACTS, _DAYS)
def test_what_is_withdrawn_or_replaced_never_holds_again(acts: list[SignedAct], today: date) -> None:
    if standing(FACTS, acts, today).state in (LifeState.WITHDRAWN, LifeState.REPLACED):
        assert not standing(FACTS, acts, today + timedelta(days=400)).holds


@given(_ACTS, _DAYS)
def test_on_hold_exactly_within_the_spans_of_its_holds(acts: list[SignedAct], today: date) -> None:
    only = [one for one in acts if one.kind in (LifeKind.SUSPENDED, LifeKind.REINSTATED) and one.on <= today]
    spans = hold_spans(FACTS, only)
    inside = any(first <= today and (last is None or today <= last) for first, last in spans)
    assert (standing(replace(FACTS, valid_until=None), only, today).state is LifeState.SUSPENDED) == inside
