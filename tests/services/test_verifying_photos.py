"""Pictures as they are really taken: grey, faded, blurred, tilted, noisy, in bad light, of every printed product with a code."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from supervisor_app.credentials.carriers import codes_in_picture
from supervisor_app.credentials.issuing import IssuedCredential
from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.documents.cards import render_card
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.passport import render_passport
from supervisor_app.documents.preview import opened
from supervisor_app.domain.certificate import IssuedCertificate
from tests.credentials.samples import FACTS, NOW, TRUST, issued
from tests.documents.passports import FULL
from tests.services.verdicts import verify_bytes

WHOLE = issued()
LONG = issued(holder="Wolfeschlegelsteinhausenbergerdorff-Maharjan", limits_short="up to 2.5 t, counterbalance only, dry floor")


def _certificate(made: IssuedCredential = WHOLE) -> IssuedCertificate:
    return IssuedCertificate(facts=FACTS, worker_id="", sign_offs=(), credential=made.credential, qr_text=made.qr.text, qr_mask=2)


PRODUCTS: dict[str, Callable[[], bytes]] = {
    "certificate": lambda: render_certificate(_certificate(), paper=Paper.A4),
    "letter": lambda: render_certificate(_certificate(LONG), paper=Paper.LETTER),
    "card": lambda: render_card(_certificate()),
    "passport": lambda: render_passport(FULL, paper=Paper.A4),
}


@cache
def page(product: str, dpi: int = 200) -> Image.Image:
    """The first page of a product, grey."""
    with opened(PRODUCTS[product]()) as document:
        return document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def faded_and_turned(sheet: Image.Image) -> Image.Image:
    """A pale print, out of focus, laid askew on the glass."""
    pale = sheet.point(lambda grey: 90 + grey * 150 // 255)
    return pale.filter(ImageFilter.GaussianBlur(1.0)).rotate(2.2, expand=True, fillcolor=235, resample=Image.Resampling.BICUBIC)


def one_bit(sheet: Image.Image) -> Image.Image:
    """A fax or an old copier: black or white, nothing between."""
    return sheet.point(lambda grey: 255 if grey > 140 else 0)


def toner_specks(sheet: Image.Image) -> Image.Image:
    """A worn laser printer: specks everywhere, black not quite black."""
    chance = Random(5)
    dots = bytes(0 if chance.random() < 0.01 else 255 for _ in range(sheet.width * sheet.height))
    specks = Image.frombytes("L", sheet.size, dots)
    return ImageChops.darker(sheet.point(lambda grey: max(grey, 60)), specks)


def by_hand(sheet: Image.Image) -> Image.Image:
    """A telephone held at an angle over a grey bench, light from one side, sensor noise."""
    width, height = sheet.size
    bench = Image.new("L", (width + 200, height + 200), 96)
    bench.paste(sheet, (100, 100))
    wide, high = bench.size
    corners = (-60, -30, 40, high + 50, wide + 20, high - 40, wide + 70, 60)  # where the picture's corners come from
    tilted = bench.transform((wide, high), Image.Transform.QUAD, corners, resample=Image.Resampling.BICUBIC, fillcolor=96)
    light = Image.linear_gradient("L").rotate(90).resize((wide, high)).point(lambda grey: 150 + grey * 105 // 255)
    noise = Image.effect_noise((wide, high), 28)
    return ImageChops.add(ImageChops.multiply(tilted, light), noise, scale=1.0, offset=-128).filter(ImageFilter.GaussianBlur(0.8))


def squeezed(sheet: Image.Image) -> Image.Image:
    """A picture sent through a messenger: small, and saved badly."""
    small = sheet.resize((sheet.width * 2 // 3, sheet.height * 2 // 3), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    small.save(file, "JPEG", quality=35)
    return Image.open(file).convert("L")


def flat(sheet: Image.Image) -> Image.Image:
    """A dark room: grey on grey."""
    return ImageEnhance.Contrast(sheet).enhance(0.25).point(lambda grey: grey // 2)


WAYS = (faded_and_turned, one_bit, toner_specks, by_hand, squeezed, flat)


def as_file(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()


def checked(picture: Image.Image) -> Verdict:
    return verify_bytes("photo.jpg", as_file(picture), trust=TRUST, now=NOW)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("product", ["certificate", "letter", "card"])
def test_a_bad_picture_of_a_good_paper_comes_to_its_verdict(product: str, way: Callable[[Image.Image], Image.Image]) -> None:
    verdict = checked(way(page(product)))
    assert verdict.outcome is Outcome.VALID, verdict.sentence


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_code_of_a_passport_is_read_from_the_same_pictures(way: Callable[[Image.Image], Image.Image]) -> None:
    assert FULL.qr_text in codes_in_picture(as_file(way(page("passport"))))


@pytest.mark.parametrize("side", [0.2, 0.3])
def test_a_thumb_on_the_code_is_healed_or_said_and_never_misread(side: float) -> None:
    """Error correction heals a blotch; where it cannot, nothing is read, never something else."""
    sheet, chance = page("certificate").copy(), Random(3)
    for _ in range(6):
        sheet = page("certificate").copy()
        box = code_box(sheet)
        width = int((box[2] - box[0]) * side)
        left, top = chance.randint(box[0], box[2] - width), chance.randint(box[1], box[3] - width)
        sheet.paste(150, (left, top, left + width, top + width))
        verdict = checked(sheet)
        assert verdict.valid or verdict.unreadable, verdict.sentence


def code_box(sheet: Image.Image) -> tuple[int, int, int, int]:
    """Where the code lies on a page."""
    import zxingcpp

    place = zxingcpp.read_barcodes(sheet)[0].position
    return place.top_left.x, place.top_left.y, place.bottom_right.x, place.bottom_right.y


def test_a_picture_of_another_holders_paper_says_whose_it_is() -> None:
    made = issued(holder="Rabina Maharjan")
    other = IssuedCertificate(
        facts=replace(FACTS, holder="Rabina Maharjan"),
        worker_id="",
        sign_offs=(),
        credential=made.credential,
        qr_text=made.qr.text,
        qr_mask=2,
    )
    with opened(render_certificate(other, paper=Paper.A4)) as document:
        sheet = document[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    assert checked(by_hand(sheet)).fact("Holder") == "Rabina Maharjan"
