"""What the proof of one entry consists of: the line, what it changed, each check that was made, and the file."""

from __future__ import annotations

from enum import StrEnum

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.ledger_line import FieldChange
from supervisor_app.services.ledger_page import EntryLine


class CheckState(StrEnum):
    """How one check came out; the value is its word."""

    HOLDS = "holds"
    BROKEN = "does not hold"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCheck:
    """One thing that was checked: a title, the finding in words, and the figure behind it (hex in fours, or empty)."""

    state: CheckState
    title: str
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One field that the entry set, and what came of it: "" where its value still stands."""

    change: FieldChange
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """One entry whole. `header` are labels with their values; `file` is the proof as a JSON file (see the help page)."""

    line: EntryLine
    header: tuple[tuple[str, str], ...]
    changes: tuple[ChangeLine, ...]
    checks: tuple[ProofCheck, ...]
    file: bytes

    @property
    def holds(self) -> bool:
        """Whether nothing that was checked is broken."""
        return all(check.state is not CheckState.BROKEN for check in self.checks)

    @property
    def file_name(self) -> str:
        """Return how the proof's file may be called: "entry-12-of-1a2b3c4d.json"."""
        return f"entry-{self.line.place.seq}-of-{self.line.place.origin.hex()[:8]}.json"

    def text(self) -> str:
        """Return everything as lines of text, to be copied."""
        when = f"{day_in_words(self.line.when.date())} at {self.line.when:%H:%M:%S}"
        parts = [self.line.told.sentence, f"{when}, {self.line.laptop}", ""]
        parts += [f"{one.change.word}: {_from_to(one.change)}{f' ({one.since})' if one.since else ''}" for one in self.changes]
        parts += [f"{label}: {value}" for label, value in self.header]
        parts += ["", *(f"{one.title}: {one.state.value}. {one.words} {one.code}".rstrip() for one in self.checks)]
        return "\n".join(parts)


def _from_to(change: FieldChange) -> str:
    return f"{change.old or 'nothing'} → {change.new or 'nothing'}"
