"""Entering paper forms: the very revision, the time on the paper, once; the number stays with the draft and the signed record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from supervisor_app.domain.evidence import build_evidence
from supervisor_app.domain.form_number import form_code, form_number
from supervisor_app.domain.observation import Context, Observation, Result, Run
from supervisor_app.domain.people import Worker
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.contents import body_of
from supervisor_app.services import observing
from supervisor_app.services.blank_forms import new_form
from supervisor_app.services.catalogue import get_checklist, publish
from supervisor_app.services.checking import check
from supervisor_app.services.paper_forms import find_form, observed_run
from supervisor_app.services.signing import amend, get_sign_off, sign
from supervisor_app.services.today import today
from supervisor_app.services.withdrawing import withdraw_revision
from tests.services.founded import PIN, Founded, choice, forklift, found, later, step
from tests.services.holding import held_by

OWN = "3XW9PT"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def draft_from_form(at: Founded, worker: Worker, number: str, observed: Run | None = None) -> str:
    """Enter a form's marks and return the draft's id; observed the day before, for an hour, unless said otherwise."""
    began = at.time() - timedelta(days=1)
    run = observed or Run(started=began, ended=began + timedelta(hours=1))
    draft = observing.start(at.site, at.hannah, worker.id, at.digests["forklift"], Context(form=number), run)
    for key in ("s01", "s02", "s03"):
        values = {"heel": (Decimal(150),)} if key == "s02" else {}
        observing.record(at.site, draft.id, Observation(step=key, result=Result.MET, values=values))
    return draft.id


def signed_from_form(at: Founded, worker: Worker, number: str) -> str:
    """Enter a form, sign it, and return the sign-off's id."""
    return sign(at.site, at.hannah, draft_from_form(at, worker, number), choice(at), PIN).sign_off.id


def test_scanned_and_typed_a_form_leads_to_the_revision_it_was_printed_from(at: Founded) -> None:
    form = new_form(at.site, at.digests["forklift"])
    for said in (form.code, form.number, form.number.lower().replace("-", " ")):
        entered = find_form(at.site, said)
        assert entered is not None
        assert (entered.number, entered.digest, entered.is_older, entered.before) == (form.number, form.digest, False, ())
    assert find_form(at.site, "010273") is None


def test_a_form_of_an_older_revision_still_leads_to_that_one_and_says_so(at: Founded) -> None:
    old = at.digests["forklift"]
    publish(at.site, at.hannah, [forklift(steps=(step(1, critical=True), step(2)))])
    entered = find_form(at.site, form_code(old, OWN))
    assert entered is not None
    assert (entered.digest, entered.checklist.revision, entered.newest, entered.is_older) == (old, 1, 2, True)


def test_a_form_of_a_withdrawn_or_unknown_revision_is_refused_and_none_is_printed(at: Founded) -> None:
    digest = at.digests["forklift"]
    with pytest.raises(UserError, match="does not have the checklist of form"):
        find_form(at.site, form_code("ab" * 32, OWN))
    with pytest.raises(UserError, match="does not have the checklist of form"):
        find_form(at.site, form_number("ab" * 32, OWN))
    withdraw_revision(at.site, at.hannah, digest, "a limit was wrong", PIN, at.time())
    with pytest.raises(NotAllowed, match="withdrawn"):
        find_form(at.site, form_code(digest, OWN))
    with pytest.raises(NotAllowed, match="withdrawn"):
        new_form(at.site, digest)


def test_the_number_and_the_time_on_the_paper_are_signed_and_the_qualification_counts_from_that_day(at: Founded) -> None:
    number = form_number(at.digests["forklift"], OWN)
    later(at, days=3)
    draft_id = draft_from_form(at, at.ana, number)
    draft = observing.load(at.site, draft_id)
    assert observing.resume(at.site, draft_id) == draft  # there is no clock to run
    assert observing.elapsed(draft, at.time()) == timedelta(hours=1)
    record = sign(at.site, at.hannah, draft_id, choice(at), PIN).sign_off
    kept = get_sign_off(at.site, record.id)
    assert kept.context.form == number
    assert (kept.started, kept.finished) == (draft.started, draft.runs[0].ended)
    held = held_by(at.site, at.ana.id, "forklift", at.time().date())
    assert held is not None
    assert held.since == kept.finished.date() == at.time().date() - timedelta(days=1)
    corrected = amend(at.site, at.hannah, kept.id, replace(kept, assessor_note="seen"), "a slip", PIN, at.time()).sign_off
    assert (corrected.context.form, corrected.finished) == (number, kept.finished)
    assert check(at.site).sound


