"""What a list of people would change."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.people import PersonFields, Worker
from supervisor_app.domain.people_import import ImportRow, RowKind, SourceRow, count_kinds, import_in_words, plan_import

TODAY = date(2026, 11, 23)
LJILJANA = Worker(id="a" * 32, employee_no="010105", given_name="Љиљана", family_name="Kovačević", job="Welder")
GONE = Worker(id="b" * 32, employee_no="010112", given_name="Emma", family_name="Mikkelsen", left_on=date(2026, 3, 1))


def row(number=2, problem="", **values):
    return SourceRow(number=number, values=values, problem=problem)


def plan(existing, *rows, whole_roster=False):
    return plan_import(existing, rows, today=TODAY, whole_roster=whole_roster)


def known(row_: ImportRow, worker_id: str, left_on: date | None = None) -> Worker:
    values = {field.name: getattr(row_.fields, field.name) for field in fields(PersonFields)}
    return Worker(id=worker_id, left_on=left_on, **values)


def test_a_number_nobody_has_is_a_new_person():
    (only,) = plan([], row(employee_no="7", given_name="Ana", family_name="Silva", job="Rigger"))
    assert only.kind is RowKind.NEW
    assert only.fields == PersonFields(employee_no="7", given_name="Ana", family_name="Silva", job="Rigger")
    assert only.worker_id == ""


def test_a_known_number_with_other_facts_is_a_change_that_says_what_was_before():
    (only,) = plan(
        [LJILJANA], row(employee_no="010105", given_name="Љиљана", family_name="Kovačević", job="Line Lead", shift="A")
    )
    assert only.kind is RowKind.CHANGED
    assert only.worker_id == LJILJANA.id
    assert only.reason == "job was Welder, shift is added"


def test_an_empty_cell_leaves_what_is_recorded():
    (only,) = plan([LJILJANA], row(employee_no="010105", family_name="Kovačević"))
    assert only.kind is RowKind.UNCHANGED
    assert only.fields.job == "Welder"


def test_the_two_ways_to_encode_an_accent_are_no_change():
    (only,) = plan([LJILJANA], row(employee_no="010105", family_name="Kovac\u030cevic\u0301"))
    assert only.kind is RowKind.UNCHANGED


def test_a_number_whose_leading_zeros_were_dropped_finds_its_only_owner_and_keeps_its_zeros():
    (only,) = plan([LJILJANA], row(employee_no="10105", given_name="Љиљана", family_name="Kovačević"))
    assert (only.kind, only.fields.employee_no) == (RowKind.UNCHANGED, "010105")
    twin = Worker(id="c" * 32, employee_no="0010105", given_name="B", family_name="C")
    (only,) = plan([LJILJANA, twin], row(employee_no="10105", given_name="A", family_name="B"))
    assert only.kind is RowKind.NEW


def test_rows_that_cannot_be_used_say_why_and_speak_for_their_number():
    planned = plan(
        [],
        row(2, employee_no="1", given_name="Ana"),
        row(3, given_name="Ana", family_name="Silva"),
        row(4, employee_no="2", family_name="Silva"),
        row(5, employee_no="3", given_name="A\x00na", family_name="Silva"),
        row(6, problem="has a first day that is no day: “soon”", employee_no="4", given_name="B", family_name="C"),
        row(7, employee_no="1", given_name="Ana", family_name="Silva"),
    )
    assert [each.sentence for each in planned] == [
        "row 2 has no family name",
        "row 3 has no number",
        "row 4 has no given name",
        "row 5 has a given name that holds a control character (U+0000)",
        "row 6 has a first day that is no day: “soon”",
        "row 7 repeats number 1",
    ]


def test_a_family_name_missing_in_the_own_script_is_taken_from_the_latin_column():
    (only,) = plan([], row(employee_no="1", given_name="ანა", given_latin="Ana", family_latin="Alievi"))
    assert (only.kind, only.fields.family_name) == (RowKind.NEW, "Alievi")


def test_one_column_with_the_whole_name_may_hold_a_single_name():
    (only,) = plan([], row(employee_no="1", whole_name="Suharto", given_name="Suharto"))
    assert only.kind is RowKind.NEW


def test_a_whole_name_that_was_split_otherwise_by_hand_is_no_change():
    person = Worker(id="d" * 32, employee_no="1", given_name="Anna van", family_name="der Berg")
    (only,) = plan([person], row(employee_no="1", whole_name="Anna van der Berg", given_name="Anna", family_name="van der Berg"))
    assert only.kind is RowKind.UNCHANGED


def test_the_second_row_with_a_number_repeats_it():
    rows = [row(n, employee_no="010105", given_name="Ana", family_name="Silva") for n in (2, 87)]
    planned = plan([], *rows)
    assert [each.kind for each in planned] == [RowKind.NEW, RowKind.ERROR]
    assert planned[1].sentence == "row 87 repeats number 010105"


def test_two_numbers_on_one_list_that_differ_by_zeros_are_two_people():
    rows = (row(2, employee_no="010105", family_name="K"), row(3, employee_no="10105", given_name="Ana", family_name="K"))
    planned = plan([LJILJANA], *rows)
    assert [(each.kind, each.worker_id) for each in planned] == [(RowKind.CHANGED, LJILJANA.id), (RowKind.NEW, "")]


def test_a_last_day_that_has_come_marks_as_left_and_one_ahead_does_not():
    values = {"employee_no": "010105", "family_name": "Kovačević"}
    left, ahead = date(2026, 11, 23), date(2026, 11, 24)
    (only,) = plan([LJILJANA], row(left_on=left, **values))
    assert (only.kind, only.left_on, only.reason) == (RowKind.LEFT, left, "left on 2026-11-23")
    (only,) = plan([LJILJANA], row(left_on=ahead, **values))
    assert (only.kind, only.left_on) == (RowKind.UNCHANGED, None)


def test_nobody_is_proposed_as_left_unless_the_list_is_the_whole_roster():
    assert plan([LJILJANA, GONE]) == ()
    (only,) = plan([LJILJANA, GONE], whole_roster=True)
    assert (only.kind, only.worker_id, only.left_on, only.number) == (RowKind.LEFT, LJILJANA.id, TODAY, 0)
    assert "is not on this list" in only.sentence


def test_somebody_who_left_comes_back_only_by_a_whole_roster():
    values = row(employee_no="010112", given_name="Emma", family_name="Mikkelsen")
    (only,) = plan([GONE], values)
    assert (only.kind, only.comes_back) == (RowKind.UNCHANGED, False)
    assert only.reason == "stays marked as left on 2026-03-01"
    (only,) = plan([GONE], values, whole_roster=True)
    assert (only.kind, only.comes_back, only.reason) == (RowKind.CHANGED, True, "is back")


def test_the_number_of_somebody_who_left_is_not_given_to_a_stranger_unasked():
    (only,) = plan([GONE], row(employee_no="010112", given_name="Ana", family_name="Silva"))
    assert only.kind is RowKind.ERROR
    assert "Emma Mikkelsen, who left on 2026-03-01" in only.reason


def test_somebody_who_is_here_comes_before_somebody_who_left_with_the_same_number():
    here = Worker(id="0" * 32, employee_no="010112", given_name="Ana", family_name="Silva")
    (only,) = plan([here, GONE], row(employee_no="010112", given_name="Ana", family_name="Silva"))
    assert (only.kind, only.worker_id) == (RowKind.UNCHANGED, here.id)


def test_the_summary_counts_and_names_the_first_rows_that_need_a_look():
    rows = [row(n, employee_no=str(n), given_name="A", family_name="B") for n in range(2, 300)]
    planned = plan(
        [], *rows, row(300, employee_no="300", given_name="A"), row(301, employee_no="5", given_name="A", family_name="B")
    )
    words = "298 people are new, 2 rows need a look: row 300 has no family name, row 301 repeats number 5."
    assert import_in_words(planned) == words
    assert import_in_words(()) == "The list is empty."
    assert import_in_words(plan([LJILJANA], row(employee_no="010105", job="Welder"))) == "Nothing is new on this list."
    many = plan([], *(row(n, employee_no=str(n)) for n in range(2, 9)))
    assert import_in_words(many).endswith("row 4 has no name and 4 more.")


NUMBERS = st.sampled_from(["1", "01", "001", "2", "A-2", "", "3"])
NAMES = st.sampled_from(["", "Ana", "Bo", "王", "x\x00"])
ROWS = st.lists(
    st.builds(
        lambda **values: {key: value for key, value in values.items() if value},
        employee_no=NUMBERS,
        given_name=NAMES,
        family_name=NAMES,
        job=st.sampled_from(["", "Welder", "Rigger"]),
        left_on=st.sampled_from([None, date(2026, 1, 2), date(2030, 1, 1)]),
    ),
    max_size=12,
)


@given(ROWS, ROWS, st.booleans())
def test_importing_the_same_list_again_changes_nothing(first, second, whole_roster):
    people: dict[str, Worker] = {}
    for step, values in enumerate((first, second, second)):
        rows = [row(number, **each) for number, each in enumerate(values, start=2)]
        planned = plan_import(people.values(), rows, today=TODAY, whole_roster=whole_roster)
        assert sum(count_kinds(planned).values()) == len(planned)
        if step == 2:
            assert all(each.kind in (RowKind.UNCHANGED, RowKind.ERROR) for each in planned)
        before = set(people)
        for each in planned:
            if each.kind in (RowKind.ERROR, RowKind.UNCHANGED):
                continue
            worker_id = each.worker_id or f"{len(people):032x}"
            old = people.get(worker_id)
            left = None if each.comes_back else each.left_on or (old.left_on if old else None)
            people[worker_id] = known(each, worker_id, left)
        assert before <= set(people)


@pytest.mark.parametrize("kind", list(RowKind))
def test_every_kind_is_counted(kind):
    assert count_kinds([ImportRow(number=1, kind=kind)])[kind] == 1
