"""The audit report on paper: an archive file, the same bytes again, any script, nothing cut without a word."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from supervisor_app.documents.audit_report import AuditHead, AuditRow, open_fonts, render_part
from supervisor_app.documents.page import Paper

HEAD = AuditHead(
    organisation="Northgate Pressings, Dayton",
    facts=(("Scope", "All entries"), ("Entries", "2, newest first"), ("Exported", "28 November 2026, by Hannah Weber")),
    part=1,
    made=datetime(2026, 11, 28, 9, 0, tzinfo=UTC),
    identity="x",
    how_to_check="Use the command.",
)
ROW = AuditRow(
    day="14 Nov 2026",
    clock="16:20:00 +0100",
    sentence="Hannah Weber signed Zofia Wiśniewska competent on Counterbalance forklift, level U",
    who="Hannah Weber",
    laptop="Bay 4 laptop",
    number="1,204",
    hash="c8c7 cd22 5cef a159",
    more=("Signed by Hannah Weber, 2026-11-14T16:20:00+01:00: “I observed this.”",),
)
BOOK = open_fonts()


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize("paper", list(Paper))
def test_it_is_an_archive_file_and_the_same_bytes_again(paper: Paper) -> None:
    data = render_part(HEAD, [ROW], book=BOOK, paper=paper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
    assert render_part(HEAD, [ROW], book=BOOK, paper=paper) == data


def test_it_says_scope_entries_signatures_and_page_numbers() -> None:
    [page] = texts(render_part(HEAD, [ROW], book=BOOK))
    said = " ".join(page.split())
    for words in ("Audit report", "All entries", ROW.sentence, "“I observed this.”", "c8c7 cd22", "Part 1, page 1 of 1"):
        assert words in said


def test_further_parts_have_no_front_and_count_their_own_pages() -> None:
    pages = texts(render_part(replace(HEAD, part=3), [ROW] * 60, book=BOOK))
    assert len(pages) > 2
    assert "Scope" not in pages[0]
    assert f"Part 3, page {len(pages)} of {len(pages)}" in pages[-1]
    assert sum(page.count("1,204") for page in pages) == 60


@pytest.mark.parametrize("name", ["רונית לוי", "रबिना महर्जन", "Łucja Øst", "Αθανάσιος Κουφός", "宮崎 陽菜", "Trần Văn Minh"])
def test_names_of_any_script_read_back(name: str) -> None:
    [page] = texts(render_part(HEAD, [replace(ROW, sentence=f"Hannah Weber signed \u2068{name}\u2069 competent")], book=BOOK))
    assert all(word in page or word[::-1] in page for word in name.split())  # readers give right-to-left words in visual order


def test_a_text_longer_than_a_page_says_that_there_is_more() -> None:
    pages = texts(render_part(HEAD, [replace(ROW, sentence="very long " * 2000), ROW], book=BOOK))
    assert "more lines; the whole text is in entries.csv" in "".join(pages)
    assert "Zofia" in pages[-1]


def test_nothing_found_is_said() -> None:
    assert "No entries in this scope." in texts(render_part(HEAD, [], book=BOOK))[0]
