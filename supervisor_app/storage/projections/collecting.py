"""What one entry brings to the projections: which rows by its kind, and whether it is heard at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from supervisor_app.domain.certificate_acts import CERTIFICATE_ACTS
from supervisor_app.domain.erasure import is_erasable
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.contents import ACT_KINDS, read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent, decode_content
from supervisor_app.storage import schema
from supervisor_app.storage.projections.acts import (
    assessment_countersigned,
    assessment_signed,
    certificate_issued,
    certificate_printed,
)
from supervisor_app.storage.projections.attachments import evidence_act, evidence_attached
from supervisor_app.storage.projections.authority import read_fact
from supervisor_app.storage.projections.batch import Batch, keep_any, note_about, stamp
from supervisor_app.storage.projections.catalogue import checklist_published, competency_published
from supervisor_app.storage.projections.certificate_life import certificate_act, certificate_declared, checklist_withdrawn
from supervisor_app.storage.projections.endorsements import endorsed, endorsement_given, passport_issued
from supervisor_app.storage.projections.erasures import erased, erasure_extended, hold_lifted, hold_placed
from supervisor_app.storage.projections.forks import seen, settled
from supervisor_app.storage.projections.people import worker_left, worker_recorded
from supervisor_app.storage.projections.said import page_published, site_changed
from supervisor_app.storage.projections.sites import (
    boxes_given,
    checkpoint,
    content_key_created,
    issuer_key_sealed,
    station_joined,
)

_PROJECTORS: Mapping[str, Callable[..., None]] = {
    "site.changed": site_changed,
    "station.joined": station_joined,
    "station.invited": boxes_given,
    "station.approved": boxes_given,
    "key.added": boxes_given,
    "content_key.created": content_key_created,
    "content_key.shared": boxes_given,
    "checkpoint": checkpoint,
    "fork.seen": seen,
    "fork.settled": settled,
    "page.published": page_published,
    "issuer_key.sealed": issuer_key_sealed,
    "worker.recorded": worker_recorded,
    "worker.left": worker_left,
    "competency.published": competency_published,
    "checklist.published": checklist_published,
    "assessment.signed": assessment_signed,
    "assessment.amended": assessment_signed,
    "assessment.countersigned": assessment_countersigned,
    "evidence.attached": evidence_attached,
    "evidence.withdrawn": evidence_act,
    "evidence.countersigned": evidence_act,
    "certificate.issued": certificate_issued,
    "certificate.printed": certificate_printed,
    **dict.fromkeys(CERTIFICATE_ACTS, certificate_act),
    "certificate.declared": certificate_declared,
    "certificate.endorsed": endorsed,
    "competency.endorsed": endorsed,
    "endorsement.given": endorsement_given,
    "passport.issued": passport_issued,
    "checklist.withdrawn": checklist_withdrawn,
    "erased": erased,
    "erasure.extended": erasure_extended,
    "hold.placed": hold_placed,
    "hold.lifted": hold_lifted,
}
_DEED = keep_any(schema.deed)
_ALWAYS = ACT_KINDS | {"station.joined"}
"""Of a station that is lost: its acts are questioned, its request to join stays known; the rest is not taken in."""
_UNHEARD = keep_any(schema.unheard)
_UNPROJECTED = keep_any(schema.unprojected)


def collect(batch: Batch, entry: Entry) -> None:
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
        return read_fact(entry)[1]
    body = read_body(entry.kind, content.body)
    if entry.kind in ACT_KINDS and (content.signature is None or content.kind != entry.kind):
        raise UnreadableContent("an act without the signature of the member who acts")
    return body
