"""What a rule outside this firm wants on a certificate: its fields, where it says so, and how long it lets one hold.

A checklist names a preset (`preset:` in its file); nothing is issued or printed while one of the preset's fields is empty. The
clauses were written down from the sources named here; ISO 9606-1 is paraphrased and should be held against the standard itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.texts import Text, in_language

ON_PAGE = frozenset({"holder", "training_date", "evaluation_date", "trainer", "evaluator", "evaluated_on", "limits", "level"})
"""Fields that page 1 has a place for; the others print with the limits."""
LABELS: Mapping[str, Text] = {
    "machine": {"en": "machine", "de": "Maschine"},
    "procedure": {"en": "procedure", "de": "Verfahren"},
    "wps": {"en": "WPS", "de": "WPS"},
    "tool_serial": {"en": "tool no.", "de": "Werkzeug-Nr."},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetField:
    """One field that must be filled, by the name it has in certifying.field_values, and the clause that asks for it."""

    name: str
    label: Text
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A rule: `key` as files name it, `title` as lists show it, `source` where its text stands.

    `months` is the longest that a certificate may hold, `confirm_months` the longest span without a confirmation; the clauses say
    which part of the rule sets them.
    """

    key: str
    title: str
    source: str
    fields: tuple[PresetField, ...] = ()
    months: int | None = None
    months_clause: str = ""
    confirm_months: int | None = None
    confirm_clause: str = ""


def _field(name: str, en: str, de: str, clause: str) -> PresetField:
    return PresetField(name=name, label={"en": en, "de": de}, clause=clause)


GENERIC = Preset(key="generic", title="Plain certificate", source="The firm’s own policy")
_L6, _C7, _C6 = "29 CFR 1910.178(l)(6)", "29 CFR 1910.147(c)(7)(iv)", "29 CFR 1910.147(c)(6)(ii)"
TRUCK = Preset(
    key="osha-1910.178",
    title="Powered industrial truck operator",
    source="29 CFR 1910.178(l), Electronic Code of Federal Regulations",
    fields=(
        _field("holder", "operator", "Fahrer", _L6),
        _field("training_date", "day the training was completed", "Tag der Schulung", _L6),
        _field("evaluation_date", "day of the evaluation", "Tag der Beurteilung", _L6),
        _field("trainer", "who trained", "wer geschult hat", _L6),
        _field("evaluator", "who evaluated", "wer beurteilt hat", _L6),
    ),
    months=36,
    months_clause="29 CFR 1910.178(l)(4)(iii)",
)
LOCKOUT = Preset(
    key="osha-1910.147",
    title="Lockout/tagout, authorised employee",
    source="29 CFR 1910.147(c)(6) and (7), Electronic Code of Federal Regulations",
    fields=(
        _field("holder", "authorised employee", "befugte Person", _C7),
        _field("training_date", "day the training was completed", "Tag der Schulung", _C7),
        _field("machine", "machine or equipment", "Maschine oder Anlage", _C6),
        _field("procedure", "energy control procedure", "Verfahren zur Energietrennung", _C6),
        _field("evaluation_date", "day of the inspection", "Tag der Prüfung", _C6),
        _field("evaluator", "who inspected", "wer geprüft hat", _C6),
    ),
    months=12,
    months_clause="29 CFR 1910.147(c)(6)(i)",
)
WELDER = Preset(
    key="iso-9606-1",
    title="Welder, fusion welding of steels",
    source="ISO 9606-1:2012, clauses 5, 9 and 10, paraphrased",
    fields=(
        _field("holder", "welder", "Schweißer", "ISO 9606-1 cl. 10"),
        _field("wps", "WPS", "WPS", "ISO 9606-1 cl. 10"),
        _field("welding_process", "process", "Prozess", "ISO 9606-1 cl. 5.2"),
        _field("product_type", "product", "Produktform", "ISO 9606-1 cl. 5.3"),
        _field("weld_type", "weld", "Naht", "ISO 9606-1 cl. 5.4"),
        _field("filler_group", "filler material group", "Schweißzusatzgruppe", "ISO 9606-1 cl. 5.5"),
        _field("thickness_range", "thickness range", "Dickenbereich", "ISO 9606-1 cl. 5.7"),
        _field("position_range", "positions", "Positionen", "ISO 9606-1 cl. 5.8"),
        _field("evaluation_date", "day of the test", "Tag der Prüfung", "ISO 9606-1 cl. 9.1"),
        _field("evaluator", "examiner", "Prüfer", "ISO 9606-1 cl. 10"),
    ),
    months=36,
    months_clause="ISO 9606-1 cl. 9.3",
    confirm_months=6,
    confirm_clause="ISO 9606-1 cl. 9.2",
)
PRESETS: Mapping[str, Preset] = {one.key: one for one in (GENERIC, TRUCK, LOCKOUT, WELDER)}


