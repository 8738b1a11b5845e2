"""Tables derived from entries: a function of their set, whatever the order, the batches and the duplicates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from supervisor_app.domain.certificate_acts import CERTIFICATE_ACTS
from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.contents import ACT_KINDS, read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent, decode_content
from supervisor_app.storage import ledger_store, people_search, schema
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import run
from supervisor_app.storage.projections import (
    acts,
    attachments,
    authority,
    catalogue,
    certificate_life,
    checklist_standing,
    endorsements,
    erasures,
    forks,
    people,
    said,
    sites,
)
from supervisor_app.storage.projections.batch import Batch, keep_any, note_about, stamp
from supervisor_app.storage.projections.fields import WORKER, derive_rows

_PROJECTORS: Mapping[str, Callable[..., None]] = {
    "site.changed": said.site_changed,
    "station.joined": sites.station_joined,
    "station.invited": sites.boxes_given,
    "station.approved": sites.boxes_given,
    "key.added": sites.boxes_given,
    "content_key.created": sites.content_key_created,
    "content_key.shared": sites.boxes_given,
    "checkpoint": sites.checkpoint,
    "fork.seen": forks.seen,
    "fork.settled": forks.settled,
    "page.published": said.page_published,
    "issuer_key.sealed": sites.issuer_key_sealed,
    "worker.recorded": people.worker_recorded,
    "worker.left": people.worker_left,
    "competency.published": catalogue.competency_published,
    "checklist.published": catalogue.checklist_published,
    "assessment.signed": acts.assessment_signed,
    "assessment.amended": acts.assessment_signed,
    "assessment.countersigned": acts.assessment_countersigned,
    "evidence.attached": attachments.evidence_attached,
    "evidence.withdrawn": attachments.evidence_act,
    "evidence.countersigned": attachments.evidence_act,
    "certificate.issued": acts.certificate_issued,
    "certificate.printed": acts.certificate_printed,
    **dict.fromkeys(CERTIFICATE_ACTS, certificate_life.certificate_act),
    "certificate.declared": certificate_life.certificate_declared,
    "certificate.endorsed": endorsements.endorsed,
    "competency.endorsed": endorsements.endorsed,
    "endorsement.given": endorsements.endorsement_given,
    "passport.issued": endorsements.passport_issued,
    "checklist.withdrawn": certificate_life.checklist_withdrawn,
    "erased": erasures.erased,
    "erasure.extended": erasures.erasure_extended,
    "hold.placed": erasures.hold_placed,
    "hold.lifted": erasures.hold_lifted,
}
_DEED = keep_any(schema.deed)
_ALWAYS = ACT_KINDS | {"station.joined"}
"""Of a station that is lost: its acts are questioned, its request to join stays known; the rest is not taken in."""
_OF_THE_SITE = frozenset({"site.created", "site.changed"})
_UNHEARD = keep_any(schema.unheard)
_UNPROJECTED = keep_any(schema.unprojected)
_ENCODE = msgspec.json.Encoder().encode


def project(connection: Connection, entries: Sequence[Entry]) -> frozenset[str]:
    """Add what `entries` say to the projections; return those they are about of whom something was erased.

    Entries that say nothing to this version are noted, never dropped. Those of a station that is not approved wait in the ledger;
    they follow once an approval comes, in any batch.
    """
    change = authority.take_in(connection, entries)
    if change.struck:  # a station is believed less, or further, than before: rare, and what merges is not taken back singly
        rebuild(connection)
        return erasures.all_erased(connection)
    erased = _add(connection, entries)
    for origin in change.released:
        erased |= _release(connection, origin)
    authority.judge_again(connection, change.keys)
    certificate_life.derive_signed_with(connection, change.keys)
    if change.facts:
        said.judge_again(connection)
    if change.facts or any(entry.kind in _OF_THE_SITE for entry in entries):
        said.derive_site(connection)
    erased |= _look_again(connection, change.keys)
    if change.facts or any(entry.kind == "checklist.published" for entry in entries):
        checklist_standing.derive(connection)
    return erased


def rebuild(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Clear the projections and make them again from the entries, a chunk at a time; `progress(done, total)`.

    Who may act comes first: then nothing has to wait, and nothing is judged twice.
    """
    total, done = ledger_store.count_entries(connection), 0
    clear(connection)
    take_facts(connection, ledger_store.entries_of_kinds(connection, AUTHORITY_KINDS))
    for chunk in ledger_store.chunks(connection):
        project(connection, chunk)
        done += len(chunk)
        if progress:
            progress(done, total)


