"""From a signed sign-off to the facts of a certificate: what is still missing, until when it holds, what page 1 says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from supervisor_app.domain.calendar import add_months, months_in_words
from supervisor_app.domain.certificate import CertificateFacts, Evidence, PrintedSignature
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDetails:
    """What the person who issues adds to the sign-off; `fields` holds further required fields by name."""

    training_completed: date | None = None
    trainer: str = ""
    evaluated_on: str = ""
    limits: str = ""
    limits_short: str = ""
    language: str = "en"
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The identity a new certificate gets: its credential id (`urn:uuid:...`), its printed number, its place in a status list."""

    credential_id: str
    number: str
    status_list: str = ""
    status_index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The organisation as the certificate names it; `did` and `key_id` (8 bytes in hex) are the issuer key's."""

    organisation: str
    place: str
    did: str
    key_id: str
    host: str = ""
    logo_digest: str = ""


def missing_fields(checklist: Checklist, sign_off: SignOff, details: IssueDetails) -> tuple[str, ...]:
    """Return the names of the fields the checklist requires that neither the sign-off nor the details fill, in its order."""
    known = field_values(sign_off, details)
    return tuple(name for name in checklist.certificate_fields if not known.get(name, "").strip())


def field_values(sign_off: SignOff, details: IssueDetails) -> dict[str, str]:
    """Return every certificate field by name as it is known now: context first, then what the issuer entered."""
    values = {
        "machine": sign_off.context.machine,
        "evaluation_date": sign_off.finished.date().isoformat(),
        "evaluator": sign_off.assessor_name,
        "level": sign_off.level,
        **sign_off.context.fields,
        **details.fields,
    }
    if details.training_completed:
        values["training_date"] = details.training_completed.isoformat()
    values["trainer"] = details.trainer
    values["evaluated_on"] = details.evaluated_on or sign_off.context.machine
    values["limits"] = details.limits or sign_off.limits
    return values


def valid_until(checklist: Checklist, evaluated: date, language: str = "en") -> tuple[date | None, str]:
    """Return the last day a qualification evaluated on a day holds, and the rule that decides it in words.

    The shorter of the validity and the confirmation interval decides ("use it or lose it"); None means no end date.
    """
    validity = checklist.validity
    clocks = []
    if validity.months:
        clocks.append((validity.months, f"{months_in_words(validity.months)} limit"))
    if validity.confirm_every_months:
        clocks.append((validity.confirm_every_months, f"{months_in_words(validity.confirm_every_months)} confirmation"))
    if not clocks:
        return None, "no end date"
    months, words = min(clocks)
    return add_months(evaluated, months), ", ".join(part for part in (words, validity.clause) if part)


def build_facts(
    *,
    numbering: Numbering,
    issuer: Issuer,
    worker: Worker,
    checklist: Checklist,
    sign_off: SignOff,
    details: IssueDetails,
    signatures: tuple[PrintedSignature, ...],
    evidence: Evidence,
    issued: date,
) -> CertificateFacts:
    """Put together everything the certificate will say; nothing is looked up, so the same records give the same facts."""
    language = details.language
    ranks = [level.key for level in checklist.levels]
    rank = ranks.index(sign_off.level) if sign_off.level in ranks else 0
    until, rule = valid_until(checklist, sign_off.finished.date(), language)
    values = field_values(sign_off, details)
    return CertificateFacts(
        credential_id=numbering.credential_id,
        number=numbering.number,
        language=language,
        organisation=issuer.organisation,
        place=issuer.place,
        holder=worker.name,
        holder_latin=worker.latin_name if worker.latin_name != worker.name else "",
        employee_no=worker.employee_no,
        title=in_language(checklist.title, language),
        level=checklist.levels[rank].key,
        level_name=in_language(checklist.levels[rank].label, language),
        level_rank=rank + 1,
        level_count=len(checklist.levels),
        level_scale=", ".join(f"{level.key} {in_language(level.label, language)}" for level in checklist.levels),
        limits=values["limits"],
        limits_short=details.limits_short or sign_off.limits_short,
        evaluated_on=values["evaluated_on"],
        assessed_against=in_language(checklist.assessed_against or {}, language),
        competency=checklist.competency,
        checklist_code=checklist.code,
        checklist_revision=checklist.revision,
        checklist_digest=sign_off.checklist_digest,
        training_completed=details.training_completed,
        trainer=details.trainer,
        evaluated=sign_off.finished.date(),
        evaluator=sign_off.assessor_name,
        issued=issued,
        valid_until=until,
        valid_rule=rule,
        signatures=signatures,
        evidence=evidence,
        issuer_did=issuer.did,
        issuer_key=issuer.key_id,
        host=issuer.host,
        logo_digest=issuer.logo_digest,
        status_list=numbering.status_list,
        status_index=numbering.status_index,
    )
