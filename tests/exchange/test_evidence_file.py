"""What may be kept as evidence: told by content, bounded, and pictures without where and with what they were taken."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from supervisor_app.errors import InputError
from supervisor_app.exchange.evidence_file import LONGEST_SIDE, MAX_BYTES, read_evidence, shrunk

GPS = 0x8825


def photo(width: int = 400, height: int = 300, form: str = "JPEG") -> bytes:
    image = Image.new("RGB", (width, height), "teal")
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, form, exif=exif, **({"comment": b"hidden words"} if form == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.parametrize(("form", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_picture_is_turned_upright_and_loses_everything_but_its_pixels(form: str, media: str) -> None:
    data = photo(form=form)
    assert b"SecretCamera" in data
    kept_media, kept = read_evidence(data)
    assert kept_media == media
    assert b"SecretCamera" not in kept
    assert b"hidden words" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (300, 400)
        assert not image.getexif()


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(io.BytesIO(read_evidence(photo(5000, 2500))[1])) as image:
        assert max(image.size) == LONGEST_SIDE


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no JPEG, PNG, PDF or MP4"),
        (b"MZ\x90\x00", "no JPEG, PNG, PDF or MP4"),
        (b"<svg onload='x'/>", "no JPEG, PNG, PDF or MP4"),
        (b"\xff\xd8\xff" + b"x" * 100, "damaged"),
        (photo()[:600], "damaged"),
        (bomb(60_000, 60_000), "too many pixels"),
        (b"%PDF-" + bytes(MAX_BYTES), "larger than 32 MB"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_evidence(data)


def test_a_document_and_a_clip_are_kept_as_they_are() -> None:
    for media, data in (("application/pdf", b"%PDF-1.7 x"), ("video/mp4", b"\x00\x00\x00\x18ftypisom")):
        assert read_evidence(data) == (media, data)


@pytest.mark.parametrize(("form", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_kept_picture_is_painted_small_with_its_pixels_and_nothing_else(form: str, media: str) -> None:
    small = shrunk(read_evidence(photo(1600, 1200, form))[1], media, 100)
    assert small is not None
    assert (small.width, small.height) == (75, 100)
    assert len(small.rgba) == 75 * 100 * 4
    red, green, blue, alpha = small.rgba[:4]
    assert abs(red - 0) < 4
    assert abs(green - 128) < 4
    assert abs(blue - 128) < 4
    assert alpha == 255


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"%PDF-1.7 x", "application/pdf"),
        (b"", "image/jpeg"),
        (photo(), "image/png"),
        (photo()[:600], "image/jpeg"),
        (bomb(60_000, 60_000), "image/png"),
        (bomb(LONGEST_SIDE + 1, LONGEST_SIDE), "image/png"),
        (bomb(100, 100), "image/png"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png"),
    ],
)
def test_what_another_laptop_sent_as_a_picture_and_is_none_is_not_painted(data: bytes, media: str) -> None:
    assert shrunk(data, media, 100) is None
