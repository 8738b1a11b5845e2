"""Reading a PDF that somebody touched: edited text, boxes and notes laid over it, swapped fonts, broken and hostile files."""

from __future__ import annotations

import contextlib
import io
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.reading import MAX_BYTES
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.styles import HOLDER
from supervisor_app.domain.printed import FIELDS, printed_fields, same_print
from supervisor_app.errors import InputError
from tests.documents.one_paper import read_certificate_pdf
from tests.documents.samples import ARABIC, FACTS, LONG, issued

MIXED = replace(
    FACTS, holder="Mohammad আক্তার", organisation="株式会社 山田 製作所", title="рубка (A) יוסי كهن x", level_name="ผู้สอน"
)


@pytest.fixture(scope="module")
def plain(shaper: Shaper) -> bytes:
    return render_certificate(issued(), paper=Paper.A4, shaper=shaper)


def edited(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def rewritten(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the drawing of page 1 changed."""

    def change_page(pdf: pikepdf.Pdf) -> None:
        before = pdf.pages[0].Contents.read_bytes()
        after = change(before)
        assert after != before
        pdf.pages[0].Contents = pdf.make_stream(after)

    return edited(data, change_page)


@pytest.mark.parametrize("facts", [FACTS, LONG, ARABIC, MIXED], ids=["plain", "long", "arabic", "mixed"])
@pytest.mark.parametrize("paper", list(Paper))
def test_every_field_is_read_as_it_was_printed(facts: object, paper: Paper, shaper: Shaper) -> None:
    certificate = issued(facts)  # type: ignore[arg-type]
    found = read_certificate_pdf(render_certificate(certificate, paper=paper, shaper=shaper))
    expected = printed_fields(certificate.facts)
    assert set(found.fields) == set(FIELDS)
    for name in FIELDS:
        assert same_print(found.fields[name], expected[name]), (name, found.fields[name])
    assert found.credential == certificate.credential
    assert found.qr_text == certificate.qr_text


def test_limits_on_page_two_are_read_there(shaper: Shaper) -> None:
    facts = replace(LONG, limits="Only with this truck in this hall. " * 55)
    found = read_certificate_pdf(render_certificate(issued(facts), paper=Paper.A4, shaper=shaper))
    assert same_print(found.fields["limits"], facts.limits)


def test_a_changed_letter_is_seen(plain: bytes, shaper: Shaper) -> None:
    typeface = shaper.line("Ana Kowalska", HOLDER.typeface)
    glyphs = [cluster.glyphs[0].number for cluster in typeface.runs[0].clusters]
    first = f"{glyphs[0]:04X}".encode()
    swapped = f"{glyphs[4]:04X}".encode()  # K of Kowalska in place of A

    def change(content: bytes) -> bytes:
        start = content.index(b"(holder)")
        return content[:start] + content[start:].replace(first, swapped, 1)

    assert read_certificate_pdf(rewritten(plain, change)).fields["holder"] == "Kna Kowalska"


def test_letters_that_claim_to_be_others_do_not_deceive(plain: bytes) -> None:
    """The visible glyphs stay changed, but the file says (ToUnicode) that they are the old letters."""

    def change(pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[0].Resources.Font
        for font in fonts.values():
            table = font.ToUnicode.read_bytes()
            font.ToUnicode = pdf.make_stream(table.replace(b"<004B>", b"<0041>"))  # K claims to be A

    found = read_certificate_pdf(edited(plain, change))
    assert found.fields["holder"] == "Ana Kowalska"


def test_a_text_beside_the_glyphs_does_not_deceive(plain: bytes) -> None:
    def change(content: bytes) -> bytes:
        start = content.index(b"BT", content.index(b"(holder)"))
        end = content.index(b"ET", start) + 2
        claimed = "Eva Nowak".encode("utf-16-be").hex().upper().encode()
        inner = content[start:end]
        at = inner.index(b"Tm") + 2
        marked = inner[:at] + b" /Span <</ActualText <FEFF" + claimed + b">>> BDC" + inner[at:-2] + b" EMC ET"
        return content[:start] + marked + content[end:]

    assert read_certificate_pdf(rewritten(plain, change)).fields["holder"] == "Ana Kowalska"


def test_outlines_that_were_swapped_are_not_read_as_letters(plain: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        fonts = {str(font.BaseFont): font for font in pdf.pages[0].Resources.Font.values()}
        serif = next(font for name, font in fonts.items() if "Serif-Medium" in name)
        other = next(font for name, font in fonts.items() if "Condensed-SemiBold" in name)
        serif.DescendantFonts[0].FontDescriptor.FontFile2 = other.DescendantFonts[0].FontDescriptor.FontFile2

    assert "Ana" not in read_certificate_pdf(edited(plain, change)).fields.get("holder", "")


@pytest.mark.parametrize(
    "over",
    [
        b"1 g 480 170 120 20 re f",
        b"BT /F2 13 Tf 1 0 0 1 490 176.3 Tm <00250026> Tj ET",
        b"0.5 w 480 180 m 600 180 l S",
    ],
    ids=["box", "text", "line"],
)
def test_what_is_laid_over_a_field_hides_it(plain: bytes, over: bytes) -> None:
    found = read_certificate_pdf(rewritten(plain, lambda content: content + b"\n" + over))
    assert "valid_until" not in found.fields
    assert found.fields["issued"] == "13 May 2026"


def test_a_note_over_a_field_hides_it(plain: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[480, 170, 600, 190])
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))

    assert "valid_until" not in read_certificate_pdf(edited(plain, change)).fields


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_code_of_a_turned_page_is_read(plain: bytes, turn: int) -> None:
    """Then it is not where its place in the file says."""
    turned = edited(plain, lambda pdf: pdf.pages[0].rotate(turn, relative=True))
    assert read_certificate_pdf(turned).qr_text == issued().qr_text


@pytest.mark.parametrize("box", ["[-300 -200 900 900]", "[20 15 842 595]"])
def test_the_code_of_a_page_that_was_cut_or_widened_is_read(plain: bytes, box: str) -> None:
    def cut(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox = pikepdf.Object.parse(box.encode())

    assert read_certificate_pdf(edited(plain, cut)).qr_text == issued().qr_text


def test_squares_that_hold_no_code_do_not_hide_it(plain: bytes) -> None:
    squares = b"".join(b" %d 500 50 50 re f" % (60 * place) for place in range(6))
    found = read_certificate_pdf(rewritten(plain, lambda page: b"q 0.9 g" + squares + b" Q " + page))
    assert found.qr_text == issued().qr_text


def test_a_removed_field_is_left_out(plain: bytes) -> None:
    found = read_certificate_pdf(rewritten(plain, lambda content: content.replace(b"/Field (limits)", b"/Field (nothing)")))
    assert "limits" not in found.fields


def test_the_record_may_be_gone(plain: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["credential.json"]

    found = read_certificate_pdf(edited(plain, change))
    assert found.credential is None
    assert found.qr_text


def test_a_protected_file_is_told(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        target = io.BytesIO()
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(InputError, match="password"):
        read_certificate_pdf(target.getvalue())


def test_a_record_that_unpacks_to_too_much_is_refused(plain: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        bomb = pikepdf.Stream(pdf, zlib.compress(b"0" * 50_000_000))
        bomb.Filter = pikepdf.Name.FlateDecode
        pdf.Root.Names.EmbeddedFiles.Names[1].EF = pikepdf.Dictionary(F=bomb, UF=bomb)

    with pytest.raises(InputError, match="1 MB"):
        read_certificate_pdf(edited(plain, change))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"hello", b"%PDF-1.4\n" + b"\xff" * 2000], ids=["empty", "head", "text", "noise"]
)
def test_what_is_not_a_pdf_is_told_in_words(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged or not a PDF"):
        read_certificate_pdf(data)


def test_a_huge_file_is_refused_unread() -> None:
    with pytest.raises(InputError, match="20 MB"):
        read_certificate_pdf(b"%PDF-1.7" + b"0" * MAX_BYTES)


def test_a_torn_certificate_never_fails_otherwise_than_in_words(plain: bytes) -> None:
    for cut in range(100, len(plain), 4001):
        try:
            read_certificate_pdf(plain[:cut])
        except InputError:
            continue


def test_other_peoples_pdfs_are_read_or_refused_in_time(shared_data: Path) -> None:
    files = [path for path in (shared_data / "fuzz" / "pdf-samples").rglob("*") if path.is_file()]
    assert files
    for path in files:
        started = time.process_time()
        with contextlib.suppress(InputError):
            assert read_certificate_pdf(path.read_bytes()).credential is None
        assert time.process_time() - started < 10, path.name  # a hang, not a speed
