"""The facts a certificate still needs."""

from __future__ import annotations

from datetime import date

from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.pages.decide_issue import issue_details, issue_fields, issue_problems

OFFER = IssueOffer(
    sign_off_id="s", worker_id="w", worker_name="Rabina", competency="forklift-operator-eval", title="Forklift",
    evaluated=date(2026, 3, 14), assessor_id="m", limits="Up to 2.5 t", limits_short="2.5 t", evaluated_on="FT-07",
    required=("training_date", "evaluation_date", "trainer", "capacity"), missing=("training_date", "trainer", "capacity"),
    labels=(("training_date", "day the training was completed"), ("trainer", "trainer"), ("capacity", "Capacity")),
)  # fmt: skip
TODAY = date(2026, 3, 14)


def test_only_what_is_missing_is_asked_with_machine_and_limits_to_look_at_again() -> None:
    fields = issue_fields(OFFER)
    assert [field.name for field in fields] == ["training_date", "trainer", "capacity", "evaluated_on", "limits"]
    assert fields[0].is_day
    assert fields[3].text == "FT-07"


def test_every_missing_field_is_named_and_a_day_in_the_future_too() -> None:
    values = {"training_date": "2027-01-01", "trainer": "", "capacity": " "}
    assert set(issue_problems(OFFER, values, TODAY)) == {"training_date", "trainer", "capacity"}
    filled = {"training_date": "2026-02-01", "trainer": "North", "capacity": "2500"}
    assert issue_problems(OFFER, filled, TODAY) == {}
    asked_back = issue_problems(OFFER, filled | {"training_date": "1/2/2026"}, TODAY)
    assert asked_back["training_date"].startswith("Is this 1 February or 2 January?")


def test_the_checklists_own_fields_go_where_they_belong() -> None:
    details = issue_details(OFFER, {"training_date": "2026-02-01", "trainer": "North", "capacity": "2500", "limits": "2 t"})
    assert (details.training_completed, details.trainer, details.limits) == (date(2026, 2, 1), "North", "2 t")
    assert dict(details.fields) == {"capacity": "2500"}
