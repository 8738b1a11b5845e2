"""What may be recorded about a person, and what differs."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from supervisor_app.domain.people import FIELD_WORDS, PersonFields, Worker, person_changes, person_problem

HANNA = PersonFields(employee_no="010077", given_name="Hanna", family_name="Gál", job="Machinist", hired=date(2017, 9, 12))


def test_every_field_has_a_word():
    assert list(FIELD_WORDS) == [field.name for field in fields(PersonFields)]


def test_a_person_needs_a_number_and_some_name():
    assert person_problem(HANNA) == ""
    assert person_problem(replace(HANNA, employee_no=" \u200b")) == "has no number"
    assert person_problem(replace(HANNA, given_name="", family_name="")) == "has no name"
    assert person_problem(PersonFields(employee_no="1", family_latin="Gal")) == ""


def test_the_field_with_a_control_character_is_named():
    assert person_problem(replace(HANNA, job="Weld\x1ber")) == "has a job that holds a control character (U+001B)"


def test_changes_hold_only_what_differs_and_for_a_new_person_only_what_is_filled_in():
    assert person_changes(HANNA, replace(HANNA, job="Line Lead", hired=None)) == {"job": "Line Lead", "hired": None}
    assert person_changes(HANNA, HANNA) == {}
    assert set(person_changes(None, HANNA)) == {"employee_no", "given_name", "family_name", "job", "hired"}
    known = Worker(id="0" * 32, **{field.name: getattr(HANNA, field.name) for field in fields(PersonFields)})
    assert person_changes(known, HANNA) == {}


def test_the_name_falls_back_to_latin_letters_then_to_the_number():
    assert Worker(id="1", employee_no="7", given_latin="Ana", family_latin="Alievi").name == "Ana Alievi"
    assert Worker(id="1", employee_no="7").name == "7"
    assert Worker(id="1", employee_no="7", given_name="陽菜", family_name="宮崎", country="JP").name == "宮崎 陽菜"
