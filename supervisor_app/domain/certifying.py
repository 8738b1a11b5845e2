"""From a signed sign-off to the facts of a certificate: what is still missing, until when it holds, what page 1 says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import TypedDict

from supervisor_app.domain.calendar import add_months, months_counted, months_in_words
from supervisor_app.domain.certificate import CertificateFacts, Evidence, PrintedSignature
from supervisor_app.domain.certificate_frame import Issuer, Numbering, frame
from supervisor_app.domain.certificate_preset import details_of, limits_with, preset_of, required_fields
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import Text, in_language

SHORT_LIMITS_BYTES = 60
"""What the code has room for, in UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDetails:
    """What the person who issues adds to the sign-off; `fields` holds further required fields by name."""

    training_completed: date | None = None
    trainer: str = ""
    evaluated_on: str = ""
    limits: str = ""
    limits_short: str = ""
    language: str = "en"
    second_language: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def missing_fields(checklist: Checklist, sign_off: SignOff, details: IssueDetails) -> tuple[str, ...]:
    """Return the names of the fields that the preset and the checklist require and nothing fills yet, in their order."""
    known = field_values(sign_off, details)
    return tuple(name for name in required_fields(checklist) if not known.get(name, "").strip())


def field_values(sign_off: SignOff, details: IssueDetails) -> dict[str, str]:
    """Return every certificate field by name as it is known now: context first, then what the issuer entered."""
    values = {
        "holder": sign_off.worker_name,
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


def valid_until(checklist: Checklist, evaluated: date) -> tuple[date | None, str]:
    """Return the last day by the validity of a qualification evaluated on a day, and the rule in words; None without end.

    A confirmation that is asked for in between is named: whether it was made is seen on the record, and signed on the paper.
    """
    validity = checklist.validity
    limit = f"{months_in_words(validity.months)} limit" if validity.months else "no end date"
    every = validity.confirm_every_months
    confirmed = f"only while confirmed every {months_counted(every)}" if every else ""
    until = add_months(evaluated, validity.months) if validity.months else None
    return until, ", ".join(part for part in (limit, confirmed, validity.clause) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateCase:
    """What a certificate is made from: the worker, the deciding sign-off on its checklist, and what the issuer filled in."""

    worker: Worker
    checklist: Checklist
    sign_off: SignOff
    details: IssueDetails


def build_facts(
    case: CertificateCase,
    *,
    numbering: Numbering,
    issuer: Issuer,
    signatures: tuple[PrintedSignature, ...],
    evidence: Evidence,
    issued: date,
) -> CertificateFacts:
    """Put together everything the certificate will say; nothing is looked up, so the same records give the same facts."""
    checklist, sign_off, details = case.checklist, case.sign_off, case.details
    until, rule = valid_until(checklist, sign_off.finished.date())
    values = field_values(sign_off, details)
    bounds = details_of(checklist, values, details.language)
    return CertificateFacts(
        **frame(numbering, issuer, case.worker, checklist, sign_off.checklist_digest, sign_off.level, details.language),
        confirm_every_months=checklist.validity.confirm_every_months or 0,
        preset=preset_of(checklist).key if checklist.preset else "",
        limits=limits_with(values["limits"], bounds),
        limits_short=_short_limits(sign_off, details),
        evaluated_on=values["evaluated_on"],
        training_completed=details.training_completed,
        trainer=details.trainer,
        evaluated=sign_off.finished.date(),
        evaluator=sign_off.assessor_name,
        issued=issued,
        valid_until=until,
        valid_rule=rule,
        signatures=signatures,
        evidence=evidence,
        details=bounds,
        **_second_facts(case, values),
    )


class _SecondFacts(TypedDict):
    second_language: str
    second_title: str
    second_level_name: str
    second_limits: str


def _second_facts(case: CertificateCase, values: Mapping[str, str]) -> _SecondFacts:
    """Return what stands in the second language, as far as the checklist has its words and they differ from the first's.

    Limits that somebody wrote anew have no second wording: only the checklist's own are known in both.
    """
    checklist, first, second = case.checklist, case.details.language, case.details.second_language
    if not second or second == first:
        return {"second_language": "", "second_title": "", "second_level_name": "", "second_limits": ""}
    level = next((one.label for one in checklist.levels if one.key == case.sign_off.level), checklist.levels[0].label)
    own = checklist.limits or {}
    other = _other(own, first, second) if values["limits"].strip() in own.values() else ""
    return {
        "second_language": second,
        "second_title": _other(checklist.title, first, second),
        "second_level_name": _other(level, first, second),
        "second_limits": limits_with(other, details_of(checklist, values, second)) if other else "",
    }


def _other(text: Text, first: str, second: str) -> str:
    """The text in the second language, where it has one and says something else there."""
    there = text.get(second) or text.get(second.split("-")[0]) or ""
    return there if there != in_language(text, first) else ""


def _short_limits(sign_off: SignOff, details: IssueDetails) -> str:
    """Return the limits in short, for the code: the usual ones, unless the limits were changed and these were not.

    Who stands at a gate must never see wider limits than the certificate has.
    """
    usual = details.limits_short or sign_off.limits_short
    if not details.limits or details.limits == sign_off.limits or usual != sign_off.limits_short:
        return usual
    return _within_bytes(details.limits, SHORT_LIMITS_BYTES)


def _within_bytes(text: str, most: int) -> str:
    """Return a text, cut at a word with "…" where it has more bytes of UTF-8 than `most`."""
    words = text.split()
    while words and len(" ".join(words).encode()) > most - (0 if len(words) == len(text.split()) else len("…".encode())):
        words.pop()
    cut = " ".join(words)
    return cut if len(words) == len(text.split()) else f"{cut}…" if cut else ""
