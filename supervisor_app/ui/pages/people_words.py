"""The sentences and rows of People, made from records; no widgets."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.dates import short_day
from supervisor_app.domain.names import initials_of, isolated, script
from supervisor_app.domain.people import PersonRow, Worker
from supervisor_app.domain.people_story import Held, HeldState, HistoryLine
from supervisor_app.services.people import PersonStory
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.row_painting import Row
from supervisor_app.ui.widgets.status_shape import StatusShape

LEFT = ChipFace("Left", Tone.NEUTRAL, StatusShape.NOT_APPLICABLE)

_HELD = {
    HeldState.VALID: ChipFace("Valid", Tone.OK, StatusShape.MET),
    HeldState.DUE: ChipFace("Due soon", Tone.WARN, StatusShape.SOON),
    HeldState.ENDED: ChipFace("Expired", Tone.BAD, StatusShape.NOT_MET),
    HeldState.SIGNED: ChipFace("Signed off", Tone.OK, StatusShape.MET),
    HeldState.ON_HOLD: ChipFace("On hold", Tone.NEUTRAL, StatusShape.PAUSED),
    HeldState.WITHDRAWN: ChipFace("Withdrawn", Tone.BAD, StatusShape.NOT_MET),
    HeldState.REPLACED: ChipFace("Replaced", Tone.NEUTRAL, StatusShape.NOT_APPLICABLE),
    HeldState.DECLARED: ChipFace("Declared", Tone.NEUTRAL, StatusShape.INFO),
    HeldState.WAITS: ChipFace("Waits", Tone.WARN, StatusShape.SOON),
}
_DOUBTED = {
    "questioned": ChipFace("Questioned", Tone.WARN, StatusShape.SOON),
    "waits": ChipFace("Waits", Tone.WARN, StatusShape.SOON),
}
_HAPPENED = {
    "met": StatusShape.MET,
    "not_met": StatusShape.NOT_MET,
    "stopped": StatusShape.STOP,
    "certificate": StatusShape.SAFE,
    "on_hold": StatusShape.PAUSED,
    "ended": StatusShape.NOT_MET,
    "declared": StatusShape.INFO,
    "added": StatusShape.INFO,
    "withdrawn": StatusShape.NOT_APPLICABLE,
    "left": StatusShape.NOT_APPLICABLE,
}


def shift_in_words(shift: str) -> str:
    """Return a shift as it stands in a line: "shift A", "nights"."""
    if not shift:
        return ""
    return f"shift {shift}" if len(shift) < 3 else shift[0].lower() + shift[1:]


def place_in_words(department: str, shift: str, job: str = "") -> str:
    """Return where somebody works: "Quality, shift A"; the job where no department is known."""
    return ", ".join(part for part in (department or job, shift_in_words(shift)) if part)


def avatar_name(name: str, latin_name: str) -> str:
    """Return the name whose initials stand in the round: Latin where the two own letters would be of two scripts."""
    if not latin_name or name.isascii():
        return name
    both = [script(letter) for letter in initials_of(name) if letter.isalpha()]
    return latin_name if len(set(both)) > 1 else name


def person_row(person: PersonRow) -> Row:
    """Return a person as a row of the list."""
    where = place_in_words(person.department, person.shift, person.job)
    return Row(
        key=person.id,
        title=person.name,
        detail=" · ".join(part for part in (person.latin_name, where) if part),
        number=person.employee_no,
        avatar=avatar_name(person.name, person.latin_name),
        chip=LEFT if person.left else None,
    )


def people_sentence(here: int, everybody: int) -> str:
    """Return the state of the list: "298 people work here, 3 have left."."""
    if not everybody:
        return "The list is empty."
    work = "1 person works here" if here == 1 else f"{here:,} people work here".replace(",", "\u202f")
    gone = everybody - here
    return f"{work}." if not gone else f"{work}, {gone:,} {'has' if gone == 1 else 'have'} left.".replace(f"{gone:,}", f"{gone}")


def story_sentence(story: PersonStory) -> str:
    """Return the state of a person in a sentence: "Holds 3, one of them ends soon."."""
    held = [each for each in story.holds if each.state in (HeldState.VALID, HeldState.DUE, HeldState.SIGNED)]
    soon = sum(each.state is HeldState.DUE for each in held)
    if not held:
        return "Holds nothing yet." if not story.holds else "Holds nothing that is still valid."
    if not soon:
        return f"Holds {len(held)}."
    return f"Holds {len(held)}, {'one of them ends' if soon == 1 else f'{soon} of them end'} within 30 days."


def facts_of(worker: Worker) -> tuple[tuple[str, str], ...]:
    """Return what is recorded about somebody as (label, text); what is not recorded is left out."""
    found = (
        ("Job", worker.job),
        ("Department", worker.department),
        ("Shift", worker.shift),
        ("Badge", worker.badge),
        ("First day", short_day(worker.hired) if worker.hired else ""),
        ("Country", worker.country),
        ("Language", worker.language),
    )
    return tuple((label, text) for label, text in found if text)


def left_in_words(day: date, today: date) -> str:
    """Return when somebody left: "Left on 3 May 2026", "Leaves on 1 Dec 2026"."""
    return f"{'Leaves' if day > today else 'Left'} on {short_day(day)}"


def held_row(held: Held) -> Row:
    """Return something held as a row."""
    level = f"Level {held.level}. " if held.level else ""
    key, words = held.certificate_id or held.declared_id, f"{level}{held.words}"
    return Row(key=key, title=held.title, detail=words, number=held.number, chip=_HELD[held.state])


def history_row(line: HistoryLine) -> Row:
    """Return something that happened as a row: the day before it, the shape of how it went."""
    day = line.when.astimezone()
    short, year = short_day(day.date()).rsplit(" ", 1)
    return Row(
        key=line.sign_off_id or line.certificate_id,
        title=line.title,
        detail=line.words,
        shape=_HAPPENED[line.state],
        lead=short,
        lead_detail=year,
        chip=_DOUBTED.get(line.doubt),
    )


def nobody_found(text: str, left: int = 0) -> str:
    """Return what an empty search says; `left`: how many of those that fit are not here any more, two for more than one."""
    if left:
        return "One person who left fits: choose All." if left == 1 else "People who left fit: choose All."
    return f"No name, number or badge has “{isolated(text[:40])}” in it."
