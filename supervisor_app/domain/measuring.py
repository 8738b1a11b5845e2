"""Numbers against their limits: what a typed value is, what its limits say in words, which readings are missing or outside."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from supervisor_app.domain.checklist import Quantity
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.texts import in_language

LONGEST_NUMBER = 16
"""Characters a typed number may have; more is a slip of the keypad, not a measurement."""
_LARGEST_EXPONENT = 40  # beyond it a stored value is not a measurement, and exact arithmetic on it would be slow
_SEPARATORS = ".,\u066b"
_SIGNS = {"+": "", "-": "-", "\u2212": "-"}


class ValueState(StrEnum):
    """What a typed text is worth as a measurement."""

    EMPTY = "empty"
    INSIDE = "inside"
    OUTSIDE = "outside"
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedValue:
    """A typed value: the number it means (None where it is none), where it lies, and the sentence to show beside the field."""

    value: Decimal | None
    state: ValueState
    sentence: str


def format_number(value: Decimal) -> str:
    """Return a number as people write it: no exponent, the decimals as they were given."""
    return format(value, "f").replace("-", "\u2212", 1) if is_sane(value) else "not a number"


def with_unit(value: Decimal, unit: str) -> str:
    """Return a number with its unit: "220 mm", "90°"; a bare number where there is no unit."""
    return f"{format_number(value)}{'' if unit == '°' else ' '}{unit}".strip()


def limits_in_words(quantity: Quantity) -> str:
    """Return a quantity's limits as one reads them aloud ("100 to 200 mm", "at most 5", "none allowed"); empty without limits."""
    low, high, unit = quantity.minimum, quantity.maximum, quantity.unit
    if quantity.whole and high == 0:
        return "none allowed"
    if low is not None and high is not None:
        if low == high:
            return f"exactly {with_unit(high, unit)}"
        return f"{format_number(low)} to {with_unit(high, unit)}"
    if high is not None:
        return f"at most {with_unit(high, unit)}"
    return f"at least {with_unit(low, unit)}" if low is not None else ""


def parse_number(text: str) -> Decimal | None:
    """Return the number a text means, None where it means none: digits of any script, one comma or dot, perhaps a sign.

    No exponents, no thousands, at most `LONGEST_NUMBER` characters: "1,5" and "1.5" are the same, "1,500.0" is refused.
    """
    stripped = text.strip()
    if not 0 < len(stripped) <= LONGEST_NUMBER:
        return None
    sign = _SIGNS.get(stripped[0], "")
    digits = stripped[1:] if stripped[0] in _SIGNS else stripped
    plain = "".join("." if mark in _SEPARATORS else str(unicodedata.decimal(mark, "x")) for mark in digits)
    whole, dot, decimals = plain.partition(".")
    if not (whole + decimals).isdigit() or (dot and not decimals):
        return None
    return Decimal(f"{sign}{whole or '0'}{dot}{decimals}")


def check_value(quantity: Quantity, text: str) -> CheckedValue:
    """Return what `text` is worth for this quantity, with the sentence to show while it is typed."""
    if not text.strip():
        return CheckedValue(value=None, state=ValueState.EMPTY, sentence=_ask(quantity))
    value = parse_number(text)
    if value is None:
        reason = "This is too long for a number." if len(text.strip()) > LONGEST_NUMBER else "This is not a number."
        return CheckedValue(value=None, state=ValueState.NOT_A_NUMBER, sentence=f"{reason} Type digits, like 12 or 12.5.")
    if quantity.whole and value != value.to_integral_value():
        return CheckedValue(value=None, state=ValueState.NOT_A_NUMBER, sentence="This is counted. Type a whole number.")
    if quantity.mean:
        return CheckedValue(value=value, state=ValueState.INSIDE, sentence=_ask(quantity))
    why = _outside(quantity, value)
    if why:
        return CheckedValue(
            value=value, state=ValueState.OUTSIDE, sentence=f"{why[0].upper()}{why[1:]}. The step counts as not met."
        )
    words = limits_in_words(quantity)
    return CheckedValue(value=value, state=ValueState.INSIDE, sentence=f"Inside the limit: {words}." if words else "")


def first_outside(quantity: Quantity, values: Sequence[Decimal]) -> str:
    """Return why these readings break the limits ("fork height 220 mm is above 200 mm"); empty where they keep them.

    Limits hold for each reading, or for their mean where `quantity.mean`; `spread` bounds greatest less smallest.
    All comparisons are exact.
    """
    label = _label(quantity)
    broken = next((value for value in values if not is_sane(value)), None)
    if broken is not None:
        return f"{label} is not a number"
    if not values:
        return ""
    if quantity.mean:
        why = _mean_outside(quantity, values)
    else:
        why = next(filter(None, (_outside(quantity, value) for value in values)), "")
    return f"{label} {why}" if why else _spread_outside(quantity, values)


def missing_readings(quantity: Quantity, values: Sequence[Decimal]) -> str:
    """Return what is still to be measured ("2 of 3 readings of leg size are missing"); empty where nothing is."""
    missing = quantity.readings - len(values)
    if missing <= 0 or not (quantity.required or values):
        return ""
    label = _label(quantity)
    if quantity.readings == 1:
        return f"{label} is not recorded"
    return f"{missing} of {quantity.readings} readings of {label} {'is' if missing == 1 else 'are'} missing"


def is_sane(value: Decimal) -> bool:
    """Whether a stored value is a finite number of a size that anything on a shop floor can have."""
    return value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT and len(value.as_tuple().digits) <= _LARGEST_EXPONENT


def _ask(quantity: Quantity) -> str:
    words = limits_in_words(quantity)
    mean = "The mean counts" if quantity.mean else ""
    spread = f"at most {with_unit(quantity.spread, quantity.unit)} apart" if quantity.spread is not None else ""
    said = ", ".join(part for part in (mean, words, spread) if part)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _label(quantity: Quantity) -> str:
    label = in_language(quantity.label)
    second = label[1:2]
    return label if not second or second.isupper() or not second.isalpha() else label[0].lower() + label[1:]


def _outside(quantity: Quantity, value: Decimal) -> str:
    if quantity.minimum is not None and value < quantity.minimum:
        return f"{with_unit(value, quantity.unit)} is below {with_unit(quantity.minimum, quantity.unit)}"
    if quantity.maximum is not None and value > quantity.maximum:
        if quantity.whole and quantity.maximum == 0:
            return f"{with_unit(value, quantity.unit)}, none allowed"
        return f"{with_unit(value, quantity.unit)} is above {with_unit(quantity.maximum, quantity.unit)}"
    if quantity.whole and value != value.to_integral_value():
        return f"{with_unit(value, quantity.unit)} is not a whole number"
    return ""


def _mean_outside(quantity: Quantity, values: Sequence[Decimal]) -> str:
    total = sum((Fraction(value) for value in values), Fraction(0))
    if quantity.minimum is not None and total < Fraction(quantity.minimum) * len(values):
        return f"has a mean below {with_unit(quantity.minimum, quantity.unit)}"
    if quantity.maximum is not None and total > Fraction(quantity.maximum) * len(values):
        return f"has a mean above {with_unit(quantity.maximum, quantity.unit)}"
    return ""


def _spread_outside(quantity: Quantity, values: Sequence[Decimal]) -> str:
    if quantity.spread is None or Fraction(max(values)) - Fraction(min(values)) <= Fraction(quantity.spread):
        return ""
    low, high = with_unit(min(values), quantity.unit), with_unit(max(values), quantity.unit)
    return f"{_label(quantity)} lies between {low} and {high}, more than {with_unit(quantity.spread, quantity.unit)} apart"
