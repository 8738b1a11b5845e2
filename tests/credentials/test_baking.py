"""Baking: what goes in comes out, by our reader and by the library's; what is baked already is left alone."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking as library

from supervisor_app.credentials.baked import baked_in_png, baked_in_svg
from supervisor_app.credentials.baking import bake_png, bake_svg
from tests.credentials.test_baked import picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title></svg>'


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).filter(str.strip))
def test_any_text_comes_out_as_it_went_in(text: str):
    words = f'{{"x":"{text}"}}'
    assert baked_in_png(bake_png(picture(), words.encode())) == words
    assert baked_in_svg(bake_svg(SVG, words.encode())) == words


def test_the_end_of_a_cdata_inside_is_kept():
    assert baked_in_svg(bake_svg(SVG, b'{"x":"]]> & <a>"}')) == '{"x":"]]> & <a>"}'


def test_the_library_reads_it_too():
    baked = bake_svg(SVG, b'{"x":1}')
    assert library.extract_svg(baked, element="openbadges:credential", text_fallback=True) == '{"x":1}'
    png = bake_png(picture(), b'{"x":1}')
    assert library.extract_png(png, keyword=library.ITXT_KEYWORD_OB3) == '{"x":1}'


def test_the_rules_of_the_standard_are_kept():
    baked = bake_svg(SVG, b"{}").decode()
    start = baked.index(">") + 1
    assert baked[start:].startswith("<openbadges:credential><![CDATA[")
    assert 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' in baked[:start]
    png = bake_png(picture(), b"{}")
    at = png.index(b"iTXt")
    (length,) = struct.unpack(">I", png[at - 4 : at])
    assert png[at + 4 : at + 4 + length] == b"openbadgecredential\x00\x00\x00\x00\x00{}"
    assert png.count(b"openbadgecredential") == 1


def test_a_picture_that_holds_one_already_is_refused():
    for twice in (lambda: bake_png(bake_png(picture(), b"{}"), b"{}"), lambda: bake_svg(bake_svg(SVG, b"{}").decode(), b"{}")):
        with pytest.raises(ValueError, match="plain"):
            twice()
    with pytest.raises(ValueError, match="plain"):
        bake_png(b"GIF89a", b"{}")
    with pytest.raises(ValueError, match="plain"):
        bake_svg("<html/>", b"{}")
