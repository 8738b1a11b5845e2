"""A certificate's facts as an Open Badges 3.0 AchievementCredential, unsigned: every term defined, every node with an id.

Traps of the format that decide the shape: `type` is always an array; array order is not signed, so levels carry their rank; two
nodes with one id flow together in RDF, so nothing is said twice about one id; strings hold no control characters; days become
full date-times in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from supervisor_app.credentials.bitstring import StatusPlace, status_entry
from supervisor_app.credentials.keys import did_key
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.shapes import CONTEXTS
from supervisor_app.credentials.wording import derived_urn, moment, plain, sign_off_urn
from supervisor_app.domain.certificate import CertificateFacts, Evidence, EvidenceStep
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.texts import in_language

LIMITS, EVALUATED_ON, EVALUATED, RULE = "ext:Limits", "ext:EvaluatedOn", "ext:EvaluationDate", "ext:ValidityRule"
"""Our own result types (the standard's way to extend them): what a certificate says beyond a level."""

_RESULT_WORDS = {"met": "Met", "not_met": "Not met", "not_applicable": "Not applicable", "not_seen": "Not seen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who judged, and what they signed: the sign-off (32 hex digits), the assessor, their Ed25519 public key (32 bytes)."""

    sign_off_id: str
    name: str
    title: str
    meaning: str
    public_key: bytes


def build_credential(
    facts: CertificateFacts, checklist: Checklist, statement: Statement, endorsement: Json | None, created: datetime
) -> Json:
    """Return the unsigned credential; `endorsement` is the assessor's signed EndorsementCredential, `created` is aware."""
    document: Json = {
        "@context": list(CONTEXTS),
        "id": facts.credential_id,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": plain(facts.title),
        "issuer": _issuer(facts),
        "validFrom": moment(min(created, _at(facts.issued, time.min))),
        "awardedDate": moment(_at(facts.issued, time.min)),
        "credentialSubject": _subject(facts, checklist, statement),
        "evidence": list(_evidence(facts, statement)),
    }
    if facts.valid_until:
        document["validUntil"] = moment(_at(facts.valid_until, time(23, 59, 59)))
    if facts.status_list:
        document["credentialStatus"] = status_entry(StatusPlace(facts.status_list, facts.status_index))
    if endorsement:
        document["endorsement"] = [endorsement]
    return document


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=UTC)


def _issuer(facts: CertificateFacts) -> Json:
    issuer: Json = {"id": facts.issuer_did, "type": ["Profile"], "name": plain(facts.organisation)}
    if plain(facts.place):
        issuer["address"] = {"type": ["Address"], "addressLocality": plain(facts.place)}
    return issuer


def _subject(facts: CertificateFacts, checklist: Checklist, statement: Statement) -> Json:
    achievement = derived_urn("achievement", facts.issuer_did, facts.checklist_digest, facts.language)
    identities = [("name", facts.holder), ("identifier", facts.employee_no)]
    return {
        "id": f"{facts.credential_id}#holder",
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": plain(value), "identityType": kind}
            for kind, value in identities
            if plain(value)
        ],
        "licenseNumber": plain(facts.number),
        "source": {
            "id": did_key(statement.public_key),
            "type": ["Profile"],
            "name": plain(statement.name),
            **({"description": plain(statement.title)} if plain(statement.title) else {}),
        },
        "achievement": _achievement(facts, checklist, achievement),
        "result": list(_results(facts, achievement)),
    }


def _achievement(facts: CertificateFacts, checklist: Checklist, identifier: str) -> Json:
    rule = in_language(checklist.mastery.text or {}, facts.language)
    criteria = [
        f"Every step of checklist {facts.checklist_code}, revision {facts.checklist_revision}, by direct observation.",
        rule,
    ]
    return {
        "id": identifier,
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": plain(facts.title),
        "description": plain(facts.assessed_against) or plain(facts.title),
        "humanCode": plain(facts.checklist_code),
        "version": str(facts.checklist_revision),
        "inLanguage": facts.language,
        "criteria": {"narrative": plain(" ".join(criteria))},
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": facts.checklist_digest, "identifierType": "ext:sha256"},
        ],
        "resultDescription": list(_result_descriptions(facts, checklist, identifier)),
    }


def _result_descriptions(facts: CertificateFacts, checklist: Checklist, achievement: str) -> Iterator[Json]:
    yield {
        "id": f"{achievement}#level",
        "type": ["ResultDescription"],
        "name": "Level",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [
            {
                "id": f"{achievement}#level-{rank}",
                "type": ["RubricCriterionLevel"],
                "name": plain(in_language(level.label, facts.language)) or plain(level.key),
                "level": plain(level.key),
                "points": str(rank),
            }
            for rank, level in enumerate(checklist.levels, 1)
        ],
    }
    yield _description(achievement, "status", "Status", "Status")
    for key, name, kind, _value in _texts(facts):
        yield _description(achievement, key, name, kind)


def _description(achievement: str, key: str, name: str, kind: str) -> Json:
    return {"id": f"{achievement}#{key}", "type": ["ResultDescription"], "name": name, "resultType": kind}


def _results(facts: CertificateFacts, achievement: str) -> Iterator[Json]:
    level = f"{achievement}#level-{facts.level_rank}"
    yield {"type": ["Result"], "resultDescription": f"{achievement}#level", "achievedLevel": level}
    yield {"type": ["Result"], "resultDescription": f"{achievement}#status", "status": "Completed"}
    for key, _name, _kind, value in _texts(facts):
        yield {"type": ["Result"], "resultDescription": f"{achievement}#{key}", "value": value}


def _texts(facts: CertificateFacts) -> list[tuple[str, str, str, str]]:
    lines = [
        ("limits", "Valid only within these limits", LIMITS, plain(facts.limits)),
        ("evaluated-on", "Evaluated on", EVALUATED_ON, plain(facts.evaluated_on)),
        ("evaluated", "Evaluation date", EVALUATED, facts.evaluated.isoformat()),
        ("rule", "Rule that sets the end date", RULE, plain(facts.valid_rule)),
    ]
    return [line for line in lines if line[3]]


def _evidence(facts: CertificateFacts, statement: Statement) -> Iterator[Json]:
    session = sign_off_urn(statement.sign_off_id)
    yield {
        "id": session,
        "type": ["Evidence"],
        "genre": "Observation",
        "name": f"Observed by {plain(facts.evaluator)}",
        "narrative": _decision_words(facts.evidence) or "Direct observation of the task.",
    }
    if facts.training_completed:
        trainer = f", trainer {plain(facts.trainer)}" if plain(facts.trainer) else ""
        yield {
            "id": f"{session}#training",
            "type": ["Evidence"],
            "genre": "Training",
            "name": f"Training completed {facts.training_completed.isoformat()}{trainer}",
        }
    for step in facts.evidence.steps:
        yield _step(session, step)


def _decision_words(evidence: Evidence) -> str:
    figures = [f"{label}: {figure}" for label, figure in evidence.figures]
    return plain("; ".join(filter(None, (evidence.decision, *figures))))


def _step(session: str, step: EvidenceStep) -> Json:
    words = (_RESULT_WORDS.get(step.result, step.result), step.measured, step.note)
    return {
        "id": f"{session}#step-{step.number}",
        "type": ["Evidence"],
        "genre": "Critical step" if step.critical else "Step",
        "name": plain(step.text) or f"Step {step.number}",
        "description": plain("; ".join(filter(None, words))),
    }
