"""Paper that somebody else issued, registered as declared: who issued it, its number, days and limits, and who saw it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from supervisor_app.domain.certificate_deciding import MAX_REASON
from supervisor_app.domain.certificate_life import RIGHT_FOR, CertificateAct, LifeKind
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.domain.rights import Right
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.appending import append_act
from supervisor_app.services.evidence import keep_file
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require, team_of
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import certificate_life_queries, people_queries
from supervisor_app.storage.certificate_life_queries import DeclaredRow

__all__ = [
    "DECLARE_MEANING",
    "Declaration",
    "DeclaredRow",
    "declaration_problems",
    "declare",
    "get_declared",
    "take_back_declared",
]

DECLARE_MEANING = "I saw this paper. It was not assessed here."
TAKE_BACK_MEANING = "I take back the registration of this paper."
MAX_TEXT, MAX_NOTE = 200, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a member fills in about a paper; `competency` is one of ours that it speaks for, or ""; `scan` a picture or PDF."""

    worker_id: str
    title: str
    issuer: str
    number: str = ""
    competency: str = ""
    issued: date | None = None
    valid_until: date | None = None
    limits: str = ""
    note: str = ""
    scan: Path | None = None


def declaration_problems(declaration: Declaration, today: date) -> dict[str, str]:
    """Return what is wrong with each field, by name; empty when it can be registered."""
    problems = {}
    if not declaration.worker_id:
        problems["worker_id"] = "Choose whose paper it is."
    for name, word in (("title", "what the paper certifies"), ("issuer", "who issued it")):
        if not getattr(declaration, name).strip():
            problems[name] = f"Say {word}."
    for name in ("title", "issuer", "number", "limits"):
        if len(getattr(declaration, name)) > MAX_TEXT:
            problems[name] = f"At most {MAX_TEXT} characters."
    if len(declaration.note) > MAX_NOTE:
        problems["note"] = f"At most {MAX_NOTE} characters."
    if declaration.issued and declaration.issued > today:
        problems["issued"] = "This day has not come yet."
    if declaration.issued and declaration.valid_until and declaration.valid_until < declaration.issued:
        problems["valid_until"] = "It would end before it was issued."
    return problems


def declare(site: Site, session: Session, declaration: Declaration, pin: str, signed_at: datetime) -> DeclaredRow:
    """Register a paper as declared: a signed act of the member who saw it.

    NotAllowed for who may not, for one's own paper, or on a wrong PIN; InputError naming the first field that is wrong.
    """
    problems = declaration_problems(declaration, signed_at.date())
    if problems:
        name, problem = next(iter(problems.items()))
        raise InputError(name.replace("_", " ").capitalize(), problem)
    about = declaration.competency or None
    require(site, session, Right.CERTIFICATES, competency=about, worker_id=declaration.worker_id)
    keys = unlock(site, session, pin)
    scan = _scan(site, declaration.scan)
    with site.database.write() as connection:
        if people_queries.get_worker(connection, declaration.worker_id) is None:
            raise UserError("This person is not on this laptop.", "Sync, then look again.")
        body = DeclaredCertificate(
            id=site.randomness(16).hex(),
            worker_id=declaration.worker_id,
            team=team_of(connection, declaration.worker_id),
            competency=declaration.competency,
            title=declaration.title.strip(),
            issuer=declaration.issuer.strip(),
            number=declaration.number.strip(),
            issued=declaration.issued,
            valid_until=declaration.valid_until,
            limits=declaration.limits.strip(),
            note=declaration.note.strip(),
            scan=scan,
        )
        kind, about = "certificate.declared", declaration.worker_id
        append_act(site, connection, session, keys, kind, about=about, body=body, meaning=DECLARE_MEANING, signed_at=signed_at)
        row = certificate_life_queries.declared_row(connection, body.id)
    if row is None:
        raise UserError("The paper was registered but cannot be shown.", "Check all records under Settings.")
    return row


def get_declared(site: Site, declared_id: str) -> DeclaredRow:
    """Return a registered paper; UserError where this laptop does not have it."""
    with site.database.read() as connection:
        row = certificate_life_queries.declared_row(connection, declared_id)
    if row is None:
        raise UserError("This registration is not on this laptop.", "Sync, then look again.")
    return row


def _scan(site: Site, path: Path | None) -> EvidenceFile | None:
    return keep_file(site, path) if path is not None else None


def take_back_declared(site: Site, session: Session, declared_id: str, reason: str, pin: str, signed_at: datetime) -> None:
    """Take back the registration of somebody else's paper: it was wrong, or the paper does not hold any more."""
    if not reason.strip() or len(reason) > MAX_REASON:
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say why, in your own words.")
    with site.database.read() as connection:
        row = certificate_life_queries.declared_row(connection, declared_id)
    if row is None:
        raise UserError("This registration is not on this laptop.", "Sync, then look again.")
    kind = LifeKind.REVOKED
    require(site, session, RIGHT_FOR[kind], competency=row.competency or None, worker_id=row.worker_id)
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        body = CertificateAct(
            certificate=declared_id,
            worker_id=row.worker_id,
            competency=row.competency,
            team=team_of(connection, row.worker_id),
            on=signed_at.date(),
            reason=reason.strip(),
        )
        meaning = TAKE_BACK_MEANING
        append_act(
            site, connection, session, keys, kind.value, about=row.worker_id, body=body, meaning=meaning, signed_at=signed_at
        )
