"""The decision: every rule of a checklist applied to what was seen, with its reasons in the words a supervisor reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from supervisor_app.domain.checklist import Checklist, Step, StepKind
from supervisor_app.domain.decision import Decision, Outcome, Reason, ReasonState, RunningScore, StepVerdict
from supervisor_app.domain.judging import judge_step
from supervisor_app.domain.measuring import CheckedValue, ValueState, check_value, limits_in_words
from supervisor_app.domain.observation import MissReason, Observation, Result, SafetyStop

__all__ = ["CheckedValue", "ValueState", "check_value", "decide", "judge_step", "limits_in_words", "running"]


_WORST_FIRST = (ReasonState.FAILED, ReasonState.OPEN, ReasonState.LEFT_OUT, ReasonState.PASSED)
_ANSWERED = (Result.MET, Result.NOT_MET)


def decide(
    checklist: Checklist,
    observations: Iterable[Observation],
    *,
    elapsed: timedelta,
    safety_stop: SafetyStop | None,
) -> Decision:
    """Return the outcome with its reasons: competent only when every rule of the checklist is kept.

    `elapsed` is the time that counts (`domain.clock.counted_time`). What was recorded after a safety stop does not count. An
    observation of a step that the checklist does not have is ignored; of two for one step the worse counts.
    """
    seen = _by_step(checklist, observations, safety_stop)
    verdicts = {step.key: _verdict(step, seen) for step in checklist.steps}
    rules = (
        *_critical(checklist, verdicts),
        _score(checklist, verdicts),
        *_time(checklist, elapsed),
        _safety(checklist, safety_stop),
        *_order(checklist, seen),
        *_measurements(checklist, verdicts),
        *_questions(checklist, verdicts),
    )
    kept = all(reason.state is ReasonState.PASSED for reason in rules)
    outcome = Outcome.STOPPED if safety_stop is not None else Outcome.COMPETENT if kept else Outcome.NOT_YET
    other = [step for step in checklist.steps if not step.critical]
    return Decision(
        outcome=outcome,
        sentence=_sentence(checklist, verdicts, rules, outcome),
        reasons=(*rules, *_details(checklist, verdicts)),
        met=sum(verdicts[step.key].met for step in other),
        counted=sum(verdicts[step.key].state is not ReasonState.LEFT_OUT for step in other),
        critical_met=sum(verdicts[step.key].met for step in checklist.steps if step.critical),
        critical_total=sum(step.critical for step in checklist.steps),
        open_steps=tuple(key for key, verdict in verdicts.items() if verdict.state is ReasonState.OPEN),
    )


def running(checklist: Checklist, observations: Iterable[Observation]) -> RunningScore:
    """Return the running score of the step screen: what is met of what was answered so far, and how the critical ones stand."""
    seen = _by_step(checklist, observations, None)
    verdicts = [(step, _verdict(step, seen)) for step in checklist.steps]
    met = sum(verdict.met for _, verdict in verdicts)
    answered = met + sum(verdict.state is ReasonState.FAILED for _, verdict in verdicts)
    missed = sum(step.critical and verdict.state is ReasonState.FAILED for step, verdict in verdicts)
    still_open = sum(step.critical and verdict.state is ReasonState.OPEN for step, verdict in verdicts)
    words = f"{missed} critical not met" if missed else f"{still_open} critical open" if still_open else "all critical met"
    return RunningScore(
        met=met,
        answered=answered,
        total=len(checklist.steps),
        critical_open=still_open,
        critical_missed=missed,
        score=f"{met} of {answered} met so far" if answered else "nothing answered yet",
        critical=words if any(step.critical for step, _ in verdicts) else "no critical steps",
    )


_Seen = Mapping[str, tuple[Observation, ...]]
_Verdicts = Mapping[str, StepVerdict]


def _by_step(checklist: Checklist, observations: Iterable[Observation], stop: SafetyStop | None) -> _Seen:
    seen: dict[str, tuple[Observation, ...]] = {step.key: () for step in checklist.steps}
    for observation in observations:
        after_stop = stop is not None and observation.at is not None and observation.at > stop.at
        if observation.step in seen and not after_stop:
            seen[observation.step] += (observation,)
    return seen


def _verdict(step: Step, seen: _Seen) -> StepVerdict:
    verdicts = [judge_step(step, observation) for observation in seen[step.key]]
    if not verdicts:
        return judge_step(step, Observation(step=step.key))
    return min(verdicts, key=lambda verdict: (_WORST_FIRST.index(verdict.state), not verdict.outside, verdict.why))


def _state(kept: bool) -> ReasonState:
    return ReasonState.PASSED if kept else ReasonState.FAILED


def _critical(checklist: Checklist, verdicts: _Verdicts) -> Iterable[Reason]:
    critical = [step for step in checklist.steps if step.critical]
    met = sum(verdicts[step.key].met for step in critical)
    if critical:
        kept = met == len(critical)
        text = "All critical steps met" if kept else "Critical steps met. The rule asks for all."
        yield Reason(rule="critical", state=_state(kept), text=text, figure=f"{met} of {len(critical)}")


def _score(checklist: Checklist, verdicts: _Verdicts) -> Reason:
    other = [verdicts[step.key] for step in checklist.steps if not step.critical]
    counted = [verdict for verdict in other if verdict.state is not ReasonState.LEFT_OUT]
    met = sum(verdict.met for verdict in counted)
    cut = checklist.cut_percent
    kept = met * 100 >= cut * len(counted)
    if not counted:
        return Reason(rule="score", state=_state(kept), text="There are no other steps to count")
    rule = f"The rule asks for {cut} %" if cut else "No share is asked"
    needed = "" if kept else f", that is {-(-cut * len(counted) // 100)} of {len(counted)}"
    return Reason(rule="score", state=_state(kept), text=f"Other steps met. {rule}{needed}.", figure=f"{met} of {len(counted)}")


def _time(checklist: Checklist, elapsed: timedelta) -> Iterable[Reason]:
    if checklist.minimum_minutes > 0:
        kept = elapsed >= timedelta(minutes=checklist.minimum_minutes)
        what = "One run without a break" if checklist.continuous else "Observed long enough" if kept else "Time observed"
        text = f"{what}. The rule asks for {checklist.minimum_minutes} minutes."
        yield Reason(rule="time", state=_state(kept), text=text, figure=_minutes(elapsed))


def _minutes(elapsed: timedelta) -> str:
    seconds = max(0, int(elapsed.total_seconds()))
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"


def _safety(checklist: Checklist, stop: SafetyStop | None) -> Reason:
    if stop is None:
        return Reason(rule="safety_stop", state=ReasonState.PASSED, text="No safety stop")
    text = _stop_words(checklist, stop)
    return Reason(rule="safety_stop", state=ReasonState.FAILED, text=text, figure=f"{stop.at:%H:%M}", step=stop.step)


def _stop_words(checklist: Checklist, stop: SafetyStop) -> str:
    place = next((f" at step {step.number}" for step in checklist.steps if step.key == stop.step), "")
    return f"Stopped for safety{place}" + (f": {stop.text.strip()}" if stop.text.strip() else "")


def _order(checklist: Checklist, seen: _Seen) -> Iterable[Reason]:
    if checklist.ordered:
        wrong = _order_broken(checklist, seen)
        text = wrong or "Steps done in the order of the procedure"
        yield Reason(rule="order", state=_state(not wrong), text=text)


def _order_broken(checklist: Checklist, seen: _Seen) -> str:
    """Say the first place where the order was broken. Steps left out or not seen have no place in it."""
    done: list[tuple[int, int]] = []
    for step in checklist.steps:
        for observation in seen[step.key]:
            if observation.result not in _ANSWERED:
                continue
            if observation.reason is MissReason.OUT_OF_ORDER:
                return f"Step {step.number} was done out of order"
            if observation.order < 1:
                return f"The order of step {step.number} was not recorded"
            done.append((observation.order, step.number))
    highest = 0
    for _, number in sorted(done):
        if number < highest:
            return f"Step {number} was done after step {highest}"
        highest = number
    return ""


def _measurements(checklist: Checklist, verdicts: _Verdicts) -> Iterable[Reason]:
    measured = [verdicts[step.key] for step in checklist.steps if step.quantities]
    counted = [verdict for verdict in measured if verdict.state is not ReasonState.LEFT_OUT]
    if counted:
        inside = sum(not verdict.outside for verdict in counted)
        kept = inside == len(counted)
        text = "No number outside its limits" if kept else "Numbers inside their limits. The rule asks for all."
        yield Reason(rule="measurements", state=_state(kept), text=text, figure="" if kept else f"{inside} of {len(counted)}")


def _questions(checklist: Checklist, verdicts: _Verdicts) -> Iterable[Reason]:
    asked = [verdicts[step.key] for step in checklist.steps if step.kind is StepKind.QUESTION]
    counted = [verdict for verdict in asked if verdict.state is not ReasonState.LEFT_OUT]
    if counted:
        right = sum(verdict.met for verdict in counted)
        kept = right == len(counted)
        text = "All questions answered" if kept else "Questions answered right. The rule asks for all."
        yield Reason(rule="questions", state=_state(kept), text=text, figure=f"{right} of {len(counted)}")


def _step_words(step: Step, verdict: StepVerdict) -> str:
    """Say one step's miss: "step 5, critical, not met: looked away twice"."""
    critical = ", critical" if step.critical else ""
    if verdict.state is ReasonState.OPEN:
        return f"step {step.number}{critical}, {'still open: ' if verdict.why != 'not seen yet' else ''}{verdict.why}"
    return f"step {step.number}{critical}, not met" + (f": {verdict.why}" if verdict.why else "")


