"""Real names in many scripts and hostile strings: every letter has a glyph from the packages alone, and reads back."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.fonts import MEDIUM, SERIF, Typeface
from supervisor_app.documents.page import Page, Paper, Style
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.printed import same_print
from tests.documents.one_paper import read_certificate_pdf
from tests.documents.samples import FACTS, issued

NAME = Typeface(SERIF, MEDIUM)


def names(shared_data: Path) -> Iterator[str]:
    for file, delimiter in (("roster-utf8-comma.csv", ","), ("roster-utf8bom-semicolon.csv", ";")):
        with (shared_data / "people" / file).open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines, delimiter=delimiter)
            next(rows)
            for row in rows:
                yield f"{row[1]} {row[2]}"


def test_every_roster_name_has_glyphs_and_no_word_mixes_faces(shared_data: Path, shaper: Shaper) -> None:
    scripts = set()
    for name in names(shared_data):
        line = shaper.line(name, NAME)
        assert shaper.book.missing(name) == ()
        for run in line.runs:
            assert all(glyph.number for cluster in run.clusters for glyph in cluster.glyphs), name
        for word in name.split():
            assert shaper.book.face_for(word, NAME), word
            scripts |= {unicodedata.name(char).split()[0] for char in word if char.isalpha()}
    assert len(scripts) >= 10


def test_every_roster_name_reads_back_from_paper(shared_data: Path, shaper: Shaper) -> None:
    archive = Archive(About(title="", author="", subject="", language="en", made=datetime(2026, 1, 1, tzinfo=UTC), identity=""))
    people = sorted(set(names(shared_data)))
    for start in range(0, len(people), 20):
        page = Page(archive, shaper, Paper.A4)
        for row, name in enumerate(people[start : start + 20]):
            page.text(16, 15 + row * 9, name, Style(NAME, 14))
        page.finish()
    document = pypdfium2.PdfDocument(archive.data())
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    found = {_key(line) for line in text.splitlines()}
    lost = [name for name in people if _key(name) not in found]
    assert lost == []


def _key(text: str) -> str:
    """Names of two directions stand as the page shows them: words are compared, not their order."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(sorted("".join(char for char in composed if unicodedata.category(char) != "Cf").split()))


@pytest.mark.parametrize("row", range(0, 300, 23))
def test_a_roster_name_on_a_certificate_is_read_as_the_field_it_is(row: int, shared_data: Path, shaper: Shaper) -> None:
    name = list(names(shared_data))[row]
    facts = replace(FACTS, holder=name)
    found = read_certificate_pdf(render_certificate(issued(facts), paper=Paper.A4, shaper=shaper))
    assert same_print(found.fields["holder"], name)


def test_hostile_strings_print_without_harm(shared_data: Path, shaper: Shaper) -> None:
    lines = (shared_data / "fuzz" / "blns" / "blns.txt").read_text(encoding="utf-8").splitlines()
    hostile = [line for line in lines if line.strip() and not line.startswith("#")]
    for start in range(0, len(hostile), 12):
        part = hostile[start : start + 12]
        steps = tuple(
            replace(FACTS.evidence.steps[0], number=number, text=text, note=text) for number, text in enumerate(part, 1)
        )
        facts = replace(FACTS, holder=part[0][:80], evidence=replace(FACTS.evidence, steps=steps, worker_comment="\n".join(part)))
        data = render_certificate(issued(facts), paper=Paper.A4, shaper=shaper)
        assert len(pypdfium2.PdfDocument(data)) >= 2
