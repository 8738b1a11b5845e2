"""Reads one step of a checklist file and holds it to what its kind asks for."""

from __future__ import annotations

from collections.abc import Callable

from supervisor_app.domain.checklist import Anchor, Choice, Quantity, Step, StepKind
from supervisor_app.domain.texts import Text
from supervisor_app.exchange.yaml_fields import Fields
from supervisor_app.exchange.yaml_nodes import Node

KEY = r"[a-z0-9][a-z0-9_-]{0,31}"
"""What the key of a step, quantity, choice or context field looks like."""
UNIT = r"[^\s\x00-\x1f][^\x00-\x1f]{0,15}"
MAX_READINGS = 100


def read_step(node: Node, name: str, number: int, section: Text) -> Step:
    """Return step `number` of a checklist from its node; InputError with file, line and reason."""
    fields = Fields(node, name, f"step {number}")
    step = Step(
        key=fields.word("key", KEY, default=f"s{number:02d}"),
        number=number,
        kind=fields.one_of("kind", StepKind),
        text=fields.text("text"),
        section=section,
        critical=fields.truth("critical"),
        clause=fields.line_of_text("clause"),
        key_point=fields.optional_text("key_point"),
        why=fields.optional_text("why"),
        standard=fields.optional_text("standard"),
        expected=fields.optional_text("expected"),
        expected_points=fields.whole("expected_points", 1, 50, 1),
        quantities=tuple(_quantity(item, name) for item in fields.items("quantities")),
        choices=tuple(_choice(item, name) for item in fields.items("choices")),
        anchors=tuple(_anchor(item, name) for item in fields.items("anchors")),
        pass_from=fields.optional_whole("pass_from", 1, 5),
        not_applicable=fields.optional_text("not_applicable"),
    )
    fields.finish()
    fields.unique("quantities", (quantity.key for quantity in step.quantities))
    fields.unique("choices", (choice.key for choice in step.choices))
    fields.unique("anchors", (str(anchor.value) for anchor in step.anchors))
    _check_kind(fields, step)
    return step


def _quantity(node: Node, name: str) -> Quantity:
    fields = Fields(node, name, "a quantity")
    quantity = Quantity(
        key=fields.word("key", KEY),
        label=fields.text("label"),
        unit=fields.word("unit", UNIT, default=""),
        minimum=fields.number("minimum"),
        maximum=fields.number("maximum"),
        readings=fields.whole("readings", 1, MAX_READINGS, 1),
        whole=fields.truth("whole"),
        required=fields.truth("required", default=True),
        mean=fields.truth("mean"),
        spread=fields.number("spread"),
    )
    fields.finish()
    if quantity.minimum is not None and quantity.maximum is not None and quantity.minimum > quantity.maximum:
        raise fields.problem(f"the minimum {quantity.minimum} is above the maximum {quantity.maximum}", fields.line("minimum"))
    if (quantity.mean or quantity.spread is not None) and quantity.readings < 2:
        raise fields.problem('a "mean" or "spread" needs at least 2 readings', fields.line("readings"))
    if quantity.spread is not None and quantity.spread < 0:
        raise fields.problem("a spread cannot be below 0", fields.line("spread"))
    return quantity


def _choice(node: Node, name: str) -> Choice:
    fields = Fields(node, name, "a choice")
    choice = Choice(key=fields.word("key", KEY), label=fields.text("label"), accepted=fields.truth("accepted"))
    fields.finish()
    return choice


def _anchor(node: Node, name: str) -> Anchor:
    fields = Fields(node, name, "an anchor")
    anchor = Anchor(value=int(fields.word("value", r"[1-5]")), label=fields.text("label"))
    fields.finish()
    return anchor


_NEEDS: dict[StepKind, tuple[str, str, Callable[[Step], bool]]] = {
    StepKind.SCALE: ("anchors", 'a scale needs "anchors" and "pass_from"', lambda step: bool(step.anchors and step.pass_from)),
    StepKind.MEASUREMENT: ("quantities", "a measurement needs a quantity", lambda step: bool(step.quantities)),
    StepKind.READINGS: (
        "quantities",
        'repeated readings need a quantity with "readings" of 2 or more',
        lambda step: any(quantity.readings > 1 for quantity in step.quantities),
    ),
    StepKind.COUNT: (
        "quantities",
        'a count needs a quantity with "whole: true"',
        lambda step: any(quantity.whole for quantity in step.quantities),
    ),
    StepKind.TIMED: (
        "quantities",
        'a timed step needs a quantity with the unit "s"',
        lambda step: any(quantity.unit == "s" for quantity in step.quantities),
    ),
    StepKind.QUESTION: ("expected", 'a question needs the "expected" answer', lambda step: step.expected is not None),
    StepKind.CHOICE: (
        "choices",
        "a choice needs at least 2 answers, one of them accepted",
        lambda step: len(step.choices) > 1 and any(choice.accepted for choice in step.choices),
    ),
}


def _check_kind(fields: Fields, step: Step) -> None:
    key, reason, kept = _NEEDS.get(step.kind, ("kind", "", lambda _: True))
    if not kept(step):
        raise fields.problem(f"{fields.what}: {reason}", fields.line(key))
    if step.kind is StepKind.TICK and step.quantities:
        raise fields.problem(f"{fields.what}: a tick has no quantities; its kind is another", fields.line("quantities"))
    if step.choices and step.kind is not StepKind.CHOICE:
        raise fields.problem(f'{fields.what}: only the kind "choice" has choices', fields.line("choices"))
    if (step.anchors or step.pass_from) and step.kind is not StepKind.SCALE:
        raise fields.problem(f'{fields.what}: only the kind "scale" has anchors', fields.line("anchors"))
    if step.expected is not None and step.kind is not StepKind.QUESTION:
        raise fields.problem(f'{fields.what}: only the kind "question" has an expected answer', fields.line("expected"))
    if step.critical and step.not_applicable is not None:
        raise fields.problem(f"{fields.what}: a critical step cannot be left out", fields.line("not_applicable"))
