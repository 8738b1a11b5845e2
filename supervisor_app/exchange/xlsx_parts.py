"""Open an XLSX workbook safely: what the ZIP may hold is checked before anything is unpacked, XML may not define entities."""

from __future__ import annotations

import io
import posixpath
import struct
import xml.sax
import zipfile
import zlib
from xml.sax.handler import ContentHandler

import defusedxml
import defusedxml.sax

from supervisor_app.errors import InputError
from supervisor_app.exchange.table import MAX_BYTES, too_big

MAX_PARTS = 2_000
MAX_UNPACKED = 96 * 1024 * 1024
MAX_RATIO = 100
"""Times a part may grow when unpacked: real sheets grow 10 to 30 times, a bomb a thousand times."""

_SMALL = 1024 * 1024
_CHUNK = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError, UnicodeDecodeError, OSError)
"""What zipfile raises for a damaged, encrypted or strangely packed file."""

_ADVICE = "Open it in a spreadsheet program and save it again, or save it as CSV."


class Workbook:
    """The parts of an XLSX file, unpacked one at a time. Raises InputError when it is no workbook or unpacks to too much."""

    def __init__(self, name: str, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            raise too_big(name)
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as problem:
            raise self._unreadable("It is not a workbook.") from problem
        self._check_sizes()

    def _unreadable(self, reason: str) -> InputError:
        return InputError(self.name, reason, _ADVICE)

    def _check_sizes(self) -> None:
        """Refuse a ZIP bomb by the sizes it declares; reading stops at the declared size, so lying does not help."""
        parts = self._zip.infolist()
        bombs = any(part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts)
        if bombs or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise self._unreadable("It unpacks to far more than a list of people needs.")
        if any(part.flag_bits & 1 for part in parts):
            raise self._unreadable("It is protected by a password.")

    def has(self, part: str) -> bool:
        """Tell whether the workbook has this part."""
        return part in self._zip.namelist()

    def parse(self, part: str, handler: ContentHandler) -> None:
        """Give the XML of `part` to `handler`, piece by piece; entities and external references are refused."""
        parser = defusedxml.sax.make_parser()
        parser.setContentHandler(handler)
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.feed(chunk)
            parser.close()
        except defusedxml.DefusedXmlException as problem:
            raise self._unreadable("It defines entities, which a list of people never needs.") from problem
        except (KeyError, xml.sax.SAXException, *_BROKEN) as problem:
            raise self._unreadable(f"Its part {posixpath.basename(part)} cannot be read.") from problem
