"""The weights are real weights of Plex, not smeared ones."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF

from supervisor_app.ui.look.fonts import font

SENTENCE = "Looks in the direction of travel throughout"


@pytest.mark.parametrize("size", [15, 28])
def test_each_weight_has_its_own_widths(size: int) -> None:
    widths = [QFontMetricsF(font(size, weight)).horizontalAdvance(SENTENCE) for weight in (400, 500, 600)]
    assert widths[0] < widths[1] < widths[2]


def test_the_faces_are_plex() -> None:
    assert QFontInfo(font(15)).family() == "IBM Plex Sans"
    assert QFontInfo(font(15, mono=True)).family() == "IBM Plex Mono"


def test_figures_have_one_width() -> None:
    metrics = QFontMetricsF(font(16))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_other_scripts_are_drawn_without_a_word_on_the_console(capfd: pytest.CaptureFixture[str]) -> None:
    assert QFontMetricsF(font(16, 600)).horizontalAdvance("महर्जन ბარბარე Αθανάσιος") > 0
    assert capfd.readouterr().err == ""


def test_large_text_is_set_a_little_closer() -> None:
    assert font(24).letterSpacing() == pytest.approx(-0.2, abs=0.02)
    assert font(20).letterSpacing() == 0
