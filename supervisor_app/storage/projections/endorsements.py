"""What others signed about certificates and competencies, kept as it came: a set, each by its digest."""

from __future__ import annotations

import hashlib

from supervisor_app.ledger.bodies import Endorsed
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content
from supervisor_app.storage import certificate_schema
from supervisor_app.storage.projections.batch import Batch, keep_first, note_about, stamp

_ENDORSED = keep_first(certificate_schema.endorsed)


def endorsed(batch: Batch, entry: Entry, content: Content, body: Endorsed) -> None:
    """Somebody's word about a certificate or a competency."""
    digest = hashlib.sha256(body.credential.encode("utf-8", "replace")).hexdigest()
    about = (body.subject, body.certificate, body.competency, body.worker_id, body.credential)
    batch.add(_ENDORSED, (digest, *about, *stamp(entry)))
    for subject in filter(None, (body.certificate, body.competency)):
        note_about(batch, subject, entry)
