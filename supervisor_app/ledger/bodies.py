"""The bodies of the entry kinds that are not records of the domain themselves. All bytes are hex or base64 text.

Structs, because there are many and every start of the program makes their classes: a dataclass takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.texts import Text
from supervisor_app.ledger.fork_bodies import BranchProof


class SiteCreated(msgspec.Struct, frozen=True, kw_only=True):
    """The genesis: the site's id (see ledger.authority.site_id) and its first facts; `logo` is a PNG in base64 or empty."""

    site: str
    name: str
    place: str = ""
    host: str = ""
    logo: str = ""


class StationJoined(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry of every origin: names the key that signs it, the one to seal for it with, and the site it belongs to.

    Where the same laptop went on under a new origin, `prev_origin` (hex) is the one before, `endorsement` (hex) that one's
    signature over the change (ledger.succession), and `reason` says why. A newcomer asks with it to be approved: `person` is the
    name they typed, the member keys are theirs on this laptop. `branch` is no laptop's own: see ledger.stand_ins.
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
    branch: BranchProof | None = None


class KeyBox(msgspec.Struct, frozen=True, kw_only=True):
    """A content key sealed for one recipient: `key` its id (16 hex digits), `box` base64url without padding.

    `recipient` is the X25519 key of a laptop (64 hex digits), or what stands for an invitation (ledger.invitations).
    """

    key: str
    recipient: str
    box: str


class StationInvited(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation: who holds the secret half of `key` may approve one laptop of `member`, up to and including `until`.

    Content keys that are made while it is open are sealed for `x25519` (hex), which its code opens too.
    """

    key: str
    member: str
    until: datetime
    boxes: tuple[KeyBox, ...] = ()
    x25519: str = ""


class InvitationWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation (its `key`) lets nobody in any more, also whoever came with it before this was known."""

    key: str


class StationApproved(msgspec.Struct, frozen=True, kw_only=True):
    """A station (origin in hex) belongs to the site: everything it wrote and writes is taken in; `boxes` let it read."""

    station: str
    boxes: tuple[KeyBox, ...] = ()


class StationRetired(msgspec.Struct, frozen=True, kw_only=True):
    """A station writes no more from now on; all it wrote before stays."""

    station: str


class StationRevoked(msgspec.Struct, frozen=True, kw_only=True):
    """A station is lost since a moment. `seq` is the last of its entries known then: none beyond it is believed."""

    station: str
    since: datetime
    seq: int


class KeyAdded(msgspec.Struct, frozen=True, kw_only=True):
    """A member's public keys on one station (its origin in hex; "" for the keys of a printed recovery sheet).

    `boxes` let who holds the sheet read the records.
    """

    member: str
    station: str
    ed25519: str
    x25519: str
    boxes: tuple[KeyBox, ...] = ()


class KeyRevoked(msgspec.Struct, frozen=True, kw_only=True):
    """A member's key (Ed25519, hex) signs no more, since a moment or (None) from this entry on.

    What it signed before stays valid.
    """

    key: str
    since: datetime | None = None


class AssessmentCountersigned(msgspec.Struct, frozen=True, kw_only=True):
    """Another member confirms a sign-off (its id), so that it counts."""

    sign_off: str
    worker_id: str
    competency: str
    team: str = ""
    note: str = ""


class IssuerKeyCreated(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation's public key: `did:key`, raw key in hex, 8-byte key id in hex."""

    did: str
    ed25519: str
    key_id: str


class IssuerKeySucceeded(msgspec.Struct, frozen=True, kw_only=True):
    """A new key of the organisation; `endorsement` is the signature (hex) of the key before it, see ledger.authority."""

    did: str
    ed25519: str
    key_id: str
    before: str
    endorsement: str


class IssuerKeySealed(msgspec.Struct, frozen=True, kw_only=True):
    """The issuer's private key sealed for one member key; `box` is base64url without padding."""

    key: str
    for_: str
    box: str


class ContentKeyCreated(msgspec.Struct, frozen=True, kw_only=True):
    """A new content key of the site, from now on the one that seals; `mailbox` is an X25519 key (64 hex digits)."""

    key: str
    mailbox: str
    boxes: tuple[KeyBox, ...] = ()


class ContentKeyShared(msgspec.Struct, frozen=True, kw_only=True):
    """Content keys for laptops of the site that were not handed them: whoever let them in did not know these keys yet."""

    boxes: tuple[KeyBox, ...]


class CertificatePrinted(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate was printed, or a card of it (`product`); `duplicate` is 0 for the first paper, then 1, 2, ..."""

    certificate: str
    duplicate: int = 0
    product: str = "certificate"


class Endorsed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else's signed word, kept: about a certificate (its id and its holder) or about a competency (its key).

    `credential` is the EndorsementCredential as canonical JSON, `subject` what it says it endorses. It is checked anew whenever
    it is shown, so it needs nobody's signature here.
    """

    subject: str
    credential: str
    certificate: str = ""
    worker_id: str = ""
    competency: str = ""


class EndorsementGiven(msgspec.Struct, frozen=True, kw_only=True):
    """This organisation's word about a certificate of another one: `subject` is its id, `digest` (hex) the SHA-256 of the signed
    JSON that was handed out; the JSON itself lies with whoever got it.
    """

    id: str
    subject: str
    title: str
    comment: str
    digest: str


class PassportIssued(msgspec.Struct, frozen=True, kw_only=True):
    """A person's passport was signed for the organisation: how many certificates it holds, the day it is as of, the SHA-256
    (hex) of the signed record. The record itself is kept nowhere here.
    """

    id: str
    worker_id: str
    certificates: int
    as_of: date
    digest: str
    team: str = ""


class WorkerLeft(msgspec.Struct, frozen=True, kw_only=True):
    """The day a worker left, or None where they are back."""

    left_on: date | None = None


class MemberEnded(msgspec.Struct, frozen=True, kw_only=True):
    """The day a member stopped to act, or None where they act again."""

    ended_on: date | None = None


class CompetencyPublished(msgspec.Struct, frozen=True, kw_only=True):
    """A competency's own texts; its key is its id."""

    key: str
    title: Text
    description: Text | None = None


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """Content about a worker was erased: how much (`domain.erasure.Scope`), why, who asked.

    `entries` names what was there to erase (origin in hex -> numbers), so that a content that is gone has its reason everywhere;
    what goes is decided by the worker, also for entries that arrive later.
    """

    worker: str
    scope: Scope
    reason: str
    asked_by: str
    records: tuple[str, ...] = ()
    entries: Mapping[str, tuple[int, ...]] = msgspec.field(default_factory=dict)


class ErasureExtended(msgspec.Struct, frozen=True, kw_only=True):
    """Entries about an erased worker that arrived after the erasure and were erased as they came."""

    worker: str
    entries: Mapping[str, tuple[int, ...]]


class LegalHold(msgspec.Struct, frozen=True, kw_only=True):
    """A worker's records must be kept, whatever their time (hold.placed), or need not any more (hold.lifted); why."""

    reason: str


Fields = Mapping[str, str | None]
"""The body of worker.recorded, member.changed and site.changed: only what changed, as text."""


class PagePublished(msgspec.Struct, frozen=True, kw_only=True):
    """The check page was published: the day of its list for phones, the issuer key in use (hex id), and what is on the list.

    `listed` is base64 of nine bytes for each certificate: eight that name it and its code, with bit 7 set where it was not in the
    records any more.
    """

    day: date
    key_id: str
    listed: str


class SeenHead(msgspec.Struct, frozen=True, kw_only=True):
    """The newest entry of a laptop that a witness holds: origin (hex), number, hash (hex)."""

    origin: str
    seq: int
    hash: str


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a laptop held of every laptop when it wrote this."""

    heads: tuple[SeenHead, ...]
