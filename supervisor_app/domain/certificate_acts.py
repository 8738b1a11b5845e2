"""What may happen to a certificate after its issue, as the ledger keeps it and as it is judged; and the states it may be in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Right

Place = tuple[int, bytes, int]
"""Where an entry stands in the total order: clock, origin, number."""


class LifeKind(StrEnum):
    """What may happen to a certificate; the values are the kinds of the ledger."""

    SUSPENDED = "certificate.suspended"
    REINSTATED = "certificate.reinstated"
    REVOKED = "certificate.revoked"
    SUPERSEDED = "certificate.superseded"
    CONFIRMED = "certificate.confirmed"
    TRIGGERED = "certificate.triggered"
    CHECKLIST_WITHDRAWN = "checklist.withdrawn"


RIGHT_FOR: Mapping[LifeKind, Right] = dict.fromkeys(LifeKind, Right.CERTIFICATES) | {
    LifeKind.REVOKED: Right.REVOKE,
    LifeKind.CHECKLIST_WITHDRAWN: Right.PUBLISH,
}
"""What each act takes: who may issue may decide about certificates, but only an admin or quality withdraws one for good."""
CERTIFICATE_ACTS = frozenset(LifeKind) - {LifeKind.CHECKLIST_WITHDRAWN}
"""The acts about one certificate; the other one is about every certificate of a checklist's revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAct:
    """The body of every act about a certificate: which one, for whom, from which day, and why.

    `until` (suspended only) is the last day on hold, after which it holds again by itself; None until somebody lifts it. `by`
    (superseded only) is the credential id of the certificate that takes its place. For a confirmation `on` is the day up to which
    the holder is known to have kept doing the work; for a trigger the day it happened.
    """

    certificate: str
    worker_id: str
    competency: str
    team: str
    on: date
    reason: str
    until: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistWithdrawn:
    """The body of `checklist.withdrawn`: from `on` no certificate of this revision (its digest) holds any more, and why."""

    checklist: str
    competency: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedAct:
    """An act as it is judged: `subject` is the credential id, or the digest of the checklist's revision that was withdrawn.

    `author` is the printed name of who signed, `signed` the day of the signature, `sig` the signature itself, `questioned` why
    it does not count ("").
    """

    kind: LifeKind
    subject: str
    worker_id: str
    competency: str
    on: date
    reason: str
    author: str
    signed: date
    place: Place
    until: date | None = None
    by: str = ""
    author_id: str = ""
    author_title: str = ""
    questioned: str = ""
    sig: str = ""


class LifeState(StrEnum):
    """Where a certificate stands on a day. Valid and due soon hold; the others do not."""

    VALID = "valid"
    DUE_SOON = "due_soon"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Listed(StrEnum):
    """What a status list has to say of a certificate that does not hold although its paper says so."""

    WITHDRAWN = "withdrawn"
    ON_HOLD = "on_hold"
    REPLACED = "replaced"
