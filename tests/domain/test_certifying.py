"""What a certificate still misses, until when it holds and which rule decides it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.calendar import add_months, months_in_words
from supervisor_app.domain.certifying import IssueDetails, _short_limits, missing_fields, valid_until
from supervisor_app.domain.checklist import Checklist, Validity
from supervisor_app.domain.decision import Decision, Judgement, Outcome, SignOff
from supervisor_app.domain.observation import Context


def checklist(**changes: object) -> Checklist:
    facts: dict[str, object] = {
        "competency": "forklift",
        "code": "FLT-CB",
        "revision": 3,
        "title": {"en": "Counterbalance forklift"},
        "short_title": {"en": "Forklift"},
        "steps": (),
    }
    return Checklist(**(facts | changes))  # type: ignore[arg-type]


def sign_off(**changes: object) -> SignOff:
    at = datetime(2026, 5, 12, 14, 32, tzinfo=UTC)
    decision = Decision(
        outcome=Outcome.COMPETENT, sentence="Competent", reasons=(), met=6, counted=6, critical_met=7, critical_total=7
    )
    facts: dict[str, object] = {
        "id": "a" * 32, "worker_id": "b" * 32, "worker_name": "Ana Kowalska", "employee_no": "20417", "assessor_id": "c" * 32,
        "assessor_name": "Rosa Delgado", "assessor_title": "Assessor", "competency": "forklift", "checklist_digest": "d" * 64,
        "checklist_revision": 3, "context": Context(machine="FT-07"), "started": at - timedelta(minutes=20),
        "finished": at, "runs": (),
        "observations": (), "decision": decision, "judgement": Judgement.COMPETENT, "level": "U",
    }  # fmt: skip
    return SignOff(**(facts | changes))  # type: ignore[arg-type]


OSHA = ("training_date", "trainer", "evaluation_date", "evaluator")


def test_the_four_fields_of_1910_178_l_6_are_asked_for_until_all_are_there() -> None:
    forklift = checklist(certificate_fields=OSHA)
    assert missing_fields(forklift, sign_off(), IssueDetails()) == ("training_date", "trainer")
    filled = IssueDetails(training_completed=date(2026, 5, 1), trainer="M. Osei")
    assert missing_fields(forklift, sign_off(), filled) == ()


def test_a_field_of_blanks_is_still_missing() -> None:
    assert missing_fields(checklist(certificate_fields=("trainer",)), sign_off(), IssueDetails(trainer="  ")) == ("trainer",)


def test_the_machine_of_the_observation_counts_as_what_it_was_evaluated_on() -> None:
    assert missing_fields(checklist(certificate_fields=("machine", "evaluated_on")), sign_off(), IssueDetails()) == ()


@pytest.mark.parametrize(
    ("details", "short"),
    [
        (IssueDetails(), "up to 2.5 t"),
        (IssueDetails(limits="Up to 2.5 t"), "up to 2.5 t"),
        (IssueDetails(limits="Up to 1.5 t", limits_short="up to 2.5 t"), "Up to 1.5 t"),
        (IssueDetails(limits="Up to 1.5 t", limits_short="1.5 t"), "1.5 t"),
        (
            IssueDetails(limits=f"Up to 1.5 t, {'only on level floor and ' * 5}"),
            "Up to 1.5 t, only on level floor and only on level floor…",
        ),
        (IssueDetails(limits="ü" * 40), ""),
    ],
)
def test_the_code_never_shows_wider_limits_than_the_certificate(details: IssueDetails, short: str) -> None:
    signed = sign_off(limits="Up to 2.5 t", limits_short="up to 2.5 t")
    assert _short_limits(signed, details) == short
    assert len(short.encode()) <= 60


@pytest.mark.parametrize(
    ("validity", "until", "rule"),
    [
        (Validity(), None, "no end date"),
        (Validity(months=36, clause="29 CFR 1910.178(l)(4)(iii)"), date(2029, 5, 12), "3-year limit, 29 CFR 1910.178(l)(4)(iii)"),
        (Validity(months=36, confirm_every_months=6), date(2029, 5, 12), "3-year limit, only while confirmed every 6 months"),
        (Validity(confirm_every_months=1), None, "no end date, only while confirmed every month"),
        (Validity(months=18), date(2027, 11, 12), "18-month limit"),
    ],
)
def test_the_limit_decides_the_printed_day_and_confirmations_are_named_beside_it(
    validity: Validity, until: date | None, rule: str
) -> None:
    assert valid_until(checklist(validity=validity), date(2026, 5, 12)) == (until, rule)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 600))
def test_adding_months_lands_in_that_month_on_that_day_or_the_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and add_months(later.replace(day=1), 1) - later == timedelta(days=1))


def test_whole_years_are_said_as_years() -> None:
    assert (months_in_words(36), months_in_words(6)) == ("3-year", "6-month")