def preset_of(checklist: Checklist) -> Preset:
    """Return the preset of a checklist; the plain one where it names none, or one that only a newer version knows."""
    return PRESETS.get(checklist.preset, GENERIC)


def required_fields(checklist: Checklist) -> tuple[str, ...]:
    """Return the names of all fields that a certificate needs: the preset's first, then the checklist's own."""
    return tuple(dict.fromkeys((*(field.name for field in preset_of(checklist).fields), *checklist.certificate_fields)))


def preset_problem(checklist: Checklist) -> str:
    """Return why a checklist does not fit its preset, in lower-case words; "" where it does."""
    preset, validity = preset_of(checklist), checklist.validity
    if preset.months is not None and (validity.months is None or validity.months > preset.months):
        return f'"{preset.key}" lets a certificate hold {preset.months} months at the most ({preset.months_clause})'
    longest = preset.confirm_months
    if longest is not None and (validity.confirm_every_months is None or validity.confirm_every_months > longest):
        return f'"{preset.key}" asks for a confirmation every {longest} months ({preset.confirm_clause})'
    return ""


def detail_names(checklist: Checklist) -> tuple[str, ...]:
    """Return the required fields that have no place of their own on page 1: they say what the certificate is good for."""
    return tuple(name for name in required_fields(checklist) if name not in ON_PAGE)


def field_label(checklist: Checklist, name: str, language: str) -> str:
    """Return what a field is called on paper: as its preset, the checklist, or we call it."""
    labels = {field.key: field.label for field in checklist.context} | {
        one.name: one.label for one in preset_of(checklist).fields
    }
    return in_language(labels.get(name) or LABELS.get(name) or {"en": name}, language)


def details_of(checklist: Checklist, values: Mapping[str, str], language: str) -> tuple[tuple[str, str], ...]:
    """Return label and value of the required fields that print with the limits."""
    units = {field.key: f" {field.unit}" for field in checklist.context if field.unit}
    return tuple(
        (field_label(checklist, name, language), f"{values[name]}{units.get(name, '')}")
        for name in detail_names(checklist)
        if values.get(name)
    )


def limits_with(limits: str, details: tuple[tuple[str, str], ...]) -> str:
    """Return the limits with what else bounds the certificate: "Up to 2.5 t; machine: P14; energy control procedure: 3"."""
    return "; ".join(part for part in (limits, *(f"{label}: {value}" for label, value in details if value)) if part)


def missing_on_paper(facts: CertificateFacts) -> tuple[str, ...]:
    """Return what a certificate lacks of what its preset wants, in words: such a record must not be printed."""
    preset = PRESETS.get(facts.preset, GENERIC)
    filled = dict(facts.details)
    own = {
        "holder": facts.holder,
        "training_date": str(facts.training_completed or ""),
        "trainer": facts.trainer,
        "evaluation_date": facts.evaluated.isoformat(),
        "evaluator": facts.evaluator,
    }
    return tuple(
        in_language(field.label, "en")
        for field in preset.fields
        if not (own.get(field.name) or filled.get(in_language(field.label, facts.language), "")).strip()
    )
