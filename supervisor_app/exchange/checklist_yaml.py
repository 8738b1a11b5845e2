"""Loads a checklist from the project's own YAML format (resources/help/checklist-format.md), or says which line is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from supervisor_app.domain.certificate import REQUIRED_FIELDS
from supervisor_app.domain.certificate_preset import GENERIC, PRESETS, preset_problem, required_fields
from supervisor_app.domain.certifying import SHORT_LIMITS_BYTES
from supervisor_app.domain.checklist import (
    ALIGNMENT_TYPES,
    ILUO,
    Alignment,
    Checklist,
    ContextField,
    Level,
    MasteryRule,
    Step,
    Validity,
)
from supervisor_app.domain.texts import Text
from supervisor_app.errors import InputError
from supervisor_app.exchange.checklist_steps import KEY, read_step
from supervisor_app.exchange.yaml_fields import Fields
from supervisor_app.exchange.yaml_nodes import MAX_BYTES, Node, parse_yaml

FORMAT = "supervisor-app checklist 1"
"""What the field `format` says in every file of this format."""
MAX_STEPS = 200
MAX_REQUIRED = 20
_COMPETENCY = r"[a-z0-9][a-z0-9-]{1,62}[a-z0-9]"
WEB_ADDRESS = r"https?://[A-Za-z0-9.-]{1,200}(?:/[A-Za-z0-9._~()-]{0,100}){0,12}(?:#[A-Za-z0-9._~()-]{1,60})?"
"""Addresses that every processor of credentials leaves as they are (credentials.shapes.WEB)."""
CODE = r"[A-Z0-9][A-Z0-9-]{1,15}"


def load_checklist(path: Path) -> Checklist:
    """Return the checklist in a file; InputError with file, line and reason where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(path.name, f"the file cannot be read: {error.strerror or 'unknown reason'}") from error
    return parse_checklist(data, path.name)


def parse_checklist(data: bytes, name: str) -> Checklist:
    """Return the checklist in the bytes of a file called `name`; InputError with file, line and reason."""
    fields = Fields(parse_yaml(data, name), name, "the checklist")
    if fields.line_of_text("format") != FORMAT:
        raise fields.problem(
            "this is not a checklist of this program", fields.line("format"), f'It must begin with "format: {FORMAT}".'
        )
    checklist = _checklist(fields, name)
    fields.finish()
    _check_whole(fields, checklist)
    return checklist


def _checklist(fields: Fields, name: str) -> Checklist:
    return Checklist(
        competency=fields.word("competency", _COMPETENCY),
        code=fields.word("code", CODE),
        revision=fields.whole("revision", 1, 9999, 1),
        title=fields.text("title"),
        short_title=fields.text("short_title"),
        steps=_steps(fields, name),
        ordered=fields.truth("ordered"),
        cut_percent=fields.whole("cut_percent", 0, 100, 100),
        minimum_minutes=fields.whole("minimum_minutes", 0, 24 * 60, 0),
        continuous=fields.truth("continuous"),
        about_minutes=fields.whole("about_minutes", 1, 24 * 60, 20),
        mastery=_mastery(fields, name),
        validity=_validity(fields, name),
        context=tuple(_context_field(node, name) for node in fields.items("context")),
        certificate_fields=fields.words("certificate_fields"),
        levels=tuple(_level(node, name) for node in fields.items("levels")) or ILUO,
        cover_from=fields.word("cover_from", r"\S{1,8}", default="U"),
        limits=fields.optional_text("limits"),
        limits_short=fields.optional_text("limits_short"),
        assessed_against=fields.optional_text("assessed_against"),
        sources=fields.words("sources"),
        assessor_rule=fields.optional_text("assessor_rule"),
        source_note=fields.optional_text("source_note"),
        alignment=tuple(_alignment(node, name) for node in fields.items("alignment")),
        requires=fields.words("requires"),
        preset=_preset(fields),
    )


def _preset(fields: Fields) -> str:
    key = fields.word("preset", r"\S{1,40}", default=GENERIC.key)
    if key not in PRESETS:
        reason = f'there is no preset "{key}" for certificates'
        raise fields.problem(reason, fields.line("preset"), f"Known: {', '.join(PRESETS)}.")
    return "" if key == GENERIC.key else key


def _steps(fields: Fields, name: str) -> tuple[Step, ...]:
    if fields.items("requires") and fields.take("sections") is None:
        return ()
    fields.need("sections")
    steps: list[Step] = []
    for node in fields.items("sections"):
        section = Fields(node, name, "a section")
        title: Text = section.text("name")
        items = section.items("steps")
        section.finish()
        for item in items:
            if len(steps) == MAX_STEPS:
                raise section.problem(f"there are more than {MAX_STEPS} steps", item)
            steps.append(read_step(item, name, len(steps) + 1, title))
            if any(step.key == steps[-1].key for step in steps[:-1]):
                raise section.problem(f'the step key "{steps[-1].key}" is used twice', item)
    if not steps:
        raise fields.problem("the checklist has no steps", fields.line("sections"))
    return tuple(steps)


