"""PDF files made to keep a reader busy: each at the bounds of what is read, or just beyond them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

A4, VAST = (595, 842), (1900, 1900)
LINES = b"0 0 m 500 500 l S\n"
BOX = Array([0, 0, 1900, 1900])


def bytes_of(pdf: Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def pages(count: int, body: bytes, size: tuple[int, int] = A4, make: Callable[[Pdf], Dictionary] | None = None) -> bytes:
    """So many pages of the same drawing, with what `make` gives as their resources."""
    pdf = pikepdf.new()
    add_pages(pdf, count, body, size, make(pdf) if make else Dictionary())
    return bytes_of(pdf)


def add_pages(pdf: Pdf, count: int, body: bytes, size: tuple[int, int], resources: Dictionary) -> None:
    for _ in range(count):
        page = pdf.add_blank_page(page_size=size)
        page.Contents = Stream(pdf, zlib.compress(body, 9), Filter=Name.FlateDecode)
        page.Resources = resources


def picture(pdf: Pdf, width: int, height: int) -> Dictionary:
    """Resources with a picture `/P` of grey lines."""
    row = bytes(range(256)) * (width // 256 + 1)
    data = zlib.compress(row[:width] * height, 1)
    how = {"Filter": Name.FlateDecode, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, "Subtype": Name.Image}
    return Dictionary(XObject=Dictionary(P=pdf.make_indirect(Stream(pdf, data, Width=width, Height=height, **how))))


def nested(pdf: Pdf, deep: int, wide: int) -> Dictionary:
    """Resources with a drawing `/P` that draws another `wide` times, `deep` times over."""
    resources = Dictionary()
    for level in range(deep):
        body = b"/P Do " * wide if level else b"0 0 9 9 re f "
        form = Stream(pdf, body, Subtype=Name.Form, BBox=BOX, Resources=resources)
        resources = Dictionary(XObject=Dictionary(P=pdf.make_indirect(form)))
    return resources


def tiled(pdf: Pdf, deep: int) -> Dictionary:
    """Resources with a pattern `/P` of patterns."""
    resources = Dictionary()
    for _ in range(deep):
        tile = Stream(pdf, b"/Pattern cs /P scn 0 0 50 50 re f " * 10, PatternType=1, PaintType=1, TilingType=1, XStep=5, YStep=5)
        tile.BBox, tile.Resources = Array([0, 0, 50, 50]), resources
        resources = Dictionary(Pattern=Dictionary(P=pdf.make_indirect(tile)))
    return resources


def masked(pdf: Pdf) -> Dictionary:
    """Resources with a state `/G` that masks with a drawing."""
    form = Stream(pdf, LINES * 20_000, Subtype=Name.Form, BBox=BOX, Group=Dictionary(S=Name.Transparency))
    mask = Dictionary(S=Name.Luminosity, G=pdf.make_indirect(form))
    return Dictionary(ExtGState=Dictionary(G=Dictionary(SMask=mask)))


def lettered(pdf: Pdf) -> Dictionary:
    """Resources with a font `/T` whose only letter is a drawing of a megabyte."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=BOX, FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]))
    font.CharProcs = Dictionary(a=pdf.make_stream(b"1000 0 d0 " + LINES * 50_000))
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, Name("/a")]))
    font.FirstChar, font.LastChar, font.Widths = 97, 97, Array([1000])
    return Dictionary(Font=Dictionary(T=pdf.make_indirect(font)))


def stamped() -> bytes:
    """A page with fifty stamps of a megabyte each."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    form = pdf.make_indirect(Stream(pdf, LINES * 50_000, Subtype=Name.Form, BBox=BOX))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 500, 500]), F=4, AP=Dictionary(N=form))
    page.Annots = pdf.make_indirect(Array([pdf.make_indirect(stamp) for _ in range(50)]))
    return bytes_of(pdf)


def scans_and_a_path(segments: int) -> bytes:
    """Six scans that spend the patience, then one path over a page like a wall, which is filled in one go."""
    pdf = pikepdf.new()
    add_pages(pdf, 6, b"q 595 0 0 842 0 0 cm /P Do Q", A4, picture(pdf, 1600, 2200))
    add_pages(pdf, 1, b"0 0 m " + b"1900 1900 l 0 9 l " * (segments // 2) + b"f ", VAST, Dictionary())
    return bytes_of(pdf)


def busy_pdfs() -> Iterator[tuple[str, bytes]]:
    squares = (
        b"".join(b"%d %d 60 60 re f\n" % (place % 6 * 90, place // 6 * 90) for place in range(24)) + b"0 0 m 1 1 l S\n" * 300
    )
    marks = b"".join(
        b"/Fact <</Field (card%d.code)>> BDC %d %d 100 100 re f EMC\n" % (place, place % 6 * 300, place // 6 * 300)
        for place in range(24)
    )
    rows = b"".join(b"%d %d 9 3 re f\n" % (place % 500, place // 500 * 7) for place in range(4000))
    shown = b"/Fact <</Field (holder)>> BDC BT (a) Tj ET EMC\n"
    hall = zlib.compress(bytes(15_000 * 15_000), 9)
    yield "2,000 pages of rows", pages(2000, rows, VAST)
    yield "2,000 pages of squares", pages(2000, squares, VAST)
    yield "2,000 pages of marked codes", pages(2000, marks, VAST)
    yield "2,000 pages of a field", pages(2000, shown + LINES * 300)
    yield "pages of fields", pages(50, shown * 8_000)
    yield "pages of 4 MB", pages(7, LINES * 200_000)
    yield "a path without an end", pages(1, b"0 0 m " + b"595 842 l 0 9 l " * 24_000 + b"f")
    yield "scans, then a long path", scans_and_a_path(4_900)
    yield "lines over lines", pages(20, b"0 0 595 842 re f\n" * 23_000)
    yield "scans without a code", pages(30, b"q 595 0 0 842 0 0 cm /P Do Q", A4, lambda pdf: picture(pdf, 1600, 2200))
    yield "large scans without a code", pages(20, b"q 1900 0 0 1900 0 0 cm /P Do Q", VAST, lambda pdf: picture(pdf, 6000, 6000))
    yield "a picture like a hall", pages(1, b"q 595 0 0 842 0 0 cm /P Do Q", A4, lambda pdf: picture(pdf, 18_000, 18_000))
    yield (
        "a picture like a hall in the drawing",
        pages(1, b"q 595 0 0 842 0 0 cm BI /W 15000 /H 15000 /BPC 8 /CS /G /F /Fl ID " + hall + b" EI Q"),
    )
    yield "drawings in drawings", pages(1, b"/P Do", A4, lambda pdf: nested(pdf, 6, 8))
    yield "drawings in drawings without an end", pages(1, b"/P Do", A4, lambda pdf: nested(pdf, 20, 10))
    yield "patterns of patterns", pages(1, b"/Pattern cs /P scn 0 0 595 842 re f /x Do", A4, lambda pdf: tiled(pdf, 4))
    yield "fifty masks", pages(1, b"/G gs 0 0 1900 1900 re f " * 50 + b"/x Do", VAST, masked)
    yield "letters like books", pages(1, b"BT /T 12 Tf (" + b"a" * 500 + b") Tj ET /x Do", A4, lettered)
    yield "fifty stamps", stamped()
