"""What the choosing page decides."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.observation import Purpose
from supervisor_app.domain.people import PersonRow, Role
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.services.session import Session
from supervisor_app.ui.pages.observe_choice import (
    SELF_WORDS,
    context_entries,
    context_of,
    is_self,
    language_options,
    person_detail,
    start_card,
    usual_purpose,
)
from tests.ui.pages.steps import CHECKLIST

PERSON = PersonRow(
    id="w1", name="Rabina महर्जन", latin_name="Rabina Maharjan", employee_no="010805", job="Operator", department="Machining",
    shift="nights", badge="", left=False,
)  # fmt: skip


def _session(worker_id: str = "") -> Session:
    return Session("m1", "Hannah Weber", "Assessor", Role.ASSESSOR, worker_id)


def test_nobody_assesses_themself_and_the_row_says_so() -> None:
    assert is_self("w1", _session("w1"))
    assert person_detail(PERSON, _session("w1")) == SELF_WORDS
    assert not is_self("", _session(""))


def test_a_person_is_told_by_latin_name_department_and_shift() -> None:
    assert person_detail(PERSON, _session()) == "Rabina Maharjan · Machining, nights"
    assert person_detail(replace(PERSON, latin_name="", shift=""), _session()) == "Machining"


def test_the_usual_purpose_follows_what_was_held() -> None:
    assert usual_purpose(HeldStatus.NEVER) is Purpose.FIRST
    assert usual_purpose(HeldStatus.EXPIRED) is Purpose.RENEWAL


def test_required_fields_of_the_checklist_come_first_then_machine_where_job_shift() -> None:
    entries = context_entries(CHECKLIST)
    assert [entry.key for entry in entries] == ["truck", "load", "machine", "place", "job", "shift"]
    assert entries[0].required
    assert entries[1].label == "Load (kg)"


def test_only_what_was_filled_is_stored() -> None:
    context = context_of({"truck": " FT-07 ", "load": "", "place": "Bay 3"}, Purpose.RENEWAL, "en")
    assert (context.place, context.machine, dict(context.fields)) == ("Bay 3", "", {"truck": "FT-07"})


def test_one_language_is_no_choice_and_two_offer_both() -> None:
    assert language_options(CHECKLIST) == ()
    steps = tuple(replace(step, text={"en": "Looks", "ne": "हेर्छ"}) for step in CHECKLIST.steps)
    assert language_options(replace(CHECKLIST, steps=steps)) == (("en", "English"), ("ne", "नेपाली"), ("en+ne", "Both"))


def test_the_language_of_the_interface_is_offered_first_however_the_checklist_is_sorted() -> None:
    steps = tuple(replace(step, text={"de": "Schritt", "en": "Step"}) for step in CHECKLIST.steps)
    assert [key for key, _ in language_options(replace(CHECKLIST, steps=steps))] == ["en", "de", "en+de"]


def test_the_start_card_says_what_is_still_to_choose() -> None:
    assert start_card("", None).hint == "Choose a worker"
    assert start_card("Rabina", None).hint == "Choose a checklist"
    ready = start_card("Rabina", CHECKLIST)
    assert ready.ready
    assert ready.about == "About 20 minutes in one run"
