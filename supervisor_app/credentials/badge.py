"""A certificate's facts as an Open Badges 3.0 AchievementCredential, unsigned: every term defined, every node with an id.

Traps of the format that decide the shape: `type` is always an array; array order is not signed, so levels carry their rank; two
nodes with one id flow together in RDF, so nothing is said twice about one id; strings hold no control characters; days become
full date-times in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from supervisor_app.credentials.achievement import achievement_node, result_nodes
from supervisor_app.credentials.bitstring import StatusPlace, status_entry
from supervisor_app.credentials.evidence_nodes import Statement, evidence_nodes
from supervisor_app.credentials.keys import did_key
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.shapes import CONTEXTS
from supervisor_app.credentials.wording import derived_urn, moment, plain
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.checklist import Checklist

__all__ = ["Statement", "build_credential"]


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
        "evidence": list(evidence_nodes(facts, statement)),
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
        "achievement": achievement_node(facts, checklist, achievement),
        "result": list(result_nodes(facts, achievement)),
    }
