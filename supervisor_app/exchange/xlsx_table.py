"""Read the first visible sheet of an XLSX workbook as text: what its cells show, leading zeros and days too; no formula runs."""

from __future__ import annotations

import posixpath
from datetime import datetime, timedelta
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from supervisor_app.errors import InputError
from supervisor_app.exchange.table import MAX_COLUMNS, RowKeeper, Table
from supervisor_app.exchange.xlsx_index import BookIndex, Relations, SharedStrings, Styles, local_name, unescaped
from supervisor_app.exchange.xlsx_parts import Workbook


def read_xlsx(name: str, data: bytes) -> Table:
    """Return the first visible sheet that has rows; raise InputError (file, row, reason) for a hostile or damaged workbook."""
    workbook = Workbook(name, data)
    book = BookIndex()
    workbook.parse("xl/workbook.xml", book)
    targets = Relations()
    workbook.parse("xl/_rels/workbook.xml.rels", targets)
    strings, styles = SharedStrings(name), Styles()
    for part, handler in (("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)):
        if workbook.has(part):
            workbook.parse(part, handler)
    for sheet in book.visible:
        part = posixpath.normpath(posixpath.join("xl", targets.targets.get(sheet, "missing")))
        rows = _Sheet(name, strings.texts, styles.formats(), 1462 if book.from_1904 else 0)
        workbook.parse(part.lstrip("/"), rows)
        if rows.kept.rows:
            return Table(name=name, encoding="Excel workbook", rows=tuple(rows.kept.rows))
    return Table(name=name, encoding="Excel workbook", rows=())


class _Sheet(ContentHandler):
    """Keeps the rows of a sheet as cells of text."""

    def __init__(self, file: str, strings: list[str], formats: list[str], day_shift: int) -> None:
        super().__init__()
        self.kept = RowKeeper(file)
        self._file, self._strings, self._formats, self._day_shift = file, strings, formats, day_shift
        self._number, self._cells = 0, list[str]()
        self._column, self._type, self._style = 0, "", ""
        self._value: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Take note of an opening tag."""
        tag = local_name(name)
        if tag == "c":
            self._start_cell(attrs.get("r", ""), attrs.get("t", ""), attrs.get("s", ""))
        elif tag in ("v", "t"):
            self._into = self._value
        elif tag == "f":
            self._into = self._formula
        elif tag == "row":
            number = attrs.get("r", "")
            self._number = int(number[:7]) if number.isdecimal() else self._number + 1
            self._cells = []

    def characters(self, content: str) -> None:
        """Collect a piece of text."""
        if self._into is not None:
            self._into.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Take note of a closing tag."""
        tag = local_name(name)
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            self.kept.add(self._number, self._cells)
        self._into = None

    def _start_cell(self, place: str, kind: str, style: str) -> None:
        self._value.clear()
        self._formula.clear()
        self._type = kind
        self._style = self._formats[int(style)] if style.isdecimal() and int(style[:6]) < len(self._formats) else ""
        self._column = _column(place) if place[:1].isalpha() else len(self._cells)

    def _end_cell(self) -> None:
        """Put the text of the finished cell where it belongs; a formula without a stored result is kept as its text."""
        text = self._text("".join(self._value)) if self._value else "".join(self._formula and ("=", *self._formula))
        self._into = None
        if not text:
            return
        where = f"{self._file}, row {self._number}"
        if self._column >= MAX_COLUMNS:
            raise InputError(where, f"It has more than {MAX_COLUMNS} columns.", "Is this a list of people?")
        self._cells.extend([""] * (self._column - len(self._cells)))
        self._cells[self._column : self._column + 1] = [text]

    def _text(self, value: str) -> str:
        """Return what a cell with this stored value shows."""
        if self._type == "s":
            return self._strings[int(value)] if value.isdecimal() and int(value[:9]) < len(self._strings) else ""
        if self._type == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self._type in ("str", "inlineStr", "e", "d"):
            return unescaped(value)
        return _shown_number(value, self._style, self._day_shift)


def _column(place: str) -> int:
    """Return the column number from 0 of a place like "AB12"."""
    number = 0
    for letter in place[:4].upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shown_number(value: str, style: str, day_shift: int) -> str:
    """Return a number as the sheet shows it: a day as ISO, leading zeros by the format, whole numbers without a point."""
    try:
        number = float(value)
    except ValueError:
        return value
    if style == "day" and 0 < number + day_shift < 2_958_466:
        day = datetime(1899, 12, 30) + timedelta(days=number + day_shift)
        return day.date().isoformat()
    if number.is_integer() and abs(number) < 1e15:
        whole = str(int(number))
        return whole.zfill(len(style)) if style and style != "day" else whole
    return value
