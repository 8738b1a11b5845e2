"""What stands around the body of every content: who wrote it about whom, and the member's signature in acts.

Apart from the kinds (`contents`), so that whoever reads one record loads that record and no other.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from supervisor_app.domain.decision import ActSignature

VERSION = 1
_Record = TypeVar("_Record")


class UnreadableContent(ValueError):  # noqa: N818 - says what it is
    """A content this version cannot read: damaged, of a newer version, or with a body that does not fit its kind."""


class Content(msgspec.Struct, frozen=True):
    """A content taken apart: `body` is the JSON of the kind's record, still encoded; `kind` is filled in acts only."""

    by: str
    about: str
    body: bytes
    kind: str = ""
    signature: ActSignature | None = None


class _Envelope(msgspec.Struct, frozen=True):
    v: int
    body: msgspec.Raw
    by: str = ""
    about: str = ""
    kind: str = ""
    signature: ActSignature | None = None


_ENVELOPES = msgspec.json.Decoder(_Envelope)


def decode_content(content: bytes) -> Content:
    """Take a content apart; UnreadableContent where it is damaged or of a newer version."""
    try:
        envelope = _ENVELOPES.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableContent(f"not a content: {error}") from error
    if envelope.v != VERSION:
        raise UnreadableContent(f"written by a newer version (content version {envelope.v})")
    return Content(envelope.by, envelope.about, bytes(envelope.body), envelope.kind, envelope.signature)


def read_as(record: type[_Record], body: bytes) -> _Record:
    """Return a body as the record that its kind carries; UnreadableContent where it does not fit.

    For records that are stored field by field; `contents.read_body` also knows those that are not.
    """
    try:
        return msgspec.json.decode(body, type=record)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnreadableContent(f"the body does not fit a {record.__name__}: {error}") from error