def test_a_form_entered_twice_is_told_with_the_record_or_the_draft(at: Founded) -> None:
    number = form_number(at.digests["forklift"], OWN)
    draft_id = draft_from_form(at, at.ana, number)
    drafted = find_form(at.site, number)
    assert drafted is not None
    assert [(one.worker, one.sign_off_id) for one in drafted.before] == [(at.ana.name, "")]
    record = sign(at.site, at.hannah, draft_id, choice(at), PIN).sign_off
    amend(at.site, at.hannah, record.id, replace(record, assessor_note="seen"), "a slip", PIN, at.time())
    again = find_form(at.site, number)
    assert again is not None
    assert [(one.worker, one.day, one.sign_off_id) for one in again.before] == [(at.ana.name, record.finished.date(), record.id)]
    other = find_form(at.site, form_number(at.digests["forklift"], "000000"))
    assert other is not None
    assert other.before == ()


def test_a_form_that_two_entered_before_a_sync_is_told_on_today_with_both_records(at: Founded) -> None:
    number = form_number(at.digests["forklift"], OWN)
    first = draft_from_form(at, at.ana, number)
    second = draft_from_form(at, at.yusef, number)
    sign(at.site, at.hannah, first, choice(at), PIN)
    assert today(at.site, at.hannah, at.time()).forms_twice == ()
    record = sign(at.site, at.hannah, second, choice(at), PIN).sign_off
    [told] = today(at.site, at.hannah, at.time()).forms_twice
    assert told.number == number
    assert told.records.count("Hannah Weber") == 2
    assert at.ana.name in told.records
    assert at.yusef.name in told.records
    assert told.sign_off_id == record.id
    amended = amend(at.site, at.hannah, record.id, replace(record, assessor_note="seen"), "a slip", PIN, at.time())
    [still] = today(at.site, at.hannah, at.time()).forms_twice
    assert still.sign_off_id == amended.sign_off.id
    later(at, days=61)
    assert today(at.site, at.hannah, at.time()).forms_twice == ()


def test_one_form_whose_record_was_corrected_was_not_entered_twice(at: Founded) -> None:
    number = form_number(at.digests["forklift"], OWN)
    record = sign(at.site, at.hannah, draft_from_form(at, at.ana, number), choice(at), PIN).sign_off
    amend(at.site, at.hannah, record.id, replace(record, assessor_note="seen"), "a slip", PIN, at.time())
    assert today(at.site, at.hannah, at.time()).forms_twice == ()


def test_the_annex_names_the_form_and_a_record_without_one_says_nothing(at: Founded) -> None:
    number = form_number(at.digests["forklift"], OWN)
    checklist = get_checklist(at.site, at.digests["forklift"])
    record = get_sign_off(at.site, signed_from_form(at, at.ana, number))
    facts = {"attempts": (record,), "signatures": (), "digests": ()}
    assert ("Entered from paper form", number) in build_evidence(checklist, record, **facts).figures  # type: ignore[arg-type]
    plain = replace(record, context=replace(record.context, form=""))
    assert all("form" not in label for label, _ in build_evidence(checklist, plain, **facts).figures)  # type: ignore[arg-type]


def test_an_older_program_reads_a_record_with_a_form_and_this_one_reads_older_records(at: Founded) -> None:
    record = get_sign_off(at.site, signed_from_form(at, at.ana, form_number(at.digests["forklift"], OWN)))
    body = body_of(record)

    class OlderContext(msgspec.Struct):  # what it knew of a context
        purpose: str
        machine: str

    assert msgspec.convert(body["context"], OlderContext).purpose == "first"  # type: ignore[index, call-overload]
    del body["context"]["form"]  # type: ignore[union-attr, arg-type, index, call-overload]
    assert msgspec.convert(body, type(record), strict=False).context.form == ""


NOW = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [("9:10", "09:55", 45), ("09.10", "10.00", 50), ("0910", "0911", 1), ("9:10 am", "1:10 PM", 240)],
)
def test_times_are_read_as_people_write_them(start: str, end: str, minutes: int) -> None:
    run = observed_run(DAY, start, end, NOW)
    assert run.ended is not None
    assert run.started.date() == DAY
    assert run.ended - run.started == timedelta(minutes=minutes)


def test_a_night_shift_ends_on_the_next_day_and_a_slip_of_the_pen_is_named() -> None:
    run = observed_run(DAY - timedelta(days=2), "22:30", "00:15", NOW)
    assert run.ended == datetime(2026, 11, 29, 0, 15, tzinfo=UTC)
    for day, start, end, place in (
        (None, "9:10", "9:20", "Date of observation"),
        (DAY, "", "9:20", "Start"),
        (DAY, "9:10", "25:00", "End"),
        (DAY, "13:00", "14:01", "Date of observation"),
        (DAY - timedelta(days=3), "9:10", "9:00", "End"),
    ):
        with pytest.raises(InputError) as refused:
            observed_run(day, start, end, NOW)
        assert place in str(refused.value)
