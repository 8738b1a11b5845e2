"""What does not count, in words: whose act, about whom, and why; for Today and the page that lists it."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.opened_site import Site
from supervisor_app.services.questioned import Questioned, questioned
from supervisor_app.storage import member_queries, people_queries
from supervisor_app.storage.database import Connection

_KINDS = {
    "assessment.signed": "Sign-off",
    "assessment.amended": "Correction",
    "assessment.countersigned": "Countersignature",
    "evidence.attached": "File added to a record",
    "evidence.withdrawn": "Withdrawal of an added file",
    "evidence.countersigned": "Countersignature of an added file",
    "certificate.issued": "Certificate",
    "certificate.suspended": "Hold on a certificate",
    "certificate.reinstated": "Lifted hold on a certificate",
    "certificate.revoked": "Withdrawn certificate",
    "certificate.superseded": "Replaced certificate",
    "certificate.confirmed": "Confirmation of a certificate",
    "certificate.triggered": "Ended certificate",
    "certificate.declared": "Registered paper",
    "endorsement.given": "Endorsement of a certificate of others",
    "passport.issued": "Passport",
    "checklist.withdrawn": "Withdrawn checklist",
}
_SAID = {
    "site.changed": "A change of the site’s facts",
    "issuer_key.sealed": "The site’s key sealed for a member",
    "content_key.created": "A new key for the shared file",
    "checklist.published": "A checklist",
    "page.published": "A publishing of the check page",
    "competency.published": "The texts of a competency",
    "worker.recorded": "A change of a person’s facts",
    "worker.left": "The last day of a person",
}
_DECISION = "A decision about who may act"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionedLine:
    """One line; `sign_off_id` or `certificate_id` is where it leads, both empty for what is about the site.

    `beside` leads to the ledger, to all that were signed under the same number: where another one stands under it.
    """

    key: str
    title: str
    by: str
    reason: str
    at: datetime
    sign_off_id: str = ""
    certificate_id: str = ""
    beside: str = ""


def questioned_lines(site: Site, limit: int = 500) -> tuple[QuestionedLine, ...]:
    """Return what does not count, newest first."""
    found = questioned(site, limit)
    with site.database.read() as connection:
        return tuple(_line(connection, one) for one in found)


def kind_words(kind: str) -> str:
    """Return what an entry of a kind is, as the head of a line."""
    return _KINDS.get(kind) or _SAID.get(kind, _DECISION)


def _line(connection: Connection, one: Questioned) -> QuestionedLine:
    worker = people_queries.get_worker(connection, one.worker_id) if one.worker_id else None
    member = member_queries.member(connection, one.member) if one.member else None
    what = kind_words(one.kind)
    family = one.kind.partition(".")[0]
    return QuestionedLine(
        key=f"{one.origin.hex()}/{one.seq}",
        title=f"{what}: {worker.name}" if worker is not None else what,
        by=member.name if member is not None else "somebody this site does not know",
        reason=one.reason,
        at=one.at,
        sign_off_id=one.subject if one.stands and family in ("assessment", "evidence") else "",
        certificate_id=one.subject if one.stands and family == "certificate" else "",
        beside="" if one.stands else f"{one.origin.hex()}:{one.seq}",
    )
