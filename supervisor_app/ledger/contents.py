"""Contents: who wrote what about whom, as bytes and back; the kinds this version knows and the record each one carries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_type_hints

import msgspec
import msgspec.structs

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_acts import CertificateAct, ChecklistWithdrawn
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.people import Member
from supervisor_app.ledger.authority_facts import AUTHORITY_ACTS
from supervisor_app.ledger.bodies import (
    AssessmentCountersigned,
    CertificatePrinted,
    Checkpoint,
    CompetencyPublished,
    ContentKeyCreated,
    ContentKeyShared,
    Endorsed,
    EndorsementGiven,
    Erased,
    ErasureExtended,
    Fields,
    InvitationWithdrawn,
    IssuerKeyCreated,
    IssuerKeySealed,
    IssuerKeySucceeded,
    KeyAdded,
    KeyRevoked,
    LegalHold,
    MemberEnded,
    PagePublished,
    PassportIssued,
    SiteCreated,
    StationApproved,
    StationInvited,
    StationJoined,
    StationRetired,
    StationRevoked,
    WorkerLeft,
)
from supervisor_app.ledger.canonical import Json, canonical_bytes
from supervisor_app.ledger.envelope import VERSION, UnreadableContent, decode_content
from supervisor_app.ledger.fork_bodies import BroughtBack, ForkSettled, Parting

_NEWER = frozenset({"alignment", "requires"})
"""Fields that checklists got later: left out where empty, so that a revision published before keeps its digest."""

KINDS: Mapping[str, Any] = {
    "site.created": SiteCreated,
    "site.changed": Fields,
    "station.joined": StationJoined,
    "station.invited": StationInvited,
    "invitation.withdrawn": InvitationWithdrawn,
    "station.approved": StationApproved,
    "station.retired": StationRetired,
    "station.revoked": StationRevoked,
    "member.added": Member,
    "member.changed": Fields,
    "member.ended": MemberEnded,
    "key.added": KeyAdded,
    "key.revoked": KeyRevoked,
    "content_key.created": ContentKeyCreated,
    "content_key.shared": ContentKeyShared,
    "issuer_key.created": IssuerKeyCreated,
    "issuer_key.succeeded": IssuerKeySucceeded,
    "issuer_key.sealed": IssuerKeySealed,
    "worker.recorded": Fields,
    "worker.left": WorkerLeft,
    "competency.published": CompetencyPublished,
    "checklist.published": Checklist,
    "assessment.signed": SignOff,
    "assessment.amended": SignOff,
    "assessment.countersigned": AssessmentCountersigned,
    "evidence.attached": Attachment,
    "evidence.withdrawn": AttachmentAct,
    "evidence.countersigned": AttachmentAct,
    "certificate.issued": IssuedCertificate,
    "certificate.printed": CertificatePrinted,
    "certificate.suspended": CertificateAct,
    "certificate.reinstated": CertificateAct,
    "certificate.revoked": CertificateAct,
    "certificate.superseded": CertificateAct,
    "certificate.confirmed": CertificateAct,
    "certificate.triggered": CertificateAct,
    "certificate.declared": DeclaredCertificate,
    "certificate.endorsed": Endorsed,
    "competency.endorsed": Endorsed,
    "endorsement.given": EndorsementGiven,
    "passport.issued": PassportIssued,
    "checklist.withdrawn": ChecklistWithdrawn,
    "page.published": PagePublished,
    "checkpoint": Checkpoint,
    "fork.seen": Parting,
    "fork.settled": ForkSettled,
    "fork.brought_back": BroughtBack,
    "erased": Erased,
    "erasure.extended": ErasureExtended,
    "hold.placed": LegalHold,
    "hold.lifted": LegalHold,
}
"""Every kind this version projects, with the type of its body. Other kinds are stored and forwarded as they are."""

ACT_KINDS = AUTHORITY_ACTS | {
    "assessment.signed",
    "assessment.amended",
    "assessment.countersigned",
    "evidence.attached",
    "evidence.withdrawn",
    "evidence.countersigned",
    "certificate.issued",
    "certificate.suspended",
    "certificate.reinstated",
    "certificate.revoked",
    "certificate.superseded",
    "certificate.confirmed",
    "certificate.triggered",
    "certificate.declared",
    "endorsement.given",
    "passport.issued",
    "checklist.withdrawn",
    "erased",
    "hold.placed",
    "hold.lifted",
}
"""Kinds that count only with the personal signature of the member who acts."""


def _certificate_reader() -> Callable[[bytes], IssuedCertificate]:
    """Return what reads a certificate in one pass: its credential is a text there, bytes (verbatim) in the record."""
    types = {**get_type_hints(IssuedCertificate), "credential": str}
    given = {part.name: [] if part.default is MISSING else [part.default] for part in fields(IssuedCertificate)}
    written = msgspec.defstruct("IssuedCertificate", [(name, types[name], *default) for name, default in given.items()])
    decode = msgspec.json.Decoder(written).decode

    def read(body: bytes) -> IssuedCertificate:
        values = msgspec.structs.asdict(decode(body))
        values["credential"] = values["credential"].encode()
        return IssuedCertificate(**values)

    return read


def _sealed_from(body: bytes) -> IssuerKeySealed:
    data = msgspec.json.decode(body, type=dict[str, str])
    return msgspec.convert({**data, "for_": data.get("for")}, IssuerKeySealed)


@cache
def _reader(kind: str) -> Callable[[bytes], Any]:
    """Return what decodes the bodies of a known kind, made when it is first met: making all at start-up takes a while."""
    if kind == "certificate.issued":
        return _certificate_reader()
    if kind == "issuer_key.sealed":
        return _sealed_from
    return msgspec.json.Decoder(KINDS[kind]).decode


def body_of(record: object) -> Json:
    """Return a record (or a mapping of plain values) as the JSON value that a content carries as its body."""
    body = msgspec.to_builtins(record)
    if isinstance(record, IssuedCertificate):
        body["credential"] = record.credential.decode()
    if isinstance(record, Checklist):  # a revision keeps the bytes, and with them the digest, that it had without these fields
        for name in ("alignment", "requires", "preset"):
            if not body[name]:
                del body[name]
    if isinstance(record, IssuerKeySealed):
        body["for"] = body.pop("for_")
    if isinstance(record, Checklist):
        body = {name: value for name, value in body.items() if name not in _NEWER or value}
    return body


def encode_content(*, by: str, about: str, body: object) -> bytes:
    """Return the bytes of a content without a personal signature; NotCanonical where a value has no place in the ledger."""
    return canonical_bytes({"v": VERSION, "by": by, "about": about, "body": body_of(body)})


def read_body(kind: str, body: bytes) -> Any:  # noqa: ANN401 - the record that KINDS names for the kind
    """Return the record of a body of a known kind; UnreadableContent where it does not fit or the kind is unknown."""
    reader = _reader(kind) if kind in KINDS else None
    if reader is None:
        raise UnreadableContent(f"written by a newer version (kind {kind})")
    try:
        return reader(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UnreadableContent(f"the body of {kind} does not fit: {error}") from error


def record_in(kind: str, content: bytes) -> Any:  # noqa: ANN401 - the record that KINDS names for the kind
    """Return the record that an entry's content carries; UnreadableContent where this version cannot read it."""
    return read_body(kind, decode_content(content).body)


def checklist_digest(checklist: Checklist) -> str:
    """Return the id of a checklist's revision: SHA-256 of its canonical bytes, in hex."""
    return hashlib.sha256(canonical_bytes(body_of(checklist))).hexdigest()
