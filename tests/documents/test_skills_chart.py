"""The skills chart: PDF/A-3b, the same bytes, its code read back, no names, everybody and every skill exactly once."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import pikepdf
import pikepdf.pdfa
import pytest

from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.preview import opened, page_count, read_codes
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.skills_chart import SHEETS, render_chart
from supervisor_app.domain.skills_chart import SkillsChart
from tests.documents.charts import CHART, CHARTS, HARD, SITE, chart
from tests.documents.test_certificate import logo, text_of


def codes(pdf: bytes, page: int, dpi: int) -> tuple[str, ...]:
    with opened(pdf) as document:
        return read_codes(document[page].render(scale=dpi / 72, grayscale=True).to_pil())


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("paper", SHEETS)
def test_it_is_pdf_a_3b_of_its_size_and_each_sheet_has_its_own_code(name: str, paper: str, shaper: Shaper) -> None:
    data = render_chart(CHARTS[name], paper=paper, logo_png=logo(), shaper=shaper)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        wide, high = [float(edge) for edge in pdf.pages[0].MediaBox][2:]
        assert (wide * 25.4 / 72, high * 25.4 / 72) == pytest.approx((SHEETS[paper].width, SHEETS[paper].height), abs=0.01)
    last = page_count(data) - 1
    for dpi in (150, 300):
        assert codes(data, 0, dpi) == (f"CHART:{CHARTS[name].code}:1",)
        assert codes(data, last, dpi) == (f"CHART:{CHARTS[name].code}:{last + 1}",)


def test_the_same_chart_gives_the_same_bytes_and_its_number_changes_with_what_it_says(shaper: Shaper) -> None:
    first = render_chart(CHART, paper="A3", logo_png=logo(), shaper=shaper)
    render_chart(HARD, paper="A4", shaper=shaper)
    assert render_chart(CHART, paper="A3", logo_png=logo(), shaper=Shaper(FontBook(()))) == first
    other = replace(CHART, columns=(replace(CHART.columns[0], later=0), *CHART.columns[1:]))
    assert len({CHART.code, other.code, SITE.code, HARD.code}) == 4


def test_twenty_four_people_by_eighteen_skills_fill_one_sheet_of_a3(shaper: Shaper) -> None:
    assert page_count(render_chart(chart(24, 18), paper="A3", shaper=shaper)) == 1
    assert page_count(render_chart(chart(25, 18), paper="A3", shaper=shaper)) == 2
    assert page_count(render_chart(chart(24, 19), paper="A3", shaper=shaper)) == 2


@pytest.mark.parametrize("paper", SHEETS)
def test_the_whole_site_is_on_its_sheets_everybody_and_every_skill_as_often(paper: str, shaper: Shaper) -> None:
    named: SkillsChart = replace(SITE, columns=tuple(replace(one, title=f"T{n:02}") for n, one in enumerate(SITE.columns)))
    data = render_chart(named, paper=paper, shaper=shaper)
    texts = [text_of(data, page).split() for page in range(page_count(data))]
    across = {tuple(word for word in text if word.startswith("T") and word[1:].isdigit()) for text in texts}
    assert sorted(word for heads in across for word in heads) == [f"T{n:02}" for n in range(30)]
    for row in named.rows:
        assert sum(row.number in text for text in texts) == len(across), row.number
    for number, text in enumerate(texts, 1):
        assert f"{number} of {len(texts)}" in " ".join(text)
        assert {"short", "covered", "exp", "Verdict"} <= set(text)


def test_it_says_its_day_when_to_replace_it_and_what_the_signs_mean(shaper: Shaper) -> None:
    text = " ".join(text_of(render_chart(CHART, paper="A3", shaper=shaper)).split())
    for said in (
        "Skills matrix: Press shop, day and night shift",
        "As of 23 November 2026",
        f"Replace by 30 November 2026. Sheet {CHART.code}, 1 of 1",
        "Cover now (from level U)",
        "of these in shift Nights",
        "Cover in 90 days, if nothing is done",
        "Verdict (target 2)",
        "unsupervised: counts as cover",
        "ends within 90 days",
        "never assessed",
        "at risk",
    ):
        assert said in text, said
    part = " ".join(text_of(render_chart(HARD, paper="A3", shaper=shaper)).split())
    assert "Cover now, whole site (by each rule)" in part
    assert "of these on this chart" in part


def test_it_is_black_but_for_two_rules_and_the_logo(shaper: Shaper) -> None:
    """A mono laser then turns nothing that is read into dots."""
    with pikepdf.open(io.BytesIO(render_chart(CHART, paper="A3", shaper=shaper))) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("ascii")
    colours = [line.rsplit(" ", 1) for line in content.splitlines() if line.endswith((" rg", " g"))]
    assert {value for value, kind in colours if kind == "g"} <= {"0", "1"}
    assert sum(kind == "rg" for _, kind in colours) == 2


def test_another_reader_finds_the_same_words(shaper: Shaper) -> None:
    data = render_chart(CHART, paper="A3", shaper=shaper)
    try:
        found = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode().split()
    except FileNotFoundError:
        pytest.skip("pdftotext (poppler) is not installed")
    for row in CHART.rows:
        assert row.number in found
    assert {CHART.code + ",", "covered", "short", "exp", "Verdict"} <= set(found)
