"""What entries say about the stations of the site, the boxes for its keys, and what each laptop holds."""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.domain.names import harmless
from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import (
    Checkpoint,
    ContentKeyCreated,
    ContentKeyShared,
    IssuerKeySealed,
    KeyAdded,
    KeyBox,
    StationApproved,
    StationInvited,
    StationJoined,
)
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent
from supervisor_app.storage import authority_schema
from supervisor_app.storage.projections.batch import Batch, keep_any, keep_first, stamp, whole
from supervisor_app.storage.projections.said import said

_STATION = keep_first(authority_schema.station)
_SEALED_BOX = keep_any(authority_schema.sealed_box)
_CONTENT_KEY = keep_any(authority_schema.content_key)
_WITNESS = (
    "INSERT INTO witness (subject, number, hash, at, origin, seq) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(subject, origin) "
    "DO UPDATE SET number = excluded.number, hash = excluded.hash, at = excluded.at, seq = excluded.seq "
    "WHERE (excluded.number, excluded.at, excluded.seq, excluded.hash) > (witness.number, witness.at, witness.seq, witness.hash)"
)
HASH_DIGITS = 64
_CONTENT_BOX = keep_any(authority_schema.content_box)


def station_joined(batch: Batch, entry: Entry, content: Content, body: StationJoined) -> None:
    """A station names itself and its key, always about its own origin."""
    batch.add(_STATION, (*_station_texts(entry, body), *stamp(entry)))


def _station_texts(entry: Entry, body: StationJoined) -> tuple[str, ...]:
    before = (entry.origin.hex(), harmless(body.name), body.ed25519, body.site, body.x25519, body.prev_origin, body.endorsement)
    stands_for = body.branch.station if body.branch is not None else ""
    return (*before, harmless(body.person), body.member_ed25519, body.member_x25519, stands_for)


def issuer_key_sealed(batch: Batch, entry: Entry, content: Content, body: IssuerKeySealed) -> None:
    """The organisation's key, sealed for one member key: it counts from an admin's laptop, and for a key of that very laptop.

    Every box is kept, so that one written by somebody else is never in the way of a good one.
    """
    said(batch, entry, content, Right.ADMINISTER, subject=body.for_)
    batch.add(_SEALED_BOX, (body.key, body.for_, body.box, *stamp(entry)))


def content_key_created(batch: Batch, entry: Entry, content: Content, body: ContentKeyCreated) -> None:
    """A content key of the site, with its boxes: it seals from now on where an admin's laptop says so."""
    said(batch, entry, content, Right.ADMINISTER)
    batch.add(_CONTENT_KEY, (body.key, body.mailbox, *stamp(entry)))
    add_boxes(batch, entry, body.boxes)


def boxes_given(
    batch: Batch, entry: Entry, content: Content, body: StationApproved | StationInvited | KeyAdded | ContentKeyShared
) -> None:
    """Who is let in may read: the content keys, sealed for that laptop or for who has the code."""
    add_boxes(batch, entry, body.boxes)


def add_boxes(batch: Batch, entry: Entry, boxes: Iterable[KeyBox]) -> None:
    """Content keys sealed for those who may read the contents in a shared store, whatever kind of entry hands them out."""
    for box in boxes:
        batch.add(_CONTENT_BOX, (box.recipient, box.key, box.box, *stamp(entry)))


def checkpoint(batch: Batch, entry: Entry, content: Content, body: Checkpoint) -> None:
    """A laptop witnesses what it holds of each laptop."""
    rows = [(_origin(head.origin), whole(head.seq), head.hash[:HASH_DIGITS], *stamp(entry)) for head in body.heads]
    for row in rows:
        batch.add(_WITNESS, row)


def _origin(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise UnreadableContent("it names a laptop that cannot be one") from error
