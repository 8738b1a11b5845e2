"""The skills matrix: who holds what on a day, one row per person, one column per competency; what is made of others last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import Attempt
from supervisor_app.domain.people import PersonRow
from supervisor_app.domain.qualification import Held, HeldStatus, History, qualification
from supervisor_app.domain.stack_held import OwnCertificate
from supervisor_app.domain.texts import in_language
from supervisor_app.ledger.chain import Head
from supervisor_app.services.backup_records import Cancelled, Progress, Stopped
from supervisor_app.services.certificate_history import declared_by_key, or_declared, pasts, with_attempts
from supervisor_app.services.site import Site
from supervisor_app.services.stack_standings import Certificates, certificates_for, standing_with, titles_of
from supervisor_app.storage import checklist_queries, ledger_store, people_queries, sign_off_queries
from supervisor_app.storage.certificate_life_queries import DeclaredRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumn:
    """One competency; `covered` counts who holds it at a level that counts as cover on the day.

    `levels` are the keys of its scale with their names, lowest first.
    """

    competency: str
    code: str
    title: str
    cover_from: str
    covered: int
    levels: tuple[tuple[str, str], ...] = ()

    def rank(self, level: str) -> int:
        """Return the place of a level in the scale, from 1; 0 for none of them."""
        return next((place for place, (key, _) in enumerate(self.levels, 1) if key == level), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One person with what they hold, a cell per column in the order of the columns."""

    person: PersonRow
    cells: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The whole matrix on a day; `heads` says from which entries."""

    day: date
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    heads: Mapping[bytes, Head]


def quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


def never_cancelled() -> bool:
    """Nobody asks to stop."""
    return False


def matrix(
    site: Site,
    day: date,
    progress: Progress = quiet,
    cancelled: Cancelled = never_cancelled,
    *,
    limit: int = 5000,
    before: Matrix | None = None,
) -> Matrix:
    """Return who holds what on a day, people in the order of names; those who left are not in it.

    Every table follows from the entries: where none came since `before`, of the same day, that one is returned.
    `progress(done, total, words)` counts people. Raises Stopped where `cancelled`.
    """
    with site.database.read() as connection:
        heads = ledger_store.heads(connection)
        if before is not None and (before.day, before.heads) == (day, heads):
            return before
        current = [published.checklist for published in checklist_queries.current_checklists(connection)]
        checklists = [one for one in current if not one.requires]
        stacks = [one for one in current if one.requires]
        people = people_queries.list_workers(connection, include_left=False, limit=limit, offset=0)
        attempts = _attempts(sign_off_queries.standing_attempts(connection, site.clock().tzinfo), cancelled)
        known = _Known(attempts, pasts(connection), declared_by_key(connection))
        certificates = certificates_for(connection, stacks, day)
    never = tuple(_never(checklist) for checklist in checklists)
    rows = tuple(
        MatrixRow(person=person, cells=_cells(person.id, checklists, never, known, day))
        for person in _counted(people, progress, cancelled)
    )
    if stacks:
        rows = _with_stacks(rows, stacks, never, certificates, titles_of(current))
        checklists += stacks
    columns = tuple(_column(checklist, [row.cells[place] for row in rows]) for place, checklist in enumerate(checklists))
    return Matrix(day=day, columns=columns, rows=rows, heads=heads)


def _column(checklist: Checklist, cells: Iterable[Held]) -> MatrixColumn:
    """Return a competency as its column names it, and how many of its cells are cover."""
    return MatrixColumn(
        competency=checklist.competency,
        code=checklist.code,
        title=in_language(checklist.short_title),
        cover_from=checklist.cover_from,
        covered=sum(cell.covers for cell in cells),
        levels=tuple((level.key, in_language(level.label)) for level in checklist.levels),
    )


Attempts = Mapping[tuple[str, str], tuple[Attempt, ...]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known by worker and competency: attempts, what happened to certificates, paper of others."""

    attempts: Attempts
    pasts: Mapping[tuple[str, str], History]
    declared: Mapping[tuple[str, str], tuple[DeclaredRow, ...]]


def _counted(people: Sequence[PersonRow], progress: Progress, cancelled: Cancelled) -> Iterator[PersonRow]:
    """Give one after the other, and say before each how many are done."""
    for done, person in enumerate(people):
        progress(done, len(people), f"{done:,} of {len(people):,} people")
        if cancelled():
            raise Stopped
        yield person


def _attempts(lines: Iterable[tuple[str, str, Attempt]], cancelled: Cancelled) -> Attempts:
    """Return the attempts by worker and competency; `lines` come sorted by both."""
    found = {}
    for key, group in groupby(lines, key=itemgetter(0, 1)):
        if cancelled():
            raise Stopped
        found[key] = tuple(attempt for _, _, attempt in group)
    return found


def _cells(worker_id: str, checklists: Sequence[Checklist], never: Sequence[Held], known: _Known, day: date) -> tuple[Held, ...]:
    """Return one person's cells; those who were never assessed, which is most, share one record for each competency."""
    return tuple(
        qualification(with_attempts(known.pasts.get(key), made), checklist, day)
        if (made := known.attempts.get(key := (worker_id, checklist.competency)))
        else or_declared(nothing, known.declared[key], day)
        if key in known.declared
        else nothing
        for checklist, nothing in zip(checklists, never, strict=True)
    )


def _with_stacks(
    rows: Sequence[MatrixRow],
    stacks: Sequence[Checklist],
    never: Sequence[Held],
    certificates: Certificates,
    titles: Mapping[str, str],
) -> tuple[MatrixRow, ...]:
    """Return the rows with how everybody stands with what is made of others, behind the rest; most share one record, too."""
    places = [place for place, cell in enumerate(never) if any(cell.competency in stack.requires for stack in stacks)]

    def standing(own: Mapping[str, OwnCertificate], cells: Sequence[Held]) -> tuple[Held, ...]:
        held = {cells[place].competency: cells[place] for place in places}
        return tuple(standing_with(stack, own, held, titles) for stack in stacks)

    nothing = standing({}, never)
    return tuple(
        replace(row, cells=row.cells + (standing(own, row.cells) if own or _begun(row, places) else nothing))
        for row in rows
        for own in (certificates.get(row.person.id, {}),)
    )


def _begun(row: MatrixRow, places: Iterable[int]) -> bool:
    return any(row.cells[place].status is not HeldStatus.NEVER for place in places)


def _never(checklist: Checklist) -> Held:
    return Held(competency=checklist.competency, status=HeldStatus.NEVER, sentence="Never assessed.")
