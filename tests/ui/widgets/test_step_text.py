"""The text of a step fits its place in every script, and nothing of a short one is cut."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.step_text import LARGEST, StepText, break_lines

LONG = "Looks in the direction of travel throughout and drives load-trailing when the load blocks the view"


@pytest.mark.parametrize("text", [LONG, "ينظر في اتجاه السير طوال الوقت", "यात्रा की दिशा में देखता है " * 4, "x" * 400])
def test_the_lines_fit_the_height_whatever_the_script(qtbot: QtBot, text: str) -> None:
    widget = StepText()
    qtbot.addWidget(widget)
    widget.resize(846, 78)
    widget.set_text(text)
    fitted = widget._fit()
    assert fitted.first
    assert len(fitted.first) * fitted.first_size <= 78


def test_two_lines_of_english_keep_the_largest_size_and_every_word(qtbot: QtBot) -> None:
    widget = StepText()
    qtbot.addWidget(widget)
    widget.resize(846, 78)
    widget.set_text(LONG)
    fitted = widget._fit()
    assert fitted.first_size == LARGEST
    assert "".join(fitted.first).replace(" ", "") == LONG.replace(" ", "")  # a line may end behind a hyphen


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=120),
    st.integers(1, 4),
)
def test_breaking_never_gives_more_lines_than_asked(qtbot: QtBot, text: str, most: int) -> None:
    assert len(break_lines(text, 15, 400, 200, most)) <= most
