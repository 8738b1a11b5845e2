"""What others signed about certificates and competencies, kept as it came; and what was signed here and handed out, not kept."""

from __future__ import annotations

import hashlib

from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import Endorsed, EndorsementGiven, PassportIssued
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content
from supervisor_app.storage import certificate_schema
from supervisor_app.storage.projections.authority import judged
from supervisor_app.storage.projections.batch import Batch, keep_any, keep_one, note_about, stamp, whole

_ENDORSED = keep_any(certificate_schema.endorsed)
_HANDED_OUT = keep_one(certificate_schema.handed_out)


def endorsed(batch: Batch, entry: Entry, content: Content, body: Endorsed) -> None:
    """Somebody's word about a certificate or a competency."""
    digest = hashlib.sha256(body.credential.encode("utf-8", "replace")).hexdigest()
    about = (body.subject, body.certificate, body.competency, body.worker_id, body.credential)
    batch.add(_ENDORSED, (digest, *about, *stamp(entry)))
    for subject in filter(None, (body.certificate, body.competency)):
        note_about(batch, subject, entry)


def endorsement_given(batch: Batch, entry: Entry, content: Content, body: EndorsementGiven) -> None:
    """The organisation's word about a certificate of another one."""
    signed, _ = judged(batch.judging, entry, content, Right.ISSUE, competency=None, team=None, worker="")
    said = (body.id, entry.kind, "", body.subject, body.title, 0, "", body.digest, _author(content))
    batch.add(_HANDED_OUT, (*said, *signed, *stamp(entry)))


def passport_issued(batch: Batch, entry: Entry, content: Content, body: PassportIssued) -> None:
    """A worker's passport; of whatever they hold, so that no single competency decides whether its signer might."""
    signed, _ = judged(batch.judging, entry, content, Right.ISSUE, competency=None, team=body.team, worker=body.worker_id)
    held, day = whole(body.certificates), body.as_of.isoformat()
    said = (body.id, entry.kind, body.worker_id, "", "", held, day, body.digest, _author(content))
    batch.add(_HANDED_OUT, (*said, *signed, *stamp(entry)))


def _author(content: Content) -> str:
    return content.signature.name if content.signature else ""
