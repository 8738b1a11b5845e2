"""What "decide and sign" shows and asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from supervisor_app.domain.decide import decide
from supervisor_app.domain.decision import Judgement, judgements_allowed
from supervisor_app.domain.observation import Observation, Result, SafetyStop
from supervisor_app.services.signing import MEANINGS, SigningPreview
from supervisor_app.ui.pages.decide_state import (
    AFTER_STOP,
    NEEDS_SECOND,
    DecideForm,
    Sign,
    decide_view,
    first_form,
    level_options,
    signed_line,
    signing_choice,
    time_words,
    verdict,
    worker_signature,
)
from tests.ui.pages.bench import seen
from tests.ui.pages.steps import CHECKLIST, START, WORKER, draft

AT = datetime(2026, 3, 14, 10, 22, 5, tzinfo=timezone(timedelta(hours=1)))


def _preview(*observations: Observation, stop: SafetyStop | None = None) -> SigningPreview:
    decision = decide(CHECKLIST, observations, elapsed=timedelta(minutes=20), safety_stop=stop)
    return SigningPreview(
        draft=draft(*observations, safety_stop=stop),
        checklist=CHECKLIST,
        worker=WORKER,
        decision=decision,
        judgements=judgements_allowed(decision.outcome),
        meanings=tuple(MEANINGS.items()),
        printed_name="Hannah Weber",
        printed_title="Assessor",
        levels=CHECKLIST.levels,
        level=CHECKLIST.cover_from,
        limits="Up to 2.5 t",
        limits_short="2.5 t",
    )


def _good() -> SigningPreview:
    met = [replace(one, scale=5) if one.step == "s06" else one for one in seen(CHECKLIST)]
    return _preview(*met)


def test_a_good_outcome_shows_every_rule_as_kept_and_opens_as_competent() -> None:
    shown = verdict(_good())
    assert (shown.sign, shown.word) == (Sign.MET, "Competent")
    assert {row.sign for row in shown.rows} == {Sign.MET}
    form = first_form(_good())
    assert (form.judgement, form.level, form.limits) == (Judgement.COMPETENT, "U", "Up to 2.5 t")


def test_what_broke_stands_before_what_was_kept_and_leads_to_its_step() -> None:
    shown = verdict(_preview(*seen(CHECKLIST, missed=[2])))
    assert shown.sign is Sign.NOT_MET
    good = [row.sign is Sign.MET for row in shown.rows]
    assert good == sorted(good)
    missed = next(row for row in shown.rows if row.step == "s02")
    assert missed.text == "Step 2, critical, not met: looked away twice"


def test_a_safety_stop_has_the_octagon() -> None:
    stop = SafetyStop(at=START, step="s02", text="Raised forks over a person")
    shown = verdict(_preview(stop=stop))
    assert (shown.sign, shown.word) == (Sign.STOP, "Stopped for safety")
    assert Sign.STOP in {row.sign for row in shown.rows}


def test_a_kinder_judgement_needs_a_reason_and_says_that_a_second_member_must_countersign() -> None:
    bad = _preview(*seen(CHECKLIST, missed=[2]))
    assert first_form(bad).judgement is Judgement.NOT_YET
    assert decide_view(bad, first_form(bad)).note == ""
    for judgement in (Judgement.COMPETENT, Judgement.WITH_SUPERVISION):
        form = replace(first_form(bad), judgement=judgement)
        view = decide_view(bad, form)
        assert view.note == NEEDS_SECOND
        assert view.reason_label == "Why you judge it kinder than the rules"
        assert [name for name, _ in view.problems] == ["reason"]
        assert signing_choice(bad, replace(form, reason="Called out instead"), AT).judgement_reason == "Called out instead"


def test_after_a_safety_stop_only_one_judgement_is_offered_and_the_page_says_why() -> None:
    stopped = _preview(stop=SafetyStop(at=START, step="s02", text="Raised forks over a person"))
    assert stopped.judgements == (Judgement.NOT_YET,)
    assert decide_view(stopped, first_form(stopped)).note == AFTER_STOP


def test_a_stricter_judgement_needs_a_reason_and_drops_level_and_limits() -> None:
    form = replace(first_form(_good()), judgement=Judgement.WITH_SUPERVISION)
    view = decide_view(_good(), form)
    assert view.asks_reason
    assert not view.asks_level
    assert [name for name, _ in view.problems] == ["reason"]
    reasoned = replace(form, reason="Hesitates at the rack")
    assert decide_view(_good(), reasoned).problems == ()
    choice = signing_choice(_good(), reasoned, AT)
    assert (choice.level, choice.limits, choice.judgement_reason) == ("", "", "Hesitates at the rack")


def test_limits_in_short_are_counted_in_bytes_not_letters() -> None:
    fits = replace(first_form(_good()), limits_short="a" * 60)
    assert decide_view(_good(), fits).problems == ()
    too_long = replace(fits, limits_short="म" * 21)
    assert [name for name, _ in decide_view(_good(), too_long).problems] == ["limits_short"]


def test_the_words_that_are_signed_follow_the_judgement() -> None:
    form = first_form(_good())
    assert decide_view(_good(), form).meaning == MEANINGS[Judgement.COMPETENT]
    assert decide_view(_good(), replace(form, judgement=Judgement.NOT_YET, reason="x")).meaning == MEANINGS[Judgement.NOT_YET]


def test_levels_are_the_checklists_own_lowest_first() -> None:
    assert [(key, rank, of) for key, _, rank, of in level_options(_good())] == [
        ("I", 1, 4),
        ("L", 2, 4),
        ("U", 3, 4),
        ("O", 4, 4),
    ]


def test_name_title_and_time_show_to_the_second_with_the_offset() -> None:
    assert time_words(AT) == "14 Mar 2026, 10:22:05 +01:00"
    assert signed_line(_good(), AT) == "Hannah Weber, Assessor\n14 Mar 2026, 10:22:05 +01:00"


def test_the_workers_mark_is_ink_or_a_typed_name_or_a_disagreement() -> None:
    form = DecideForm(judgement=Judgement.COMPETENT)
    assert worker_signature(_good(), form) is None
    typed = worker_signature(_good(), replace(form, typed=" Rabina ", worker_signed=AT))
    assert typed is not None
    assert (typed.typed, typed.agrees, typed.signed, typed.name) == ("Rabina", True, AT, "Rabina महर्जन")
    disagrees = worker_signature(_good(), replace(form, agrees=False, worker_signed=AT))
    assert disagrees is not None
    assert not disagrees.agrees


def test_a_step_that_was_not_seen_is_listed_as_open() -> None:
    rows = verdict(_preview(Observation(step="s01", result=Result.MET))).rows
    assert any(row.sign is Sign.OPEN and row.figure == "counts as not met" for row in rows)
