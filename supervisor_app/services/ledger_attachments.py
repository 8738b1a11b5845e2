"""What was added to a record after its sign-off, and what was said of it, as the ledger tells it."""

from __future__ import annotations

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.observation import MEDIA_WORDS
from supervisor_app.services.ledger_line import Line


def attached_words(line: Line) -> str:
    """Return the sentence of a file that was added."""
    body: Attachment = line.body
    what = f"a {MEDIA_WORDS.get(body.file.media, 'file')}"
    caption = f" ({body.caption})" if body.caption else ""
    return f"{line.who} added {what}{caption} to {_record(line)} after it was signed. Reason: {body.reason}"


def withdrawn_words(line: Line) -> str:
    """Return the sentence of an addition that was withdrawn."""
    return f"{line.who} withdrew a file that was added to {_record(line)}. Reason: {line.body.reason}"


def countersigned_words(line: Line) -> str:
    """Return the sentence of an addition that somebody else confirmed."""
    note = f". Note: {line.body.reason}" if line.body.reason else ""
    return f"{line.who} countersigned a file that was added to {_record(line)}{note}"


def _record(line: Line) -> str:
    body: Attachment | AttachmentAct = line.body
    return f"the sign-off of {line.names.person(body.worker_id)} on {line.names.competency(body.competency)}"
