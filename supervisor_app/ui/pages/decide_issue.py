"""The facts a certificate still needs, as a form: which fields, how a day is read, what is sent to be issued. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from supervisor_app.domain.certifying import IssueDetails
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.issue_offers import IssueOffer, Renewable
from supervisor_app.services.typed_days import typed_day, typed_day_problem

_OF_DETAILS = frozenset({"training_date", "trainer", "evaluated_on", "limits"})
_SIGNED = frozenset({"evaluation_date", "evaluator", "level"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueField:
    """One field to fill: its name, its label, what stands in it, whether it is a day."""

    name: str
    label: str
    text: str
    is_day: bool


def issue_fields(offer: IssueOffer) -> tuple[IssueField, ...]:
    """The fields the form shows: what the checklist requires and nobody has filled, and limits and machine to look at again."""
    known = {"evaluated_on": offer.evaluated_on, "limits": offer.limits}
    asked = list(dict.fromkeys([*(name for name in offer.missing if name not in _SIGNED), *known]))
    labels = {"evaluated_on": "what it was evaluated on", "limits": "limits"} | dict(offer.labels)
    return tuple(
        IssueField(name=name, label=_label(labels.get(name, name)), text=known.get(name, ""), is_day=name == "training_date")
        for name in asked
    )


def replaces_words(older: Renewable) -> str:
    """Return what the switch beside the form says: which older certificate the new one takes the place of."""
    until = f", valid until {short_day(older.valid_until)}" if older.valid_until else ""
    return f"Replaces {older.number}{until}"


def _label(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}" if words else words


def issue_problems(offer: IssueOffer, values: Mapping[str, str], today: date) -> dict[str, str]:
    """What is wrong with each field, by name; empty when the certificate can be issued."""
    problems = {name: "The certificate needs this." for name in offer.missing if name in values and not values[name].strip()}
    typed = values.get("training_date", "").strip()
    if typed:
        day = typed_day(typed)
        if day is None:
            problems["training_date"] = typed_day_problem(typed)
        elif day > today:
            problems["training_date"] = "This day has not come yet."
    return problems


def issue_details(offer: IssueOffer, values: Mapping[str, str]) -> IssueDetails:
    """What is sent to be issued."""
    filled = {name: text.strip() for name, text in values.items() if text.strip()}
    return IssueDetails(
        training_completed=typed_day(filled.get("training_date", "")),
        trainer=filled.get("trainer", ""),
        evaluated_on=filled.get("evaluated_on", ""),
        limits=filled.get("limits", ""),
        limits_short=offer.limits_short,
        fields={name: text for name, text in filled.items() if name not in _OF_DETAILS},
    )