def _details(checklist: Checklist, verdicts: _Verdicts) -> Iterable[Reason]:
    for step in checklist.steps:
        verdict = verdicts[step.key]
        words = _step_words(step, verdict)
        line = f"{words[0].upper()}{words[1:]}"
        if verdict.state is ReasonState.FAILED:
            rule = "critical_step" if step.critical else "step"
            yield Reason(rule=rule, state=ReasonState.FAILED, text=line, step=step.key)
        elif verdict.state is ReasonState.OPEN:
            yield Reason(rule="open", state=ReasonState.OPEN, text=line, figure="counts as not met", step=step.key)
    for step in checklist.steps:
        verdict = verdicts[step.key]
        if verdict.state is ReasonState.LEFT_OUT:
            text = f"Step {step.number} left out: {verdict.why}"
            yield Reason(rule="left_out", state=ReasonState.LEFT_OUT, text=text, figure="not counted", step=step.key)


def _sentence(checklist: Checklist, verdicts: _Verdicts, rules: Iterable[Reason], outcome: Outcome) -> str:
    """Say the outcome with what decided it: the safety stop, else a missed critical step, else an open one, else a rule."""
    if outcome is Outcome.COMPETENT:
        return "Every rule of this checklist is met."
    if outcome is Outcome.STOPPED:
        return next(reason.text for reason in rules if reason.rule == "safety_stop").rstrip(".") + "."
    critical = [(step, verdicts[step.key]) for step in checklist.steps if step.critical and not verdicts[step.key].met]
    critical.sort(key=lambda pair: pair[1].state is not ReasonState.FAILED)
    if critical:
        more = f", and {len(critical) - 1} more critical" if len(critical) > 1 else ""
        return f"Not yet competent: {_step_words(*critical[0]).rstrip('.')}{more}."
    broken = next(reason for reason in rules if reason.state is not ReasonState.PASSED)
    return f"Not yet competent: {_broken_words(checklist, verdicts, broken).rstrip('.')}."


def _broken_words(checklist: Checklist, verdicts: _Verdicts, broken: Reason) -> str:
    if broken.rule == "measurements":
        step = next(step for step in checklist.steps if verdicts[step.key].outside)
        return _step_words(step, verdicts[step.key])
    if broken.rule == "score":
        return f"{broken.figure} other steps met, the rule asks for {checklist.cut_percent} %"
    if broken.rule == "time":
        return f"observed for {broken.figure}, the rule asks for {checklist.minimum_minutes} minutes"
    if broken.rule == "questions":
        return f"{broken.figure} questions answered right"
    return f"{broken.text[0].lower()}{broken.text[1:]}"
