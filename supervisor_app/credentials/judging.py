"""From findings to a verdict: pure, explains itself, and never better than its weakest proof."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.credentials.claims import DocumentKind
from supervisor_app.credentials.findings import CodeFinding, Findings, Word
from supervisor_app.credentials.keys import key_id_words
from supervisor_app.credentials.listed_status import ListedState
from supervisor_app.credentials.seals import Signature
from supervisor_app.credentials.sentences import (
    code_line,
    content_line,
    dates_line,
    day_words,
    ended_before,
    inner_line,
    issuer_line,
    issuer_name,
    paper_line,
    register_line,
    starts_after,
    status_line,
    word_line,
)
from supervisor_app.credentials.trust import Authority, Registered, Standing
from supervisor_app.credentials.verdict import Check, CheckState, Fact, Outcome, Verdict

HEADLINES = {
    Outcome.VALID: "Valid",
    Outcome.EXPIRED: "Expired",
    Outcome.NOT_YET_VALID: "Not yet valid",
    Outcome.ON_HOLD: "On hold",
    Outcome.REPLACED: "Replaced",
    Outcome.WITHDRAWN: "Withdrawn",
    Outcome.PAPER_DIFFERS: "Do not accept",
    Outcome.NOT_GENUINE: "Do not accept",
    Outcome.UNSIGNED: "Not signed",
    Outcome.UNSUPPORTED: "Cannot be checked here",
    Outcome.UNKNOWN_ISSUER: "Unknown issuer",
    Outcome.UNREADABLE: "Not a certificate",
}
_TITLE_LABELS = {
    DocumentKind.BADGE: "Competency",
    DocumentKind.RECORD: "Record",
    DocumentKind.ENDORSEMENT: "Endorsement",
}
_STANDING_OUTCOMES = {
    Standing.WITHDRAWN: Outcome.WITHDRAWN,
    Standing.ON_HOLD: Outcome.ON_HOLD,
    Standing.REPLACED: Outcome.REPLACED,
    Standing.ENDED: Outcome.EXPIRED,
    Standing.QUESTIONED: Outcome.ON_HOLD,
}
_NOT_PROVEN = frozenset({Outcome.NOT_GENUINE, Outcome.UNKNOWN_ISSUER, Outcome.UNREADABLE, Outcome.UNSIGNED, Outcome.UNSUPPORTED})
_LISTED_OUTCOMES = {
    ListedState.REVOKED: Outcome.WITHDRAWN,
    ListedState.SUSPENDED: Outcome.ON_HOLD,
    ListedState.REPLACED: Outcome.REPLACED,
}


def judge(findings: Findings, *, name: str, now: datetime) -> Verdict:
    """Return the verdict on what was found at `now` (aware; its zone decides what day it is). `name` is the file's name."""
    result = outcome(findings, now)
    return Verdict(
        outcome=result,
        headline=HEADLINES[result],
        sentence=_sentence(result, findings),
        name=name,
        checked=now,
        proven=result not in _NOT_PROVEN and findings.signature is Signature.GENUINE and findings.issuer is not None,
        facts=_facts(findings),
        limits=findings.claims.limits,
        differences=findings.paper,
        checks=_checks(findings, now),
        note=_note(result, findings),
        credential_id=findings.claims.credential_id,
        asks=findings.asks,
        kind=findings.claims.kind.value if not findings.claims.short_form else "",
        own=findings.issuer is not None and findings.issuer.own,
        issuer=findings.claims.issuer,
        subject=findings.claims.subject,
        document=findings.document,
    )


def outcome(findings: Findings, now: datetime) -> Outcome:
    """Return what it is worth: what was tampered with comes before what nobody knows, that before what merely ended."""
    if findings.signature is Signature.ABSENT:
        return Outcome.UNSIGNED
    if findings.signature in (Signature.BROKEN, Signature.UNCOVERED) or findings.word in (Word.BROKEN, Word.OTHER):
        return Outcome.NOT_GENUINE
    if any(outcome(inner, now) is Outcome.NOT_GENUINE for inner in findings.inner):
        return Outcome.NOT_GENUINE
    if findings.signature is Signature.UNCHECKED and findings.why:
        return Outcome.UNSUPPORTED
    if findings.code is CodeFinding.DIFFERS or not all(field.same for field in findings.paper):
        return Outcome.PAPER_DIFFERS
    if findings.issuer is None or findings.signature is not Signature.GENUINE:
        return Outcome.UNKNOWN_ISSUER
    if findings.authority is Authority.NOT_AUTHORISED or (findings.registered and not findings.same_in_register):
        return Outcome.NOT_GENUINE
    if findings.registered and findings.registered.standing in _STANDING_OUTCOMES:
        return _STANDING_OUTCOMES[findings.registered.standing]
    if findings.listed and findings.listed.state in _LISTED_OUTCOMES:
        return _LISTED_OUTCOMES[findings.listed.state]
    if starts_after(findings, now):
        return Outcome.NOT_YET_VALID
    return Outcome.EXPIRED if ended_before(findings, now) else Outcome.VALID


