"""A table as it was read from a file, whatever the file was; and the bounds every file is held to."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 1_500_000
MAX_CELL_LENGTH = 32_767
"""Longest text of one cell, as in a spreadsheet."""

_LAST_ROW = 1_048_576
"""As in a spreadsheet; blank rows cost nothing but time."""

_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row that is not blank; `number` counts all rows of the file from 1, as a spreadsheet shows them."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Return the text in `column` (from 0) without white space around it; short rows end in blank cells."""
        return self.cells[column].strip() if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a file. `encoding` is what a person may want to know about how it was read ("UTF-8", "Excel workbook")."""

    name: str
    encoding: str
    rows: tuple[TableRow, ...]


class RowKeeper:
    """Keeps the rows of a file that are not blank; raises InputError with the row where the table outgrows the bounds.

    Equal texts are kept once, as far as there are not too many: a roster repeats its jobs and departments thousands of times.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[TableRow] = []
        self._seen: dict[str, str] = {}
        self._cells = 0

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Keep a row; blank cells at its end do not count."""
        width = len(cells)
        while width and not cells[width - 1].strip():
            width -= 1
        if number > _LAST_ROW:
            raise too_long(self.name, number)
        if not width:
            return
        _check_row(self.name, number, cells[:width])
        self._cells += width
        if len(self.rows) > MAX_ROWS or self._cells > MAX_CELLS:
            raise too_long(self.name, number)
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self.rows.append(TableRow(number, tuple(self._seen.setdefault(cell, cell) for cell in cells[:width])))


def _check_row(name: str, number: int, cells: Sequence[str]) -> None:
    """Raise InputError for a row that is too wide or has a cell that is too long."""
    if len(cells) > MAX_COLUMNS:
        raise InputError(f"{name}, row {number}", f"It has more than {MAX_COLUMNS} columns.", "Is this a list of people?")
    for cell in cells:
        if len(cell) > MAX_CELL_LENGTH:
            hint = "A quotation mark may be missing there."
            raise InputError(f"{name}, row {number}", f"A cell is longer than {MAX_CELL_LENGTH:,} characters.", hint)


def too_long(name: str, number: int) -> InputError:
    """Return what to raise for a table with too many rows or cells, found at row `number`."""
    reason = f"The list is longer than {MAX_ROWS:,} people or {MAX_CELLS:,} cells."
    return InputError(f"{name}, row {number}", reason, "Take out the columns that are not needed, or import it in parts.")


def too_big(name: str) -> InputError:
    """Return what to raise for a file of more than `MAX_BYTES`."""
    return InputError(
        name, f"The file is larger than {MAX_BYTES // 1024**2} MB.", "Save only the list of people, without pictures."
    )
