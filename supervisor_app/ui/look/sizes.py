"""Measures in logical pixels: the usual hand, and the gloved one. The application says which is in force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from supervisor_app.domain.frozen import dataclass

RADIUS = 6.0  # sheet, button, field
SMALL_RADIUS = 4.0  # chip, key cap
FOCUS_WIDTH = 3.0
FOCUS_GAP = 1.5
RAIL = 200
NARROW_RAIL = 72
NARROW_BELOW = 1200
STATUS_LINE = 36
HEADER = 64
MARGIN = 32
STEP_MARGIN = 24
COLUMN_GAP = 24
CHIP = 28
AVATAR = 44
_GLOVE_PROPERTY = "glove_mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Heights of what is touched, and the gap between targets."""

    button: int = 48
    main_button: int = 56
    least: int = 44
    row: int = 44
    two_lines: int = 65
    field: int = 48
    dense_field: int = 44
    answer: int = 84
    key: int = 46
    gap: int = 8
    glove: bool = False


BARE = Sizes()
GLOVE = Sizes(
    button=56, main_button=64, least=56, row=56, two_lines=72, field=56, dense_field=56, answer=96, key=56, gap=12, glove=True
)


def sizes() -> Sizes:
    """Return the measures in force."""
    app = QCoreApplication.instance()
    return GLOVE if app is not None and app.property(_GLOVE_PROPERTY) else BARE


def set_glove_mode(on: bool) -> None:
    """Switch the measures; pages built after this use them, so the window rebuilds its pages."""
    app = QCoreApplication.instance()
    if app is not None:
        app.setProperty(_GLOVE_PROPERTY, on)
