"""What a checklist answers to elsewhere, taken from a framework's file: the items chosen go into its next revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from supervisor_app.domain.checklist import Alignment, Checklist
from supervisor_app.errors import UserError
from supervisor_app.exchange.case_package import MAX_BYTES, Framework, read_case_package
from supervisor_app.services.saving import opening

__all__ = ["MOST_ALIGNMENTS", "Framework", "aligned", "found", "read_framework"]

MOST_ALIGNMENTS = 40
"""As many a certificate carries without growing past what others' programs read."""


def read_framework(path: Path) -> Framework:
    """Return the framework in a file; InputError, with its name and the reason, where it cannot be read."""
    with opening(path), path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return read_case_package(data, path.name)


def found(items: Sequence[Alignment], text: str) -> tuple[Alignment, ...]:
    """Return the items that have every word of `text` in their code or their name, in their order."""
    words = text.casefold().split()
    return tuple(one for one in items if all(word in f"{one.code} {one.name}".casefold() for word in words))


def aligned(checklist: Checklist, chosen: Sequence[Alignment]) -> Checklist:
    """Return the checklist answering to what was chosen too; UserError where that is more than a certificate carries."""
    here = {one.url for one in checklist.alignment}
    alignment = (*checklist.alignment, *(one for one in chosen if one.url not in here))
    if len(alignment) > MOST_ALIGNMENTS:
        raise UserError(
            f"A certificate names at most {MOST_ALIGNMENTS} items of frameworks; these would be {len(alignment)}.",
            "Choose the few that say best what the checklist shows.",
        )
    return replace(checklist, alignment=alignment)
