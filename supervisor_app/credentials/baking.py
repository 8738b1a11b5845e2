"""Baking a signed credential into its badge picture, as Open Badges 3.0 (5.3) wants it: readable by `credentials.baked`.

PNG: one uncompressed iTXt chunk `openbadgecredential`. SVG: one `openbadges:credential` right after the opening tag, with the
JSON as CDATA and no `verify`, because the proof is inside the JSON.
"""

from __future__ import annotations

import re
import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_END = b"IEND"
_KEYWORD = b"openbadgecredential"
_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_OPENING = re.compile(r"<svg\b[^>]*>")


def bake_png(picture: bytes, credential: bytes) -> bytes:
    """Return a PNG with the credential (JSON, UTF-8) in it; ValueError for what is no PNG or holds one already."""
    end = picture.rfind(_END)
    if not picture.startswith(_PNG) or end < 0 or _KEYWORD in picture:
        raise ValueError("not a plain PNG")
    body = _KEYWORD + b"\x00\x00\x00\x00\x00" + credential
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    return picture[: end - 4] + chunk + picture[end - 4 :]


def bake_svg(picture: str, credential: bytes) -> bytes:
    """Return an SVG (UTF-8) with the credential in it; ValueError for what is no SVG or holds one already."""
    opening = _OPENING.search(picture)
    if opening is None or _NAMESPACE in picture:
        raise ValueError("not a plain SVG")
    text = credential.decode().replace("]]>", "]]]]><![CDATA[>")
    element = f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
    tag = f'{opening[0][:-1]} xmlns:openbadges="{_NAMESPACE}">'
    return f"{picture[: opening.start()]}{tag}{element}{picture[opening.end() :]}".encode()
