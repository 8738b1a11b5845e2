"""Published competencies and checklists: sets of immutable revisions, each known by the digest of what it says."""

from __future__ import annotations

import hashlib

import msgspec

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import CompetencyPublished
from supervisor_app.ledger.canonical import NotCanonical, canonical_bytes
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent
from supervisor_app.storage import schema
from supervisor_app.storage.projections.batch import Batch, keep_any, stamp, whole
from supervisor_app.storage.projections.said import said

_COMPETENCY = keep_any(schema.competency)
_CHECKLIST = keep_any(schema.checklist)


def competency_published(batch: Batch, entry: Entry, content: Content, body: CompetencyPublished) -> None:
    """A competency's texts."""
    digest, text = _digest(content)
    said(batch, entry, content, Right.PUBLISH, body.key)
    batch.add(_COMPETENCY, (digest, body.key, text, *stamp(entry)))


def checklist_published(batch: Batch, entry: Entry, content: Content, body: Checklist) -> None:
    """A revision of a checklist; whoever publishes the same one adds nothing."""
    digest, text = _digest(content)
    said(batch, entry, content, Right.PUBLISH, body.competency)
    batch.add(_CHECKLIST, (digest, body.competency, body.code, whole(body.revision), text, *stamp(entry)))


def _digest(content: Content) -> tuple[str, str]:
    """Return the SHA-256 of the body's canonical bytes and these as text."""
    try:
        canonical = canonical_bytes(msgspec.json.decode(content.body))
    except NotCanonical as error:
        raise UnreadableContent(str(error)) from error
    return hashlib.sha256(canonical).hexdigest(), canonical.decode()
