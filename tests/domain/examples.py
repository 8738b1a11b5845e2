"""Small checklists, and hypothesis strategies for checklists with what may have been seen."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from supervisor_app.domain.checklist import Anchor, Checklist, Choice, Quantity, Step, StepKind
from supervisor_app.domain.observation import MissReason, Observation, Result

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def text(words: str) -> dict[str, str]:
    return {"en": words}


def step(number: int, kind: StepKind = StepKind.TICK, **fields: object) -> Step:
    extra: dict[str, object] = {}
    if kind is StepKind.QUESTION:
        extra = {"expected": text("so and so"), "expected_points": 2}
    if kind is StepKind.CHOICE:
        extra = {
            "choices": (Choice(key="right", label=text("r"), accepted=True), Choice(key="wrong", label=text("w"), accepted=False))
        }
    if kind is StepKind.SCALE:
        extra = {"anchors": (Anchor(value=1, label=text("a")), Anchor(value=5, label=text("b"))), "pass_from": 3}
    if kind is StepKind.MEASUREMENT:
        extra = {"quantities": (quantity(),)}
    if kind is StepKind.READINGS:
        extra = {"quantities": (quantity(readings=3, spread=Decimal("0.5")),)}
    if kind is StepKind.COUNT:
        extra = {"quantities": (quantity(whole=True, unit="", minimum=None, maximum=Decimal(0)),)}
    values = {"key": f"s{number:02d}", "number": number, "kind": kind, "text": text("Does it"), "section": text("All")}
    return Step(**{**values, **extra, **fields})  # type: ignore[arg-type]


def quantity(**fields: object) -> Quantity:
    values = {"key": "x", "label": text("Gap"), "unit": "mm", "minimum": Decimal(1), "maximum": Decimal(2)}
    return Quantity(**{**values, **fields})  # type: ignore[arg-type]


def checklist(*steps: Step, **fields: object) -> Checklist:
    values = {"competency": "some-skill", "code": "SKILL", "revision": 1, "title": text("Skill"), "short_title": text("Skill")}
    return Checklist(steps=steps, **{**values, **fields})  # type: ignore[arg-type]


def met(key: str, **fields: object) -> Observation:
    return Observation(step=key, result=Result.MET, **fields)  # type: ignore[arg-type]


def missed(key: str, words: str = "", **fields: object) -> Observation:
    return Observation(step=key, result=Result.NOT_MET, reason_text=words, **fields)  # type: ignore[arg-type]


def left_out(key: str, words: str = "not here") -> Observation:
    return Observation(step=key, result=Result.NOT_APPLICABLE, reason_text=words)


def good(one: Step, order: int = 0) -> Observation:
    """An observation with which a step counts as met."""
    values = {
        each.key: (each.minimum if each.minimum is not None else each.maximum or Decimal(0),) * each.readings
        for each in one.quantities
    }
    return Observation(
        step=one.key,
        result=Result.MET,
        order=order,
        values=values,
        choice="right" if one.choices else "",
        scale=3 if one.pass_from else None,
        points=one.expected_points if one.kind is StepKind.QUESTION else None,
    )


_KINDS = [kind for kind in StepKind if kind is not StepKind.TIMED] + [StepKind.TICK] * 2


@st.composite
def checklists(draw: st.DrawFn) -> Checklist:
    count = draw(st.integers(1, 9))
    steps = [step(number, draw(st.sampled_from(_KINDS)), critical=draw(st.booleans())) for number in range(1, count + 1)]
    return checklist(
        *steps,
        ordered=draw(st.booleans()),
        cut_percent=draw(st.sampled_from([0, 33, 50, 66, 67, 80, 85, 99, 100])),
        minimum_minutes=draw(st.sampled_from([0, 0, 15])),
    )


@st.composite
def observed(draw: st.DrawFn, one: Step) -> Observation:
    """Mostly good, sometimes anything."""
    order = one.number if draw(st.integers(0, 5)) else draw(st.integers(0, 9))
    if draw(st.integers(0, 3)):
        return good(one, order)
    numbers = st.sampled_from([Decimal(0), Decimal(1), Decimal("1.4"), Decimal(2), Decimal("2.01"), Decimal("NaN")])
    return Observation(
        step=one.key,
        result=draw(st.sampled_from(list(Result))),
        order=order,
        values={each.key: tuple(draw(st.lists(numbers, max_size=4))) for each in one.quantities},
        choice=draw(st.sampled_from(["", "right", "wrong", "other"])),
        scale=draw(st.sampled_from([None, 1, 3, 5])),
        points=draw(st.sampled_from([None, 0, 1, 2])),
        reason=draw(st.sampled_from([None, *MissReason])),
        reason_text=draw(st.sampled_from(["", " ", "no ramp"])),
    )


@st.composite
def assessed(draw: st.DrawFn) -> tuple[Checklist, list[Observation]]:
    """A checklist with one observation for most of its steps."""
    one = draw(checklists())
    seen = [draw(observed(each)) for each in one.steps if draw(st.integers(0, 9))]
    return one, seen
