"""What "decide and sign" shows and asks, as frozen records: the verdict, its reasons, what is still missing. No Qt."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from supervisor_app.domain.dates import short_day
from supervisor_app.domain.decision import Judgement, Outcome, Reason, ReasonState, WorkerSignature, is_kinder, is_stricter
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.texts import in_language
from supervisor_app.services.signing import SigningPreview
from supervisor_app.services.signing_choice import MAX_LIMITS_SHORT, SigningChoice

JUDGEMENTS: tuple[tuple[Judgement, str], ...] = (
    (Judgement.COMPETENT, "Competent"),
    (Judgement.WITH_SUPERVISION, "With supervision"),
    (Judgement.NOT_YET, "Not yet competent"),
)
AFTER_STOP = "Nothing overrides a safety stop."
NEEDS_SECOND = "Kinder than the rules: it counts only once a second member has countersigned it."
_VERDICTS = {
    Outcome.COMPETENT: "Competent",
    Outcome.NOT_YET: "Not yet competent",
    Outcome.STOPPED: "Stopped for safety",
}


class Sign(StrEnum):
    """The shape of the verdict or of a reason."""

    MET = "met"
    NOT_MET = "not_met"
    LEFT_OUT = "left_out"
    OPEN = "open"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """One reason: shape, sentence, figure at the trailing edge; `step` is where a press leads, empty for nowhere."""

    sign: Sign
    text: str
    figure: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict with its reasons, open and failed ones before those that were kept where the outcome is not good."""

    sign: Sign
    word: str
    sentence: str
    rows: tuple[ReasonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideForm:
    """What stands in the fields. `typed` is the worker's typed name, `strokes` their ink, whichever they chose."""

    judgement: Judgement
    reason: str = ""
    level: str = ""
    limits: str = ""
    limits_short: str = ""
    comment: str = ""
    agrees: bool = True
    typed: str = ""
    strokes: tuple[tuple[tuple[int, int], ...], ...] = ()
    worker_signed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideView:
    """How the form stands: which parts show, what is missing before the PIN, the words that will be signed.

    `note` says what follows from the judgement, "" where nothing needs saying.
    """

    asks_reason: bool
    asks_level: bool
    reason_label: str
    note: str
    meaning: str
    problems: tuple[tuple[str, str], ...] = field(default=())  # field, sentence
    short_note: str = ""


def verdict(preview: SigningPreview) -> Verdict:
    """The verdict of the rules with every reason as a row."""
    decision = preview.decision
    sign = {Outcome.COMPETENT: Sign.MET, Outcome.STOPPED: Sign.STOP}.get(decision.outcome, Sign.NOT_MET)
    rows = tuple(_row(reason) for reason in decision.reasons)
    if decision.outcome is not Outcome.COMPETENT:
        rows = tuple(sorted(rows, key=lambda row: row.sign in (Sign.MET, Sign.LEFT_OUT)))
    word = _VERDICTS[decision.outcome]
    why = decision.sentence.removeprefix(f"{word}: ")  # the word stands large above it
    return Verdict(sign=sign, word=word, sentence=f"{why[:1].upper()}{why[1:]}", rows=rows)


def _row(reason: Reason) -> ReasonRow:
    signs = {
        ReasonState.PASSED: Sign.MET,
        ReasonState.FAILED: Sign.STOP if reason.rule == "safety_stop" else Sign.NOT_MET,
        ReasonState.LEFT_OUT: Sign.LEFT_OUT,
        ReasonState.OPEN: Sign.OPEN,
    }
    return ReasonRow(sign=signs[reason.state], text=reason.text, figure=reason.figure, step=reason.step)


def first_form(preview: SigningPreview) -> DecideForm:
    """The form as it opens: the judgement of the rules, the usual level and limits."""
    return DecideForm(
        judgement=Judgement.COMPETENT if preview.decision.outcome is Outcome.COMPETENT else Judgement.NOT_YET,
        level=preview.level,
        limits=preview.limits,
        limits_short=preview.limits_short,
        comment=preview.draft.worker_comment,
    )


def decide_view(preview: SigningPreview, form: DecideForm) -> DecideView:
    """How the page stands with what is filled in."""
    competent = form.judgement is Judgement.COMPETENT
    outcome = preview.decision.outcome
    kinder = is_kinder(outcome, form.judgement)
    asks_reason = kinder or is_stricter(outcome, form.judgement)
    problems = []
    if asks_reason and not form.reason.strip():
        problems.append(("reason", "Your judgement differs from the rules. Say in a few words what you saw."))
    if competent and not form.level:
        problems.append(("level", "Choose a level."))
    used = len(form.limits_short.encode())
    if competent and used > MAX_LIMITS_SHORT:
        problems.append(
            ("limits_short", f"{used} bytes; at most {MAX_LIMITS_SHORT} fit on the card and in the QR code. Shorten it.")
        )
    return DecideView(
        asks_reason=asks_reason,
        asks_level=competent,
        reason_label="Why you judge it kinder than the rules" if kinder else "Why you judge it stricter than the rules",
        note=NEEDS_SECOND if kinder else AFTER_STOP if outcome is Outcome.STOPPED else "",
        meaning=dict(preview.meanings)[form.judgement],
        problems=tuple(problems),
        short_note=f"{used} of {MAX_LIMITS_SHORT} used",
    )


def level_options(preview: SigningPreview) -> tuple[tuple[str, str, int, int], ...]:
    """The levels as tiles: key, words, rank from 1, how many there are."""
    language = preview.draft.context.language
    count = len(preview.levels)
    return tuple((level.key, in_language(level.label, language), rank, count) for rank, level in enumerate(preview.levels, 1))


def worker_signature(preview: SigningPreview, form: DecideForm) -> WorkerSignature | None:
    """The worker's mark as it is stored; None where they neither drew nor typed nor disagreed."""
    if not (form.strokes or form.typed.strip() or not form.agrees) or form.worker_signed is None:
        return None
    return WorkerSignature(
        name=preview.worker.name,
        signed=form.worker_signed,
        agrees=form.agrees,
        strokes=form.strokes,
        typed=form.typed.strip(),
    )


def signing_choice(preview: SigningPreview, form: DecideForm, signed_at: datetime) -> SigningChoice:
    """What is signed, with the time as it is shown."""
    view = decide_view(preview, form)
    return SigningChoice(
        judgement=form.judgement,
        signed_at=signed_at,
        judgement_reason=form.reason.strip() if view.asks_reason else "",
        level=form.level if view.asks_level else "",
        limits=form.limits.strip() if view.asks_level else "",
        limits_short=form.limits_short.strip() if view.asks_level else "",
        worker_comment=form.comment.strip(),
        worker_signature=worker_signature(preview, form),
    )


def signed_line(preview: SigningPreview, signed_at: datetime) -> str:
    """Printed name and title, below them the time, exactly as they will be stored and printed."""
    who = ", ".join(filter(None, (preview.printed_name, preview.printed_title)))
    return f"{who}\n{time_words(signed_at)}"


def time_words(moment: datetime) -> str:
    """A time as a signature shows it: day, hour to the second, the local offset."""
    return f"{short_day(moment.date())}, {moment:%H:%M:%S} {moment.isoformat()[-6:]}"


def countdown_line(preview: SigningPreview, form: DecideForm) -> str:
    """Whom and what the ten seconds are about."""
    title = in_language(preview.checklist.short_title, preview.draft.context.language)
    return f"{preview.worker.name}, {title}, {dict(JUDGEMENTS)[form.judgement].lower()}"
