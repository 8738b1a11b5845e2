"""Paper that somebody else issued, registered as declared: a member saw it. Never assessed here, never a credential of ours."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import EvidenceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredCertificate:
    """The body of `certificate.declared`; who signs it is the member who saw the paper.

    `competency` is the key of one of ours that the paper speaks for, "" for none: then the matrix does not show it. `scan` is a
    picture or PDF of the paper. Days as the paper says them, None where it says none.
    """

    id: str
    worker_id: str
    team: str
    competency: str
    title: str
    issuer: str
    number: str
    issued: date | None = None
    valid_until: date | None = None
    limits: str = ""
    note: str = ""
    scan: EvidenceFile | None = None
