"""Observing: a draft is started, answered, paused, recovered. Each tap is on the disk when its function returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from supervisor_app.domain import drafting
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.clock import total_time
from supervisor_app.domain.last_time import last_time_in_words
from supervisor_app.domain.measuring import is_sane
from supervisor_app.domain.names import text_problem
from supervisor_app.domain.observation import Context, Draft, Observation, Run
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.draft_lines import DraftLine, drafts, recover
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.storage import checklist_queries, erased_files, people_queries, sign_off_queries
from supervisor_app.storage import drafts as stored
from supervisor_app.storage.database import Connection

__all__ = [
    "DraftLine",
    "clear",
    "discard",
    "drafts",
    "elapsed",
    "go_to",
    "last_time",
    "load",
    "pause",
    "record",
    "recover",
    "resume",
    "safety_stop",
    "start",
    "undo",
    "worker_comment",
]

MAX_NOTE = 4000
"""Characters of a note, a comment or a reason."""
MAX_READINGS = 1000
"""Numbers that one answer may hold."""
_Change = Callable[[Draft, datetime], Draft]


def start(
    site: Site, session: Session, worker_id: str, checklist_digest: str, context: Context, observed: Run | None = None
) -> Draft:
    """Begin an assessment with the clock running; one that is entered from a paper form has the time `observed` instead.

    NotAllowed for oneself, for someone who has left, by a withdrawn revision, and where the role, its scope or its days do not
    allow it; StorageError when the disk is full or read-only, said before the supervisor starts; InputError for a context that
    cannot be kept.
    """
    from supervisor_app.services.withdrawing import require_standing  # Today shows drafts without what signs

    _check_context(context)
    site.database.check_writable()
    with site.database.write() as connection:
        worker = people_queries.get_worker(connection, worker_id)
        checklist = checklist_queries.get_checklist(connection, checklist_digest)
        if worker is None or checklist is None:
            raise UserError("The person or the checklist is not on this laptop.", "Sync, then choose again.")
        require(site, session, Right.OBSERVE, competency=checklist.competency, worker_id=worker_id, connection=connection)
        require_standing(connection, checklist_digest, site.clock().date())
        if worker.left_on is not None and worker.left_on <= site.clock().date():
            raise NotAllowed(f"{worker.name} has left.", "Mark them as back first, on the page People.")
        now = site.clock()
        draft = Draft(
            id=site.randomness(16).hex(),
            worker_id=worker_id,
            assessor_id=session.member_id,
            competency=checklist.competency,
            checklist_digest=checklist_digest,
            context=context,
            started=observed.started if observed else now,
            runs=(observed or Run(started=now),),
            current_step=checklist.steps[0].key,
            saved=now,
        )
        stored.save_draft(connection, draft)
    return draft


def load(site: Site, draft_id: str) -> Draft:
    """Return a draft; UserError where it is not here any more."""
    with site.database.read() as connection:
        return _existing(connection, draft_id)


def record(site: Site, draft_id: str, observation: Observation) -> Draft:
    """Keep an answer; its time and its place in the order are set here. It is on the disk when this returns.

    NotAllowed after a safety stop; InputError for words or numbers that cannot be kept.
    """
    _check_words("The reason", observation.reason_text)
    _check_words("The note", observation.note)
    _check_values(observation)
    return _tap(site, draft_id, observation.step, lambda draft, now: drafting.with_observation(draft, observation, now))


def clear(site: Site, draft_id: str, step: str) -> Draft:
    """Take the answer of a step away."""
    return _tap(site, draft_id, step, lambda draft, now: drafting.without_observation(draft, step, now))


def change_files(site: Site, draft_id: str, step: str, change: Callable[[Observation], Observation]) -> Draft:
    """Change which photos and files a step has; which step is shown stays as it is."""

    def changed(draft: Draft, now: datetime) -> Draft:
        return replace(drafting.with_observation(draft, change(draft.observation(step)), now), current_step=draft.current_step)

    return _tap(site, draft_id, step, changed)


def undo(site: Site, draft_id: str) -> Draft:
    """Take the last answer back; the clock goes on. Where nothing is left to take back the draft stays as it is."""
    with site.database.write() as connection:
        draft = _existing(connection, draft_id)
        _check_going_on(draft)
        last = stored.take_undo(connection, draft_id)
        if last is None:
            return draft
        now = drafting.undone(draft, last, site.clock())
        stored.save_draft(connection, now)
    return now


def go_to(site: Site, draft_id: str, step: str) -> Draft:
    """Keep which step is shown."""
    return _change(site, draft_id, lambda draft, now: replace(draft, current_step=step, saved=now))


def pause(site: Site, draft_id: str) -> Draft:
    """Stop the clock."""
    return _change(site, draft_id, drafting.paused)


def resume(site: Site, draft_id: str) -> Draft:
    """Let the clock run again; a recovered draft has been looked at then."""
    return _change(site, draft_id, drafting.resumed)


def safety_stop(site: Site, draft_id: str, text: str) -> Draft:
    """End the session for safety at the step that is shown; nothing can be answered after it."""
    _check_words("What happened", text)
    return _change(site, draft_id, lambda draft, now: drafting.stopped(draft, text.strip(), now))


def worker_comment(site: Site, draft_id: str, text: str) -> Draft:
    """Keep what the worker says about the assessment."""
    _check_words("The comment", text)
    return _change(site, draft_id, lambda draft, now: replace(draft, worker_comment=text, saved=now))


def discard(site: Site, session: Session, draft_id: str) -> None:
    """Throw a draft away for good, its photos and files too; only its assessor or an admin may."""
    from supervisor_app.storage import evidence_files  # to throw away, not for the window's start

    with site.database.write() as connection:
        draft = _existing(connection, draft_id)
        if session.role is not Role.ADMIN and session.member_id != draft.assessor_id:
            raise NotAllowed("This draft was begun by somebody else.", "Ask them, or an admin, to discard it.")
        files = erased_files.draft_files(connection, draft)
        stored.delete_draft(connection, draft_id)
        unnamed = files - erased_files.still_named(connection, files)
    for digest in unnamed:
        evidence_files.delete_file(site.folder, digest)


def elapsed(draft: Draft, now: datetime) -> timedelta:
    """Return the time observed so far, pauses left out; what the rules count is `domain.clock.counted_time`."""
    return total_time(draft.runs, now)


def last_time(site: Site, worker_id: str, checklist: Checklist, step: str) -> str:
    """Return how this step went at the worker's previous sign-off ("Last time, 14 Dec 2023: met"); empty where there is none."""
    with site.database.read() as connection:
        lines = [one for one in sign_off_queries.worker_lines(connection, worker_id) if one.competency == checklist.competency]
        amended = {(line.amends, line.team) for line in lines}
        previous = next((one for one in lines if (one.id, one.team) not in amended), None)
        found = sign_off_queries.get_sign_off(connection, previous.id) if previous else None
    return last_time_in_words(found.sign_off, checklist.step(step)) if found else ""


