"""The few kinds of PDF object we write ourselves through reportlab's document: dictionaries and compressed streams as bytes."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from reportlab.pdfbase import pdfdoc

Value: TypeAlias = str | int | float | Any | None
"""What a dictionary holds: text already in PDF syntax ("/Name", "[0 0 1]"), a number, a PDFObject, or None to leave it out."""


class Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream compressed once; its dictionary takes further entries."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: Mapping[str, Value] | None = None, *, compress: bool = True) -> None:
        self._data = zlib.compress(data, 6) if compress else data
        self._entries = {**(entries or {}), "Filter": "/FlateDecode" if compress else None}

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the object's bytes, as reportlab's document asks for them."""
        head = dictionary_bytes({**self._entries, "Length": len(self._data)}, document)
        return b"%s\nstream\n%s\nendstream\n" % (head, self._data)


class Entries(pdfdoc.PDFObject):  # type: ignore[misc]
    """A dictionary of its own number."""

    __RefOnly__ = 1

    def __init__(self, entries: Mapping[str, Value]) -> None:
        self.entries = dict(entries)

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the object's bytes, as reportlab's document asks for them."""
        return dictionary_bytes(self.entries, document)


class Array(pdfdoc.PDFObject):  # type: ignore[misc]
    """An array of references to objects."""

    def __init__(self, objects: Sequence[pdfdoc.PDFObject]) -> None:
        self._objects = objects

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the array's bytes, as reportlab's document asks for them."""
        return b"[%s]" % b" ".join(document.Reference(entry).format(document) for entry in self._objects)


class NameTree(pdfdoc.PDFObject):  # type: ignore[misc]
    """A name tree of one leaf: ASCII names and the objects they stand for."""

    __RefOnly__ = 1

    def __init__(self, named: Mapping[str, pdfdoc.PDFObject]) -> None:
        self._named = sorted(named.items())

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the tree's bytes, as reportlab's document asks for them."""
        pairs = (b"(%s) %s" % (name.encode(), document.Reference(entry).format(document)) for name, entry in self._named)
        return b"<< /Names [%s] >>" % b" ".join(pairs)


def dictionary_bytes(entries: Mapping[str, Value], document: pdfdoc.PDFDocument) -> bytes:
    """Return a dictionary in PDF syntax; objects as references to them."""
    parts: list[bytes] = []
    for name, value in entries.items():
        if value is not None:
            refer = isinstance(value, pdfdoc.PDFObject) and not isinstance(value, Array)
            written = document.Reference(value) if refer else value
            parts.append(b"/%s %s" % (name.encode(), bytes(pdfdoc.format(written, document))))
    return b"<< " + b" ".join(parts) + b" >>"


def text_string(text: str) -> str:
    """Return a text in PDF syntax: hexadecimal UTF-16 with its mark, which needs no escapes."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"
