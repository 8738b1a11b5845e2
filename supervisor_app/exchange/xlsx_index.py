"""The parts of a workbook beside its sheets: which sheets there are, shared texts, styles that show days or leading zeros."""

from __future__ import annotations

import re
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from supervisor_app.exchange.table import MAX_CELLS, MAX_ROWS, too_long

_DAY_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The numbers of the built-in formats that show days and times (ECMA-376, part 1, 18.8.30)."""

_MAX_STYLES = 70_000


def local_name(tag: str) -> str:
    """Return a tag without its prefix; some programs write `x:row` for `row`."""
    return tag.rpartition(":")[2]


def unescaped(text: str) -> str:
    """Return a text with the workbook's own escapes (`_x000D_`) undone."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class BookIndex(ContentHandler):
    """Collects the relation ids of the visible sheets in their order, and from which year days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.visible: list[str] = []
        self.from_1904 = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Take note of an opening tag."""
        tag = local_name(name)
        if tag == "sheet" and attrs.get("state", "visible") == "visible":
            self.visible.append(next((value for key, value in attrs.items() if local_name(key) == "id" and ":" in key), ""))
        elif tag == "workbookPr":
            self.from_1904 = attrs.get("date1904") in ("1", "true")


class Relations(ContentHandler):
    """Collects which part a relation id means."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Take note of an opening tag."""
        if local_name(name) == "Relationship":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")


class SharedStrings(ContentHandler):
    """Collects the shared texts; reading aids over Asian names (`rPh`) are not part of the text."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._reading = False
        self._aid = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Take note of an opening tag."""
        tag = local_name(name)
        self._reading = tag == "t" and not self._aid
        if tag == "rPh":
            self._aid = True

    def characters(self, content: str) -> None:
        """Collect a piece of text."""
        if self._reading:
            self._parts.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Take note of a closing tag."""
        tag = local_name(name)
        self._reading = False
        if tag == "rPh":
            self._aid = False
        elif tag == "si":
            self.texts.append(unescaped("".join(self._parts)))
            self._parts.clear()
            if len(self.texts) > MAX_CELLS:
                raise too_long(self._file, MAX_ROWS)


class Styles(ContentHandler):
    """Collects which number format each cell style has."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, str] = {}
        self._used: list[int] = []
        self._in_cells = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Take note of an opening tag."""
        tag = local_name(name)
        if tag == "numFmt" and attrs.get("numFmtId", "").isdecimal():
            self._codes[int(attrs["numFmtId"])] = attrs.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells and len(self._used) < _MAX_STYLES:
            number = attrs.get("numFmtId", "0")
            self._used.append(int(number) if number.isdecimal() else 0)

    def endElement(self, name: str) -> None:  # noqa: N802
        """Take note of a closing tag."""
        if local_name(name) == "cellXfs":
            self._in_cells = False

    def formats(self) -> list[str]:
        """Return for each cell style "day", a row of zeros for numbers with leading zeros, or "" for plain."""
        return [self._meaning(number) for number in self._used]

    def _meaning(self, number: int) -> str:
        code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", self._codes.get(number, ""))
        if number in _DAY_FORMATS or re.search(r"[ymdYMD]", code):
            return "day"
        return code if re.fullmatch(r"0{2,30}", code) else ""
