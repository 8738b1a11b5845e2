"""The sentences of Today, made from its record; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from supervisor_app.domain.dates import MONTHS, WEEKDAYS
from supervisor_app.domain.observation import Result
from supervisor_app.services.certificates import CertificateLine
from supervisor_app.services.draft_lines import DraftLine
from supervisor_app.services.sync_state import SyncState
from supervisor_app.services.today import SignedLine

_MOST_NAMES = 3


def day_title(day: date) -> str:
    """Return the page's title: "Monday 23 November"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """Return a day without its year: "27 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def draft_sentence(draft: DraftLine, now: datetime) -> str:
    """Return where a draft stands: how the laptop switched off, the stop, or the step that comes next."""
    if draft.recovered:
        return draft.recovered_words
    if draft.stopped:
        return "Stopped for safety. Write down what happened, then sign."
    saved = f"Paused at {draft.saved.astimezone(now.tzinfo):%H:%M}. " if draft.paused and draft.saved else ""
    return saved + _next_step(draft.answers)


def draft_progress(answers: Sequence[Result]) -> str:
    """Return how far a draft is: "8 of 14, one not met"."""
    done = sum(answer is not Result.NOT_SEEN for answer in answers)
    missed = sum(answer is Result.NOT_MET for answer in answers)
    words = f"{done} of {len(answers)}"
    return f"{words}, {'one' if missed == 1 else missed} not met" if missed else words


def print_words(waiting: Sequence[CertificateLine], count: int) -> tuple[str, str]:
    """Return "3 certificates" and whose they are."""
    names = [line.holder for line in waiting[:_MOST_NAMES]]
    more = count - len(names)
    holders = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    return f"{count} certificate{'' if count == 1 else 's'}", holders


def signed_sentence(signed: Sequence[SignedLine]) -> str:
    """Return who was signed off today: "Signed today: Emma Mikkelsen, soldering, and Bogdan Matei, lockout."."""
    if not signed:
        return ""
    parts = [f"{line.worker_name}, {line.title[:1].lower()}{line.title[1:]}" for line in signed[:_MOST_NAMES]]
    if len(signed) > _MOST_NAMES:
        parts.append(f"{len(signed) - _MOST_NAMES} more")
    return f"Signed today: {parts[0] if len(parts) == 1 else '; '.join(parts[:-1]) + '; and ' + parts[-1]}."


def sync_words(state: SyncState, now: datetime) -> tuple[str, str, str]:
    """Return what the box of the shared file says: title, sentence, and the words of its button."""
    if not state.chosen:
        return "No shared file yet", "All is on this laptop.", "Choose a file"
    if state.problem:
        return state.problem, "Everything is safe here.", "Look"
    reached = "Not reached yet." if state.last_reached is None else f"Last reached {_moment(state.last_reached, now)}."
    if state.waiting:
        records = "1 record waits" if state.waiting == 1 else f"{state.waiting:,} records wait"
        return records, f"{reached} Safe here.", "Sync now"
    return "Everything is there" if state.last_reached else "Ready to sync", reached, "Sync now"


def _next_step(answers: Sequence[Result]) -> str:
    for place, answer in enumerate(answers, start=1):
        if answer is Result.NOT_SEEN:
            return f"Step {place} comes next."
    return "Every step is answered. Decide and sign."


def _moment(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{short_day(local.date())} {local:%H:%M}"