def take_facts(connection: Connection, entries: Sequence[Entry]) -> None:
    """Take in who may act and nothing else, before everything is projected: then nothing has to wait."""
    if authority.take_in(connection, entries).facts:
        said.derive_site(connection)


def _add(connection: Connection, entries: Iterable[Entry]) -> frozenset[str]:
    batch = Batch(Judging(connection))
    for entry in entries:
        _collect(batch, entry)
    batch.write(connection)
    derive_rows(connection, batch)
    certificate_life.derive(connection, batch)
    if batch.signed:
        checklist_standing.derive_of(connection, batch.signed)
    erased = erasures.erased_among(connection, batch.concerned)
    if erased:
        erasures.hide_names(connection, erased)
    return erased


def retract(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take away the rows that some entries brought; what others say under the same keys has to be projected again."""
    batch = Batch(Judging(connection))
    for entry in entries:
        _collect(batch, entry)
    batch.retract(connection)
    certificate_life.derive(connection, batch)


def derive_worker(connection: Connection, worker: str) -> None:
    """Write a worker's row anew from what is left of their fields."""
    batch = Batch(Judging(connection))
    batch.touched[WORKER].add(worker)
    derive_rows(connection, batch)


def _look_again(connection: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Show or hide again the names of workers whose erasures were signed with keys that were judged anew; return who they are."""
    from supervisor_app.storage.erasing import entries_concerning

    workers = erasures.signed_with(connection, keys) if keys else frozenset()
    for worker in workers:
        entries = [entry for entry in entries_concerning(connection, worker) if is_erasable(entry.kind)]
        retract(connection, entries)
        _add(connection, entries)
        derive_worker(connection, worker)
    return workers


def _release(connection: Connection, origin: bytes) -> frozenset[str]:
    """Take in what an origin wrote before it was approved; return those it is about of whom something was erased."""
    run(connection, "DELETE FROM unheard WHERE origin = ?", [(origin,)])
    last, erased = 0, frozenset[str]()
    while waiting := ledger_store.read_entries(connection, origin, last):
        last = waiting[-1].seq
        erased |= _add(connection, waiting)
    return erased


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
    """Add the rows of one entry; an erased one has nothing to say, one that is not believed waits or is questioned."""
    kind, standing, place = entry.kind, batch.judging.station(entry.origin), (entry.at, entry.origin, entry.seq)
    if entry.content is None:
        return
    heard = standing is not None and (kind in _ALWAYS or standing.believes(place))
    if standing is not None and standing.listed:
        heard = heard and batch.judging.lists(entry.origin, (kind, entry.at, entry.content_digest))
    if not heard and kind != "station.joined":
        _note_unheard(batch, entry)
        return
    subjects: set[str] = set()
    try:
        content = decode_content(entry.content)
        subjects.add(content.about)
        body = _read(entry, content)
        if project_one := _PROJECTORS.get(kind):
            project_one(batch, entry, content, body)
        if content.by and standing is not None:
            batch.add(_DEED, (content.by, *place, kind))
        if is_erasable(kind):
            subjects.add(getattr(body, "worker_id", ""))  # a certificate is about itself and about its holder
    except (UnreadableContent, OverflowError) as reason:  # overflow: a time beyond the ends of the calendar
        if standing is not None:
            batch.add(_UNPROJECTED, (entry.origin, entry.seq, entry.kind, str(reason)))
    if standing is not None:
        subjects.discard("")
        batch.concerned |= subjects
        for subject in subjects:
            note_about(batch, subject, entry)


def _note_unheard(batch: Batch, entry: Entry) -> None:
    """Note whom an entry is about that is not believed, or not yet: what is erased goes from it too."""
    if not is_erasable(entry.kind):
        return
    try:
        content = decode_content(entry.content or b"")
        subjects = {content.about, getattr(_read(entry, content), "worker_id", "")}
    except (UnreadableContent, OverflowError):
        return
    for subject in subjects - {""}:
        batch.concerned.add(subject)
        batch.add(_UNHEARD, (subject, *stamp(entry)))


def _read(entry: Entry, content: Content) -> Any:  # noqa: ANN401 - the record of the kind
    if entry.kind in AUTHORITY_KINDS:
        return authority.read_fact(entry)[1]
    body = read_body(entry.kind, content.body)
    if entry.kind in ACT_KINDS and (content.signature is None or content.kind != entry.kind):
        raise UnreadableContent("an act without the signature of the member who acts")
    return body
