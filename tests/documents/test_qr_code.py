"""The QR symbol: capacity rules, masks, and reading it back by another library."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from supervisor_app.documents.qr_code import Fit, best_mask, drawing, fits, matrix
from tests.documents.samples import qr_text


def read(modules: list[list[bool]]) -> str:
    side = len(modules) + 8
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(modules, 4):
        for x, dark in enumerate(row, 4):
            picture.putpixel((x, y), 0 if dark else 255)
    [code] = zxingcpp.read_barcodes(picture.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    return str(code.text)


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="0123456789", min_size=20, max_size=700), st.integers(0, 7))
def test_every_mask_reads_back(digits: str, mask: int) -> None:
    text = f"https://host.example/c#{digits}"
    assert read(matrix(text, mask)) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "fit", "modules"),
    [(200, Fit(13, "Q"), 69), (210, Fit(13, "Q"), 69), (265, Fit(13, "M"), 69), (380, Fit(16, "M"), 81)],
)
def test_the_measured_capacities_hold(size: int, fit: Fit, modules: int) -> None:
    text = qr_text("capacity", size)
    assert fits(text) == fit
    assert len(matrix(text, 0)) == modules


def test_what_fits_nowhere_is_told_before_and_refused() -> None:
    text = qr_text("long", 500)
    assert fits(text) is None
    with pytest.raises(ValueError, match="too long"):
        matrix(text, 0)


def test_a_site_without_address_is_read_as_well() -> None:
    text = "SIGNOFF:" + "1234567890" * 40
    assert read(matrix(text, best_mask(text))) == text  # type: ignore[arg-type]


def test_the_mask_is_chosen_the_same_every_time() -> None:
    assert best_mask(qr_text("a")) == best_mask(qr_text("a"))


def test_the_drawing_is_one_path_of_row_runs() -> None:
    operators = drawing([[True, True, False], [False, False, True], [True, False, True]], 0, 0, 3)
    assert operators.count(" re") == 4
    assert operators.count("f") == 1
