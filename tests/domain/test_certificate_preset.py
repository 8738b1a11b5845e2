"""What 1910.178(l)(6), 1910.147 and ISO 9606-1 want on a certificate: nothing is issued or printed while any of it is empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supervisor_app.domain.certificate_preset import (
    LOCKOUT,
    PRESETS,
    TRUCK,
    WELDER,
    details_of,
    limits_with,
    missing_on_paper,
    preset_of,
    preset_problem,
    required_fields,
)
from supervisor_app.domain.certifying import IssueDetails, missing_fields
from supervisor_app.domain.checklist import ContextField, Validity
from tests.domain.test_certifying import checklist, sign_off
from tests.ledger.samples import issued_certificate

FILLED = IssueDetails(training_completed=date(2026, 5, 1), trainer="M. Osei")


def test_the_truck_preset_asks_for_operator_both_dates_trainer_and_evaluator() -> None:
    truck = checklist(preset=TRUCK.key)
    assert required_fields(truck) == ("holder", "training_date", "evaluation_date", "trainer", "evaluator")
    assert missing_fields(truck, sign_off(), IssueDetails()) == ("training_date", "trainer")
    assert missing_fields(truck, sign_off(worker_name=" "), FILLED) == ("holder",)
    assert missing_fields(truck, sign_off(), FILLED) == ()


def test_the_own_fields_of_a_checklist_come_after_those_of_its_preset_and_once() -> None:
    lockout = checklist(preset=LOCKOUT.key, certificate_fields=("machine", "limits"))
    assert required_fields(lockout)[-1] == "limits"
    assert required_fields(lockout).count("machine") == 1


def test_a_preset_of_a_newer_version_asks_for_nothing_here() -> None:
    assert preset_of(checklist(preset="from-the-future")).fields == ()


@pytest.mark.parametrize(
    ("key", "validity", "problem"),
    [
        (TRUCK.key, Validity(months=36), ""),
        (TRUCK.key, Validity(months=37), "36 months at the most (29 CFR 1910.178(l)(4)(iii))"),
        (TRUCK.key, Validity(), "36 months at the most"),
        (LOCKOUT.key, Validity(months=24), "12 months at the most (29 CFR 1910.147(c)(6)(i))"),
        (WELDER.key, Validity(months=24), "a confirmation every 6 months (ISO 9606-1 cl. 9.2)"),
        (WELDER.key, Validity(months=24, confirm_every_months=6), ""),
        ("generic", Validity(), ""),
    ],
)
def test_a_checklist_must_keep_to_the_times_of_its_preset(key: str, validity: Validity, problem: str) -> None:
    found = preset_problem(checklist(preset=key, validity=validity))
    assert problem in found
    assert bool(found) == bool(problem)


def test_a_field_that_page_1_has_no_place_for_is_named_with_its_unit() -> None:
    gauge = ContextField(key="range", label={"en": "Range"}, unit="mm")
    checked = checklist(certificate_fields=("range", "tool_serial", "limits"), context=(gauge,))
    assert details_of(checked, {"range": "0-25", "tool_serial": "1187", "limits": "x"}, "en") == (
        ("Range", "0-25 mm"),
        ("tool no.", "1187"),
    )


def test_what_bounds_a_certificate_prints_with_its_limits() -> None:
    lockout = checklist(preset=LOCKOUT.key)
    details = details_of(lockout, {"machine": "Press 4", "procedure": "LOTO-P14"}, "de")
    assert limits_with("One machine", details) == (
        "One machine; Maschine oder Anlage: Press 4; Verfahren zur Energietrennung: LOTO-P14"
    )
    assert limits_with("", ()) == ""


def test_every_field_names_the_clause_that_asks_for_it() -> None:
    for preset in PRESETS.values():
        assert preset.source
        assert all(field.clause and "en" in field.label for field in preset.fields)


def test_a_record_that_lacks_what_its_preset_wants_must_not_be_printed() -> None:
    facts = replace(issued_certificate("c1").facts, preset=TRUCK.key)
    assert missing_on_paper(facts) == ("day the training was completed", "who trained")
    whole = replace(facts, training_completed=date(2026, 3, 1), trainer="M. Osei")
    assert missing_on_paper(whole) == ()
    assert missing_on_paper(replace(whole, holder="")) == ("operator",)
    lockout = replace(whole, preset=LOCKOUT.key, language="de", details=(("Maschine oder Anlage", "P4"),))
    assert missing_on_paper(lockout) == ("energy control procedure",)
    assert missing_on_paper(replace(facts, preset="")) == ()
