"""The table of colours: light, dark and high contrast. Everything on the screen is coloured from here and from nowhere else."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One column of the table; colours are `#RRGGBB`, `line_width` is in logical pixels."""

    name: str
    canvas: str  # the window
    rail: str  # rail, wizard column, preview desk
    sheet: str  # cards, fields, buttons
    sunken: str  # table head and foot, avatars, disabled
    line: str  # hairlines between things; never the only border of a control
    line2: str  # borders of controls, freeze lines
    ink: str
    ink2: str
    ink3: str
    accent: str  # what can be pressed, or where you are
    on_accent: str
    soft: str  # selected row or choice
    ok: str
    ok_tint: str
    bad: str
    bad_tint: str
    warn: str
    warn_tint: str
    mark: str  # the tick or cross inside a shape
    line_width: int = 1


LIGHT = Tokens(
    name="light",
    canvas="#F2F4F0",
    rail="#E8EBE5",
    sheet="#FFFFFF",
    sunken="#F7F8F5",
    line="#D6DAD2",
    line2="#838B84",
    ink="#18201C",
    ink2="#46504A",
    ink3="#5F6963",
    accent="#1B4C94",
    on_accent="#FFFFFF",
    soft="#E4ECF7",
    ok="#19683A",
    ok_tint="#E2F0E6",
    bad="#A3261D",
    bad_tint="#F9E6E3",
    warn="#835400",
    warn_tint="#FAEED3",
    mark="#FFFFFF",
)

DARK = Tokens(
    name="dark",
    canvas="#141817",
    rail="#0F1312",
    sheet="#1D2321",
    sunken="#181D1B",
    line="#353D39",
    line2="#7C8781",
    ink="#ECEFEA",
    ink2="#BAC2BC",
    ink3="#9AA49D",
    accent="#8DB6F2",
    on_accent="#0C1A2C",
    soft="#223349",
    ok="#7FCF98",
    ok_tint="#1D3727",
    bad="#FF9E91",
    bad_tint="#472421",
    warn="#EABF62",
    warn_tint="#3B3016",
    mark="#10140F",
)

CONTRAST = Tokens(
    name="contrast",
    canvas="#000000",
    rail="#000000",
    sheet="#000000",
    sunken="#000000",
    line="#FFFFFF",
    line2="#FFFFFF",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    ink3="#FFFFFF",
    accent="#FFE14D",
    on_accent="#000000",
    soft="#2E2900",
    ok="#74F79A",
    ok_tint="#000000",
    bad="#FF9C92",
    bad_tint="#000000",
    warn="#FFC95C",
    warn_tint="#000000",
    mark="#000000",
    line_width=2,
)

TABLES: tuple[Tokens, ...] = (LIGHT, DARK, CONTRAST)


def luminance(colour: str) -> float:
    """Return the relative luminance (0..1) of `#RRGGBB`, as WCAG 2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1..21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
