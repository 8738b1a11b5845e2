"""Status lists of other issuers (Bitstring Status List 1.0): what one said about a certificate, and when it was last seen.

A list only counts when it is signed by the organisation that issued the certificate. It can take something away, never add.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from supervisor_app.credentials import proof
from supervisor_app.credentials.data_model import DATE_TIME, types_of
from supervisor_app.credentials.proof_problems import ProofProblem
from supervisor_app.credentials.status_list import StatusList
from supervisor_app.domain.frozen import dataclass

Json: TypeAlias = dict[str, Any]

ENTRY, LIST = "BitstringStatusListEntry", "BitstringStatusListCredential"
MAX_ENTRIES = 8
MAX_INDEX = 40_000_000
_COUNTS = {"revocation": "revoked", "suspension": "suspended"}


class ListedState(StrEnum):
    """What the lists say: UNKNOWN where none was seen, or the one seen cannot be used."""

    CLEAR = "clear"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KnownList:
    """A status list as it was last seen: its document, and when it was fetched or brought here (aware)."""

    document: Json
    seen: datetime


@dataclass(frozen=True, slots=True)
class SeenLists:
    """The status lists seen so far by their address, those for phones, and the time they are read at (aware)."""

    by_address: Mapping[str, KnownList]
    now: datetime
    for_phones: tuple[StatusList, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What the status lists of a certificate say. `known` is until when it was known: the moment the oldest one used was made,
    where it says that, else when it was seen; `since` the day it counts from; `why` completes "...: ".
    """

    state: ListedState
    known: datetime | None = None
    why: str = ""
    since: date | None = None


Signers: TypeAlias = "Mapping[str, tuple[bytes, ...]]"
"""The Ed25519 keys that speak for an organisation, by the ids it issues under."""


class NoEntry(Exception):  # noqa: N818 - says what is wrong, shown in a sentence of ours
    """An entry or a list is not of a form that can be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a certificate's status stands: the address of the list, the place in it, what a set bit means."""

    address: str
    index: int
    purpose: str


def entries_of(document: Json) -> tuple[Entry, ...]:
    """Return the status entries of a credential; NoEntry where one is of another kind or cannot be read."""
    found = document.get("credentialStatus")
    nodes = found if isinstance(found, list) else [] if found is None else [found]
    if len(nodes) > MAX_ENTRIES:
        raise NoEntry("it names more status lists than any certificate needs")
    return tuple(_entry(node) for node in nodes)


def addresses_of(document: Json) -> tuple[str, ...]:
    """Return the addresses of the status lists that can be asked: https only."""
    try:
        return tuple(dict.fromkeys(entry.address for entry in entries_of(document) if entry.address.startswith("https://")))
    except NoEntry:
        return ()


def look_up(document: Json, seen: SeenLists | None, signers: Signers) -> Listed | None:
    """Return what the lists seen so far say about a credential, None where it names none.

    What was revoked anywhere is revoked.
    """
    try:
        found = [_state(entry, seen, signers) for entry in entries_of(document)]
    except NoEntry as problem:
        return Listed(ListedState.UNKNOWN, why=str(problem))
    if not found:
        return None
    order = (ListedState.REVOKED, ListedState.SUSPENDED, ListedState.UNKNOWN, ListedState.CLEAR)
    worst = min(found, key=lambda listed: order.index(listed.state))
    moments = [listed.known for listed in found if listed.known]
    return Listed(worst.state, worst.known or min(moments, default=None), worst.why)


def _state(entry: Entry, seen: SeenLists | None, signers: Signers) -> Listed:
    known = seen.by_address.get(entry.address) if seen else None
    if seen is None or known is None:
        return Listed(ListedState.UNKNOWN)
    try:
        check_list(known.document, entry.purpose, signers, seen.now)
        set_here = _bit(known.document, entry.index)
    except NoEntry as problem:
        return Listed(ListedState.UNKNOWN, known.seen, str(problem))
    state = _COUNTS.get(entry.purpose, "clear") if set_here else "clear"
    return Listed(ListedState(state), min(known.seen, _moment(known.document.get("validFrom")) or known.seen))


def check_list(document: Json, purpose: str, signers: Signers, now: datetime) -> None:
    """Return where a document is a status list of this organisation for this purpose that may be used now; NoEntry where not."""
    named, subject = document.get("issuer"), document.get("credentialSubject")
    if LIST not in types_of(document) or not isinstance(subject, dict):
        raise NoEntry("what was found there is no status list")
    keys = signers.get(str(named.get("id") if isinstance(named, dict) else named), ())
    if not keys:
        raise NoEntry("the status list is somebody else's")
    purposes = subject.get("statusPurpose")
    if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise NoEntry("the status list is for something else")
    if subject.get("statusSize", 1) != 1:
        raise NoEntry("the status list is of a kind that is not known here")
    if not any(_signed(document, key) for key in keys):
        raise NoEntry("the status list is not signed by the issuer")
    for name, late in (("validUntil", True), ("validFrom", False)):
        moment = _moment(document.get(name))
        if moment and (moment < now if late else moment > now):
            raise NoEntry("the status list is out of date")


def _signed(document: Json, key: bytes) -> bool:
    try:
        proof.check(document, key)
    except ProofProblem:
        return False
    return True


def _bit(document: Json, index: int) -> bool:
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.status import decode_encoded_list

    try:
        bits = decode_encoded_list(document["credentialSubject"].get("encodedList"))
    except (ValueError, LibOpenBadgesException) as problem:
        raise NoEntry("the status list is damaged") from problem
    if index >= len(bits) * 8:
        raise NoEntry("the status list is too short")
    return bool(bits[index // 8] & (0x80 >> (index % 8)))


def _entry(node: object) -> Entry:
    if not isinstance(node, dict) or ENTRY not in types_of(node):
        raise NoEntry("its status is kept in a way that is not known here")
    address, index, purpose = node.get("statusListCredential"), node.get("statusListIndex"), node.get("statusPurpose")
    if not isinstance(address, str) or not isinstance(purpose, str) or node.get("statusSize", 1) != 1:
        raise NoEntry("its status entry cannot be read")
    number = next(_numbers(index), None)
    if number is None:
        raise NoEntry("its status entry cannot be read")
    return Entry(address[:2000], number, purpose)


def _numbers(index: object) -> Iterator[int]:
    text = str(index) if isinstance(index, int | str) and not isinstance(index, bool) else ""
    if text.isascii() and text.isdecimal() and len(text) <= 8 and int(text) <= MAX_INDEX:
        yield int(text)


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    if not isinstance(text, str) or not DATE_TIME.fullmatch(text):
        raise NoEntry("the status list has no dates that can be read")
    try:
        return datetime.fromisoformat(text)
    except ValueError as problem:
        raise NoEntry("the status list has no dates that can be read") from problem
