"""What was added to assessments after their sign-off, and what was said of it since: acts, never replaced."""

from __future__ import annotations

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.rights import Right
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent
from supervisor_app.storage import attachment_schema
from supervisor_app.storage.projections.authority import judged
from supervisor_app.storage.projections.batch import Batch, keep_any, keep_one, note_about, stamp, whole
from supervisor_app.storage.projections.files import name_file

_ATTACHED = keep_one(attachment_schema.attached)
_ACT = keep_any(attachment_schema.attached_act)
_RIGHT_FOR = {"evidence.withdrawn": Right.OBSERVE, "evidence.countersigned": Right.COUNTERSIGN}


def evidence_attached(batch: Batch, entry: Entry, content: Content, body: Attachment) -> None:
    """A file was added to a sign-off; its bytes are kept, sent and erased like those of a step."""
    signature = _signature(content)
    signed, by_trainee = judged(
        batch.judging, entry, content, Right.OBSERVE, competency=body.competency, team=body.team, worker=body.worker_id
    )
    file, size = body.file, whole(body.file.size)
    about = (body.id, body.sign_off, body.step, body.worker_id, body.competency)
    said = (file.digest, file.media, size, body.caption, body.reason, signature.name, signature.title, signature.signed)
    batch.add(_ATTACHED, (*about, *said, *signed, int(by_trainee), *stamp(entry)))
    name_file(batch, entry, file, record=body.sign_off, worker=body.worker_id, step=body.step)
    note_about(batch, body.sign_off, entry)
    note_about(batch, body.competency, entry)


def evidence_act(batch: Batch, entry: Entry, content: Content, body: AttachmentAct) -> None:
    """What was added was withdrawn, or somebody else confirmed it."""
    signature = _signature(content)
    signed, by_trainee = judged(
        batch.judging, entry, content, _RIGHT_FOR[entry.kind], competency=body.competency, team=body.team, worker=body.worker_id
    )
    about = (body.attachment, entry.kind, body.sign_off, body.worker_id, body.competency)
    said = (body.reason, signature.name, signature.title, signature.signed)
    batch.add(_ACT, (*about, *said, *signed, int(by_trainee), *stamp(entry)))
    note_about(batch, body.sign_off, entry)


def _signature(content: Content) -> ActSignature:
    if content.signature is None:
        raise UnreadableContent("an act without the signature of the member who acts")
    return content.signature