def _mastery(parent: Fields, name: str) -> MasteryRule:
    node = parent.take("mastery")
    if node is None:
        return MasteryRule()
    fields = Fields(node, name, "the mastery rule")
    rule = MasteryRule(
        successes=fields.whole("successes", 1, 100, 1),
        of_last=fields.optional_whole("of_last", 1, 100),
        days=fields.whole("days", 1, 100, 1),
        assessors=fields.whole("assessors", 1, 20, 1),
        contexts=fields.whole("contexts", 1, 20, 1),
        attempts_a_day=fields.optional_whole("attempts_a_day", 1, 20),
        within_months=fields.optional_whole("within_months", 1, 120),
        none_critical_since=fields.truth("none_critical_since"),
        text=fields.optional_text("text"),
    )
    fields.finish()
    if rule.of_last is not None and rule.of_last < rule.successes:
        raise fields.problem(f"{rule.successes} successes cannot be among the last {rule.of_last}", fields.line("of_last"))
    for key in ("days", "assessors", "contexts"):
        if getattr(rule, key) > rule.successes:
            raise fields.problem(f'"{key}" cannot be more than the {rule.successes} successes', fields.line(key))
    return rule


def _validity(parent: Fields, name: str) -> Validity:
    node = parent.take("validity")
    if node is None:
        return Validity()
    fields = Fields(node, name, "the validity")
    validity = Validity(
        months=fields.optional_whole("months", 1, 600),
        confirm_every_months=fields.optional_whole("confirm_every_months", 1, 600),
        text=fields.optional_text("text"),
        clause=fields.line_of_text("clause"),
        triggers=fields.texts("triggers"),
    )
    fields.finish()
    return validity


def _context_field(node: Node, name: str) -> ContextField:
    fields = Fields(node, name, "a context field")
    field = ContextField(
        key=fields.word("key", KEY),
        label=fields.text("label"),
        unit=fields.word("unit", r".{1,16}", default=""),
        required=fields.truth("required"),
    )
    fields.finish()
    return field


def _level(node: Node, name: str) -> Level:
    fields = Fields(node, name, "a level")
    level = Level(key=fields.word("key", r"\S{1,8}"), label=fields.text("label"))
    fields.finish()
    return level


def _alignment(node: Node, name: str) -> Alignment:
    fields = Fields(node, name, "an alignment")
    known = "|".join(ALIGNMENT_TYPES)
    alignment = Alignment(
        name=fields.word("name", r"[^\n]{1,200}"),
        url=fields.word("url", WEB_ADDRESS),
        framework=fields.word("framework", r"[^\n]{1,120}"),
        type=fields.word("type", rf"{known}|ext:[A-Za-z0-9._-]{{1,60}}"),
        code=fields.word("code", r"[^\n]{1,80}", default=""),
        note=fields.line_of_text("note"),
    )
    fields.finish()
    return alignment


def _check_requires(fields: Fields, checklist: Checklist) -> None:
    """Hold what a competency made of others may say."""
    for place, competency in enumerate(checklist.requires):
        if not re.fullmatch(_COMPETENCY, competency) or competency == checklist.competency:
            raise fields.problem(
                f'"{competency[:60]}" cannot be one of the competencies it is made of', fields.line("requires").items[place]
            )
    fields.unique("requires", checklist.requires)
    if not checklist.requires:
        return
    if checklist.steps:
        raise fields.problem(
            "a competency made of others has no steps of its own", fields.line("sections"), 'Leave out "sections" or "requires".'
        )
    if len(checklist.requires) > MAX_REQUIRED:
        raise fields.problem(f"it is made of more than {MAX_REQUIRED} others", fields.line("requires"))


def _check_whole(fields: Fields, checklist: Checklist) -> None:
    """Hold what spans several fields."""
    _check_requires(fields, checklist)
    fields.unique("context", (field.key for field in checklist.context))
    fields.unique("levels", (level.key for level in checklist.levels))
    if checklist.cover_from not in {level.key for level in checklist.levels}:
        raise fields.problem(f'"cover_from" names no level: "{checklist.cover_from}"', fields.line("cover_from"))
    if checklist.continuous and not checklist.minimum_minutes:
        raise fields.problem('"continuous" needs "minimum_minutes"', fields.line("continuous"))
    if problem := preset_problem(checklist):
        raise fields.problem(problem, fields.line("preset"))
    known = {*REQUIRED_FIELDS, *required_fields(replace(checklist, certificate_fields=()))}
    known |= {field.key for field in checklist.context}
    for place, field in enumerate(checklist.certificate_fields):
        if field not in known:
            node = fields.line("certificate_fields").items[place]
            raise fields.problem(f'a certificate has no field "{field[:40]}"', node, f"Known: {', '.join(sorted(known))}.")
    for language, text in (checklist.limits_short or {}).items():
        size = len(text.encode())
        if size > SHORT_LIMITS_BYTES:
            reason = f'"limits_short" has {size} bytes in "{language}", at most {SHORT_LIMITS_BYTES} fit the code'
            raise fields.problem(reason, fields.line("limits_short"))
