"""From a sign-off to page 2: every step with its standard, result and measured values, and how it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from supervisor_app.domain.certificate import (
    Evidence,
    EvidenceAttempt,
    EvidenceSession,
    EvidenceShown,
    EvidenceStep,
    PrintedSignature,
)
from supervisor_app.domain.checklist import Checklist, Step, StepKind
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.decision import ActSignature, Judgement, SignOff, WorkerSignature
from supervisor_app.domain.mastery import mastery
from supervisor_app.domain.measuring import format_number, limits_in_words, with_unit
from supervisor_app.domain.observation import EvidenceFile, Observation
from supervisor_app.domain.texts import in_language

JUDGEMENT_WORDS = {
    Judgement.COMPETENT: "competent",
    Judgement.WITH_SUPERVISION: "with supervision",
    Judgement.NOT_YET: "not yet competent",
}
MOST_DIGESTS = 12
"""Digests of files that the annex prints; the signed record names them all."""
OUTCOME_WORDS = {"competent": "Competent", "not_yet_competent": "Not yet competent", "safety_stop": "Stopped for safety"}


def standard_in_words(step: Step, language: str = "en") -> str:
    """Return what a step is held against: its own wording, else the limits of its quantities."""
    if step.standard:
        return in_language(step.standard, language)
    return "; ".join(filter(None, (limits_in_words(quantity) for quantity in step.quantities)))


def measured_in_words(step: Step, observation: Observation, language: str = "en") -> str:
    """Return what was recorded at a step besides its result: values with units, the choice, points, the scale."""
    parts = []
    for quantity in step.quantities:
        values = observation.values.get(quantity.key, ())
        if values:
            words = " / ".join([*map(format_number, values[:-1]), with_unit(values[-1], quantity.unit)])
            # One number speaks for itself under its step; several need their names.
            parts.append(words if len(step.quantities) == 1 else f"{in_language(quantity.label, language)} {words}")
    if step.kind is StepKind.CHOICE:
        parts += [in_language(choice.label, language) for choice in step.choices if choice.key == observation.choice]
    if step.kind is StepKind.QUESTION and observation.points is not None:
        parts.append(f"{observation.points} of {step.expected_points}")
    if step.kind is StepKind.SCALE and observation.scale is not None:
        parts.append(f"{observation.scale} of 5")
    return "; ".join(parts)


def evidence_step(step: Step, observation: Observation, language: str = "en") -> EvidenceStep:
    """Return the annex row of one step."""
    return EvidenceStep(
        number=step.number,
        section=in_language(step.section, language),
        text=in_language(step.text, language),
        critical=step.critical,
        standard=standard_in_words(step, language),
        result=observation.result.value,
        measured=measured_in_words(step, observation, language),
        clause=step.clause,
        note="; ".join(filter(None, (observation.reason_text, observation.note, files_in_words(observation.evidence)))),
    )


def files_in_words(files: tuple[EvidenceFile, ...]) -> str:
    """Return how many photos and files were shown for a step: "2 photos, 1 file"; "" for none."""
    photos = sum(file.media.startswith("image/") for file in files)
    counted = ((photos, "photo"), (len(files) - photos, "file"))
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counted if count)


def file_digests(checklist: Checklist, sign_off: SignOff, added: Iterable[EvidenceShown] = ()) -> tuple[tuple[str, str], ...]:
    """Return what proves each photo and file on the annex: its step and its SHA-256, up to `MOST_DIGESTS` in print.

    What was added after signing comes last and says so.
    """
    numbers = {step.key: step.number for step in checklist.steps}
    found = [(f"step {numbers.get(one.step, one.step)}", file.digest) for one in sign_off.observations for file in one.evidence]
    found += [(_added_words(file), file.digest) for file in added]
    return tuple(found[:MOST_DIGESTS])


def _added_words(file: EvidenceShown) -> str:
    day = f"added after signing on {short_day(file.added)}" if file.added else "added"
    return f"step {file.step}, {day}" if file.step else day


def counted_sessions(
    checklist: Checklist, sign_off: SignOff, attempts: Iterable[SignOff], hashes: Mapping[str, str]
) -> tuple[EvidenceSession, ...]:
    """Return the sessions that the rule of mastery counted up to a sign-off, that one last; `hashes` are of their entries."""
    known = {attempt.id: attempt for attempt in attempts}
    state = mastery(checklist.mastery, known.values(), sign_off.finished.date())
    counted = [box.sign_off for box in state.boxes if box.sign_off in known and box.sign_off != sign_off.id]
    return tuple(
        EvidenceSession(sign_off=one.id, digest=hashes.get(one.id, ""), day=one.finished.date(), assessor=one.assessor_name)
        for one in (*(known[name] for name in counted), sign_off)
    )


def files_shown(checklist: Checklist, sign_off: SignOff) -> tuple[EvidenceShown, ...]:
    """Return every photo and file of a sign-off as its credential names it, in the order of the steps."""
    numbers = {step.key: step.number for step in checklist.steps}
    return tuple(
        EvidenceShown(step=numbers.get(one.step, 0), digest=file.digest, media=file.media, size=file.size)
        for one in sorted(sign_off.observations, key=lambda one: numbers.get(one.step, 0))
        for file in one.evidence
    )


def shown_later(checklist: Checklist, step: str, file: EvidenceFile, added: date) -> EvidenceShown:
    """Return a file that was added to a signed record on a day, as a credential names it; step "" is the whole of it."""
    number = next((one.number for one in checklist.steps if one.key == step), 0)
    return EvidenceShown(step=number, digest=file.digest, media=file.media, size=file.size, added=added)


def printed_signature(signature: ActSignature, heading: str) -> PrintedSignature:
    """Return a member's act signature as it prints; the key as the first 8 bytes of the public key in hex."""
    return PrintedSignature(
        heading=heading,
        name=signature.name,
        title=signature.title,
        meaning=signature.meaning,
        signed=signature.signed,
        key=signature.key[:16],
    )


