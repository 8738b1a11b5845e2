"""Baked badges: what a picture carries comes out, bombs and damage get a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking
from PIL import Image

from supervisor_app.credentials.baked import BrokenBadge, baked_in_png, baked_in_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">{}</svg>'


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(file, "PNG")
    return file.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunks(*chunks: bytes) -> bytes:
    whole = picture()
    return whole[:33] + b"".join(chunks) + whole[33:]


def itxt(text: bytes, *, packed: bool = False, keyword: bytes = b"openbadgecredential") -> bytes:
    return chunk(b"iTXt", keyword + b"\x00" + bytes([packed]) + b"\x00\x00\x00" + (zlib.compress(text) if packed else text))


class TestPng:
    def test_what_the_library_bakes_comes_out(self):
        baked = baking.bake_png(picture(), '{"é": 1}', keyword=baking.ITXT_KEYWORD_OB3)
        assert baked_in_png(baked) == '{"é": 1}'

    def test_packed_text_and_older_keywords_come_out(self):
        assert baked_in_png(with_chunks(itxt(b"{}", packed=True))) == "{}"
        assert baked_in_png(with_chunks(itxt(b"{}", keyword=b"openbadges"))) == "{}"
        assert baked_in_png(with_chunks(chunk(b"tEXt", b"openbadges\x00{}"))) == "{}"

    def test_a_plain_picture_holds_none(self):
        assert baked_in_png(picture()) is None
        assert baked_in_png(b"GIF89a") is None

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (with_chunks(itxt(b"a" * 40_000_000, packed=True)), "larger"),
            (with_chunks(itxt(b"{}"), itxt(b"[]")), "several"),
            (with_chunks(*[chunk(b"tEXt", b"x\x00y")] * 3000), "more parts"),
            (with_chunks(chunk(b"iTXt", b"openbadgecredential\x00\x01")), "damaged"),
            (with_chunks(chunk(b"iTXt", b"openbadgecredential\x00\x01\x00\x00\x00nonsense")), "damaged"),
            (with_chunks(itxt(b"\xff\xfe")), "damaged"),
        ],
    )
    def test_bombs_and_damage_get_a_reason(self, data: bytes, reason: str):
        with pytest.raises(BrokenBadge, match=reason):
            baked_in_png(data)

    @given(st.binary(max_size=300))
    def test_any_bytes_after_the_head_end_soon(self, rest: bytes):
        with suppress(BrokenBadge):
            assert baked_in_png(b"\x89PNG\r\n\x1a\n" + rest) is None


class TestSvg:
    def test_text_and_verify_value_come_out(self):
        baked = baking.bake_svg(
            SVG.format("").encode(), '{"a": 1}', element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3, as_text=True
        )
        assert baked_in_svg(baked) == '{"a": 1}'
        assert baked_in_svg(SVG.format('<openbadges:credential verify="eyJx.y.z"/>').encode()) == "eyJx.y.z"
        cdata = '<openbadges:credential><![CDATA[ {"a": "<"} ]]></openbadges:credential>'
        assert baked_in_svg(SVG.format(cdata).encode()) == '{"a": "<"}'

    def test_a_plain_drawing_holds_none(self):
        assert baked_in_svg(SVG.format("<circle/>").encode()) is None

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "entities"),
            (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', "entities"),
            (b"<svg>" + b"<g>" * 5000, "deeply"),
            (b"<svg>" + b" " * 3_000_000, "larger"),
            (b"<svg><", "damaged"),
            (b'<?xml version="1.0" encoding="nonsense"?><svg/>', "damaged"),
            (SVG.format("<openbadges:credential>a</openbadges:credential><openbadges:credential>b</openbadges:credential>").encode(),
             "several"),
            (SVG.format(f"<openbadges:credential>{'a' * 300_000}</openbadges:credential>").encode(), "larger"),
        ],
    )  # fmt: skip
    def test_bombs_and_damage_get_a_reason(self, data: bytes, reason: str):
        with pytest.raises(BrokenBadge, match=reason):
            baked_in_svg(data)

    @given(st.text(max_size=200))
    def test_any_text_ends_soon(self, text: str):
        with suppress(BrokenBadge):
            assert baked_in_svg(b"<svg>" + text.encode("utf-8", "replace")) is None
