"""From a table to people: headings of many systems, columns by hand, cells as names and days."""

from __future__ import annotations

from datetime import date

import pytest

from supervisor_app.errors import InputError
from supervisor_app.exchange.people_file import read_bytes, read_table
from supervisor_app.exchange.people_headers import COLUMN_WORDS, IGNORE, heading_key, map_columns
from supervisor_app.exchange.people_rows import check_mapping, find_people, read_people


def people(text, mapping=None):
    table = find_people(read_table("list.csv", text.encode()))
    return read_people(table, mapping or table.mapping)


SYSTEMS = {
    "kpa-user-import.header.csv": "employee_no EmployeeNumber, given_name FirstName, family_name LastName, job Title, "
    "left_on TerminationDate",
    "moodle-upload_users.csv": "employee_no username, given_name firstname, family_name lastname",
    "oneroster-1.1-users.header.csv": "employee_no identifier, given_name givenName, middle_name middleName, "
    "family_name familyName, job role",
    "orangehrm-importData.header.csv": "employee_no employee_id, given_name first_name, middle_name middle_name, "
    "family_name last_name, country country",
    "snipe-it/users-sample.csv": "employee_no Username, given_name First Name, family_name Last Name, job Job Title, "
    "country Country, hired Start Date, left_on End Date",
    "roster-utf8bom-semicolon.csv": "employee_no Personalnummer, given_name Vorname, family_name Nachname, "
    "given_latin Vorname (lat.), family_latin Nachname (lat.), country Land, job Tätigkeit, department Abteilung, "
    "hired Eintritt, shift Schicht",
}


@pytest.mark.parametrize("file", SYSTEMS)
def test_the_headings_of_each_system_are_understood(shared_data, file):
    path = shared_data / "people" / file
    table = find_people(read_table(path.name, path.read_bytes()))
    found = {f"{column} {heading}" for heading, column in zip(table.headings, table.mapping, strict=True) if column}
    assert found == set(SYSTEMS[file].split(", "))
    assert check_mapping(table.mapping, len(table.headings)) == ""


def test_both_rosters_give_every_person_with_every_fact(shared_data):
    for file, count in (("roster-utf8-comma.csv", 300), ("roster-utf8bom-semicolon.csv", 120)):
        path = shared_data / "people" / file
        table = find_people(read_table(path.name, path.read_bytes()))
        rows = read_people(table, table.mapping)
        assert len(rows) == count
        assert all(row.values["employee_no"].startswith("01") and isinstance(row.values["hired"], date) for row in rows)
        assert not any(row.problem for row in rows)


def test_the_roster_of_the_demo_is_read_whole():
    from supervisor_app.paths import resource_path

    path = resource_path("people", "demo-roster.csv")
    table = find_people(read_table(path.name, path.read_bytes()))
    assert IGNORE not in table.mapping
    assert len(read_people(table, table.mapping)) == 60


def test_an_empty_number_column_is_passed_over_for_one_that_has_something():
    assert map_columns(["Employee Number", "Username"], [False, True]) == ("", "employee_no")
    assert map_columns(["Employee Number", "Username"], [True, True]) == ("employee_no", "")
    assert map_columns(["Username", "Employee Number"], [False, False]) == ("", "employee_no")


def test_a_whole_name_beside_its_parts_is_left_out_unless_the_parts_are_empty():
    headings = ["No", "Name", "First name", "Last name"]
    assert map_columns(headings, [True] * 4) == ("employee_no", "", "given_name", "family_name")
    assert map_columns(headings, [True, True, False, False])[1] == "whole_name"


def test_the_heading_row_is_found_below_a_title():
    rows = people("Roster plant 2;;\n;;\nNr;Vorname;Nachname\n7;Ana;Silva\n")
    assert [(row.number, dict(row.values)) for row in rows] == [
        (4, {"employee_no": "7", "given_name": "Ana", "family_name": "Silva"})
    ]


def test_columns_are_mapped_by_hand_where_the_headings_say_nothing():
    rows = people("x,y,z\n7,Silva,Ana\n", mapping=("employee_no", "family_name", "given_name"))
    assert rows[0].values == {"employee_no": "7", "family_name": "Silva", "given_name": "Ana"}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (("employee_no", "whole_name"), ""),
        (("employee_no", ""), "which column has the name"),
        (("", "whole_name"), "which column has the number"),
        (("employee_no", "employee_no"), "Two columns are taken for “Number”"),
        (("employee_no",), "do not fit"),
        (("employee_no", "shoe_size"), "do not fit"),
    ],
)
def test_what_a_mapping_lacks_is_said(mapping, said):
    missing = check_mapping(mapping, 2)
    assert said in missing
    assert bool(missing) == bool(said)


def test_whole_names_are_split_and_middle_names_kept():
    rows = people('No,Name,Country\n1,"Svoboda, Lukáš",CZ\n2,宮崎陽菜,JP\n3,Suharto,ID\n')
    names = [(row.values.get("given_name"), row.values.get("family_name")) for row in rows]
    assert names == [("Lukáš", "Svoboda"), ("陽菜", "宮崎"), ("Suharto", None)]
    rows = people("No,First,Middle name,Last\n1,Ana,Maria,Silva\n")
    assert rows[0].values["given_name"] == "Ana Maria"


def test_days_are_read_by_what_the_whole_column_says():
    rows = people("No,Name,Hire date\n1,Ana Silva,8/9/2020\n2,Bo Li,8/16/2020\n3,Cy Ray,soon\n")
    assert [row.values.get("hired") for row in rows] == [date(2020, 8, 9), date(2020, 8, 16), None]
    assert rows[2].problem == "has a first day that is no day: “soon”"


def test_leading_zeros_and_formulas_stay_the_text_they_are(shared_data):
    payloads = (shared_data / "fuzz/csv-injection/payloadbox.txt").read_text(encoding="utf-8").splitlines()
    assert payloads
    for payload in payloads:
        cell = '"' + payload.replace('"', '""') + '"'
        (row,) = people(f"No,First,Last\n007,{cell},Silva\n")
        assert row.values == {"employee_no": "007", "given_name": payload.strip(), "family_name": "Silva"}


def test_an_empty_file_an_old_workbook_and_a_missing_file_are_told_as_such(tmp_path):
    with pytest.raises(InputError, match="nothing in it"):
        find_people(read_table("list.csv", b"\n\n"))
    with pytest.raises(InputError, match="old kind"):
        read_table("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(InputError, match=r"gone\.csv: The file cannot be read"):
        read_bytes(tmp_path / "gone.csv")


def test_every_field_has_a_heading_of_its_own_words():
    for column, words in COLUMN_WORDS.items():
        if column:
            assert map_columns([column], [True]) == (column,) or column in (
                "given_latin",
                "family_latin",
                "whole_latin",
                "whole_name",
            )
            assert words
    assert heading_key("Vorname (lat.)") == "vornamelat"