def worker_mark(sign_off: SignOff) -> tuple[PrintedSignature, ...]:
    """Return the worker's own mark as it prints on the annex, empty where they did not sign; it is no key's signature."""
    mark = sign_off.worker_signature
    if mark is None:
        return ()
    meaning = mark.meaning if mark.agrees else "I was observed and do not agree with the result."
    return (PrintedSignature(heading="Worker", name=mark.name, title="worker", meaning=meaning, signed=_time(mark), key=""),)


def _time(mark: WorkerSignature) -> str:
    return mark.signed.isoformat(timespec="seconds")


def figures(sign_off: SignOff) -> tuple[tuple[str, str], ...]:
    """Return the decision's arithmetic as label and figure, the assessor's own judgement last."""
    decision = sign_off.decision
    lines = [
        ("Critical steps", f"{decision.critical_met} of {decision.critical_total} met"),
        ("Other steps", f"{decision.met} of {decision.counted} met"),
        ("Safety stop", "none" if sign_off.safety_stop is None else "yes"),
        ("Assessor’s own judgement", JUDGEMENT_WORDS[sign_off.judgement]),
    ]
    if sign_off.context.form:
        lines.append(("Entered from paper form", sign_off.context.form))
    if sign_off.kinder:
        lines.append(("Kinder than the rules, because", sign_off.judgement_reason))
    return tuple(lines)


def build_evidence(
    checklist: Checklist,
    sign_off: SignOff,
    *,
    attempts: Iterable[SignOff],
    signatures: tuple[PrintedSignature, ...],
    digests: tuple[tuple[str, str], ...],
    language: str = "en",
    sessions: tuple[EvidenceSession, ...] = (),
    added: tuple[EvidenceShown, ...] = (),
) -> Evidence:
    """Put together the evidence annex of a sign-off; `attempts` are all attempts at this competency, oldest first.

    `sessions` are those that the rule of mastery counted, oldest first, the deciding one last; `added` are the files that were
    added to the signed record since.
    """
    seen = {observation.step: observation for observation in sign_off.observations}
    return Evidence(
        steps=tuple(evidence_step(step, seen.get(step.key, Observation(step=step.key)), language) for step in checklist.steps),
        decision=OUTCOME_WORDS[sign_off.decision.outcome.value],
        figures=figures(sign_off),
        mastery=in_language(checklist.mastery.text or {}, language),
        attempts=tuple(
            EvidenceAttempt(
                number=number,
                day=attempt.finished.date(),
                assessor=attempt.assessor_name,
                context=", ".join(filter(None, (attempt.context.shift, attempt.context.machine, attempt.context.place))),
                success=attempt.success,
            )
            for number, attempt in enumerate(attempts, 1)
        ),
        assessor_note=sign_off.assessor_note,
        worker_comment=sign_off.worker_comment,
        signatures=signatures,
        digests=(*digests, *file_digests(checklist, sign_off, added)),
        triggers="; ".join(in_language(trigger, language) for trigger in checklist.validity.triggers),
        sessions=sessions,
        shown=(*files_shown(checklist, sign_off), *added),
    )
