"""The page as it will look is a real page with the site's own name."""

from __future__ import annotations

import io

from PIL import Image

from supervisor_app.services.sample_page import sample_page


def _page(name: str) -> Image.Image:
    return Image.open(io.BytesIO(sample_page(name, "Dayton", "Hannah Weber", None, width=400)))


def test_it_is_as_wide_as_asked_and_has_the_shape_of_the_paper() -> None:
    page = _page("Northgate Pressings")
    assert page.width == 400
    assert abs(page.height / page.width - 210 / 297) < 0.01


def test_it_shows_the_name() -> None:
    assert _page("Northgate Pressings").tobytes() == _page("Northgate Pressings").tobytes()
    assert _page("Northgate Pressings").tobytes() != _page("Another Firm").tobytes()
