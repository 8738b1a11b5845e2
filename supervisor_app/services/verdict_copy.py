"""A kept copy of a check: plain text to read, or JSON for other programs; everything the window showed, and when."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import msgspec

from supervisor_app.credentials.verdict import CheckState, Verdict
from supervisor_app.services.saving import save_file

_SIGNS = {CheckState.PASSED: "[yes]", CheckState.FAILED: "[NO] ", CheckState.UNKNOWN: "[?]  ", CheckState.CLOCK: "[...]"}


def copy_name(verdict: Verdict) -> str:
    """Return the file name a copy gets without another wish: the number of the certificate, no person's name."""
    number = verdict.fact("Number") or "certificate"
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in number)[:60]
    return f"check {safe} {verdict.checked:%Y-%m-%d %H%M}.txt"


def text_copy(verdict: Verdict, station: str) -> str:
    """Return the copy as text; `station` says where it was checked."""
    lines = [f"{verdict.headline}. {verdict.sentence}", "", f"File: {verdict.name}"]
    lines += [f"Checked: {verdict.checked.isoformat(sep=' ', timespec='seconds')}, {station}"]
    facts = [(fact.label, ", ".join(filter(None, (fact.value, fact.detail)))) for fact in verdict.facts]
    if verdict.limits:
        facts.append(("Only within these limits", verdict.limits))
    if facts:
        lines += ["", "What it says" if verdict.proven else "What it claims, not proven"]
        lines += [f"  {label}: {value}" for label, value in facts]
    differing = [field for field in verdict.differences if not field.same]
    if differing:
        lines += ["", "Where the paper differs"]
        lines += [f"  {field.label}: on the paper “{field.on_paper}”, in the record “{field.in_record}”" for field in differing]
    if verdict.checks:
        lines += ["", "What was checked"]
        lines += [
            f"  {_SIGNS[check.state]} {check.text}" + (f" ({check.figure})" if check.figure else "") for check in verdict.checks
        ]
    return "\n".join([*lines, *(["", verdict.note] if verdict.note else []), ""])


def json_copy(verdict: Verdict, station: str) -> bytes:
    """Return the copy as JSON, UTF-8, with a line feed at the end."""
    content = {"station": station, **msgspec.to_builtins(verdict)}
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def save_copy(path: Path, verdict: Verdict, station: str) -> None:
    """Write a copy: JSON where the name ends in .json, else text. StorageError where the disk does not let us."""
    data = json_copy(verdict, station) if path.suffix.lower() == ".json" else text_copy(verdict, station).encode()
    save_file(path, data)


def same_day(verdict: Verdict, now: datetime) -> bool:
    """Whether a check was made on the day it is at `now`."""
    return verdict.checked.astimezone(now.tzinfo).date() == now.date()
