"""Recording, changing and finding people over a real site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.domain.people_story import HeldState
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.name_scripts import scripts_of_names
from supervisor_app.services.people import (
    add_worker,
    change_worker,
    count_people,
    get_worker,
    mark_left,
    person_story,
    search_people,
    worker_by_badge,
)
from supervisor_app.storage import ledger_store
from tests.services.founded import Founded, as_role, found, observe, signed

RABINA = PersonFields(employee_no="010805", given_name="Rabina", family_name="महर्जन", badge="NP-77", hired=date(2020, 8, 16))
TODAY = date(2026, 11, 23)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def entries(at: Founded) -> int:
    with at.site.database.read() as connection:
        return ledger_store.count_entries(connection)


def test_a_person_is_recorded_once_with_every_fact_and_found_at_once(at: Founded) -> None:
    before = entries(at)
    worker = add_worker(at.site, at.hannah, RABINA)
    assert entries(at) == before + 1
    assert replace(worker, id="", left_on=None) == replace(get_worker(at.site, worker.id), id="", left_on=None)
    assert worker.hired == date(2020, 8, 16)
    page = search_people(at.site, "हर्ज")
    assert [(row.id, row.name, row.employee_no, row.left) for row in page.rows] == [(worker.id, "Rabina महर्जन", "010805", False)]
    assert (page.total_shown, page.total_people, page.more) == (1, 3, False)


def test_a_change_writes_one_entry_and_no_change_writes_none(at: Founded) -> None:
    worker = add_worker(at.site, at.hannah, RABINA)
    before = entries(at)
    changed = change_worker(at.site, at.hannah, worker.id, replace(RABINA, job="Welder", badge=""))
    assert (changed.job, changed.badge, changed.given_name) == ("Welder", "", "Rabina")
    assert entries(at) == before + 1
    change_worker(at.site, at.hannah, worker.id, replace(RABINA, job="Welder", badge=""))
    assert entries(at) == before + 1


def test_a_number_or_badge_of_somebody_else_is_refused_by_name(at: Founded) -> None:
    add_worker(at.site, at.hannah, RABINA)
    before = entries(at)
    with pytest.raises(UserError, match=r"Number 010805 belongs to Rabina महर्जन already\."):
        add_worker(at.site, at.hannah, PersonFields(employee_no="010805", family_name="Silva"))
    with pytest.raises(UserError, match="carries this badge already"):
        change_worker(at.site, at.hannah, at.ana.id, PersonFields(employee_no="20417", family_name="Kowalska", badge="np77"))
    assert entries(at) == before


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"employee_no": " "}, "Number"),
        ({"family_name": "", "given_name": ""}, "Family name"),
        ({"job": "a\x00b"}, "Job"),
        ({"given_name": "x" * 300}, "Given name"),
        ({"department": "\u202egro"}, "Department"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_field(at: Founded, changes: dict[str, str], place: str) -> None:
    before = entries(at)
    with pytest.raises(InputError) as refused:
        add_worker(at.site, at.hannah, replace(RABINA, **changes))  # type: ignore[arg-type]
    assert refused.value.place == place
    assert entries(at) == before


def test_who_left_stays_with_everything_and_may_come_back(at: Founded) -> None:
    left = mark_left(at.site, at.hannah, at.ana.id, date(2026, 11, 20))
    assert left.left_on == date(2026, 11, 20)
    assert search_people(at.site, "kowalska").rows == ()
    (row,) = search_people(at.site, "kowalska", include_left=True).rows
    assert row.left
    before = entries(at)
    mark_left(at.site, at.hannah, at.ana.id, date(2026, 11, 20))
    assert entries(at) == before
    assert mark_left(at.site, at.hannah, at.ana.id, None).left_on is None
    assert count_people(at.site, "") == 2


def test_an_auditor_changes_nothing(at: Founded) -> None:
    auditor = as_role(at, Role.AUDITOR)
    for call in (
        lambda: add_worker(at.site, auditor, RABINA),
        lambda: change_worker(at.site, auditor, at.ana.id, RABINA),
        lambda: mark_left(at.site, auditor, at.ana.id, TODAY),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_badge_finds_one_person_who_is_here_else_the_number_does(at: Founded) -> None:
    worker = add_worker(at.site, at.hannah, RABINA)
    assert worker_by_badge(at.site, "NP77") == worker
    assert worker_by_badge(at.site, " 010805 ") == worker
    assert worker_by_badge(at.site, "nobody") is None
    assert worker_by_badge(at.site, "") is None
    mark_left(at.site, at.hannah, worker.id, TODAY)
    assert worker_by_badge(at.site, "NP77") is None


def test_pages_of_a_search_join_on_without_gap_or_repeat(at: Founded) -> None:
    for number in range(120):
        add_worker(at.site, at.hannah, PersonFields(employee_no=f"7{number:04d}", family_name="Silva"))
    seen: list[str] = []
    while True:
        page = search_people(at.site, "silv", limit=50, offset=len(seen))
        seen += [row.id for row in page.rows]
        if not page.more:
            break
        assert page.total_shown == len(seen)
    assert len(seen) == len(set(seen)) == page.total_shown == count_people(at.site, "silv") == 120


def test_whose_name_begins_so_comes_before_whose_name_only_holds_it(at: Founded) -> None:
    """Enter takes the first hit: "rab" means Rabina, not Grabowski."""
    for number, given, family in (("1", "Stanisław", "Grabowski"), ("2", "Rabina", "Maharjan"), ("20", "Ida", "Arabi")):
        add_worker(at.site, at.hannah, replace(RABINA, employee_no=number, given_name=given, family_name=family, badge=""))
    assert [row.name for row in search_people(at.site, "rab").rows] == ["Rabina Maharjan", "Stanisław Grabowski", "Ida Arabi"]
    assert [row.name for row in search_people(at.site, "gra sta").rows] == ["Stanisław Grabowski"]


def test_a_story_tells_what_is_held_what_happened_and_what_is_begun(at: Founded) -> None:
    empty = person_story(at.site, at.ana.id, TODAY)
    assert (empty.holds, empty.history, empty.drafts) == ((), (), ())
    signed(at, at.ana)
    draft = observe(at, at.ana)
    story = person_story(at.site, at.ana.id, TODAY)
    assert [(held.title, held.state, held.level) for held in story.holds] == [("Counterbalance forklift", HeldState.SIGNED, "U")]
    assert "no certificate yet" in story.holds[0].words
    assert [(line.state, line.title) for line in story.history] == [("met", "Counterbalance forklift")]
    assert "Hannah Weber" in story.history[0].words
    assert [line.id for line in story.drafts] == [draft]
    mark_left(at.site, at.hannah, at.ana.id, TODAY)
    assert person_story(at.site, at.ana.id, TODAY).history[0].state == "left"


@pytest.mark.parametrize(
    ("column", "value", "doubt", "words"),
    [
        ("questioned", "It was written on a laptop that was not approved.", "questioned", "It does not count: it was written on"),
        ("waits", 1, "waits", "It counts once another member has countersigned it."),
    ],
)
def test_what_does_not_count_is_said_in_the_history_with_the_reason(
    at: Founded, column: str, value: object, doubt: str, words: str
) -> None:
    signed(at, at.ana)
    with at.site.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE sign_off SET {column} = ?", (value,))
    story = person_story(at.site, at.ana.id, TODAY)
    (line,) = story.history
    assert line.doubt == doubt
    assert words in line.words
    assert [held.state for held in story.holds] == ([HeldState.WAITS] if doubt == "waits" else [])


def test_nobody_with_an_id_is_said_in_words(at: Founded) -> None:
    with pytest.raises(UserError, match="not on this laptop"):
        person_story(at.site, "f" * 32, TODAY)


@pytest.mark.parametrize(
    ("family_name", "script"),
    [("김", "Hang"), ("たなか", "Kana"), ("タナカ", "Kana"), ("王", "Hani"), ("Müller", None), ("الخطيب", None)],
)
def test_the_scripts_of_names_are_found(at: Founded, family_name: str, script: str | None) -> None:
    add_worker(at.site, at.hannah, PersonFields(employee_no="K-1", given_name="", family_name=family_name))
    assert scripts_of_names(at.site) == (frozenset({script}) if script else frozenset())
