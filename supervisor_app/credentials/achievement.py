"""The achievement of a credential: what one must do, at which levels, what it answers to elsewhere, and the holder's results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.wording import plain
from supervisor_app.domain.texts import in_language

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import CertificateFacts
    from supervisor_app.domain.checklist import Alignment, Checklist

LIMITS, EVALUATED_ON, EVALUATED, RULE = "ext:Limits", "ext:EvaluatedOn", "ext:EvaluationDate", "ext:ValidityRule"
"""Our own result types (the standard's way to extend them): what a certificate says beyond a level."""


def achievement_node(facts: CertificateFacts, checklist: Checklist, identifier: str) -> Json:
    """Return the achievement that this revision of a checklist describes, under its id."""
    node: Json = {
        "id": identifier,
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": plain(facts.title),
        "description": plain(facts.assessed_against) or plain(facts.title),
        "humanCode": plain(facts.checklist_code),
        "version": str(facts.checklist_revision),
        "inLanguage": facts.language,
        "criteria": {"narrative": plain(" ".join(_criteria(facts, checklist)))},
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": facts.checklist_digest, "identifierType": "ext:sha256"},
        ],
        "resultDescription": list(_result_descriptions(facts, checklist, identifier)),
    }
    if checklist.alignment:
        node["alignment"] = [_alignment(one) for one in checklist.alignment]
    return node


def _criteria(facts: CertificateFacts, checklist: Checklist) -> Iterator[str]:
    """Yield the sentences that say what is asked, as the checklist's own rules have it."""
    name = f"checklist {facts.checklist_code}, revision {facts.checklist_revision}"
    if checklist.requires:
        yield f"A certificate in force for each of {len(checklist.requires)} competencies, by {name}."
    else:
        critical = sum(step.critical for step in checklist.steps)
        yield f"By direct observation of every step of {name}: {len(checklist.steps)} steps, {critical} of them critical."
        yield f"Every critical step is met and at least {checklist.cut_percent} % of the others."
        if checklist.minimum_minutes:
            stretch = " in one stretch" if checklist.continuous else ""
            yield f"At least {checklist.minimum_minutes} minutes{stretch}."
    yield in_language(checklist.mastery.text or {}, facts.language)
    if facts.assessed_against:
        yield f"Assessed against {facts.assessed_against}."


def _alignment(alignment: Alignment) -> Json:
    node: Json = {
        "type": ["Alignment"],
        "targetName": plain(alignment.name),
        "targetUrl": alignment.url,
        "targetFramework": plain(alignment.framework),
        "targetType": alignment.type,
    }
    if plain(alignment.code):
        node["targetCode"] = plain(alignment.code)
    if plain(alignment.note):
        node["targetDescription"] = plain(alignment.note)
    return node


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


def result_nodes(facts: CertificateFacts, achievement: str) -> Iterator[Json]:
    """Yield the results of the holder: the level, that it is completed, and what a certificate says beyond."""
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
