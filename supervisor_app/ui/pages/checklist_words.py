"""A checklist in words: what each step asks, the rules, how long it holds, where it comes from. No Qt."""

from __future__ import annotations

from itertools import groupby

from supervisor_app.domain.checklist import Alignment, Checklist, MasteryRule, Quantity, Step, StepKind
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.measuring import limits_in_words, with_unit
from supervisor_app.domain.texts import in_language
from supervisor_app.services.catalogue import ChecklistLine, validity_in_words
from supervisor_app.services.issue_offers import FIELD_WORDS
from supervisor_app.ui.widgets.rows import Row

_KINDS = {
    StepKind.TICK: "Seen or not",
    StepKind.SCALE: "Scale",
    StepKind.MEASUREMENT: "Measurement",
    StepKind.READINGS: "Readings",
    StepKind.COUNT: "Count",
    StepKind.TIMED: "Timed",
    StepKind.QUESTION: "Question",
    StepKind.CHOICE: "Choice",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as it is read: its number, text, what is entered, and the quieter facts below."""

    number: int
    text: str
    critical: bool
    asks: str
    facts: tuple[tuple[str, str], ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """The steps under one head."""

    title: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistView:
    """A checklist whole: head, rules as label and text, sections."""

    title: str
    line: str
    rules: tuple[tuple[str, str], ...]
    sections: tuple[SectionView, ...]
    note: str
    answers: tuple[tuple[str, str], ...]  # what it answers to elsewhere: framework, then code, name and address


def checklist_view(checklist: Checklist, language: str = "en") -> ChecklistView:
    """Return everything the panel shows of a checklist."""
    critical = sum(step.critical for step in checklist.steps)
    line = (
        f"{checklist.code}, revision {checklist.revision} · {len(checklist.steps)} steps, {critical} critical · "
        f"about {checklist.about_minutes} min"
    )
    groups = groupby(checklist.steps, key=lambda step: in_language(step.section, language))
    return ChecklistView(
        title=in_language(checklist.title, language),
        line=line,
        rules=_rules(checklist, language),
        sections=tuple(SectionView(title=title, steps=tuple(_step(step, language) for step in steps)) for title, steps in groups),
        note=in_language(checklist.source_note or {}, language),
        answers=tuple((one.framework, _alignment(one)) for one in checklist.alignment),
    )


def checklist_row(line: ChecklistLine) -> Row:
    """Return a published checklist as a row of the list."""
    steps = f"{line.steps} steps, {line.critical} critical"
    return Row(
        key=line.digest,
        title=line.short_title,
        detail=f"{steps} · {line.validity}",
        number=line.code,
        note=f"rev {line.revision}",
    )


def found(line: ChecklistLine, words: tuple[str, ...]) -> bool:
    """Whether every word is found in title or code; the words are folded already."""
    return not words or all(word in f"{line.title} {line.short_title} {line.code}".casefold() for word in words)


def _step(step: Step, language: str) -> StepView:
    facts = (
        ("Key point", in_language(step.key_point or {}, language)),
        ("Why", in_language(step.why or {}, language)),
        ("Standard", in_language(step.standard or {}, language)),
        ("Right answer", in_language(step.expected or {}, language)),
        ("May be left out", in_language(step.not_applicable or {}, language)),
    )
    return StepView(
        number=step.number,
        text=in_language(step.text, language),
        critical=step.critical,
        asks=asks_in_words(step, language),
        facts=tuple((label, text) for label, text in facts if text),
        clause=step.clause,
    )


def _alignment(one: Alignment) -> str:
    """Return an item of a framework: "29 CFR 1910.178(l), Powered industrial trucks · its address"."""
    named = ", ".join(part for part in (one.code, one.name, one.note) if part)
    return f"{named} · {one.url}"


def asks_in_words(step: Step, language: str = "en") -> str:
    """Return what is entered at a step: "Measurement: fork height, 100 to 200 mm"; "Seen or not" for a tick."""
    parts = [_quantity(quantity, language) for quantity in step.quantities]
    if step.kind is StepKind.CHOICE:
        right = [in_language(choice.label, language) for choice in step.choices if choice.accepted]
        others = [in_language(choice.label, language) for choice in step.choices if not choice.accepted]
        parts.append(f"counts as met: {', '.join(right)}" + (f"; not met: {', '.join(others)}" if others else ""))
    if step.kind is StepKind.SCALE and step.pass_from is not None:
        parts.append(f"1 to 5, met from {step.pass_from}")
    if step.kind is StepKind.QUESTION and step.expected_points > 1:
        parts.append(f"{step.expected_points} right points")
    return ": ".join(part for part in (_KINDS[step.kind], "; ".join(parts)) if part)


def _quantity(quantity: Quantity, language: str) -> str:
    limits = limits_in_words(quantity)
    readings = f"{quantity.readings} readings" if quantity.readings > 1 else ""
    mean = "their mean counts" if quantity.mean else ""
    spread = f"at most {with_unit(quantity.spread, quantity.unit)} apart" if quantity.spread is not None else ""
    unit = f"in {quantity.unit}" if quantity.unit and not limits else ""
    optional = "" if quantity.required else "not required"
    return ", ".join(
        part for part in (in_language(quantity.label, language), limits, unit, readings, mean, spread, optional) if part
    )


def _rules(checklist: Checklist, language: str) -> tuple[tuple[str, str], ...]:
    validity = checklist.validity
    labels = FIELD_WORDS | {field.key: in_language(field.label, language) for field in checklist.context}
    triggers = "; ".join(in_language(trigger, language) for trigger in validity.triggers)
    asked = ", ".join(in_language(field.label, language) + (" (needed)" if field.required else "") for field in checklist.context)
    rules = (
        ("Passing", passing_in_words(checklist)),
        ("Mastery", mastery_in_words(checklist.mastery, language)),
        ("Holds for", _sentence(f"{validity_in_words(checklist)}. {in_language(validity.text or {}, language)}")),
        ("Rule", validity.clause or "The firm’s own policy"),
        ("Ends early", triggers),
        ("Counts as cover", f"From level {checklist.cover_from}" if checklist.levels else ""),
        ("Limits in print", in_language(checklist.limits or {}, language)),
        ("Asked at the start", asked),
        ("On the certificate", ", ".join(labels.get(name, name) for name in checklist.certificate_fields)),
        ("Who assesses", in_language(checklist.assessor_rule or {}, language)),
        ("Assessed against", in_language(checklist.assessed_against or {}, language)),
        ("Sources", "; ".join(checklist.sources)),
    )
    return tuple((label, text) for label, text in rules if text)


def passing_in_words(checklist: Checklist) -> str:
    """Return the rule of one assessment: critical steps, the share of the others, order and time."""
    parts = ["All critical steps" if any(step.critical for step in checklist.steps) else ""]
    if not all(step.critical for step in checklist.steps):
        parts.append(f"{checklist.cut_percent} % of the other steps" if parts[0] else f"{checklist.cut_percent} % of the steps")
    if checklist.ordered:
        parts.append("in the order of the list")
    if checklist.minimum_minutes:
        parts.append(f"at least {checklist.minimum_minutes} minutes{' without a break' if checklist.continuous else ''}")
    return _sentence(", ".join(part for part in parts if part) + ".")


def mastery_in_words(rule: MasteryRule, language: str = "en") -> str:
    """Return when repeated sign-offs are enough: the source's own wording where it has one, else made from the figures."""
    if rule.text:
        return in_language(rule.text, language)
    if rule.successes == 1:
        return "One success is enough."
    parts = [f"{rule.successes} successes"]
    if rule.of_last:
        parts.append(f"of the last {rule.of_last} attempts")
    if rule.days > 1:
        parts.append(f"on {rule.days} different days")
    if rule.assessors > 1:
        parts.append(f"by {rule.assessors} assessors")
    if rule.contexts > 1:
        parts.append(f"in {rule.contexts} different contexts")
    if rule.within_months:
        parts.append(f"within {rule.within_months} months")
    return " ".join(parts) + "."


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def list_sentence(lines: tuple[ChecklistLine, ...]) -> str:
    """The state of the list: "12 checklists with 155 steps, 70 of them critical."."""
    if not lines:
        return "There is none yet."
    steps, critical = sum(line.steps for line in lines), sum(line.critical for line in lines)
    count = "One checklist" if len(lines) == 1 else f"{len(lines)} checklists"
    return f"{count} with {steps} steps, {critical} of them critical."
