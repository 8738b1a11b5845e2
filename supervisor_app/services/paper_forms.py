"""Entering a paper form: which revision it was printed from, whether it was entered before, when the work was observed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.form_number import belongs_to, read_form
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Run
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.opened_site import Site
from supervisor_app.services.typed_days import EXAMPLE
from supervisor_app.services.withdrawing import require_standing
from supervisor_app.storage import checklist_queries, drafts, people_queries, sign_off_queries
from supervisor_app.storage.database import Connection

LONGEST = timedelta(hours=16)
"""More than a shift with its overtime: a longer observation is a slip of the pen."""
_TIMES = ("%H:%M", "%H.%M", "%H %M", "%H%M", "%I:%M %p", "%I:%M%p")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredBefore:
    """A record, or a draft on this laptop, that was entered from the same form; `sign_off_id` is "" for a draft."""

    worker: str
    day: date
    sign_off_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFound:
    """A form with the revision it was printed from; `newest` is the number of the newest revision there is."""

    number: str
    digest: str
    checklist: Checklist
    newest: int
    before: tuple[EnteredBefore, ...]

    @property
    def is_older(self) -> bool:
        """Whether a newer revision has been published since."""
        return self.newest > self.checklist.revision


def find_form(site: Site, text: str) -> FormFound | None:
    """Return the form that a scanned or typed text names, None where the text is no form's.

    UserError where this laptop does not have its revision; NotAllowed where that was withdrawn.
    """
    said = read_form(text)
    if said is None:
        return None
    with site.database.read() as connection:
        every = (said.digest,) if said.digest else checklist_queries.digests(connection)
        known = [digest for digest in every if belongs_to(said.number, digest)]
        found = [(digest, one) for digest in known if (one := checklist_queries.get_checklist(connection, digest))]
        if len(found) != 1:
            message = f"This laptop does not have the checklist of form {said.number}."
            raise UserError(message, "Compare the number with the paper; if it is right, sync, then enter it again.")
        ((digest, checklist),) = found
        require_standing(connection, digest, site.clock().date())
        current = checklist_queries.current_checklist(connection, checklist.competency)
        before = (*sign_off_queries.entered_from(connection, said.number), *_drafted(connection, said.number))
    zone = site.clock().tzinfo
    return FormFound(
        number=said.number,
        digest=digest,
        checklist=checklist,
        newest=current.checklist.revision if current else checklist.revision,
        before=tuple(
            EnteredBefore(worker=worker, day=moment.astimezone(zone).date(), sign_off_id=name) for worker, moment, name in before
        ),
    )


def observed_run(day: date | None, start: str, end: str, now: datetime) -> Run:
    """Return when the work on a form was observed, from what stands on it; an end before the start is of the day after.

    InputError for what is no day or no time, lies ahead of `now` (aware), or took longer than `LONGEST`.
    """
    if day is None:
        raise InputError("Date of observation", "it is not a day.", f"Type it like {EXAMPLE}.")
    began, ended = (_moment(day, word, text, now) for word, text in (("Start", start), ("End", end)))
    ended += timedelta(days=1) if ended <= began else timedelta()
    if ended > now:
        raise InputError("Date of observation", "it lies ahead.", "Type the day and the times as they stand on the form.")
    if ended - began > LONGEST:
        raise InputError("End", "it is before the start.", "Type the times as they stand on the form.")
    return Run(started=began, ended=ended)


def _moment(day: date, word: str, text: str, now: datetime) -> datetime:
    for pattern in _TIMES:
        try:
            clock = datetime.strptime(text.strip().upper(), pattern).time()
        except ValueError:
            continue
        return datetime.combine(day, time(clock.hour, clock.minute), now.tzinfo)
    raise InputError(word, "it is not a time of day.", "Type it like 14:30.")


def _drafted(connection: Connection, number: str) -> list[tuple[str, datetime, str]]:
    found = [draft for draft in drafts.list_drafts(connection) if draft.context.form == number]
    workers = [(people_queries.get_worker(connection, draft.worker_id), draft) for draft in found]
    return [(worker.name if worker else "", draft.started, "") for worker, draft in workers]
