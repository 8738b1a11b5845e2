"""Writes a checklist in the project's own YAML format, so that what is published can be edited elsewhere and loaded again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from supervisor_app.domain.checklist import ILUO, Checklist, Step
from supervisor_app.exchange.checklist_yaml import CODE, FORMAT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


_WORDS = ("format", "competency", "key", "kind", "minimum", "maximum", "spread")


def dump_checklist(checklist: Checklist) -> str:
    """Return the YAML text of a checklist; loading it gives the same record back."""
    written = _filled(checklist, without={"steps", *({"levels"} if checklist.levels == ILUO else ())})
    sections = [
        {"name": dict(section), "steps": [_filled(step, without={"number", "section"}) for step in steps]}
        for section, steps in groupby(checklist.steps, key=_section)
    ]
    return dump_fields({"format": FORMAT, **written, **({"sections": sections} if sections else {})})


def dump_fields(values: Mapping[str, object]) -> str:
    """Return nested maps, lists and scalars as YAML: two blanks a level, texts in double quotes, numbers and words plain."""
    return "".join(f"{line}\n" for line in _map_lines(values, ""))


def _section(step: Step) -> Mapping[str, str]:
    return step.section


def _filled(record: DataclassInstance, without: set[str] | None = None) -> dict[str, object]:
    """Return the fields of a record that differ from their defaults, nested records as maps."""
    filled: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if field.name not in (without or ()) and value != default:
            filled[field.name] = _plain(value)
    return filled


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _filled(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def _map_lines(values: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in values.items():
        yield from _field_lines(key, value, indent)


def _field_lines(key: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{key}:"
        yield from _map_lines(value, indent + "  ")
    elif isinstance(value, list):
        yield f"{indent}{key}:"
        for item in value:
            yield from _item_lines(item, indent + "  ")
    else:
        yield f"{indent}{key}: {_scalar(key, value)}"


def _item_lines(item: object, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}- {_scalar('', item)}"
        return
    first, *rest = _map_lines(item, indent + "  ")
    yield f"{indent}- {first.lstrip(' ')}"
    yield from rest


def _scalar(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, StrEnum) or key in _WORDS or (key == "code" and re.fullmatch(CODE, str(value))):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
