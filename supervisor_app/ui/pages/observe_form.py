"""What the choosing page says about a paper form that is entered: its revision, and where it was entered before. No Qt."""

from __future__ import annotations

from supervisor_app.domain.dates import short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.domain.texts import in_language
from supervisor_app.services.paper_forms import FormFound


@dataclass(frozen=True, slots=True)
class FormWarning:
    """What to know before a form is entered; `sign_off_id` is the record to look at, "" where there is none."""

    message: str
    hint: str
    sign_off_id: str = ""


def form_sentence(form: FormFound) -> str:
    """Return the sentence below the title: which form is being entered."""
    title = in_language(form.checklist.short_title)
    return f"Form {form.number}: {title}, revision {form.checklist.revision}."


def form_warning(form: FormFound) -> FormWarning | None:
    """Return what to know before, the more serious first; None where there is nothing."""
    if form.before:
        first = form.before[0]
        who = f"{isolated(first.worker)}, {short_day(first.day)}"
        what = "a draft on this laptop" if not first.sign_off_id else "a record"
        return FormWarning(
            f"Form {form.number} was entered before: {what} of {who}.",
            "Each form is entered once. Go on only if that one is to be corrected by another record.",
            first.sign_off_id,
        )
    if form.is_older:
        return FormWarning(
            f"This form is of revision {form.checklist.revision}; revision {form.newest} is published since.",
            "It may be entered: the record keeps the revision that was observed. For the next ones print new forms.",
        )
    return None
