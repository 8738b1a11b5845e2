"""Tables derived from entries: a function of their set, whatever the order, the batches and the duplicates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.contents import ACT_KINDS, UnreadableContent, decode_content, read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import people_search, schema
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.projections import acts, catalogue, erasures, people, sites
from supervisor_app.storage.projections.batch import Batch, keep_any, note_about, stamp
from supervisor_app.storage.projections.fields import WORKER, derive_rows

_PROJECTORS: Mapping[str, Callable[..., None]] = {
    "site.created": sites.site_created,
    "site.changed": sites.site_changed,
    "station.joined": sites.station_joined,
    "member.added": people.member_added,
    "member.changed": people.member_changed,
    "member.ended": people.member_ended,
    "key.added": sites.key_added,
    "content_key.created": sites.content_key_created,
    "checkpoint": sites.checkpoint,
    "issuer_key.created": sites.issuer_key_created,
    "issuer_key.sealed": sites.issuer_key_sealed,
    "worker.recorded": people.worker_recorded,
    "worker.left": people.worker_left,
    "competency.published": catalogue.competency_published,
    "checklist.published": catalogue.checklist_published,
    "assessment.signed": acts.assessment_signed,
    "assessment.amended": acts.assessment_signed,
    "certificate.issued": acts.certificate_issued,
    "certificate.printed": acts.certificate_printed,
    "erased": erasures.erased,
    "erasure.extended": erasures.erasure_extended,
    "hold.placed": erasures.hold_placed,
    "hold.lifted": erasures.hold_lifted,
}
_DEED = keep_any(schema.deed)
_UNPROJECTED = keep_any(schema.unprojected)
_ENCODE = msgspec.json.Encoder().encode


def project(connection: Connection, entries: Iterable[Entry]) -> frozenset[str]:
    """Add what `entries` say to the projections; return those they are about of whom something was erased.

    Entries that say nothing to this version are noted, never dropped.
    """
    batch = Batch()
    for entry in entries:
        _collect(batch, entry)
    batch.write(connection)
    derive_rows(connection, batch)
    erased = erasures.erased_among(connection, batch.concerned)
    if erased:
        erasures.hide_names(connection, erased)
    return erased


def retract(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take away the rows that some entries brought; what others say under the same keys has to be projected again."""
    batch = Batch()
    for entry in entries:
        _collect(batch, entry)
    batch.retract(connection)


def derive_worker(connection: Connection, worker: str) -> None:
    """Write a worker's row anew from what is left of their fields."""
    batch = Batch()
    batch.touched[WORKER].add(worker)
    derive_rows(connection, batch)


def clear(connection: Connection) -> None:
    """Empty every projection."""
    for table in schema.PROJECTIONS:
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608 - our own names
    people_search.clear_index(connection)


def digest(connection: Connection) -> dict[str, str]:
    """Return a digest (SHA-256 in hex) of every projected table by its name, read in the order of its key."""
    return {
        table.name: _table_digest(connection, table.name, [key.name for key in table.primary_key]) for table in schema.PROJECTIONS
    }


def _table_digest(connection: Connection, name: str, keys: list[str]) -> str:
    running = hashlib.sha256()
    rows: Any = connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY {', '.join(keys)}")  # noqa: S608 - our own names
    for row in rows:
        running.update(_ENCODE(tuple(row)))
    return running.hexdigest()


def _collect(batch: Batch, entry: Entry) -> None:
    """Add the rows of one entry; an erased one has nothing to say."""
    if entry.content is None:
        return
    subjects: set[str] = set()
    try:
        content = decode_content(entry.content)
        subjects.add(content.about)
        body = read_body(entry.kind, content.body)
        if entry.kind in ACT_KINDS and (content.signature is None or content.kind != entry.kind):
            raise UnreadableContent("an act without the signature of the member who acts")
        _PROJECTORS[entry.kind](batch, entry, content, body)
        if content.by:
            batch.add(_DEED, (content.by, *stamp(entry), entry.kind))
        if is_erasable(entry.kind):
            subjects.add(getattr(body, "worker_id", ""))  # a certificate is about itself and about its holder
    except (UnreadableContent, OverflowError) as reason:  # overflow: a time beyond the ends of the calendar
        batch.add(_UNPROJECTED, (entry.origin, entry.seq, entry.kind, str(reason)))
    for subject in subjects - {""}:
        batch.concerned.add(subject)
        note_about(batch, subject, entry)
