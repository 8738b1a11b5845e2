"""Everything that is held about one worker, in one file for them: a text to read, a table, the records, certificates, photos."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.file_names import distinct
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import FIELD_WORDS, Worker
from supervisor_app.errors import UserError
from supervisor_app.exchange.csv_out import csv_bytes
from supervisor_app.paths import create_file, put_in_place
from supervisor_app.services.certificate_drawing import file_stem, get_certificate, render_pdf
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind
from supervisor_app.services.ledger_finding import subject_named
from supervisor_app.services.ledger_page import EntryLine, ledger_lines
from supervisor_app.services.retention import retention_rules
from supervisor_app.services.rights import require_admin
from supervisor_app.services.saving import saving
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.storage import (
    certificate_queries,
    drafts,
    erasing,
    evidence_files,
    evidence_queries,
    people_queries,
    privacy_queries,
)
from supervisor_app.storage.database import sorted_errors
from supervisor_app.storage.ledger_queries import END

Progress = Callable[[int, int], None]
MOST_LINES = 20_000
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "video/mp4": ".mp4"}
_ABOUT = (
    "report.txt is for reading. records.csv is every record in a line. everything.json is the same as it is stored, "
    "with whom it is signed by. Certificates and photos lie beside it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessResult:
    """The file that was written; `missing` photos were not on this laptop. Nothing is there where somebody stopped it."""

    path: Path
    records: int
    certificates: int
    files: int
    missing: int = 0
    cancelled: bool = False

    def lines(self) -> list[str]:
        """Return what was written as text."""
        counted = f"{self.records} records, {self.certificates} certificates, {self.files} photos and files are in {self.path}."
        return [counted, *([f"{self.missing} photos or files are not on this laptop."] if self.missing else [])]


class _Stopped(Exception):  # noqa: N818 - somebody asked to stop
    pass


def export_person(
    site: Site,
    session: Session,
    worker_id: str,
    path: Path,
    *,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> AccessResult:
    """Write everything held about a worker into a zip file, whole or not at all.

    NotAllowed for anybody but an admin, UserError where the person is not here, StorageError where the file cannot be written.
    """
    require_admin(site, session)
    with site.database.read() as connection:
        worker = people_queries.get_worker(connection, worker_id)
    if worker is None:
        raise UserError("This person is not on this laptop.", "Sync, then look again.")
    partial = path.with_name(f"{path.name}.tmp")
    try:
        with sorted_errors(), saving(path):
            with create_file(partial, private=True) as file, ZipFile(file, "w", ZIP_DEFLATED) as pack:
                result = _write(site, worker, pack, path, progress, cancelled)
            put_in_place(partial, path)
    except _Stopped:
        return AccessResult(path=path, records=0, certificates=0, files=0, cancelled=True)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return result


def _write(
    site: Site, worker: Worker, pack: ZipFile, path: Path, progress: Progress, cancelled: Callable[[], bool]
) -> AccessResult:
    lines = tuple(_lines(site, worker.id, cancelled))
    with site.database.read() as connection:
        certificates = [row.id for row in certificate_queries.worker_certificates(connection, worker.id)]
        files = evidence_queries.files_of_worker(connection, worker.id)
    total, done, missing = len(certificates) + len(files) + 1, 0, 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total)
        if cancelled():
            raise _Stopped

    pack.writestr("records.csv", csv_bytes([("When", "What", "By", "Laptop"), *(_row(line) for line in lines)]))
    pack.writestr("everything.json", json.dumps(_everything(site, worker), ensure_ascii=False, indent=1))
    step()
    names = distinct([file_stem(get_certificate(site, certificate)) for certificate in certificates])
    for certificate, name in zip(certificates, names, strict=True):  # a copied laptop may have given a number twice
        pack.writestr(f"certificates/{name}.pdf", render_pdf(site, certificate, _a4()))
        step()
    for digest, media in files:
        data = evidence_files.get_file(site.folder, digest)
        missing += data is None
        if data is not None:
            pack.writestr(f"photos and files/{digest[:16]}{_ENDINGS.get(media, '.bin')}", data)
        step()
    held = len(files) - missing
    pack.writestr("report.txt", _report(site, worker, lines, len(certificates), held, missing))
    return AccessResult(path=path, records=len(lines), certificates=len(certificates), files=held, missing=missing)


def _lines(site: Site, worker_id: str, cancelled: Callable[[], bool]) -> Iterator[EntryLine]:
    """Yield every entry about the worker in words, newest first."""
    asked = LedgerFilter(subject=subject_named(site, SubjectKind.PERSON, worker_id))
    after, count = END, 0
    while page := ledger_lines(site, asked, after):
        yield from page
        after, count = page[-1].place, count + len(page)
        if cancelled():
            raise _Stopped
        if count >= MOST_LINES:
            return


def _row(line: EntryLine) -> tuple[str, str, str, str]:
    return line.when.isoformat(timespec="seconds"), line.told.sentence, line.by, line.laptop


def _everything(site: Site, worker: Worker) -> dict[str, Any]:
    """Return what is stored, as JSON: facts, entries verbatim, drafts, holds, erasures."""
    with site.database.read() as connection:
        entries = erasing.entries_concerning(connection, worker.id)
        mine = [draft for draft in drafts.list_drafts(connection) if draft.worker_id == worker.id]
        hold = privacy_queries.hold_on(connection, worker.id)
        erasures = privacy_queries.erasures_about(connection, worker.id)
    return {
        "facts": msgspec.to_builtins(worker),
        "entries": [
            {
                "origin": entry.origin.hex(),
                "number": entry.seq,
                "kind": entry.kind,
                "hash": entry.hash.hex(),
                "content": json.loads(entry.content or b"null"),
            }
            for entry in entries
        ],
        "drafts": [msgspec.to_builtins(draft) for draft in mine],
        "legal_hold": msgspec.to_builtins(hold),
        "erasures": [msgspec.to_builtins(erasure) for erasure in erasures],
    }


def _report(site: Site, worker: Worker, lines: tuple[EntryLine, ...], certificates: int, files: int, missing: int) -> str:
    facts, now = site_facts(site), site.clock()
    head = [
        f"What {facts.name} holds about {worker.name}",
        f"Written on {day_in_words(now.date())} at {now:%H:%M}, from the records on {facts.station_name or 'one laptop'}.",
        "",
        _ABOUT,
        "",
        "FACTS",
        *(f"  {FIELD_WORDS[name]}: {_text(getattr(worker, name))}" for name in FIELD_WORDS if getattr(worker, name)),
        *([f"  last day: {day_in_words(worker.left_on)}"] if worker.left_on else []),
        "",
        f"COUNTED: {len(lines)} records, {certificates} certificates, {files} photos and files.",
        *([f"{missing} photos or files are named but not on this laptop."] if missing else []),
        "",
        "HOW LONG IT IS KEPT",
        *(f"  {rule.words}" for rule in retention_rules(site)),
        "",
        "WHAT HAPPENED, NEWEST FIRST",
    ]
    return "\r\n".join([*head, *(f"  {_when(line.when)}  {line.told.sentence}" for line in lines), ""])


def _when(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _text(value: object) -> str:
    return day_in_words(value) if isinstance(value, date) else str(value)


def _a4() -> Any:  # noqa: ANN401 - documents.page.Paper, loaded when somebody exports
    from supervisor_app.documents.page import Paper

    return Paper.A4
