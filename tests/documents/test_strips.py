"""Strips of a page fit together without a seam, whatever the printer's resolution."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from supervisor_app.documents import strips
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.preview import opened, read_codes
from supervisor_app.errors import InputError
from tests.documents.samples import FACTS, issued


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_certificate(issued(FACTS), paper=Paper.A4)


@pytest.mark.parametrize("dpi", [150, 203, 360])
@pytest.mark.parametrize("grey", [True, False])
def test_strips_together_are_the_page(pdf: bytes, dpi: int, grey: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strips, "STRIP_BYTES", 700_000)
    with opened(pdf) as document:
        whole = document[0].render(scale=dpi / 72, grayscale=grey).to_pil().convert("L")
    made = Image.new("L", whole.size)
    count = 0
    for strip in strips.page_strips(pdf, 0, dpi, grey=grey):
        assert len(strip.data) == strip.stride * strip.height <= 16 * 1024 * 1024
        raw = ("L", "L") if grey else ("RGB", "BGRX")
        piece = Image.frombuffer(raw[0], (strip.width, strip.height), strip.data, "raw", raw[1], strip.stride, 1)
        made.paste(piece.convert("L"), (0, strip.top))
        count += 1
    assert count > 2
    difference = ImageChops.difference(whole, made).getextrema()
    assert difference[1] <= 8  # anti-aliasing at a cut
    assert read_codes(made) == (issued(FACTS).qr_text,)


def test_every_page_tells_its_size(pdf: bytes) -> None:
    first, *more = strips.page_sizes(pdf)
    assert (round(first.width), round(first.height)) == (842, 595)
    assert set(more) == {first}
    with pytest.raises(InputError):
        strips.page_sizes(b"no pdf")
