"""`status.bin`: what no longer holds, for phones, which have no JSON-LD; signed by the issuer, without a name or number in it.

A COSE_Sign1 over {1: day of the list, 2: [[first 8 bytes of SHA-256(credential id), code, day] ...]}. Days count from 1970-01-01.
Rows are sorted by their name, so that the same facts give the same bytes. A list older than 30 days counts as unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials import cose
from supervisor_app.domain.frozen import dataclass

EXTERNAL_AAD = b"supervisor-app/status/v1"
STATUS_NAME = "status.bin"
"""What it is called in a published folder."""
MAX_BYTES = 2_000_000
"""A hundred thousand rows; a longer list is refused unread."""
NAME_BYTES = 8
MAX_AGE = timedelta(days=30)
"""So long a list speaks for what it does not name."""
_EPOCH = date(1970, 1, 1)


class StatusCode(IntEnum):
    """Why a certificate no longer holds; the numbers are those of the file."""

    WITHDRAWN = 1
    ON_HOLD = 2
    REPLACED = 3


@dataclass(frozen=True, slots=True, order=True)
class StatusRow:
    """One certificate (the first 8 bytes of its id's SHA-256), its code, and since which day."""

    name: bytes
    code: StatusCode
    since: date


@dataclass(frozen=True, slots=True)
class StatusList:
    """The list of a day, not yet proven: `envelope` has the key id and what `credentials.cose.holds` checks."""

    day: date
    rows: tuple[StatusRow, ...]
    envelope: cose.Envelope


def status_name(credential_id: str) -> bytes:
    """Return the eight bytes that stand for a certificate."""
    return hashlib.sha256(credential_id.encode()).digest()[:NAME_BYTES]


def sign_status(day: date, rows: Iterable[StatusRow], key: Ed25519PrivateKey) -> bytes:
    """Return the signed list; the same day, rows (in any order) and key give the same bytes."""
    listed = [[row.name, int(row.code), (row.since - _EPOCH).days] for row in sorted(set(rows))]
    body = cbor2.dumps({1: (day - _EPOCH).days, 2: listed}, canonical=True)
    return cose.sign_bytes(body, key, EXTERNAL_AAD)


def looks_like_status(data: bytes) -> bool:
    """Whether bytes begin as a COSE_Sign1 of ours does; nothing else that is checked here does."""
    return data.startswith(b"\x84\x43\xa1\x01")


def read_status(data: bytes) -> StatusList:
    """Return what a list says; raises credentials.cose.NotCose for anything but the form that `sign_status` writes."""
    if len(data) > MAX_BYTES:
        raise cose.NotCose("too long")
    envelope = cose.read_envelope(data)
    match cose.read_item(envelope.payload_bytes):
        case {1: day, 2: list() as rows, **rest} if not rest:
            return StatusList(_day(day), tuple(_row(row) for row in rows), envelope)
    raise cose.NotCose("not a status list")


def _row(row: object) -> StatusRow:
    match row:
        case [bytes() as name, int() as code, since] if len(name) == NAME_BYTES and type(code) is int and code in set(StatusCode):
            return StatusRow(name, StatusCode(code), _day(since))
    raise cose.NotCose("not a row of a status list")


def _day(count: object) -> date:
    if type(count) is not int:
        raise cose.NotCose("no day")
    try:
        return _EPOCH + timedelta(days=count)
    except OverflowError as problem:
        raise cose.NotCose("no day") from problem
