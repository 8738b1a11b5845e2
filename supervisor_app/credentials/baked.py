"""Certificates baked into PNG and SVG badges (Open Badges 1.0 to 3.0), read with bounds: every file is hostile.

A PNG carries the text in an iTXt or tEXt chunk, an SVG in an element of one of two names. Nothing is drawn, no entity resolved.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.parsers import expat

MAX_TEXT = 262_144
MAX_SVG = 2_000_000
MAX_CHUNKS = 2000
MAX_DEPTH = 256
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = (b"openbadgecredential", b"openbadges")
_ELEMENTS = ("https://purl.imsglobal.org/ob/v3p0 credential", "http://openbadges.org assertion")


class BrokenBadge(Exception):  # noqa: N818 - says what is wrong, as the second half of a sentence
    """The picture is damaged, far too large, or holds several certificates; the text completes "it cannot be read: ..."."""


def baked_in_png(data: bytes) -> str | None:
    """Return the certificate's text in a PNG, None where there is none. BrokenBadge for bombs and several different texts."""
    return _only_one(_png_texts(data)) if data.startswith(_PNG) else None


def baked_in_svg(data: bytes) -> str | None:
    """Return the certificate's text in an SVG (its `verify` value or content), None where there is none. BrokenBadge as above."""
    if len(data) > MAX_SVG:
        raise BrokenBadge("it is larger than a badge can be")
    return _only_one(_svg_texts(data))


def _only_one(texts: Iterator[str]) -> str | None:
    different = set(texts)
    if len(different) > 1:
        raise BrokenBadge("it holds several certificates")
    return different.pop() if different else None


def _png_texts(data: bytes) -> Iterator[str]:
    place = len(_PNG)
    for _ in range(MAX_CHUNKS):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if kind in (b"iTXt", b"tEXt") and length <= MAX_TEXT + 1000:
            keyword, _zero, rest = data[place + 8 : place + 8 + length].partition(b"\x00")
            if keyword in _KEYWORDS:
                yield _utf8(_international(rest) if kind == b"iTXt" else rest)
        place += 12 + length
        if kind == b"IEND" or place >= len(data):
            return
    raise BrokenBadge("it has more parts than a badge can have")


def _international(rest: bytes) -> bytes:
    """The text of an iTXt chunk after its keyword: two flags, language, translated keyword, text, perhaps packed."""
    parts = rest[2:].split(b"\x00", 2)
    if len(rest) < 2 or len(parts) != 3:
        raise BrokenBadge("the certificate inside it is damaged")
    if rest[0] == 0:
        return parts[2]
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(parts[2], MAX_TEXT + 1)
    except zlib.error as problem:
        raise BrokenBadge("the certificate inside it is damaged") from problem
    return text


def _utf8(text: bytes) -> str:
    if len(text) > MAX_TEXT:
        raise BrokenBadge("the certificate inside it is larger than a certificate can be")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BrokenBadge("the certificate inside it is damaged") from problem


def _svg_texts(data: bytes) -> Iterator[str]:
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reading.text, reading.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise BrokenBadge("it is a damaged SVG picture") from problem
    yield from reading.found


class _Reading:
    """What expat calls while it reads; keeps the texts of the elements that carry certificates."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._depth, self._inside, self._parts, self._address = 0, 0, [""], ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise BrokenBadge("it is nested too deeply")
        if name in _ELEMENTS and not self._inside:
            self._inside, self._parts, self._address = self._depth, [], attributes.get("verify", "").strip()

    def end(self, _name: str) -> None:
        if self._depth == self._inside:
            written = "".join(self._parts).strip()
            text = self._address if self._address.startswith(("{", "eyJ")) or not written else written
            if text:
                self.found.append(_utf8(text.encode()))
            self._inside = 0
        self._depth -= 1

    def text(self, piece: str) -> None:
        if self._inside:
            self._parts.append(piece)

    def entity(self, *_declared: object) -> None:
        raise BrokenBadge("it declares entities, which no badge needs")
