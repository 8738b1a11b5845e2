"""Erasing contents for good: what an erasure covers loses salt and bytes, its rows go, and nothing brings it back.

Whether a content goes is decided by the worker it is about, so a late entry goes too, in whatever order things arrive. A content
that is gone without an erasure that names it is *missing*: somebody else may still have it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from supervisor_app.domain.erasure import Erasure, Scope, covers, is_erasable
from supervisor_app.domain.observation import Draft
from supervisor_app.ledger.entry import Entry, digest_content
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run
from supervisor_app.storage.erased_files import draft_files, note_erased_files
from supervisor_app.storage.erased_places import Place
from supervisor_app.storage.erased_proofs import without_content
from supervisor_app.storage.evidence_files import is_digest
from supervisor_app.storage.kept_looks import note_kept_changed
from supervisor_app.storage.meta_values import put_value, value_of

_NAMES = ("origin", "seq", "kind", "at", "prev", "content_digest", "hash", "sig", "salt", "content")
_ABOUT = (
    f"SELECT {', '.join(f'e.{name}' for name in _NAMES)} "  # noqa: S608 - our own names
    "FROM (SELECT at, origin, seq FROM about WHERE subject = ?1 UNION SELECT at, origin, seq FROM unheard WHERE subject = ?1) a "
    "JOIN entry e ON e.origin = a.origin AND e.seq = a.seq WHERE e.content IS NOT NULL ORDER BY a.at, a.origin, a.seq"
)
_NAME_FILES = ("assessment.signed", "assessment.amended", "certificate.declared", "evidence.attached")
_ERASURES = (
    "SELECT worker, scope, records, reason, asked_by FROM erasure WHERE questioned = '' "
    "AND worker IN (SELECT value FROM json_each(?))"
)
SCRUB_DUE = "scrub_due"


class _Facts(msgspec.Struct):
    credential_id: str = ""


class _RecordId(msgspec.Struct):
    """As much of a sign-off's or a certificate's body as tells which record it is."""

    id: str = ""
    certificate: str = ""  # what happened to a certificate goes with it
    sign_off: str = ""  # what was added to a sign-off or said about it goes with it
    facts: _Facts | None = None
    worker_id: str = ""


class _File(msgspec.Struct):
    digest: str = ""


class _Observed(msgspec.Struct):
    evidence: tuple[_File, ...] = ()


class _WithFiles(msgspec.Struct):
    """As much of a body as tells which files it names: those of the steps, one that was added, the picture of a paper."""

    observations: tuple[_Observed, ...] = ()
    file: _File | None = None
    scan: _File | None = None


_RECORDS, _FILES = msgspec.json.Decoder(_RecordId), msgspec.json.Decoder(_WithFiles)


def settle(connection: Connection, workers: Iterable[str]) -> int:
    """Erase what the known erasures cover among the entries about some workers; return how many contents went.

    To be called after these entries were projected, in the same transaction.
    """
    by_worker: dict[str, list[Erasure]] = {}
    for erasure in erasures_of(connection, workers):
        by_worker.setdefault(erasure.worker, []).append(erasure)
    return sum(_settle_worker(connection, worker, found) for worker, found in by_worker.items())


def erasures_of(connection: Connection, workers: Iterable[str]) -> list[Erasure]:
    """Return the erasures of some workers."""
    rows = driver(connection).execute(_ERASURES, (json.dumps(sorted(workers)),)).fetchall()
    return [
        Erasure(worker=row[0], scope=Scope(row[1]), records=frozenset(json.loads(row[2])), reason=row[3], asked_by=row[4])
        for row in rows
    ]


def covered_places(connection: Connection, erasures: Sequence[Erasure]) -> tuple[tuple[Place, str], ...]:
    """Return where the contents are that these erasures of one worker would take, each with its kind."""
    worker = erasures[0].worker if erasures else ""
    return tuple(
        ((entry.origin, entry.seq), entry.kind)
        for entry in entries_concerning(connection, worker)
        if covers(erasures, entry.kind, record_id(entry))
    )


def entries_concerning(connection: Connection, worker: str) -> list[Entry]:
    """Return every entry about a worker whose content is here, oldest first; certificates too."""
    found = (_entry(row) for row in driver(connection).execute(_ABOUT, (worker,))) if worker else ()
    return [entry for entry in found if worker in _subjects(entry)]  # not what is only found under the same word


def record_id(entry: Entry) -> str:
    """Return the id of the sign-off or certificate that an entry carries, is about or adds to, "" where there is none."""
    if not entry.kind.startswith(("assessment.", "certificate.", "evidence.")) or entry.content is None:
        return ""
    try:
        record = _RECORDS.decode(decode_content(entry.content).body)
    except (UnreadableContent, msgspec.DecodeError):
        return ""
    if entry.kind.startswith("evidence."):
        return record.sign_off
    return record.facts.credential_id if record.facts else record.id or record.certificate or record.sign_off


def fill_content(connection: Connection, place: Place, salt: bytes, content: bytes) -> Entry | None:
    """Put back a missing content that fits its digest; return the entry, None where it does not fit or is not missing.

    The caller projects it and settles: a content that an erasure covers goes again at once.
    """
    statement = f"SELECT {', '.join(_NAMES[:-2])} FROM entry WHERE origin = ? AND seq = ? AND content IS NULL"  # noqa: S608
    row = driver(connection).execute(statement, place).fetchone()
    if row is None or digest_content(salt, content) != row[5]:
        return None
    run(connection, "UPDATE entry SET salt = ?, content = ? WHERE origin = ? AND seq = ?", [(salt, content, *place)])
    return _entry((*row, salt, content))


def _entry(row: Sequence[Any]) -> Entry:
    return Entry(**dict(zip(_NAMES, row, strict=True)))


def _settle_worker(connection: Connection, worker: str, erasures: Sequence[Erasure]) -> int:
    covered: list[Entry] = []
    kept: list[Entry] = []
    for entry in entries_concerning(connection, worker):
        (covered if covers(erasures, entry.kind, record_id(entry)) else kept).append(entry)
    if any(erasure.hides_name for erasure in erasures):
        _forget_drafts(connection, worker)
        settle_quarantine(connection, (worker,))
    if covered:
        _blank(connection, worker, covered)
        _project_again(connection, worker, covered, kept)
        note_scrub_due(connection)
    return len(covered)


def _blank(connection: Connection, worker: str, covered: Sequence[Entry]) -> None:
    places = [(entry.origin, entry.seq) for entry in covered]
    run(connection, "UPDATE entry SET salt = NULL, content = NULL WHERE origin = ? AND seq = ?", list(places))
    keep = (
        "INSERT INTO erased_here (origin, seq, worker, there) VALUES (?, ?, ?, 0) "
        "ON CONFLICT (origin, seq) DO UPDATE SET worker = excluded.worker, there = 0"
    )
    run(connection, keep, [(*place, worker) for place in places])


def _project_again(connection: Connection, worker: str, covered: Sequence[Entry], kept: Sequence[Entry]) -> None:
    """Take away the rows that came from erased entries, and let what is left about the worker say again what it says."""
    from supervisor_app.storage import projections

    note_erased_files(connection, _files_named(connection, covered))
    projections.retract(connection, covered)
    projections.project(connection, [entry for entry in kept if is_erasable(entry.kind)])
    projections.derive_worker(connection, worker)


def _forget_drafts(connection: Connection, worker: str) -> None:
    """Delete the drafts about a worker with all their undo rows."""
    found = (msgspec.json.decode(body, type=Draft) for (body,) in driver(connection).execute("SELECT body FROM draft").fetchall())
    drafts = [draft for draft in found if draft.worker_id == worker]
    mine = [(draft.id,) for draft in drafts]
    for draft in drafts:
        note_erased_files(connection, draft_files(connection, draft))
    run(connection, "DELETE FROM draft_undo WHERE draft = ?", list(mine))
    run(connection, "DELETE FROM draft WHERE id = ?", list(mine))
    if mine:
        note_scrub_due(connection)


def settle_quarantine(connection: Connection, workers: Iterable[str] | None = None) -> None:
    """Leave of refused entries about erased workers only their headers: the proof that there were such needs no content.

    Files that they name go too: those of a branch that stood here before another one did are still on the disk.
    """
    refused = driver(connection).execute("SELECT origin, seq, hash, row FROM quarantine").fetchall()
    for origin, seq, digest, row in refused:
        entry = _refused(row)
        concerned = _subjects(entry) if entry else set()
        known = erasures_of(connection, concerned if workers is None else concerned & set(workers))
        if entry is not None and covers(known, entry.kind, record_id(entry)):
            note_erased_files(connection, _files_in(entry))
            bare = without_content(entry, known[0].worker)
            run(
                connection,
                "UPDATE quarantine SET row = ? WHERE origin = ? AND seq = ? AND hash = ?",
                [(bare, origin, seq, digest)],
            )
            note_kept_changed(connection)
            note_scrub_due(connection)


def _refused(row: bytes) -> Entry | None:
    try:
        return msgspec.msgpack.decode(row, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _subjects(entry: Entry) -> set[str]:
    try:
        content = decode_content(entry.content or b"")
        return {content.about, _RECORDS.decode(content.body).worker_id} - {""}
    except (UnreadableContent, msgspec.DecodeError):
        return set()


def files_covered(connection: Connection, erasure: Erasure) -> set[str]:
    """Return the digests (hex) of the files of signed records that an erasure would take."""
    covered = [e for e in entries_concerning(connection, erasure.worker) if covers((erasure,), e.kind, record_id(e))]
    return set(_files_named(connection, covered))


def _files_in(entry: Entry) -> list[str]:
    """Return the digests (hex) of the files that an entry names which is in no table."""
    if entry.kind not in _NAME_FILES or entry.content is None:
        return []
    try:
        found = _FILES.decode(decode_content(entry.content).body)
    except (UnreadableContent, msgspec.DecodeError):
        return []
    files = [*(file for one in found.observations for file in one.evidence), found.file, found.scan]
    return [file.digest for file in files if file is not None and is_digest(file.digest)]


def _files_named(connection: Connection, entries: Sequence[Entry]) -> list[str]:
    query = "SELECT digest FROM evidence WHERE sign_off = ? AND origin = ? AND seq = ?"
    places = [(record_id(entry), entry.origin, entry.seq) for entry in entries if entry.kind in _NAME_FILES]
    return [row[0] for place in places for row in driver(connection).execute(query, place).fetchall()]


def note_scrub_due(connection: Connection) -> None:
    """Remember that the file still has to be written anew, so that no trace of what was erased stays in it."""
    put_value(connection, SCRUB_DUE, "1")


def is_scrub_due(connection: Connection) -> bool:
    """Return whether traces of erased content may still be in the file."""
    return bool(value_of(connection, SCRUB_DUE))


def note_scrubbed(connection: Connection) -> None:
    """Forget that the file has to be written anew: it was."""
    put_value(connection, SCRUB_DUE, "")
