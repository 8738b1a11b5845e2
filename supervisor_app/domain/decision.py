"""The records of a decision: the outcome by the rules with its reasons, the judgement, the signatures, the sign-off."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Context, Observation, Run, SafetyStop


class Outcome(StrEnum):
    """What the rules say."""

    COMPETENT = "competent"
    NOT_YET = "not_yet_competent"
    STOPPED = "safety_stop"


class Judgement(StrEnum):
    """What the assessor says, apart from the score."""

    COMPETENT = "competent"
    WITH_SUPERVISION = "with_supervision"
    NOT_YET = "not_yet_competent"


def judgements_allowed(outcome: Outcome) -> tuple[Judgement, ...]:
    """Return the judgements an assessor may make: any, but nothing overrides a safety stop.

    A kinder one than the rules' counts only once a second member has countersigned it.
    """
    return (Judgement.NOT_YET,) if outcome is Outcome.STOPPED else tuple(Judgement)


def is_kinder(outcome: Outcome, judgement: Judgement) -> bool:
    """Tell whether a judgement is kinder than the rules."""
    return outcome is not Outcome.COMPETENT and judgement is not Judgement.NOT_YET


def is_stricter(outcome: Outcome, judgement: Judgement) -> bool:
    """Tell whether a judgement is stricter than the rules."""
    return outcome is Outcome.COMPETENT and judgement is not Judgement.COMPETENT


class ReasonState(StrEnum):
    """How one rule came out: kept, broken, left out of the count, still open."""

    PASSED = "passed"
    FAILED = "failed"
    LEFT_OUT = "left_out"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line of a decision: a full sentence and, trailing, its figure ("7 of 7"). `step` is the step's key or empty.

    `rule` is critical, score, time, safety_stop, order, measurements or questions: competent means that every one of them
    passed. Lines named critical_step, step, open and left_out only explain.
    """

    rule: str
    state: ReasonState
    text: str
    figure: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepVerdict:
    """What one step comes to. `why` says in lower-case words why it is not met, open or left out; empty when met.

    `state`: passed = counts as met; failed = counts as not met; left out = leaves the count; open = something is still to do,
    counted as not met until it is done. `outside` says that a recorded number breaks its limits.
    """

    step: str
    state: ReasonState
    why: str = ""
    outside: bool = False

    @property
    def met(self) -> bool:
        """Whether the step counts as met."""
        return self.state is ReasonState.PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningScore:
    """The score while observing, all steps together: `met` of `answered`; `score` and `critical` are the words to show."""

    met: int
    answered: int
    total: int
    critical_open: int
    critical_missed: int
    score: str
    critical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome worked out by the rules. `met` of `counted` are the non-critical steps, N/A left out of the count."""

    outcome: Outcome
    sentence: str
    reasons: tuple[Reason, ...]
    met: int
    counted: int
    critical_met: int
    critical_total: int
    open_steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSignature:
    """The worker's own mark: drawn (strokes as lists of x, y in 0..1000) or a typed name; or the refusal to sign."""

    name: str
    signed: datetime
    agrees: bool
    strokes: tuple[tuple[tuple[int, int], ...], ...] = ()
    typed: str = ""
    meaning: str = "I was observed and saw the result."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A signed assessment: what was seen, what it means, what the assessor judged. The body of `assessment.signed`."""

    id: str
    worker_id: str
    worker_name: str
    employee_no: str
    assessor_id: str
    assessor_name: str
    assessor_title: str
    competency: str
    checklist_digest: str
    checklist_revision: int
    context: Context
    started: datetime
    finished: datetime
    runs: tuple[Run, ...]
    observations: tuple[Observation, ...]
    decision: Decision
    judgement: Judgement
    judgement_reason: str = ""
    level: str = ""
    limits: str = ""
    limits_short: str = ""
    safety_stop: SafetyStop | None = None
    assessor_note: str = ""
    worker_comment: str = ""
    worker_signature: WorkerSignature | None = None
    amends: str = ""  # the id of the sign-off this one corrects
    amend_reason: str = ""
    team: str = ""  # the worker's department then: who may assess whom is judged by what the record itself says

    @property
    def success(self) -> bool:
        """Whether this attempt is a success: the assessor says competent, and no safety stop ended it.

        Where the rules say less it counts only once another member has countersigned it, see `kinder`.
        """
        return self.judgement is Judgement.COMPETENT and self.decision.outcome is not Outcome.STOPPED

    @property
    def kinder(self) -> bool:
        """Whether the assessor judges kinder than the rules do."""
        return is_kinder(self.decision.outcome, self.judgement)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSignature:
    """A member's personal signature inside a content, 21 CFR 11.50 style; `sig` is base64url Ed25519, `key` hex public key."""

    member: str
    name: str
    title: str
    meaning: str
    signed: str  # RFC 3339 with the local offset, exactly as printed and signed
    key: str
    sig: str = ""
