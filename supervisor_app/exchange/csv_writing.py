"""Tables out as CSV that spreadsheets open as they are: UTF-8 with a mark, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO

BOM = "\ufeff"
"""Stands first in the file, so that Excel reads UTF-8."""

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_INVISIBLE = re.compile("[\u2066-\u2069\u200e\u200f\x00-\x08\x0b\x0c\x0e-\x1f]")


def csv_line(cells: Iterable[str]) -> str:
    """Return one row with its line end. A text that a spreadsheet might take for a formula gets an apostrophe before it."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Marks of direction and control characters go; they would hide what a cell begins with."""
    text = _INVISIBLE.sub("", cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RUNS) else text
