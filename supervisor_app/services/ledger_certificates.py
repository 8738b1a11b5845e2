"""What happened to a certificate after its issue, as the ledger tells it: who did what to whose certificate, and why."""

from __future__ import annotations

from supervisor_app.domain.certificate_acts import CertificateAct, ChecklistWithdrawn, LifeKind
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.declared import DeclaredCertificate


def act_words(kind: LifeKind, who: str, body: CertificateAct, certificate: str, successor: str) -> str:
    """Return the sentence of an act; `certificate` and `successor` name both papers ("Ruth Adler’s certificate NW-1")."""
    day = day_in_words(body.on)
    if kind is LifeKind.SUSPENDED:
        until = f" to {day_in_words(body.until)}" if body.until else ""
        said = f"{who} put {certificate} on hold from {day}{until}"
    elif kind is LifeKind.SUPERSEDED:
        said = f"{who} replaced {certificate} by {successor}"
    elif kind is LifeKind.CONFIRMED:
        said = f"{who} confirmed {certificate}: the work was done up to {day}"
    elif kind is LifeKind.TRIGGERED:
        said = f"{who} ended {certificate} on {day}, a new evaluation is needed"
    else:
        said = {LifeKind.REINSTATED: f"{who} lifted the hold on {certificate}"}.get(kind, f"{who} withdrew {certificate}")
    return f"{said}. Reason: {body.reason}" if body.reason else said


def declared_words(who: str, body: DeclaredCertificate, person: str) -> str:
    """Return the sentence of registered paper."""
    number = f" {body.number}" if body.number else ""
    return f"{who} registered paper of {person} as declared: {body.title}, issued by {body.issuer}{number}"


def withdrawn_words(who: str, body: ChecklistWithdrawn, competency: str) -> str:
    """Return the sentence of a withdrawn revision."""
    return f"{who} withdrew a revision of the checklist on {competency} from {day_in_words(body.on)}. Reason: {body.reason}"
