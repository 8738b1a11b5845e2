"""The ledger as people read it: sentences with names and old values, filters, and what a typed text may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import PersonFields
from supervisor_app.services.certificate_drawing import mark_printed
from supervisor_app.services.entry_proof import entry_proof
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.issuing import issue
from supervisor_app.services.ledger_filter import LedgerFilter, Subject, SubjectKind, without
from supervisor_app.services.ledger_finding import find_subjects, subject_named
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_page import END, choices, ledger_lines
from supervisor_app.services.people import change_worker
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import ledger_store
from tests.services import sync_sites
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed
from tests.services.sync_sites import PATIENCE, START, Clock


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def sentences(at: Founded, **asked: object) -> list[str]:
    return [line.told.sentence for line in ledger_lines(at.site, LedgerFilter(**asked), limit=200)]  # type: ignore[arg-type]


def person(at: Founded) -> Subject:
    return subject_named(at.site, SubjectKind.PERSON, at.ana.id)


def shift(at: Founded, shift: str) -> None:
    fields = PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska", shift=shift)
    change_worker(at.site, at.hannah, at.ana.id, fields)


def test_the_ledger_tells_who_did_what_newest_first(at: Founded) -> None:
    signed(at, at.ana)
    told = sentences(at)
    assert told[0] == "Hannah Weber signed Ana Kowalska competent on Counterbalance forklift, level U"
    assert "Hannah Weber recorded Ana Kowalska (20417)" in told
    assert len(told) == choices(at.site).total


def test_a_change_says_from_what_to_what(at: Founded) -> None:
    shift(at, "days")
    shift(at, "nights")
    assert sentences(at)[:2] == [
        "Hannah Weber changed Ana Kowalska’s shift from days to nights",
        "Hannah Weber changed Ana Kowalska’s shift to days",
    ]


def test_a_name_in_another_direction_keeps_its_direction_inside_the_sentence(at: Founded) -> None:
    assert any("recorded Yusef \u2068חזן\u2069" in told or "\u2068Yusef חזן\u2069" in told for told in sentences(at))


def test_the_history_of_a_person_reaches_their_certificates_and_prints(at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    issued = issue(at.site, at.hannah, record.id, DETAILS, PIN, at.time())
    mark_printed(at.site, at.hannah, [issued.facts.credential_id])
    number = issued.facts.number
    told = sentences(at, subject=person(at))
    assert [words.split(" Ana Kowalska")[0] for words in told] == [
        "Hannah Weber printed",
        f"Hannah Weber issued certificate {number} to",
        "Hannah Weber signed",
        "Hannah Weber recorded",
    ]
    certificate = subject_named(at.site, SubjectKind.CERTIFICATE, issued.facts.credential_id)
    assert (certificate.title, len(sentences(at, subject=certificate))) == (number, 2)
    of_record = subject_named(at.site, SubjectKind.RECORD, record.id)
    assert len(sentences(at, subject=of_record)) == 3
    assert of_record.title == "Ana Kowalska on Counterbalance forklift"
    competency = subject_named(at.site, SubjectKind.COMPETENCY, "forklift")
    assert len(sentences(at, subject=competency)) == 4  # competency, checklist, sign-off, certificate


def test_filters_narrow_and_can_be_taken_away_one_by_one(at: Founded) -> None:
    signed(at, at.ana)
    later(at, days=2)
    shift(at, "nights")
    asked = LedgerFilter(group=Group.PEOPLE, member=at.hannah.member_id, since=at.time().date())
    assert [line.told.group for line in ledger_lines(at.site, asked)] == [Group.PEOPLE]
    assert len(ledger_lines(at.site, without(asked, "since"))) == 3
    assert not ledger_lines(at.site, LedgerFilter(until=date(2001, 1, 1)))
    assert not ledger_lines(at.site, LedgerFilter(group=Group.NEWER))
    assert not ledger_lines(at.site, LedgerFilter(since=date.max))
    assert len(ledger_lines(at.site, LedgerFilter(since=date.min, until=date.max), limit=200)) == choices(at.site).total
    assert asked.narrows
    assert not LedgerFilter().narrows


def test_days_are_local_and_both_ends_are_in(at: Founded) -> None:
    day = at.time().date()
    assert len(ledger_lines(at.site, LedgerFilter(since=day, until=day), limit=200)) == choices(at.site).total


def test_pages_follow_one_another(at: Founded) -> None:
    seen: list[str] = []
    after = END
    while page := ledger_lines(at.site, LedgerFilter(), after, limit=4):
        seen += [line.key for line in page]
        after = page[-1].place
    assert len(seen) == len(set(seen)) == choices(at.site).total


def test_what_is_typed_finds_people_certificates_competencies_and_members(at: Founded) -> None:
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    assert [hit.title for hit in find_subjects(at.site, "kowal")] == ["Ana Kowalska"]
    assert find_subjects(at.site, "20417")[0].id == at.ana.id
    assert SubjectKind.CERTIFICATE in {hit.kind for hit in find_subjects(at.site, issued.facts.number)}
    assert {hit.kind for hit in find_subjects(at.site, issued.facts.number[:6].lower())} == {SubjectKind.CERTIFICATE}
    assert {hit.id for hit in find_subjects(at.site, "FORKL")} == {"forklift", "twice"}
    assert [hit.kind for hit in find_subjects(at.site, "line lead")] == [SubjectKind.MEMBER]
    assert find_subjects(at.site, "  ") == ()


def test_what_was_erased_says_when_by_whom_and_why(at: Founded) -> None:
    signed(at, at.ana)
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    erase(at.site, at.hannah, shown, "Asked to be forgotten", "The worker", PIN)
    told = sentences(at)
    gone = [words for words in told if words.startswith("Content erased")]
    assert gone[0].startswith(
        "Content erased on 23 November 2026 by Hannah Weber, reason: Asked to be forgotten (assessment signed"
    )
    assert len(gone) == 2
    assert not any("Kowalska" in words for words in told)
    newest = ledger_lines(at.site, LedgerFilter())[1]
    proof = entry_proof(at.site, newest.place.origin, newest.place.seq)
    assert proof.holds
    assert "erased on 23 November 2026 by Hannah Weber" in proof.text()


def test_an_erased_entry_is_still_told(at: Founded) -> None:
    shift(at, "nights")
    with at.site.database.write() as connection:
        newest = ledger_store.entries_about(connection, at.ana.id)[0]
        connection.exec_driver_sql(
            "UPDATE entry SET salt = NULL, content = NULL WHERE origin = ? AND seq = ?", (newest.origin, newest.seq)
        )
    line = ledger_lines(at.site, LedgerFilter())[0]
    assert line.told.sentence.startswith("Content erased (worker recorded")
    assert not line.told.readable


def test_the_loser_of_a_conflict_between_two_laptops_stays_in_the_history_of_both(tmp_path: Path) -> None:
    shared, slow = tmp_path / "shared.sqlite", Clock()
    ours = sync_sites.found(tmp_path / "a", clock=Clock(START + timedelta(hours=1)))
    with sync_sites.closing(ours):
        choose_shared(ours, shared, True, patience=PATIENCE)
        sync_sites.add_people(ours, 1)
        with ours.database.read() as connection:
            worker = str(connection.exec_driver_sql("SELECT id FROM worker WHERE employee_no = '000000'").scalar())
        sync_now(ours, patience=PATIENCE)
        theirs = sync_sites.join(tmp_path / "b", shared, 7, clock=slow)
        with sync_sites.closing(theirs):
            for site in (theirs, ours):
                sync_now(site, patience=PATIENCE)
            sync_sites.approve(ours)
            for site in (ours, theirs):
                sync_now(site, patience=PATIENCE)
            sync_sites.rename(theirs, worker, "Early")
            slow.now += timedelta(hours=5)
            sync_sites.rename(ours, worker, "Late")  # neither laptop knew of the other's change
            for site in (theirs, ours, theirs):
                sync_now(site, patience=PATIENCE)
            for site in (ours, theirs):
                subject = subject_named(site, SubjectKind.PERSON, worker)
                lines = ledger_lines(site, LedgerFilter(subject=subject))
                values = [next((one.old, one.new) for one in line.told.changes if one.name == "given_name") for line in lines]
                first, second = values[0], values[1]
                assert {first[1], second[1]} == {"Early", "Late"}
                assert (first[0], second[0], values[2][1]) == (second[1], "Alise", "Alise")
                loser = entry_proof(site, lines[1].place.origin, lines[1].place.seq)
                assert f"set it to {first[1]} on" in loser.changes[0].since
                assert "this value is kept in the history" in loser.changes[0].since
                assert not entry_proof(site, lines[0].place.origin, lines[0].place.seq).changes[0].since
