"""Every printed product read as scanners and cameras see it: coarse, one bit, faded, blurred, turned, noisy (PRINT section 3)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from supervisor_app.credentials.carriers import codes_in_picture
from supervisor_app.documents.blank_form import render_form
from supervisor_app.documents.cards import PrintedCard, render_card, render_cards
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.passport import render_passport
from supervisor_app.documents.preview import read_codes
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.skills_chart import render_chart
from tests.documents.charts import CHART
from tests.documents.forms import FORMS
from tests.documents.papers import people, signed
from tests.documents.passports import PASSPORT
from tests.documents.samples import ARABIC, FACTS, LONG

CHINESE = replace(
    FACTS,
    holder="阿布都热依木·买买提江",
    title="平衡重式叉车电动坐驾式操作与日常检查以及蓄电池充电",
    limits_short="仅限室内干燥地面2.5吨",
)
NO_HOST = replace(FACTS, host="")
Product = tuple[bytes, frozenset[str]]
"""A file and the codes that its first page must show."""


def certificate(facts: object, paper: Paper) -> Callable[[Shaper], Product]:
    def draw(shaper: Shaper) -> Product:
        made = signed(facts)  # type: ignore[arg-type]
        return render_certificate(made, paper=paper, shaper=shaper), frozenset({made.qr_text})

    return draw


def card(facts: object) -> Callable[[Shaper], Product]:
    def draw(shaper: Shaper) -> Product:
        made = signed(facts)  # type: ignore[arg-type]
        return render_card(made, shaper=shaper), frozenset({made.qr_text})

    return draw


def sheet(paper: Paper, count: int) -> Callable[[Shaper], Product]:
    def draw(shaper: Shaper) -> Product:
        made = people(count)
        data = render_cards([PrintedCard(one) for one in made], paper=paper, shaper=shaper)
        return data, frozenset(one.qr_text for one in made)

    return draw


def blank_form(name: str) -> Callable[[Shaper], Product]:
    return lambda shaper: (render_form(FORMS[name], paper=Paper.A4, shaper=shaper), frozenset({FORMS[name].code}))


PRODUCTS: Mapping[str, Callable[[Shaper], Product]] = {
    "certificate": certificate(FACTS, Paper.A4),
    "letter portrait, long": certificate(LONG, Paper.LETTER_PORTRAIT),
    "arabic portrait": certificate(ARABIC, Paper.A4_PORTRAIT),
    "version 16": certificate(CHINESE, Paper.LETTER),
    "no host": certificate(NO_HOST, Paper.A4),
    "card": card(FACTS),
    "card, version 16": card(CHINESE),
    "card, no host": card(NO_HOST),
    "sheet a4": sheet(Paper.A4, 10),
    "sheet letter": sheet(Paper.LETTER, 8),
    "skills chart": lambda shaper: (render_chart(CHART, paper="A3", shaper=shaper), frozenset({CHART.sheet_code(1)})),
    "blank form": blank_form("kinds"),
    "blank form, german": blank_form("german"),
    "passport": lambda shaper: (render_passport(PASSPORT, paper=Paper.A4, shaper=shaper), frozenset({PASSPORT.qr_text})),
}


def grey(data: bytes, dpi: int) -> Image.Image:
    page: Image.Image = pypdfium2.PdfDocument(data)[0].render(scale=dpi / 72, grayscale=True).to_pil()
    return page


def noisy(picture: Image.Image, random: Random, share: float) -> Image.Image:
    noise = Image.frombytes("L", picture.size, random.randbytes(picture.width * picture.height))
    return Image.blend(picture, noise, share)


def bordered(picture: Image.Image, margin: int = 40) -> Image.Image:
    """On a desk: a card's code reaches nearly to its edge."""
    desk = Image.new("L", (picture.width + 2 * margin, picture.height + 2 * margin), 205)
    desk.paste(picture, (margin, margin))
    return desk


def faded_blurred_turned(picture: Image.Image) -> Image.Image:
    faded = ImageEnhance.Contrast(picture).enhance(0.45)
    blurred = bordered(faded).filter(ImageFilter.GaussianBlur(1.0))
    return blurred.rotate(2.2, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=205)


SCANS: Mapping[str, Callable[[bytes], Image.Image]] = {
    "150 dpi": lambda data: grey(data, 150),
    "200 dpi": lambda data: grey(data, 200),
    "300 dpi": lambda data: grey(data, 300),
    "600 to 200 dpi": lambda data: _halved(grey(data, 600)),
    "200 dpi, one bit": lambda data: grey(data, 200).point(lambda value: 255 * (value > 127)).convert("1").convert("L"),
    "200 dpi, faded, blurred, turned": lambda data: faded_blurred_turned(grey(data, 200)),
}


def _halved(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.BOX)


@pytest.mark.parametrize("scan", SCANS)
@pytest.mark.parametrize("name", PRODUCTS)
def test_every_code_is_read_exactly(name: str, scan: str, shaper: Shaper) -> None:
    data, codes = PRODUCTS[name](shaper)
    found = frozenset(read_codes(SCANS[scan](data)))
    assert found == codes


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["card", "card, no host", "card, version 16"])
def test_a_card_is_read_from_a_noisy_photo(name: str, seed: int, shaper: Shaper) -> None:
    """From 2.5 camera pixels per module on (81 modules need a camera as much finer)."""
    random = Random(seed)
    data, codes = PRODUCTS[name](shaper)
    pixels = 2.5 * (81 if "16" in name else 69) / 35.05 * 25.4
    photo = bordered(grey(data, 600).resize((round(85.6 / 25.4 * pixels), round(54 / 25.4 * pixels)), Image.Resampling.BOX))
    turned = photo.rotate(random.uniform(-6, 6), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=205)
    shaded = ImageEnhance.Brightness(ImageEnhance.Contrast(turned).enhance(0.7)).enhance(random.uniform(0.7, 1.1))
    target = io.BytesIO()
    noisy(shaded.filter(ImageFilter.GaussianBlur(0.5)), random, 0.12).save(target, "JPEG", quality=80)
    assert frozenset(codes_in_picture(target.getvalue())) == codes


def test_a_module_is_never_smaller_than_the_floor_for_office_printers() -> None:
    from supervisor_app.documents.qr_code import SIDE_MM, fits

    for facts in (FACTS, LONG, ARABIC, CHINESE, NO_HOST):
        fit = fits(signed(facts).qr_text)
        assert fit is not None
        assert SIDE_MM / (fit.version * 4 + 17) >= 0.423
    assert fits(signed(CHINESE).qr_text) == (16, "M")
