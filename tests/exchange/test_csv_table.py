"""CSV of every encoding and delimiter, and what is refused."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.errors import InputError
from supervisor_app.exchange.csv_table import find_delimiter, read_csv
from supervisor_app.exchange.table import MAX_BYTES, MAX_CELL_LENGTH, MAX_COLUMNS, Table

ROSTER = "Nr;Vorname;Nachname\n010007;Lukáš;Müller\n010014;Zoë;Gál\n"


def outcome(name, data):
    """Return the table, or the refusal; anything else fails the test."""
    try:
        return read_csv(name, data)
    except InputError as refused:
        return refused


def cells(data, name="list.csv"):
    return [row.cells for row in read_csv(name, data).rows]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_unicode_encoding_and_delimiter_gives_the_same_table(codec, delimiter):
    text = ROSTER.replace(";", delimiter)
    assert cells(text.encode(codec)) == [("Nr", "Vorname", "Nachname"), ("010007", "Lukáš", "Müller"), ("010014", "Zoë", "Gál")]


def test_a_big_endian_file_with_its_mark_is_read():
    assert cells(b"\xfe\xff" + ROSTER.encode("utf-16-be"))[1] == ("010007", "Lukáš", "Müller")


def test_what_is_no_utf8_is_read_as_western_european_and_says_so():
    table = read_csv("list.csv", "Nr;Name\n1;Müller\n2;Zoë\n".encode("cp1252"))
    assert table.rows[1].cells == ("1", "Müller")
    assert "cp1252" in table.encoding


def test_utf16_without_mark_is_seen_in_scripts_without_latin_letters_too():
    text = "Nr;Name\n" + "".join(f"{n};ბარბარე შენგელია\n" for n in range(300))
    assert cells(text.encode("utf-16-le"))[300] == ("299", "ბარბარე შენგელია")


def test_every_file_of_csv_spectrum_gives_its_json(shared_data):
    folder = shared_data / "fuzz/csv-spectrum"
    files = sorted((folder / "csvs").glob("*.csv"))
    assert len(files) == 12
    for path in files:
        if path.stem == "location_coordinates":
            continue  # its JSON has another telephone number than its CSV
        loaded = json.loads((folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        expected = loaded if isinstance(loaded, list) else [loaded]
        rows = read_csv(path.name, path.read_bytes()).rows
        heads = rows[0].cells
        found = [{head: row.cell(at) for at, head in enumerate(heads)} for row in rows[1:]]
        assert [{k: v.strip() for k, v in each.items()} for each in expected] == found, path.name


def test_a_line_that_names_the_delimiter_is_obeyed_and_counted():
    table = read_csv("list.csv", b"sep=|\r\nNr|Name, full\r\n1|Ana\r\n")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Nr", "Name, full")), (3, ("1", "Ana"))]


def test_blank_rows_are_passed_over_and_still_counted_as_a_spreadsheet_counts():
    rows = read_csv("list.csv", b"Nr,Name\n,,\n\n1,Ana\n").rows
    assert [row.number for row in rows] == [1, 4]


def test_a_comma_in_names_does_not_win_over_the_real_delimiter():
    assert find_delimiter('Nr;Name\n1;"Weber, Hannah"\n2;"Gál, Hanna"\n') == ";"
    assert find_delimiter("Name\nWeber\n") == ","


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b'Nr,Name\n1,"Ana\n2,Bo\n', "list.csv, row 2", "quotation mark"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "list.csv", "not text"),
        (b"\x00\x01\x02\x03" * 100, "list.csv", "not a table of text"),
        (b"Nr,Name\n" + b"1,\xff\x81\x8d\n", "list.csv, line 2", "not text"),
        (b"\xff\xfe" + b"N\x00r\x00\x00\xd8", "list.csv, line", "not text"),
        (b"a" + b",a" * MAX_COLUMNS, "list.csv, row 1", "columns"),
        (b"Nr,Name\n1," + b"a" * (MAX_CELL_LENGTH + 1), "list.csv, row 2", "longer"),
        (b'Nr,Name\n1,"' + b"a" * 200_000, "list.csv, row 2", "quotation mark"),
        (b"a,a\n" * (MAX_BYTES // 4 + 1), "list.csv", "larger"),
        (b"\n" * 2_000_000, "list.csv, row 1048577", "longer"),
        (b"1,2\n" * 100_002, "list.csv, row 100002", "longer"),
        (b"\n".join([b",".join([b"x"] * 100)] * 15_001), "list.csv, row 15001", "longer"),
    ],
)
def test_a_hostile_file_is_refused_with_place_and_reason(data, place, reason):
    with pytest.raises(InputError) as refused:
        read_csv("list.csv", data)
    assert refused.value.place.startswith(place)
    assert reason in refused.value.reason


def test_every_file_of_the_fuzz_corpora_gives_a_table_or_a_reason(shared_data):
    tables = 0
    for path in sorted((shared_data / "fuzz").glob("go-fuzz/**/*")) + sorted((shared_data / "fuzz/json-nst").glob("*")):
        if path.is_file():
            found = outcome(path.name, path.read_bytes())
            assert found.place.startswith(path.name) if isinstance(found, InputError) else found.name == path.name
            tables += isinstance(found, Table)
    assert tables > 50


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_reason(data):
    found = outcome("x", data)
    assert isinstance(found, Table) or found.reason


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=2, max_size=5),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
def test_what_python_writes_is_read_back(rows, delimiter):
    rows = [[f"h{n}" for n in range(5)], *rows]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    found = read_csv("x", f"sep={delimiter}\n{buffer.getvalue()}".encode())
    by_number = {row.number: row for row in found.rows}
    for number, cells_ in enumerate(rows, start=2):
        for at, cell in enumerate(cells_):
            assert (by_number[number].cell(at) if number in by_number else "") == cell.strip()
