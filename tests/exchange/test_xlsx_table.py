"""XLSX as a spreadsheet shows it; bombs of every kind are refused before they are unpacked."""

from __future__ import annotations

import io
import re
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.errors import InputError
from supervisor_app.exchange.table import MAX_BYTES, Table
from supervisor_app.exchange.xlsx_table import read_xlsx


def workbook(*rows, change=None, title="People"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def outcome(data):
    """Return the table, or the refusal; anything else fails the test."""
    try:
        return read_xlsx("people.xlsx", data)
    except InputError as refused:
        return refused


def cells(data):
    return [row.cells for row in read_xlsx("people.xlsx", data).rows]


def with_part(data, part, text):
    """Return the workbook with one part replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, text)
    return buffer.getvalue()


def sheet_xml(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def with_rows(rows):
    return with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet_xml(rows))


def test_texts_of_any_script_are_read_as_they_are():
    assert cells(workbook(["Nr", "Name"], ["010007", "ბარბარე"], ["010014", "محمد"])) == [
        ("Nr", "Name"),
        ("010007", "ბარბარე"),
        ("010014", "محمد"),
    ]


def test_numbers_keep_the_leading_zeros_that_their_format_shows():
    def zeros(_, sheet):
        sheet["A2"].number_format = "000000"

    assert cells(workbook(["Nr"], [10105], [10105], [1.5], change=zeros)) == [("Nr",), ("010105",), ("10105",), ("1.5",)]


def test_days_are_read_as_iso_whatever_their_format():
    def formats(_, sheet):
        sheet["A2"].number_format = "DD.MM.YYYY"
        sheet["B2"].number_format = "[$-407]d. mmmm yyyy;@"

    data = workbook(["a", "b", "c"], [date(2020, 8, 16), datetime(2021, 2, 3, 14, 30), 44059], change=formats)
    assert cells(data)[1] == ("2020-08-16", "2021-02-03", "44059")


def test_days_counted_from_1904_are_read_rightly():
    def epoch(book, _):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert cells(workbook(["a"], [date(2020, 8, 16)], change=epoch))[1] == ("2020-08-16",)


def test_a_formula_is_never_run_its_stored_result_or_its_text_is_read():
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>HYPERLINK("http://x")</f></c>'
    rows += '<c r="C1" t="str"><f>A1&amp;"!"</f><v>Ana</v></c></row>'
    assert cells(with_rows(rows)) == [("2", '=HYPERLINK("http://x")', "Ana")]


def test_inline_texts_booleans_escapes_and_gaps():
    rows = '<row r="2"><c r="B2" t="inlineStr"><is><t>Ana</t></is></c><c r="D2" t="b"><v>1</v></c></row>'
    rows += '<row r="7"><c t="inlineStr"><is><r><t>a_x000D_</t></r><r><t>b</t></r></is></c></row>'
    found = read_xlsx("x", with_rows(rows)).rows
    assert [(row.number, row.cells) for row in found] == [(2, ("", "Ana", "", "TRUE")), (7, ("a\rb",))]


def test_the_first_visible_sheet_with_rows_is_read():
    def more(book, sheet):
        sheet.sheet_state = "hidden"
        book.create_sheet("Empty")
        book.create_sheet("Real").append(["Nr"])

    assert cells(workbook(["secret"], change=more)) == [("Nr",)]


def test_what_openpyxl_reads_is_what_we_read(shared_data):
    import csv

    path = shared_data / "people/roster-utf8-comma.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    ours = cells(workbook(*rows))
    assert [tuple(row) for row in rows] == [(*row, *[""] * (10 - len(row))) for row in ours]


ENTITY = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"PK\x03\x04 no zip at all", "not a workbook"),
        (lambda: with_part(workbook(["x"]), "xl/media/bomb.bin", bytes(60 * 1024 * 1024)), "unpacks"),
        (lambda: with_part(workbook(["x"]), "xl/sharedStrings.xml", "<sst>" + "<si><t>a</t></si>" * 3_000_000), "unpacks"),
        (lambda: with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", ENTITY + sheet_xml("")), "entities"),
        (lambda: with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"), "sheet1.xml"),
        (lambda: with_part(workbook(["x"]), "xl/workbook.xml", "no xml"), "workbook.xml"),
        (lambda: workbook(["x"])[:-400], "not a workbook"),
        (lambda: with_rows('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "columns"),
        (lambda: with_rows(f'<row r="1"><c t="str"><v>{"a" * 40_000}</v></c></row>'), "longer"),
        (lambda: b"PK\x03\x04" + bytes(MAX_BYTES), "larger"),
    ],
)
def test_a_hostile_workbook_is_refused_with_a_reason_in_no_time(make, reason):
    data = make()
    started = time.perf_counter()
    with pytest.raises(InputError) as refused:
        read_xlsx("people.xlsx", data)
    assert time.perf_counter() - started < 2
    assert reason in refused.value.reason
    assert refused.value.place.startswith("people.xlsx")


def test_a_dimension_that_promises_a_million_rows_costs_nothing():
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{space}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c t="str"><v>Nr</v></c></row>'
    found = read_xlsx("x", with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", xml + "</sheetData></worksheet>")).rows
    assert [(row.number, row.cells) for row in found] == [(1048576, ("Nr",))]


@given(st.data())
def test_any_damage_gives_a_table_or_a_reason(data):
    good = WHOLE
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    found = outcome(bad)
    assert isinstance(found, Table) or found.reason


@given(st.text(st.sampled_from('<>/="crowvtisf&;:0123456789AZ _x'), max_size=200))
def test_any_sheet_xml_gives_a_table_or_a_reason(text):
    found = outcome(with_part(WHOLE, "xl/worksheets/sheet1.xml", sheet_xml(text)))
    assert isinstance(found, Table) or re.search("cannot be read|entities|columns", found.reason)


WHOLE = workbook(["Nr", "Name"], ["010007", "Ana"])
