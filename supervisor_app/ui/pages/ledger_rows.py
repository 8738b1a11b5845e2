"""What the ledger page shows of entries, hits and filters, as rows and short words; decided without a widget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from supervisor_app.domain.dates import MONTHS, short_day
from supervisor_app.domain.names import isolated
from supervisor_app.services.entry_proof_records import CheckState
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind
from supervisor_app.services.ledger_finding import Hit
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_page import Choices, EntryLine
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.row_painting import Row
from supervisor_app.ui.widgets.status_shape import StatusShape

LONGEST = 34
"""Letters of a filter that are shown on its button; the tip has them all."""

ICONS = {
    Group.SIGN_OFFS: Icon.SIGN,
    Group.CERTIFICATES: Icon.CERTIFICATE,
    Group.PEOPLE: Icon.PERSON,
    Group.CHECKLISTS: Icon.CHECKLIST,
    Group.MEMBERS: Icon.KEY,
    Group.LAPTOPS: Icon.LAPTOP,
    Group.NEWER: Icon.QUESTION,
}
SHAPES = {
    CheckState.HOLDS: StatusShape.MET,
    CheckState.BROKEN: StatusShape.NOT_MET,
    CheckState.NOTE: StatusShape.INFO,
}
_HIT_ICONS = {
    "person": Icon.PERSON,
    "competency": Icon.CHECKLIST,
    "certificate": Icon.CERTIFICATE,
    "member": Icon.BADGE,
    "laptop": Icon.LAPTOP,
    "kind": Icon.FILTER,
    "day": Icon.TODAY,
}
_ABOUT = {
    SubjectKind.RECORD: "Sign-off of",
    SubjectKind.CERTIFICATE: "Certificate",
    SubjectKind.MEMBER: "Member",
    SubjectKind.CLAIM: "Signed under",
}


def entry_row(line: EntryLine, today: date) -> Row:
    """Return an entry as a row: day and time, what was done, by whom and where."""
    day, clock = when_words(line.when, today)
    who = f"{line.by} · {line.laptop}" if line.by else line.laptop
    icon = Icon.ERASE if not line.told.readable and line.told.group is not Group.NEWER else ICONS[line.told.group]
    chip = ChipFace("Questioned", Tone.WARN, StatusShape.SOON) if line.doubt else None
    return Row(key=line.key, title=line.deed, detail=who, lead=day, lead_detail=clock, icon=icon, chip=chip)


def when_words(when: datetime, today: date) -> tuple[str, str]:
    """Return day and time in short: ("14 Nov", "16:20"), with the year where it is another one."""
    day = f"{when.day} {MONTHS[when.month - 1][:3]}"
    return day, f"{when:%H:%M}" if when.year == today.year else f"{when.year}, {when:%H:%M}"


def hit_row(place: int, hit: Hit) -> Row:
    """Return something the typed text may mean as a row; its key is its place."""
    return Row(key=str(place), title=hit.title, detail=hit.detail, icon=_HIT_ICONS[hit.what])


def filter_words(asked: LedgerFilter, known: Choices) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every part of the filter that narrows: which fields it is made of, and its words."""
    if asked.subject is not None:
        head = _ABOUT.get(asked.subject.kind, "About")
        yield ("subject",), f"{head} {isolated(asked.subject.title)}"
    if asked.member:
        yield ("member",), f"By {isolated(dict(known.members).get(asked.member, 'somebody not known here'))}"
    if asked.group is not None:
        yield ("group",), asked.group.value
    if asked.station:
        yield ("station",), f"On {isolated(dict(known.stations).get(asked.station, 'a laptop not known here'))}"
    if asked.since or asked.until:
        yield ("since", "until"), _span(asked.since, asked.until)


def shortened(words: str) -> str:
    """Return words as they fit a filter's button."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def ledger_sentence(total: int, asked: LedgerFilter) -> str:
    """Return what the head of the page says."""
    entries = "1 entry" if total == 1 else f"{total:,} entries"
    if asked.narrows:
        return f"Some of {entries}, newest first."
    return f"{entries}, newest first. Entries are added; none is ever changed."


def _span(since: date | None, until: date | None) -> str:
    if since and until:
        return short_day(since) if since == until else f"{short_day(since)} to {short_day(until)}"
    return f"From {short_day(since)}" if since else f"Up to {short_day(until)}" if until else ""
