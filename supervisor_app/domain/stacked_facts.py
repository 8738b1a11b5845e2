"""What a certificate made of others says: the frame of every certificate, the certificates it stands on, until when it holds."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.certificate import CertificateBelow, CertificateFacts, Evidence, EvidenceStep, PrintedSignature
from supervisor_app.domain.certificate_frame import Issuer, Numbering, frame
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.people import Worker
from supervisor_app.domain.stacking import Stack, stack_ends
from supervisor_app.domain.texts import in_language

LIMITS = "Within the limits of the certificates it stands on"
LIMITS_SHORT = "limits of its parts"


def build_stacked_facts(
    checklist: Checklist,
    digest: str,
    worker: Worker,
    stack: Stack,
    *,
    numbering: Numbering,
    issuer: Issuer,
    signatures: tuple[PrintedSignature, PrintedSignature],
) -> CertificateFacts:
    """Put together everything it will say; `digest` is the checklist's, `signatures` who confirmed the parts and who issues.

    It is evaluated on the day it is confirmed; its level is the one that counts as cover.
    """
    confirmed = signatures[0]
    day = date.fromisoformat(confirmed.signed[:10])
    until, rule = stack_ends(checklist, stack.held, day)
    keys = [level.key for level in checklist.levels]
    level = checklist.cover_from if checklist.cover_from in keys else keys[-1]
    return CertificateFacts(
        **frame(numbering, issuer, worker, checklist, digest, level, "en"),
        limits=LIMITS,
        limits_short=LIMITS_SHORT,
        evaluated_on="",
        training_completed=None,
        trainer="",
        evaluated=day,
        evaluator=confirmed.name,
        issued=day,
        valid_until=until,
        valid_rule=rule,
        signatures=signatures,
        evidence=_evidence(checklist, digest, stack, confirmed),
    )


def _evidence(checklist: Checklist, digest: str, stack: Stack, mark: PrintedSignature) -> Evidence:
    """Page 2: one line for each certificate it stands on."""
    return Evidence(
        steps=tuple(
            EvidenceStep(
                number=number,
                section="Certificates held",
                text=part.title,
                critical=True,
                standard=f"certificate {part.number}",
                result="met",
                measured="in force",
                clause="",
                note=f"until {day_in_words(part.ends)}" if part.ends else "",
            )
            for number, part in enumerate(stack.held, 1)
        ),
        decision="Earned by holding others",
        figures=(("Certificates in force", f"{len(stack.held)} of {len(stack.held)}"),),
        mastery=in_language(checklist.mastery.text or {}),
        attempts=(),
        assessor_note="",
        worker_comment="",
        signatures=(mark,),
        digests=(("checklist", digest),),
        triggers="; ".join(in_language(trigger) for trigger in checklist.validity.triggers),
        stands_on=tuple(
            CertificateBelow(credential_id=part.certificate_id, number=part.number, title=part.title) for part in stack.held
        ),
    )
