"""Where certificates travel: JSON text, baked PNG and SVG badges, pictures of the QR code. Every input is hostile and bounded."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from supervisor_app.credentials.baked import BrokenBadge, baked_in_png, baked_in_svg
from supervisor_app.credentials.proof import MAX_RECORD_BYTES, Json

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_FILE_BYTES = 30_000_000
MAX_PIXELS = 25_000_000
MAX_JPEG_PIXELS = 80_000_000
"""JPEG is decoded small, so that photographs of any telephone can be read."""

MAX_JSON_DEPTH = 36
_READ_SIDE = 2400  # pixels: enough for the code on a photographed page, quick to search
_PICTURES = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, LookupError, TypeError, OverflowError, zlib.error)


class Kind(StrEnum):
    """What a file is, by its first bytes, not by its name."""

    PDF = "pdf"
    JSON = "json"
    SVG = "svg"
    PICTURE = "picture"
    TEXT = "text"
    OTHER = "other"


class NotReadable(Exception):  # noqa: N818 - says what is wrong, as the second half of a sentence
    """The file holds no certificate that can be read; the text completes "This file cannot be read: ..."."""


def kind_of(data: bytes) -> Kind:
    """Return what the bytes look like."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if start.startswith((b"{", b"[")):
        return Kind.JSON
    if start.startswith(b"<") and b"<svg" in data[:4096]:
        return Kind.SVG
    if _is_picture(data):
        return Kind.PICTURE
    return Kind.TEXT if start[:300].isascii() and start[:1].isalnum() else Kind.OTHER


def read_json(data: bytes) -> Json:
    """Return a JSON object, read strictly: no duplicate names, no odd numbers, bounded size and depth; or NotReadable."""
    if len(data) > MAX_RECORD_BYTES:
        raise NotReadable("it is larger than a certificate can be")
    try:
        text = data.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
        _check_values(document)
    except (ValueError, RecursionError) as problem:
        raise NotReadable("it is not well-formed JSON") from problem
    if not isinstance(document, dict):
        raise NotReadable("it is JSON, but not a certificate")
    return document


def baked_credential(data: bytes, kind: Kind) -> bytes | None:
    """Return the certificate baked into a PNG or SVG badge as text bytes, None where there is none. NotReadable if broken."""
    try:
        text = baked_in_svg(data) if kind is Kind.SVG else baked_in_png(data)
    except BrokenBadge as problem:
        raise NotReadable(str(problem)) from problem
    return text.encode() if text else None


def codes_in_picture(data: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes in a picture row by row, none where there are none. NotReadable where it is no picture
    for us.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_PICTURES) as picture:
            grey = _grey(picture)
    except (*_BROKEN, Image.DecompressionBombError) as problem:
        raise NotReadable("it is a damaged picture, or of a kind that is not known here") from problem
    return _most(_tries(grey))


def _most(tries: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    """The codes of the first try that finds any; where there are several, of the try that finds most of them."""
    first = next((texts for texts in tries if texts), ())
    return first if len(first) < 2 else max((first, *tries), key=len)


def _tries(grey: Image) -> Iterator[tuple[str, ...]]:
    """Search quickly in a smaller picture first, thoroughly in it then, thoroughly in the whole picture last."""
    small = grey.copy()
    small.thumbnail((_READ_SIDE, _READ_SIDE))
    yield _read(small, thorough=False)
    yield _read(small, thorough=True)
    if small.size != grey.size:
        grey.thumbnail((2 * _READ_SIDE, 2 * _READ_SIDE))
        yield _read(grey, thorough=True)


def _read(picture: Image, *, thorough: bool) -> tuple[str, ...]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return row_by_row(
        (code.position.top_left.y, code.position.top_left.x, code.position.bottom_left.y, code.text)
        for code in found
        if code.text
    )


def row_by_row(codes: Iterable[tuple[int, int, int, str]]) -> tuple[str, ...]:
    """Return the texts of codes (top, left, bottom, text) as they are read: the rows from the top, each from the left."""
    rows: list[list[tuple[int, str]]] = []
    middle = 0.0
    for top, left, bottom, text in sorted(codes):
        if not rows or top > middle:
            rows.append([])
            middle = (top + bottom) / 2
        rows[-1].append((left, text))
    return tuple(text for row in rows for _, text in sorted(row))


def _grey(picture: Image) -> Image:
    """Return the picture in grey, decoded at a bounded size, transparency on white."""
    from PIL import Image

    width, height = picture.size
    if width * height > (MAX_JPEG_PIXELS if picture.format == "JPEG" else MAX_PIXELS):
        raise NotReadable("it is larger than can be searched for a code")
    if picture.format == "JPEG":
        picture.draft("L", (_READ_SIDE, _READ_SIDE))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        flat = Image.new("RGBA", picture.size, "white")
        flat.alpha_composite(picture.convert("RGBA"))
        return flat.convert("L")
    return picture.convert("L")


def _is_picture(data: bytes) -> bool:
    from PIL import Image

    try:
        Image.open(io.BytesIO(data), formats=_PICTURES).close()
    except (*_BROKEN, Image.DecompressionBombError):
        return False
    return True


def _object(pairs: list[tuple[str, object]]) -> Json:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return members


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")


def _check_values(document: object) -> None:
    """Refuse what other readers may read differently: deep nesting, lone surrogates, numbers out of range."""
    stack: list[tuple[object, int]] = [(document, 1)]
    while stack:
        value, depth = stack.pop()
        if depth > MAX_JSON_DEPTH:
            raise ValueError("nested too deeply")
        if isinstance(value, dict):
            stack += [(item, depth + 1) for pair in value.items() for item in pair]
        elif isinstance(value, list):
            stack += [(item, depth + 1) for item in value]
        elif isinstance(value, str):
            value.encode("utf-8")
        elif isinstance(value, int | float) and not abs(value) < 2**53:
            raise ValueError("a number out of range")
