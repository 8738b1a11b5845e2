"""Steps of every kind for tests: short, with one quantity or choice where the kind has one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from supervisor_app.domain.checklist import Anchor, Checklist, Choice, ContextField, Quantity, Step, StepKind
from supervisor_app.domain.observation import Context, Draft, Observation, Run
from supervisor_app.domain.people import Worker

START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


def text(words: str) -> dict[str, str]:
    return {"en": words}


HEIGHT = Quantity(key="height", label=text("Fork height"), unit="mm", minimum=Decimal(100), maximum=Decimal(200))
LAPSES = Quantity(key="lapses", label=text("Lapses"), minimum=Decimal(0), maximum=Decimal(0), whole=True)
LEG = Quantity(key="leg", label=text("Leg size"), unit="mm", minimum=Decimal(6), maximum=Decimal(8), readings=3)
HELD = Quantity(key="held", label=text("Time held"), unit="s", minimum=Decimal(10))


def step(number: int, kind: StepKind = StepKind.TICK, **more: object) -> Step:
    known: dict[str, object] = {
        "key": f"s{number:02d}",
        "number": number,
        "kind": kind,
        "text": text(f"Does thing {number}"),
        "section": text("Pre-use" if number <= 3 else "Travel"),
    }
    return Step(**(known | more))  # type: ignore[arg-type]


TICK = step(1)
CRITICAL = step(2, critical=True)
MEASURED = step(3, StepKind.MEASUREMENT, quantities=(HEIGHT,))
COUNTED = step(4, StepKind.COUNT, critical=True, quantities=(LAPSES,))
READINGS = step(5, StepKind.READINGS, quantities=(LEG,))
SCALE = step(6, StepKind.SCALE, pass_from=3, anchors=tuple(Anchor(value=v, label=text(f"anchor {v}")) for v in range(1, 6)))
CHOICE = step(
    7,
    StepKind.CHOICE,
    choices=(
        Choice(key="right", label=text("In service"), accepted=True),
        Choice(key="wrong", label=text("Not looked"), accepted=False),
    ),
)
QUESTION = step(8, StepKind.QUESTION, expected=text("Two triggers"), expected_points=2)
TIMED = step(9, StepKind.TIMED, quantities=(HELD,))
LEFT_OUT = step(10, not_applicable=text("There is no ramp on this site"), key_point=text("Slowly"), why=text("It tips"))

EVERY_KIND = (TICK, CRITICAL, MEASURED, COUNTED, READINGS, SCALE, CHOICE, QUESTION, TIMED, LEFT_OUT)

CHECKLIST = Checklist(
    competency="every-kind",
    code="EK",
    revision=2,
    title=text("Every kind of step"),
    short_title=text("Every kind"),
    steps=EVERY_KIND,
    minimum_minutes=15,
    continuous=True,
    context=(
        ContextField(key="truck", label=text("Truck"), required=True),
        ContextField(key="load", label=text("Load"), unit="kg"),
    ),
    limits=text("Up to 2.5 t"),
    limits_short=text("2.5 t"),
)

WORKER = Worker(id="a" * 32, employee_no="010805", given_name="Rabina", family_name="महर्जन")


def draft(*observations: Observation, at: str = "", **more: object) -> Draft:
    known: dict[str, object] = {
        "id": "d" * 32,
        "worker_id": WORKER.id,
        "assessor_id": "b" * 32,
        "competency": CHECKLIST.competency,
        "checklist_digest": "c" * 64,
        "context": Context(machine="FT-07", place="Bay 3"),
        "started": START,
        "runs": (Run(started=START),),
        "observations": observations,
        "current_step": at or "s01",
    }
    return Draft(**(known | more))  # type: ignore[arg-type]