def _checks(findings: Findings, now: datetime) -> tuple[Check, ...]:
    """Return every line, what failed first, else in the order in which one would ask."""
    lines = (
        issuer_line(findings),
        content_line(findings),
        paper_line(findings),
        code_line(findings),
        word_line(findings),
        inner_line(findings, [outcome(inner, now) for inner in findings.inner]),
        dates_line(findings, now),
        register_line(findings),
        status_line(findings, now),
    )
    return tuple(sorted((line for line in lines if line), key=lambda line: line.state is not CheckState.FAILED))


def _facts(findings: Findings) -> tuple[Fact, ...]:
    claims = findings.claims
    facts = (
        Fact("Holder", claims.holder, f"no. {claims.employee_no}" if claims.employee_no else ""),
        Fact(_TITLE_LABELS[claims.kind], claims.title),
        Fact("Inside", "; ".join(filter(None, (inner.claims.title for inner in findings.inner)))),
        Fact("Says so", claims.organisation if claims.kind is DocumentKind.ENDORSEMENT else ""),
        Fact("Level", claims.level),
        Fact("Issued", day_words(claims.issued) if claims.issued else ""),
        Fact("Valid until", day_words(claims.valid_until) if claims.valid_until else "no end date"),
        Fact("Number", claims.number),
    )
    return tuple(fact for fact in facts if fact.value)


def _sentence(result: Outcome, findings: Findings) -> str:
    claims, found, listed = findings.claims, findings.registered, findings.listed
    day = (found.since if found else None) or (listed.since if listed else None)
    since = f" since {day_words(day)}" if day else ""
    if found and found.why and result in (Outcome.EXPIRED, Outcome.ON_HOLD):
        return f"Genuine, but it does not hold now. {found.why}"
    ended = day_words(claims.valid_until) if claims.valid_until else ""
    starts = day_words(claims.issued) if claims.issued else ""
    return {
        Outcome.VALID: "Genuine, unchanged and in force today.",
        Outcome.EXPIRED: f"Genuine, but it ended on {ended}.",
        Outcome.NOT_YET_VALID: f"Genuine, but it starts on {starts}.",
        Outcome.ON_HOLD: f"Suspended{since}. {_lifted_words(found)}",
        Outcome.REPLACED: "A newer certificate was issued. Ask the holder for it.",
        Outcome.WITHDRAWN: f"Withdrawn by {issuer_name(findings)}{since}.",
        Outcome.PAPER_DIFFERS: _paper_sentence(findings),
        Outcome.NOT_GENUINE: _forged_sentence(findings),
        Outcome.UNSIGNED: "Nobody signed it. Anybody could have written it.",
        Outcome.UNSUPPORTED: f"This program cannot tell whether it is genuine: {findings.why}.",
        Outcome.UNKNOWN_ISSUER: "This laptop does not know who signed it.",
        Outcome.UNREADABLE: "",
    }[result]


def _lifted_words(found: Registered | None) -> str:
    if found and found.until:
        return f"Not valid until {day_words(found.until)} is over, or somebody lifts it."
    return "Not valid until that is lifted."


def _paper_sentence(findings: Findings) -> str:
    if all(field.same for field in findings.paper):
        return "The printed code belongs to another certificate."
    return "The paper was changed after it was signed."


def _forged_sentence(findings: Findings) -> str:
    if findings.signature is Signature.BROKEN:
        return "The content was changed after it was signed."
    if findings.signature is Signature.UNCOVERED:
        return "Parts of it are not covered by its signature. Anybody could have changed them."
    if any(inner.signature is not Signature.GENUINE for inner in findings.inner):
        return "A certificate inside it was changed after it was signed."
    if findings.word in (Word.BROKEN, Word.OTHER):
        return "The assessor did not sign what it says."
    if findings.authority is Authority.NOT_AUTHORISED:
        return "The assessor was not authorised that day."
    return "This site's records hold another version of it."


def _note(result: Outcome, findings: Findings) -> str:
    claims, issuer = findings.claims, findings.issuer
    match result:
        case Outcome.VALID if issuer and issuer.own:
            return f"The key of {issuer.name} is this site's own."
        case Outcome.VALID if issuer and issuer.since:
            return f"This laptop has known {issuer.name} since {day_words(issuer.since)}."
        case Outcome.PAPER_DIFFERS if issuer and findings.signature is Signature.GENUINE:
            until = f"until {day_words(claims.valid_until)}" if claims.valid_until else "without an end date"
            level = f"level {claims.level_key}, " if claims.level_key else ""
            return f"Ask for the original. The genuine certificate says {level}{until}."
        case Outcome.NOT_GENUINE:
            return f"Do not rely on it. Report it to {issuer_name(findings)}."
        case Outcome.UNKNOWN_ISSUER:
            key = f" whose key {key_id_words(findings.key_id)} is" if findings.key_id else " who issued it"
            return f"Ask{key}. An admin can add a known issuer to this laptop."
        case Outcome.UNSIGNED:
            return "Ask whoever gave it to you for the signed one."
        case Outcome.UNSUPPORTED:
            return "Ask the issuer, or check it with a program that the issuer names."
        case Outcome.EXPIRED:
            return "Ask the holder for a newer certificate, or plan a check."
    return ""
