"""The sample site's answers come out as their course says, for every checklist of the library."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decide import decide
from supervisor_app.domain.decision import Outcome
from supervisor_app.exchange.checklist_yaml import load_checklist
from supervisor_app.paths import resource_path
from supervisor_app.services.demo_answers import Course, answers, outside

LIBRARY = [load_checklist(path) for path in sorted(resource_path("checklists").glob("*.yaml"))]


def outcome(checklist: Checklist, course: Course, pick: int = 0) -> Outcome:
    from dataclasses import replace

    seen = tuple(replace(answer, order=place) for place, answer in enumerate(answers(checklist, course, pick), 1))
    return decide(checklist, seen, elapsed=timedelta(hours=2), safety_stop=None).outcome


@pytest.mark.parametrize("checklist", LIBRARY, ids=lambda checklist: checklist.competency)
def test_a_good_course_is_competent_by_the_rules(checklist: Checklist) -> None:
    assert outcome(checklist, Course.GOOD) is Outcome.COMPETENT


@pytest.mark.parametrize("course", [Course.CRITICAL_MISS, Course.BROKEN_OFF])
@pytest.mark.parametrize("checklist", LIBRARY, ids=lambda checklist: checklist.competency)
def test_a_critical_miss_or_an_unfinished_run_is_not_yet_competent(checklist: Checklist, course: Course) -> None:
    assert {outcome(checklist, course, pick) for pick in range(3)} == {Outcome.NOT_YET}


@pytest.mark.parametrize("checklist", LIBRARY, ids=lambda checklist: checklist.competency)
def test_a_value_outside_its_limits_is_recorded_as_measured(checklist: Checklist) -> None:
    for step in checklist.steps:
        limited = [q for q in step.quantities if q.minimum is not None or q.maximum is not None]
        if limited:
            value = outside(step, 0).values[limited[-1].key][-1]
            assert (limited[-1].maximum is not None and value > limited[-1].maximum) or (
                limited[-1].minimum is not None and value < limited[-1].minimum
            )
