"""The catalogue: the shipped library, what the site has published, and what a worker needs next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import attempt_of
from supervisor_app.domain.qualification import Held, HeldStatus, History, qualification, sort_by_need
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import UserError
from supervisor_app.exchange.checklist_yaml import load_checklist
from supervisor_app.ledger.bodies import CompetencyPublished
from supervisor_app.ledger.contents import checklist_digest
from supervisor_app.paths import resource_path
from supervisor_app.services.appending import append
from supervisor_app.services.certificate_history import declared_by_key, or_declared, pasts, with_attempts
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.storage import checklist_queries, sign_off_queries
from supervisor_app.storage.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistLine:
    """A published revision as lists show it; `validity` says in words how long it holds."""

    competency: str
    digest: str
    code: str
    revision: int
    title: str
    short_title: str
    steps: int
    critical: int
    validity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryItem:
    """A checklist that comes with the app, and the name of its file."""

    file: str
    checklist: Checklist
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistForWorker:
    """A checklist with how a worker stands with it: the status, its words, and the whole of what they hold."""

    line: ChecklistLine
    status: HeldStatus
    words: str
    held: Held


def library() -> tuple[LibraryItem, ...]:
    """Return the checklists that come with the app, by code."""
    return _shipped(resource_path("checklists"))


def made_of_others() -> tuple[LibraryItem, ...]:
    """Return the examples of competencies that are earned by holding others of the library, by code."""
    return _shipped(resource_path("checklists", "made-of-others"))


def _shipped(folder: Path) -> tuple[LibraryItem, ...]:
    items = []
    for path in sorted(folder.glob("*.yaml")):
        checklist = load_checklist(path)
        items.append(LibraryItem(file=path.name, checklist=checklist, digest=checklist_digest(checklist)))
    return tuple(sorted(items, key=lambda item: item.checklist.code))


def load_checklist_file(path: Path) -> Checklist:
    """Return the checklist in a file; InputError with file, line and reason. Nothing is published by this."""
    return load_checklist(path)


def list_checklists(site: Site, *, language: str = "en") -> tuple[ChecklistLine, ...]:
    """Return the newest revision of every checklist of the site, by code."""
    with site.database.read() as connection:
        published = checklist_queries.current_checklists(connection)
    return tuple(_line(one.checklist, one.digest, language) for one in published)


def get_checklist(site: Site, digest: str) -> Checklist:
    """Return a revision by its digest; UserError where this laptop does not have it."""
    with site.database.read() as connection:
        checklist = checklist_queries.get_checklist(connection, digest)
    if checklist is None:
        raise UserError("This checklist is not on this laptop.", "Sync, then look again.")
    return checklist


def publish(site: Site, session: Session, checklists: Iterable[Checklist], *, language: str = "en") -> tuple[ChecklistLine, ...]:
    """Publish checklists in one go and return how they stand now; NotAllowed where the member may not.

    What is published already, word for word, is left as it is. Other content under a number that is taken gets the next one.
    """
    checklists = tuple(checklists)
    require(site, session, Right.PUBLISH)
    with site.database.write() as connection:
        for competency in {checklist.competency for checklist in checklists}:
            require(site, session, Right.PUBLISH, competency=competency, connection=connection)
        known = {one.key: one for one in checklist_queries.competencies(connection)}
        return tuple(_publish(site, connection, session, checklist, known, language) for checklist in checklists)


def next_for(site: Site, worker_id: str, today: date, *, language: str = "en") -> tuple[ChecklistForWorker, ...]:
    """Return the site's checklists with how a worker stands on a day, what needs a visit first."""
    with site.database.read() as connection:
        current = {
            one.checklist.competency: one
            for one in checklist_queries.current_checklists(connection)
            if not one.checklist.requires  # nothing is observed for what is earned by holding others
        }
        held = [_held(connection, worker_id, one.checklist, today) for one in current.values()]
    return tuple(
        ChecklistForWorker(
            line=_line(current[one.competency].checklist, current[one.competency].digest, language),
            status=one.status,
            words=held_in_words(one),
            held=one,
        )
        for one in sort_by_need(held)
    )


def held_in_words(held: Held) -> str:
    """Return a status in short words: "Valid until 2 Dec 2027", "Ended on 2 Dec 2026", "Not yet assessed"."""
    day = short_day(held.due) if held.due else ""
    match held.status:
        case HeldStatus.VALID:
            return f"Valid until {day}" if day else "Valid, no end date"
        case HeldStatus.DUE_SOON:
            return f"Ends on {day}"
        case HeldStatus.EXPIRED:
            return f"Ended on {day}"
        case HeldStatus.NOT_YET:
            return held.sentence
        case HeldStatus.NEVER:
            return "Not yet assessed"
        case HeldStatus.SUSPENDED:
            return held.sentence
        case HeldStatus.DECLARED:
            return f"Declared until {day}, not assessed here" if day else "Declared, not assessed here"


def _held(connection: Connection, worker_id: str, checklist: Checklist, on: date) -> Held:
    signed = sign_off_queries.history(connection, worker_id, checklist.competency)
    attempts = tuple(attempt_of(one.sign_off) for one in signed)
    if not attempts:
        declared = declared_by_key(connection, worker_id).get((worker_id, checklist.competency), ())
        return or_declared(qualification(History(), checklist, on), declared, on)
    past = pasts(connection, worker_id).get((worker_id, checklist.competency))
    return qualification(with_attempts(past, attempts), checklist, on)


def _publish(
    site: Site,
    connection: Connection,
    session: Session,
    checklist: Checklist,
    known: dict[str, CompetencyPublished],
    language: str,
) -> ChecklistLine:
    earlier = checklist_queries.revisions(connection, checklist.competency)
    numbered = _numbered(checklist, [one.checklist for one in earlier])
    digest = checklist_digest(numbered)
    if not checklist_queries.is_published(connection, digest):
        competency = CompetencyPublished(key=checklist.competency, title=checklist.title, description=checklist.assessed_against)
        if known.get(competency.key) != competency:
            append(site, connection, "competency.published", by=session.member_id, about=competency.key, body=competency)
            known[competency.key] = competency
        append(site, connection, "checklist.published", by=session.member_id, about=checklist.competency, body=numbered)
    return _line(numbered, digest, language)


def _numbered(checklist: Checklist, earlier: Sequence[Checklist]) -> Checklist:
    """Return the checklist under a free number: its own, or the next one when its number or a later one is taken."""
    same = next((one for one in earlier if replace(one, revision=checklist.revision) == checklist), None)
    if same is not None:
        return same
    newest = max((one.revision for one in earlier), default=0)
    return checklist if checklist.revision > newest else replace(checklist, revision=newest + 1)


def _line(checklist: Checklist, digest: str, language: str) -> ChecklistLine:
    return ChecklistLine(
        competency=checklist.competency,
        digest=digest,
        code=checklist.code,
        revision=checklist.revision,
        title=in_language(checklist.title, language),
        short_title=in_language(checklist.short_title, language),
        steps=len(checklist.steps),
        critical=sum(step.critical for step in checklist.steps),
        validity=validity_in_words(checklist),
    )


def validity_in_words(checklist: Checklist) -> str:
    """Return how long a checklist's qualification holds: "36 months", "36 months, confirmed every 6", "no end date"."""
    validity = checklist.validity
    months = f"{validity.months} months" if validity.months else "no end date"
    return months if validity.confirm_every_months is None else f"{months}, confirmed every {validity.confirm_every_months}"
