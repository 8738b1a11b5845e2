"""Read a CSV file: delimiter found by itself, quoting after RFC 4180, every cell kept as the text it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from supervisor_app.errors import InputError
from supervisor_app.exchange.table import MAX_BYTES, RowKeeper, Table, too_big
from supervisor_app.exchange.text_encoding import decode_text

DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50


def read_csv(name: str, data: bytes) -> Table:
    """Return the table in `data`; raise InputError (file, row, reason) when it is too big, no text, or its quotes stay open."""
    if len(data) > MAX_BYTES:
        raise too_big(name)
    text, encoding = decode_text(name, data)
    delimiter, skipped = _declared(text)
    kept = RowKeeper(name)
    for number, cells in _rows(name, text, delimiter or find_delimiter(text), skipped):
        kept.add(number, cells)
    return Table(name=name, encoding=encoding, rows=tuple(kept.rows))


def _declared(text: str) -> tuple[str, int]:
    """Return the delimiter of a first line "sep=;", as spreadsheets write it, and how many rows it takes."""
    first = text[:8].split("\n")[0].strip()
    return (first[4], 1) if len(first) == 5 and first.lower().startswith("sep=") else ("", 0)


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most equal rows; a comma where nothing is cut."""
    sample = "\n".join(text[:65_536].splitlines()[:_SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: (_evenness(sample, delimiter), -DELIMITERS.index(delimiter)))


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """Return how many sample rows are as wide as the first one, and that width; (0, 0) where the first row is not cut."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(1 for width in widths if width == widths[0]), widths[0]


def _rows(name: str, text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells); a broken quotation is told with the row it is in."""
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1):
            if number > skipped:
                yield number, cells
    except csv.Error as problem:
        reason = "A quotation mark is opened and not closed, or stands in the middle of a cell."
        raise InputError(f"{name}, row {number + 1}", reason, "Save the list again as CSV or XLSX.") from problem
