"""The entry row of a step: counter, number fields, stopwatch or tiles, and whether a typed number will do. No Qt."""

from __future__ import annotations

from decimal import Decimal

from supervisor_app.domain.checklist import Quantity, Step, StepKind
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.measuring import ValueState, check_value, limits_in_words
from supervisor_app.domain.observation import Observation
from supervisor_app.domain.texts import in_language
from supervisor_app.ui.pages.observe_answers import is_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One number to enter: `place` counts the readings of one quantity from 1; `text` is stored, `words` say how it stands."""

    quantity: str
    place: int
    caption: str
    label: str
    unit: str
    text: str
    fit: ValueState
    required: bool
    words: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TileView:
    """One tile of a scale or choice; `value` is the figure or the choice's key."""

    value: str
    cap: str
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterView:
    """A counter: the count, what is counted and its limit in words; `over` where the count breaks it."""

    count: int
    label: str
    caption: str
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """The parts of the entry row, each where the step has it; `watch` is the stopwatch that fills the first empty field."""

    counter: CounterView | None = None
    watch: bool = False
    fields: tuple[FieldView, ...] = ()
    tiles: tuple[TileView, ...] = ()


def entry_view(step: Step, observation: Observation, language: str = "en") -> EntryView:
    """The entry row of this step with what is recorded."""
    return EntryView(
        counter=_counter(step, observation, language),
        watch=step.kind is StepKind.TIMED,
        fields=() if is_counter(step) else _fields(step, observation, language),
        tiles=_scale_tiles(step, observation, language)
        if step.kind is StepKind.SCALE
        else _choice_tiles(step, observation, language),
    )


def _counter(step: Step, observation: Observation, language: str) -> CounterView | None:
    """The counter of a count, or of the right points where a question asks for more than one."""
    if step.kind is StepKind.QUESTION and step.expected_points > 1:
        return CounterView(count=observation.points or 0, label="Right points", caption=f"{step.expected_points} asked")
    if not is_counter(step):
        return None
    quantity = step.quantities[0]
    count = int(observation.values.get(quantity.key, (Decimal(0),))[-1])
    return CounterView(
        count=count,
        label=in_language(quantity.label, language),
        caption="none allowed" if quantity.maximum == 0 else limits_in_words(quantity),
        over=quantity.maximum is not None and count > quantity.maximum,
    )


def _fields(step: Step, observation: Observation, language: str) -> tuple[FieldView, ...]:
    return tuple(
        field_view(quantity, place, _stored(observation, quantity, place), language)
        for quantity in step.quantities
        for place in range(1, quantity.readings + 1)
    )


def _stored(observation: Observation, quantity: Quantity, place: int) -> str:
    readings = observation.values.get(quantity.key, ())
    return f"{readings[place - 1]:f}" if place <= len(readings) else ""


def field_view(quantity: Quantity, place: int, text: str, language: str = "en") -> FieldView:
    """One field as it stands with `text` typed: how it fits its limits and the sentence that says so."""
    label = in_language(quantity.label, language)
    checked = check_value(quantity, text)
    optional = "" if quantity.required else "If you can."
    return FieldView(
        quantity=quantity.key,
        place=place,
        caption=f"{place} of {quantity.readings}" if quantity.readings > 1 else label,
        label=label,
        unit=quantity.unit,
        text=text,
        fit=checked.state,
        required=quantity.required,
        words=checked.sentence or optional,
        whole=quantity.whole,
    )


def readings_with(observation: Observation, quantity: Quantity, place: int, value: Decimal | None) -> tuple[Decimal, ...]:
    """The readings of a quantity with the one at `place` (from 1) set, added at the end, or taken out."""
    readings = list(observation.values.get(quantity.key, ()))
    if value is None:
        del readings[place - 1 : place]
    elif place <= len(readings):
        readings[place - 1] = value
    elif len(readings) < quantity.readings:
        readings.append(value)
    return tuple(readings)


def _scale_tiles(step: Step, observation: Observation, language: str) -> tuple[TileView, ...]:
    anchors = {anchor.value: in_language(anchor.label, language) for anchor in step.anchors}
    return tuple(
        TileView(value=str(value), cap=str(value), word=anchors.get(value, ""), chosen=observation.scale == value)
        for value in range(1, 6)
    )


def _choice_tiles(step: Step, observation: Observation, language: str) -> tuple[TileView, ...]:
    return tuple(
        TileView(
            value=choice.key,
            cap=str(place) if place <= 5 else "",
            word=in_language(choice.label, language),
            chosen=observation.choice == choice.key,
        )
        for place, choice in enumerate(step.choices, 1)
    )


def watch_words(seconds: float) -> str:
    """A running watch: "0:07", "12:05"."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def watch_text(seconds: float, field: FieldView) -> str:
    """The time of a watch as the field takes it: tenths of a second, or minutes where the field counts those."""
    if field.unit == "min":
        return f"{max(0.0, seconds) / 60:.1f}"
    return f"{max(0.0, seconds):.0f}" if field.whole else f"{max(0.0, seconds):.1f}"
