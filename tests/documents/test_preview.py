"""Pictures of pages for the screen and the printer."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.preview import render_page, render_png
from supervisor_app.documents.shaping import Shaper
from supervisor_app.errors import InputError
from tests.documents.samples import issued


def test_a_page_is_as_wide_as_asked_and_keeps_its_shape(shaper: Shaper) -> None:
    picture = render_page(render_certificate(issued(), paper=Paper.A4, shaper=shaper), 1, 700)
    assert (picture.width, picture.height) == (700, 495)
    assert len(picture.rgba) == 700 * 495 * 4


def test_a_png_is_a_png(shaper: Shaper) -> None:
    data = render_png(render_certificate(issued(), paper=Paper.LETTER, shaper=shaper), 0, 400)
    assert Image.open(io.BytesIO(data)).size == (400, 309)


@pytest.mark.parametrize(("data", "page"), [(b"no", 0), (b"%PDF-1.7", 0)])
def test_what_cannot_be_drawn_is_told(data: bytes, page: int) -> None:
    with pytest.raises(InputError, match="cannot be drawn"):
        render_page(data, page, 300)


def test_a_page_that_is_not_there_is_told(shaper: Shaper) -> None:
    with pytest.raises(InputError, match="cannot be drawn"):
        render_page(render_certificate(issued(), paper=Paper.A4, shaper=shaper), 9, 300)
