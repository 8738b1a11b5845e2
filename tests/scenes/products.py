"""Every printed product as a picture, in good and in hard cases: drawn by the real renderers, as pdfium shows them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from supervisor_app.documents.blank_form import render_form
from supervisor_app.documents.cards import PrintedCard, render_card, render_cards
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import Paper
from supervisor_app.documents.passport import render_passport
from supervisor_app.documents.preview import page_count, page_image
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.skills_chart import render_chart
from supervisor_app.domain.blank_form import BlankForm
from tests.documents.charts import CHART, HARD, SITE
from tests.documents.forms import FORMS, LIBRARY, form, in_script
from tests.documents.papers import people, signed
from tests.documents.passports import FULL, PASSPORT
from tests.documents.samples import ARABIC, FACTS, LONG
from tests.documents.test_two_languages import PAIRS

CARD_FACTS = replace(FACTS, limits_short="Up to 2.5 t, counterbalance only, indoors, dry floor")
MANY_STEPS = replace(
    FACTS,
    evidence=replace(
        FACTS.evidence,
        steps=tuple(replace(FACTS.evidence.steps[n % 12], number=n + 1, section=f"Part {n // 10}") for n in range(60)),
    ),
)
LONG_LIMITS = replace(LONG, limits="Only with this truck in this hall, and with the load that the data plate says. " * 24)


def logo() -> bytes:
    """A square logo with a letter's bar in it."""
    picture = Image.new("RGB", (240, 240), "#0E4A5A")
    bar = ((70, 180), (70, 60), (100, 60), (140, 130), (140, 60), (170, 60), (170, 180), (140, 180), (100, 110), (100, 180))
    ImageDraw.Draw(picture).polygon(bar, "white")
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _certificate(facts: object = FACTS, paper: Paper = Paper.A4, duplicate: int | None = None) -> Callable[[Shaper], bytes]:
    return lambda shaper: render_certificate(
        signed(facts),  # type: ignore[arg-type]
        paper=paper,
        logo_png=logo(),
        duplicate=duplicate,
        shaper=shaper,
    )


def _cards(paper: Paper) -> Callable[[Shaper], bytes]:
    cards = [PrintedCard(one, logo_png=logo()) for one in people(12, limits_short=CARD_FACTS.limits_short)]
    hard = [PrintedCard(signed(facts), number, logo()) for number, facts in enumerate((LONG, ARABIC, CARD_FACTS), 1)]
    return lambda shaper: render_cards([*cards, *hard], paper=paper, shaper=shaper)


def _form(one: BlankForm, paper: Paper = Paper.A4) -> Callable[[Shaper], bytes]:
    return lambda shaper: render_form(one, paper=paper, shaper=shaper)


PRODUCTS: Mapping[str, Callable[[Shaper], bytes]] = {
    "print-01-certificate": _certificate(),
    "print-02-annex-of-many-steps": _certificate(MANY_STEPS),
    "print-03-letter-long-duplicate": _certificate(LONG, Paper.LETTER, 2),
    "print-04-arabic": _certificate(ARABIC),
    "print-05-portrait": _certificate(FACTS, Paper.A4_PORTRAIT),
    "print-05-portrait-letter-long": _certificate(LONG, Paper.LETTER_PORTRAIT),
    "print-05-portrait-arabic": _certificate(ARABIC, Paper.A4_PORTRAIT),
    "print-05-limits-on-page-2": _certificate(LONG_LIMITS),
    "print-05-english-german-own-look": _certificate(PAIRS["english, german"]),
    "print-05-arabic-english": _certificate(PAIRS["arabic, english"], Paper.LETTER),
    "print-06-card": lambda shaper: render_card(signed(CARD_FACTS), logo_png=logo(), shaper=shaper),
    "print-06-card-long": lambda shaper: render_card(signed(LONG), logo_png=logo(), duplicate=2, shaper=shaper),
    "print-07-cards-a4": _cards(Paper.A4),
    "print-07-cards-letter": _cards(Paper.LETTER),
    "print-08-skills-matrix-a3": lambda shaper: render_chart(CHART, paper="A3", logo_png=logo(), shaper=shaper),
    "print-08-skills-matrix-site-tabloid": lambda shaper: render_chart(SITE, paper="Tabloid", logo_png=logo(), shaper=shaper),
    "print-08-skills-matrix-hard-letter": lambda shaper: render_chart(HARD, paper="Letter", logo_png=logo(), shaper=shaper),
    "print-08-skills-matrix-hard-a4": lambda shaper: render_chart(HARD, paper="A4", logo_png=logo(), shaper=shaper),
    "print-09-blank-checklist": _form(FORMS["kinds"]),
    "print-09-blank-checklist-letter-library": _form(form(LIBRARY["forklift-operator-eval"]), Paper.LETTER),
    "print-09-blank-checklist-german": _form(FORMS["german"]),
    "print-09-blank-checklist-arabic": _form(in_script("ar")),
    "print-09-blank-checklist-long": _form(FORMS["long"]),
    "print-10-passport": lambda shaper: render_passport(PASSPORT, paper=Paper.A4, logo_png=logo(), shaper=shaper),
    **{
        f"print-10-passport-{language}": lambda shaper, language=language: render_passport(
            replace(PASSPORT, passport=replace(PASSPORT.passport, language=language)), paper=Paper.A4, shaper=shaper
        )
        for language in ("de", "ar")
    },
    "print-10-passport-full": lambda shaper: render_passport(FULL, paper=Paper.LETTER, logo_png=logo(), shaper=shaper),
}


def render_products(folder: Path, only: str = "") -> list[Path]:
    """Draw the products whose name holds `only` into `folder`, a picture for each page, and return the files."""
    shaper, made = Shaper(FontBook(())), []
    for name, draw in PRODUCTS.items():
        if only not in name:
            continue
        pdf = draw(shaper)
        for page in range(page_count(pdf)):
            path = folder / f"{name}-{page + 1}.png"
            page_image(pdf, page, 1100).save(path)
            made.append(path)
    return made
