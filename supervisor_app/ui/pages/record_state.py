"""What the page of one sign-off shows, as frozen records: outcome, reasons, steps, facts, signatures. No Qt."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from supervisor_app.domain.checklist import Checklist, Step
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.decision import ActSignature, Outcome, ReasonState, SignOff, WorkerSignature, is_kinder, is_stricter
from supervisor_app.domain.evidence import JUDGEMENT_WORDS, OUTCOME_WORDS, measured_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.judging import MISS_WORDS, judge_step
from supervisor_app.domain.observation import Observation, Purpose, Result
from supervisor_app.domain.texts import in_language
from supervisor_app.services.records import Correction, RecordWhole, signed_moment
from supervisor_app.ui.pages.decide_state import Sign, time_words
from supervisor_app.ui.pages.observe_words import languages

WAITING_WORDS = ("It waits for a second member.", "It counts once another member has countersigned it.")
_SIGNS = {
    ReasonState.PASSED: Sign.MET,
    ReasonState.FAILED: Sign.NOT_MET,
    ReasonState.LEFT_OUT: Sign.LEFT_OUT,
    ReasonState.OPEN: Sign.OPEN,
}
_PURPOSES = {Purpose.FIRST: "First time", Purpose.RENEWAL: "Renewal", Purpose.AFTER_EVENT: "After an event"}
_STATES = {Sign.MET: "Met", Sign.NOT_MET: "Not met", Sign.LEFT_OUT: "Left out", Sign.OPEN: "Not seen", Sign.STOP: "Stopped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with a shape: its words, quieter words below, a figure at the trailing edge."""

    sign: Sign
    text: str
    details: tuple[str, ...] = ()
    figure: str = ""
    number: str = ""
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepGroup:
    """The steps of one section of the checklist."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """The whole page."""

    title: str
    sentence: str
    sign: Sign
    word: str
    verdict: str
    reasons: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    context: tuple[tuple[str, str], ...]
    groups: tuple[StepGroup, ...]
    worker: WorkerSignature | None
    worker_words: tuple[str, str]  # meaning, when
    signed: tuple[str, str, str]  # printed name and title, meaning, time
    confirmed: tuple[tuple[str, str, str], ...]  # the same of those who countersigned
    waits: bool
    note: str
    comment: str


def record_view(whole: RecordWhole) -> RecordView:
    """Return the page of one sign-off."""
    record, checklist = whole.sign_off, whole.checklist
    language = languages(record.context.language)[0]
    sign, word, verdict = _verdict(record, waits=whole.waits)
    title = in_language(checklist.short_title, language)
    return RecordView(
        title=record.worker_name,
        sentence=f"{title}, rev {record.checklist_revision} · {short_day(record.finished.date())}, {record.finished:%H:%M}",
        sign=sign,
        word=word,
        verdict=verdict,
        reasons=_reasons(record),
        facts=_facts(record, checklist, language),
        context=_context(record, checklist, language),
        groups=step_groups(record, checklist, language),
        worker=record.worker_signature,
        worker_words=_worker_words(record.worker_signature),
        signed=_signed(whole.signature),
        confirmed=tuple(_signed(signature) for signature in whole.confirmed_by),
        waits=whole.waits,
        note=record.assessor_note,
        comment=record.worker_comment,
    )


def _verdict(record: SignOff, *, waits: bool) -> tuple[Sign, str, str]:
    """What the record says in the end: the judgement, and where it is stricter than the rules, both."""
    if record.decision.outcome is Outcome.STOPPED:
        return Sign.STOP, OUTCOME_WORDS[record.decision.outcome.value], record.decision.sentence
    word = JUDGEMENT_WORDS[record.judgement].capitalize()
    outcome = record.decision.outcome
    if is_stricter(outcome, record.judgement):
        return Sign.NOT_MET, word, f"The rules say competent. {record.assessor_name} judged stricter: {record.judgement_reason}"
    if is_kinder(outcome, record.judgement):
        why = f"The rules say not yet competent. {record.assessor_name} judged kinder: {record.judgement_reason}"
        return Sign.OPEN if waits else Sign.MET if record.success else Sign.NOT_MET, word, why
    return Sign.MET if record.success else Sign.NOT_MET, word, record.decision.sentence


def correction_words(correction: Correction, *, newer: bool) -> tuple[str, str]:
    """Return the two sentences about an amendment: what happened, and why."""
    when = when_words(correction.signed)
    head = f"{correction.assessor} corrected this record on {when}." if newer else f"This record corrects the one of {when}."
    return head, f"Reason: {correction.reason}" if correction.reason else ""


def when_words(signed: str) -> str:
    """Return the time of a signature in short; as it is where it cannot be read."""
    moment = signed_moment(signed)
    return f"{short_day(moment.date())}, {moment:%H:%M}" if moment else signed


def step_groups(record: SignOff, checklist: Checklist, language: str) -> tuple[StepGroup, ...]:
    """Return every step with what was seen, under the heads of the checklist."""
    seen = {observation.step: observation for observation in record.observations}
    groups = groupby(checklist.steps, key=lambda step: in_language(step.section, language))
    return tuple(
        StepGroup(
            title=title,
            lines=tuple(_step(step, seen.get(step.key, Observation(step=step.key)), language) for step in steps),
        )
        for title, steps in groups
    )


def _step(step: Step, observation: Observation, language: str) -> Line:
    verdict = judge_step(step, observation)
    sign = _SIGNS[verdict.state]
    state = _STATES[sign]
    why = "" if sign is Sign.OPEN else verdict.why
    measured = measured_in_words(step, observation, language)
    reason = MISS_WORDS[observation.reason] if observation.reason and observation.result is Result.NOT_MET else ""
    said = [f"{state}: {why}" if why else state, measured]
    if reason and reason != why:
        said.append(reason)
    extra = [text for text in (observation.reason_text.strip(), observation.note.strip()) if text and text != why]
    return Line(
        sign=sign,
        text=in_language(step.text, language),
        details=(" · ".join(part for part in said if part), *extra),
        figure=f"{observation.at:%H:%M:%S}" if observation.at else "",
        number=str(step.number),
        critical=step.critical,
    )


def _reasons(record: SignOff) -> tuple[Line, ...]:
    lines = [
        Line(
            sign=Sign.STOP if reason.rule == "safety_stop" and reason.state is ReasonState.FAILED else _SIGNS[reason.state],
            text=reason.text,
            figure=reason.figure,
        )
        for reason in record.decision.reasons
    ]
    if record.decision.outcome is not Outcome.COMPETENT:
        lines.sort(key=lambda line: line.sign in (Sign.MET, Sign.LEFT_OUT))
    return tuple(lines)


def _facts(record: SignOff, checklist: Checklist, language: str) -> tuple[tuple[str, str], ...]:
    level = next((in_language(one.label, language) for one in checklist.levels if one.key == record.level), "")
    found = [
        ("Judgement", JUDGEMENT_WORDS[record.judgement].capitalize()),
        ("Why it is kinder" if record.kinder else "Why it is stricter", record.judgement_reason),
        ("Level", f"{record.level}, {level}" if level else record.level),
        ("Limits", record.limits),
        ("In short", record.limits_short if record.limits_short != record.limits else ""),
    ]
    return tuple((label, text) for label, text in found if text)


def _context(record: SignOff, checklist: Checklist, language: str) -> tuple[tuple[str, str], ...]:
    context = record.context
    names = {field.key: (in_language(field.label, language), field.unit) for field in checklist.context}
    found = [
        ("Entered from", f"paper form {context.form}" if context.form else ""),
        ("Purpose", _PURPOSES[context.purpose]),
        ("Machine", context.machine),
        ("Place", context.place),
        ("Job", context.job),
        ("Shift", context.shift),
    ]
    found += [
        (names.get(key, (key, ""))[0], f"{text} {names.get(key, ('', ''))[1]}".strip()) for key, text in context.fields.items()
    ]
    found.append(("Observed", _observed(record)))
    if record.safety_stop is not None:
        found.append(("Safety stop", f"{record.safety_stop.at:%H:%M}. {record.safety_stop.text}".strip()))
    return tuple((label, text) for label, text in found if text)


def _observed(record: SignOff) -> str:
    seconds = sum((run.ended - run.started).total_seconds() for run in record.runs if run.ended is not None)
    minutes = round(seconds / 60)
    if record.context.form:
        return f"{short_day(record.started.date())}, {record.started:%H:%M} to {record.finished:%H:%M}, as written on the form"
    return f"{record.started:%H:%M} to {record.finished:%H:%M}, {minutes} min on the clock"


def _worker_words(mark: WorkerSignature | None) -> tuple[str, str]:
    if mark is None:
        return "No mark of the worker was taken.", ""
    meaning = mark.meaning if mark.agrees else "I was observed and do not agree with the result."
    return meaning, time_words(mark.signed)


def _signed(signature: ActSignature) -> tuple[str, str, str]:
    moment: datetime | None = signed_moment(signature.signed)
    who = ", ".join(filter(None, (signature.name, signature.title)))
    return who, signature.meaning, time_words(moment) if moment else signature.signed
