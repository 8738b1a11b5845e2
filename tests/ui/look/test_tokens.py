"""The contrasts that make the table usable, computed from the table itself."""

from __future__ import annotations

import pytest

from supervisor_app.ui.look.tokens import CONTRAST, DARK, LIGHT, TABLES, Tokens, contrast

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("sheet", "canvas", "rail", "soft", "sunken")),
    *(("accent", ground) for ground in ("sheet", "canvas", "soft")),
    ("on_accent", "accent"),
    *((name, ground) for name in ("ok", "bad", "warn") for ground in ("sheet", f"{name}_tint", "canvas")),
    *(("mark", name) for name in ("ok", "bad", "warn")),
]
BORDER_PAIRS = [
    *(("line2", ground) for ground in ("sheet", "canvas")),
    *((edge, ground) for edge in ("accent", "ok", "bad", "warn", "ink3") for ground in ("sheet", "canvas", "rail", "soft")),
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_has_four_and_a_half_to_one(table: Tokens, front: str, back: str) -> None:
    assert contrast(getattr(table, front), getattr(table, back)) >= 4.5


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.parametrize(("edge", "ground"), BORDER_PAIRS)
def test_borders_and_shapes_have_three_to_one(table: Tokens, edge: str, ground: str) -> None:
    assert contrast(getattr(table, edge), getattr(table, ground)) >= 3


@pytest.mark.parametrize(
    ("table", "front", "back", "measured"),
    [
        (LIGHT, "ink", "sheet", 16.6),
        (LIGHT, "ink3", "rail", 4.7),
        (LIGHT, "line2", "canvas", 3.2),
        (LIGHT, "warn", "warn_tint", 5.6),
        (DARK, "ink3", "soft", 5.0),
        (DARK, "accent", "sheet", 7.7),
        (DARK, "bad", "bad_tint", 6.8),
        (CONTRAST, "on_accent", "accent", 16.1),
        (CONTRAST, "warn", "sheet", 13.8),
    ],
)
def test_the_ratio_is_the_one_the_design_measured(table: Tokens, front: str, back: str, measured: float) -> None:
    assert contrast(getattr(table, front), getattr(table, back)) == pytest.approx(measured, abs=0.1)
