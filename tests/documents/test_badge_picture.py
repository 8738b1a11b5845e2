"""The badge's picture: whatever the names, it stays inside its card; both forms say the same and hold no person's name."""

from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from supervisor_app.documents.badge_picture import PIXELS, draw_badge
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.shaping import Shaper
from tests.credentials.samples import FACTS

LONG = "Lockout/tagout, single authorized employee, single machine (doubles as the annual periodic inspection) "
VARIANTS: list[dict[str, object]] = [
    {},
    {"title": LONG * 8, "organisation": LONG * 3, "level_name": LONG * 2},
    {"title": "x" * 400, "organisation": "y" * 200},
    {"language": "ar", "title": "مشغل رافعة شوكية موازنة", "organisation": "مكابس الشمال"},
    {"title": "カウンターバランスフォークリフト運転", "organisation": "北門プレス"},
    {"level": "", "level_name": "", "level_rank": 0, "level_count": 1},
]


@pytest.fixture(scope="module")
def shaper() -> Shaper:
    return Shaper(FontBook())


@pytest.mark.parametrize("changes", VARIANTS, ids=range(len(VARIANTS)))
def test_it_stays_inside_its_card(changes: dict[str, object], shaper: Shaper):
    made = draw_badge(replace(FACTS, **changes), shaper)  # type: ignore[arg-type]
    picture = Image.open(io.BytesIO(made.png)).convert("L")
    assert picture.size == (PIXELS, PIXELS)
    rim = [picture.getpixel((x, y)) for x in range(8, PIXELS - 8) for y in (8, 20, PIXELS - 20, PIXELS - 8)]
    rim += [picture.getpixel((x, y)) for y in range(8, PIXELS - 8) for x in (8, 20, PIXELS - 20, PIXELS - 8)]
    assert set(rim) == {255}, "something reaches into the margin"
    assert sum(value < 128 for value in picture.resize((90, 90)).tobytes()) > 100, "something is drawn"


@pytest.mark.parametrize("changes", VARIANTS, ids=range(len(VARIANTS)))
def test_the_svg_is_whole_and_says_what_it_shows(changes: dict[str, object], shaper: Shaper):
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    made = draw_badge(facts, shaper)
    root = ElementTree.fromstring(made.svg)
    words = "".join(root.itertext())
    assert facts.title in words
    assert facts.holder not in made.svg
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "title", "desc", "rect", "path"}
    assert len(made.svg) < 1_500_000


def test_the_same_facts_give_the_same_bytes(shaper: Shaper):
    assert draw_badge(FACTS, shaper) == draw_badge(FACTS, Shaper(FontBook()))
