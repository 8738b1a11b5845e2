"""People: finding them, recording and changing them, marking them as left. The front door to lists and stories of people too."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import is_blank, isolated, words
from supervisor_app.domain.people import FIELD_WORDS, PersonFields, PersonRow, Worker, field_problems, person_changes
from supervisor_app.errors import InputError, UserError
from supervisor_app.exchange.people_headers import COLUMN_WORDS
from supervisor_app.exchange.people_rows import PeopleTable
from supervisor_app.ledger.bodies import WorkerLeft
from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site
from supervisor_app.services.overtaken import WORKER, refuse_overtaken
from supervisor_app.services.people_import import ImportPreview, ImportResult, preview_import, run_import
from supervisor_app.services.people_story import PersonStory, person_story
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.storage import people_queries
from supervisor_app.storage.database import Connection

__all__ = [
    "COLUMN_WORDS",
    "ImportPreview",
    "ImportResult",
    "PeoplePage",
    "PeopleTable",
    "PersonFields",
    "PersonRow",
    "PersonStory",
    "add_worker",
    "change_worker",
    "count_people",
    "get_worker",
    "mark_left",
    "person_story",
    "preview_import",
    "run_import",
    "search_people",
    "worker_by_badge",
]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of a list. `total_shown` counts what was found as far as it is known: all of it unless `more` follow."""

    rows: tuple[PersonRow, ...]
    total_shown: int
    total_people: int
    more: bool = False


def search_people(site: Site, text: str, *, include_left: bool = False, limit: int = 50, offset: int = 0) -> PeoplePage:
    """Return a page of those in whom every word of `text` is found, of everybody by name for an empty text.

    A word is any part of a name, number or badge, or the beginning of a job or department. Nothing is counted, and only the page
    itself is put in order, so that it may be asked on every key: whose name, number or badge begins so comes first, as Enter
    takes the first.
    """
    with site.database.read() as connection:
        total = people_queries.count_workers(connection, include_left=include_left)
        if is_blank(text):
            rows = people_queries.list_workers(connection, include_left=include_left, limit=limit, offset=offset)
            return PeoplePage(rows, total, total, more=offset + len(rows) < total)
        found = people_queries.find_workers(connection, text, include_left=include_left, limit=limit + 1, offset=offset)
    return PeoplePage(_best_first(found[:limit], text), offset + min(len(found), limit), total, more=len(found) > limit)


def _best_first(rows: tuple[PersonRow, ...], text: str) -> tuple[PersonRow, ...]:
    beginnings = [f" {word}" for word in words(text)]

    def only_within(row: PersonRow) -> bool:
        theirs = " ".join(("", *words(f"{row.name} {row.latin_name} {row.employee_no} {row.badge}")))
        return not all(beginning in theirs for beginning in beginnings)

    return tuple(sorted(rows, key=only_within))


def count_people(site: Site, text: str, *, include_left: bool = False) -> int:
    """Return in how many people `text` is found; to be asked once the typing pauses."""
    with site.database.read() as connection:
        if is_blank(text):
            return people_queries.count_workers(connection, include_left=include_left)
        return people_queries.count_found(connection, text, include_left=include_left)


def get_worker(site: Site, worker_id: str) -> Worker:
    """Return a person; UserError where nobody has this id."""
    with site.database.read() as connection:
        return _worker(connection, worker_id)


def worker_by_badge(site: Site, text: str) -> Worker | None:
    """Return the one person here whose badge, or else whose number, is `text`; None for nobody or more than one."""
    with site.database.read() as connection:
        for find in (people_queries.workers_with_badge, people_queries.workers_with_number):
            here = [worker for worker in find(connection, text) if worker.left_on is None]
            if here:
                return here[0] if len(here) == 1 else None
    return None


def add_worker(site: Site, session: Session, fields: PersonFields) -> Worker:
    """Record a new person; InputError names the field that cannot be taken, UserError who has the number or badge already."""
    require(site, session, Right.RECORD_PEOPLE)
    _check_fields(fields)
    worker_id = site.randomness(16).hex()
    with site.database.write() as connection:
        _check_free(connection, fields, "")
        append(site, connection, "worker.recorded", by=session.member_id, about=worker_id, body=person_changes(None, fields))
        return _worker(connection, worker_id)


def change_worker(site: Site, session: Session, worker_id: str, fields: PersonFields) -> Worker:
    """Record what differs from what is known about a person; writes nothing where nothing does. Raises like `add_worker`."""
    require(site, session, Right.RECORD_PEOPLE, worker_id=worker_id)
    _check_fields(fields)
    with site.database.write() as connection:
        changes = person_changes(_worker(connection, worker_id), fields)
        if changes:
            _check_free(connection, fields, worker_id)
            entry = append(site, connection, "worker.recorded", by=session.member_id, about=worker_id, body=changes)
            refuse_overtaken(site, connection, entry, WORKER, worker_id, changes)
        return _worker(connection, worker_id)


def mark_left(site: Site, session: Session, worker_id: str, day: date | None) -> Worker:
    """Record the last day of a person, or with None that they are back. Their records stay; nobody is deleted."""
    require(site, session, Right.RECORD_PEOPLE, worker_id=worker_id)
    with site.database.write() as connection:
        if _worker(connection, worker_id).left_on != day:
            body = WorkerLeft(left_on=day)
            entry = append(site, connection, "worker.left", by=session.member_id, about=worker_id, body=body)
            refuse_overtaken(site, connection, entry, WORKER, worker_id, {"left_on": day})
        return _worker(connection, worker_id)


def _worker(connection: Connection, worker_id: str) -> Worker:
    worker = people_queries.get_worker(connection, worker_id)
    if worker is None:
        raise UserError("This person is not on this laptop.", "Sync, then look again.")
    return worker


def _check_fields(fields: PersonFields) -> None:
    """InputError for the first field that cannot be stored."""
    for name, problem in field_problems(fields).items():
        raise InputError(FIELD_WORDS[name].capitalize(), f"it {problem}.", "Type it anew.")


def _check_free(connection: Connection, fields: PersonFields, worker_id: str) -> None:
    """UserError where somebody else has the number or the badge."""
    owners = people_queries.workers_with_number(connection, fields.employee_no)
    for owner in owners:
        if owner.id != worker_id:
            message = f"Number {fields.employee_no} belongs to {isolated(owner.name)} already."
            raise UserError(message, "Check the number, or change that person instead.")
    for owner in people_queries.workers_with_badge(connection, fields.badge):
        if owner.id != worker_id and owner.left_on is None:
            raise UserError(f"{isolated(owner.name)} carries this badge already.", "Check the badge, or take it from them first.")