def _tap(site: Site, draft_id: str, step: str, change: _Change) -> Draft:
    """Change the answer of a step so that undo can take it back."""
    with site.database.write() as connection:
        draft = _existing(connection, draft_id)
        _check_going_on(draft)
        changed = change(draft, site.clock())
        stored.save_draft(connection, changed, undo=drafting.undo_for(draft, step))
    return changed


def _change(site: Site, draft_id: str, change: _Change) -> Draft:
    """Change what undo does not take back: the clock, the notes, which step is shown."""
    with site.database.write() as connection:
        draft = _existing(connection, draft_id)
        changed = change(draft, site.clock())
        if changed is not draft:
            stored.save_draft(connection, changed)
    return changed


def _existing(connection: Connection, draft_id: str) -> Draft:
    draft = stored.load_draft(connection, draft_id)
    if draft is None:
        raise UserError("This draft is not here any more.", "It was signed or discarded; look at the person's page.")
    return draft


def _check_going_on(draft: Draft) -> None:
    if draft.safety_stop is not None:
        raise NotAllowed("This session was stopped for safety.", "Sign it as it is, and begin a new one another time.")


def _check_context(context: Context) -> None:
    for place, text in (
        ("The machine", context.machine),
        ("The place", context.place),
        ("The job", context.job),
        ("The shift", context.shift),
        ("The form", context.form),
        *context.fields.items(),
    ):
        _check_words(place, text)


def _check_words(place: str, text: str) -> None:
    """Refuse words that cannot be kept; a note may have several lines."""
    if not text:  # as in nearly every tap
        return
    for line in text.replace("\r\n", "\n").split("\n"):
        reason = text_problem(line.replace("\t", " "), MAX_NOTE)
        if reason or len(text) > MAX_NOTE:
            why = reason or f"is longer than {MAX_NOTE} characters"
            raise InputError(place, f"it {why}.", "Shorten it, or type it again.")


def _check_values(observation: Observation) -> None:
    """Refuse what no screen can give: endless lists, not-a-numbers."""
    readings = [value for values in observation.values.values() for value in values]
    if len(readings) > MAX_READINGS or not all(is_sane(value) for value in readings):
        raise InputError("The measurement", "it is not a number that can be kept.", "Type it again.")
