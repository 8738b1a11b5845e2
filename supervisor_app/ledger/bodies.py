"""The bodies of the entry kinds that are not records of the domain themselves. All bytes are hex or base64 text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCreated:
    """The genesis: the site's id (see ledger.authority.site_id) and its first facts; `logo` is a PNG in base64 or empty."""

    site: str
    name: str
    place: str = ""
    host: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationJoined:
    """The first entry of every origin: names the key that signs it, the one to seal for it with, and the site it belongs to.

    Where the same laptop went on under a new origin, `prev_origin` (hex) is the one before, `endorsement` (hex) that one's
    signature over the change (ledger.succession), and `reason` says why. A newcomer asks with it to be approved: `person` is the
    name they typed, the member keys are theirs on this laptop.
    """

    name: str
    ed25519: str
    site: str = ""
    x25519: str = ""
    prev_origin: str = ""
    endorsement: str = ""
    reason: str = ""
    person: str = ""
    member_ed25519: str = ""
    member_x25519: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBox:
    """A content key sealed for one recipient: `key` its id (16 hex digits), `box` base64url without padding.

    `recipient` is the X25519 key of a laptop (64 hex digits), or what stands for an invitation (ledger.invitations).
    """

    key: str
    recipient: str
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationInvited:
    """An invitation: who holds the secret half of `key` may approve one laptop of `member`, up to and including `until`."""

    key: str
    member: str
    until: datetime
    boxes: tuple[KeyBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn:
    """An invitation (its `key`) lets nobody in any more, also whoever came with it before this was known."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationApproved:
    """A station (origin in hex) belongs to the site: everything it wrote and writes is taken in; `boxes` let it read."""

    station: str
    boxes: tuple[KeyBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRetired:
    """A station writes no more from now on; all it wrote before stays."""

    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationRevoked:
    """A station is lost since a moment. `seq` is the last of its entries known then: none beyond it is believed."""

    station: str
    since: datetime
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAdded:
    """A member's public keys on one station (its origin in hex; "" for the keys of a printed recovery sheet).

    `boxes` let who holds the sheet read the records.
    """

    member: str
    station: str
    ed25519: str
    x25519: str
    boxes: tuple[KeyBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked:
    """A member's key (Ed25519, hex) signs no more, since a moment or (None) from this entry on.

    What it signed before stays valid.
    """

    key: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentCountersigned:
    """Another member confirms a sign-off (its id), so that it counts."""

    sign_off: str
    worker_id: str
    competency: str
    team: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKeyCreated:
    """The organisation's public key: `did:key`, raw key in hex, 8-byte key id in hex."""

    did: str
    ed25519: str
    key_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKeySucceeded:
    """A new key of the organisation; `endorsement` is the signature (hex) of the key before it, see ledger.authority."""

    did: str
    ed25519: str
    key_id: str
    before: str
    endorsement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKeySealed:
    """The issuer's private key sealed for one member key; `box` is base64url without padding."""

    key: str
    for_: str
    box: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKeyCreated:
    """A new content key of the site, from now on the one that seals; `mailbox` is an X25519 key (64 hex digits)."""

    key: str
    mailbox: str
    boxes: tuple[KeyBox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePrinted:
    """A certificate was printed, or a card of it (`product`); `duplicate` is 0 for the first paper, then 1, 2, ..."""

    certificate: str
    duplicate: int = 0
    product: str = "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLeft:
    """The day a worker left, or None where they are back."""

    left_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEnded:
    """The day a member stopped to act, or None where they act again."""

    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyPublished:
    """A competency's own texts; its key is its id."""

    key: str
    title: Text
    description: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Content about a worker was erased: how much (`domain.erasure.Scope`), why, who asked.

    `entries` names what was there to erase (origin in hex -> numbers), so that a content that is gone has its reason everywhere;
    what goes is decided by the worker, also for entries that arrive later.
    """

    worker: str
    scope: Scope
    reason: str
    asked_by: str
    records: tuple[str, ...] = ()
    entries: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureExtended:
    """Entries about an erased worker that arrived after the erasure and were erased as they came."""

    worker: str
    entries: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """A worker's records must be kept, whatever their time (hold.placed), or need not any more (hold.lifted); why."""

    reason: str


Fields = Mapping[str, str | None]
"""The body of worker.recorded, member.changed and site.changed: only what changed, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenHead:
    """The newest entry of a laptop that a witness holds: origin (hex), number, hash (hex)."""

    origin: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a laptop held of every laptop when it wrote this."""

    heads: tuple[SeenHead, ...]
