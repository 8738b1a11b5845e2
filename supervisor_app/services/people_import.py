"""Lists of people: read a file, show what it would change, and only then write it. The same list twice changes nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Worker, person_changes
from supervisor_app.domain.people_import import ImportRow, RowKind, SourceRow, count_kinds, import_in_words, plan_import
from supervisor_app.exchange.people_rows import PeopleTable, check_mapping, find_people, read_people
from supervisor_app.ledger.bodies import WorkerLeft
from supervisor_app.services.appending import append_many
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.storage import people_queries
from supervisor_app.storage.database import Connection

_CHUNK = 1_000
Change = tuple[str, str, object]
"""Kind, id of the person, body: one entry to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What a list would change. `missing` says what the mapping still lacks; there are no rows before it is "".

    `mapping` has one field name (keys of `exchange.people_headers.COLUMN_WORDS`) or "" for each heading.
    """

    table: PeopleTable
    mapping: tuple[str, ...]
    whole_roster: bool
    rows: tuple[ImportRow, ...]
    counts: dict[RowKind, int]
    missing: str
    summary: str

    @property
    def name(self) -> str:
        """The file's name."""
        return self.table.name

    @property
    def headings(self) -> tuple[str, ...]:
        """The file's own words for its columns."""
        return self.table.headings

    def sample(self, column: int) -> str:
        """Return the first filled-in cell of a column, cut to what can be shown; "" where all are blank."""
        cell = next((row.cell(column) for row in self.table.rows if row.cell(column)), "")
        return "".join(letter if letter.isprintable() else "\ufffd" for letter in cell[:60])

    @property
    def to_import(self) -> int:
        """How many people would change."""
        return self.counts[RowKind.NEW] + self.counts[RowKind.CHANGED] + self.counts[RowKind.LEFT]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import wrote; all zero where it was cancelled before it began to write.

    `overtaken` people stay as they were: a clock more than a year ahead had set the same (`services.overtaken`).
    """

    new: int = 0
    changed: int = 0
    left: int = 0
    skipped: int = 0
    overtaken: int = 0
    cancelled: bool = False


def preview_import(
    site: Site,
    source: Path | bytes | PeopleTable,
    name: str = "",
    mapping: Sequence[str] | None = None,
    whole_roster: bool = False,
) -> ImportPreview:
    """Return what importing a list would do; nothing is written. InputError with place and reason where it cannot be read.

    `source` is a file, its bytes (with a `name` for messages), or the table of an earlier preview to be mapped anew.
    """
    table = _read(source, name)
    chosen = table.mapping if mapping is None else tuple(mapping)
    missing = check_mapping(chosen, len(table.headings))
    rows: tuple[ImportRow, ...] = ()
    if not missing:
        people = read_people(table, chosen)
        with site.database.read() as connection:
            known = _known(connection, people, whole_roster)
        rows = plan_import(known, people, today=site.clock().date(), whole_roster=whole_roster)
    return ImportPreview(
        table=table,
        mapping=chosen,
        whole_roster=whole_roster,
        rows=rows,
        counts=count_kinds(rows),
        missing=missing,
        summary=missing or import_in_words(rows),
    )


def run_import(
    site: Site,
    session: Session,
    preview: ImportPreview,
    progress: Callable[[int, int], object] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ImportResult:
    """Write what the preview shows, all of it or nothing; what has become true meanwhile is not written again.

    Rows that need a look are skipped. NotAllowed for who may only read. Cancelling takes everything back.
    """
    require(site, session, Right.RECORD_PEOPLE)
    usable = tuple(row.source for row in preview.rows if row.source is not None and row.kind is not RowKind.ERROR)
    skipped = preview.counts[RowKind.ERROR]
    try:
        with site.database.write() as connection:
            known, rows = _plan(site, connection, usable, preview.whole_roster)
            changes = [change for row in rows for change in _changes(site, row, known)]
            for start in range(0, len(changes), _CHUNK):
                if cancelled():
                    raise _Cancelled
                append_many(site, connection, changes[start : start + _CHUNK], by=session.member_id)
                progress(min(start + _CHUNK, len(changes)), len(changes))
            after = count_kinds(_plan(site, connection, usable, preview.whole_roster)[1])
    except _Cancelled:
        return ImportResult(skipped=skipped, cancelled=True)
    counts = count_kinds(rows)
    return ImportResult(
        new=counts[RowKind.NEW],
        changed=counts[RowKind.CHANGED] - after[RowKind.CHANGED],
        left=counts[RowKind.LEFT] - after[RowKind.LEFT],
        skipped=skipped,
        overtaken=after[RowKind.CHANGED] + after[RowKind.LEFT],
    )


def _plan(
    site: Site, connection: Connection, rows: Sequence[SourceRow], whole_roster: bool
) -> tuple[dict[str, Worker], tuple[ImportRow, ...]]:
    """Return whom the rows may mean as they are now, and what importing would do."""
    known = {worker.id: worker for worker in _known(connection, rows, whole_roster)}
    return known, plan_import(known.values(), rows, today=site.clock().date(), whole_roster=whole_roster)


class _Cancelled(Exception):  # noqa: N818 - not an error
    """Leaves the transaction, which is then taken back."""


def _read(source: Path | bytes | PeopleTable, name: str) -> PeopleTable:
    if isinstance(source, PeopleTable):
        return source
    from supervisor_app.exchange.people_file import read_bytes, read_table  # readers of workbooks are not needed at the start

    if isinstance(source, bytes):
        return find_people(read_table(name or "The list", source))
    return find_people(read_table(source.name, read_bytes(source)))


def _known(connection: Connection, rows: Sequence[SourceRow], whole_roster: bool) -> list[Worker]:
    """Return the recorded people the rows may mean; everybody where the list is the whole roster."""
    if whole_roster:
        return list(people_queries.all_workers(connection))
    numbers = (str(row.values.get("employee_no", "")) for row in rows)
    return list({worker.id: worker for worker in people_queries.workers_with_numbers(connection, numbers)}.values())


def _changes(site: Site, row: ImportRow, known: dict[str, Worker]) -> list[Change]:
    """Return the entries that one row needs: the changed fields, then the last day or the return."""
    if row.fields is None or row.kind in (RowKind.ERROR, RowKind.UNCHANGED):
        return []
    before = known.get(row.worker_id)
    worker_id = row.worker_id or site.randomness(16).hex()
    fields = person_changes(before, row.fields)
    changes: list[Change] = [("worker.recorded", worker_id, fields)] if fields else []
    if row.left_on is not None or row.comes_back:
        changes.append(("worker.left", worker_id, WorkerLeft(left_on=row.left_on)))
    return changes
