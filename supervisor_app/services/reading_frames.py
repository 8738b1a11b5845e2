"""Codes in pictures that come from the machine itself: frames of a camera, a part of the screen, the clipboard."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.services.opened_site import Site
from supervisor_app.services.verifying import Verdict, checker_of, concluded, find_in_codes

MAX_FRAME = 4096
"""Pixels of the longer side of a frame; larger ones are not searched."""


def codes_in_grey(grey: bytes | bytearray | memoryview, width: int, height: int, *, thorough: bool = False) -> tuple[str, ...]:
    """Return the texts of the QR codes in a grey picture (one byte per pixel, rows without gaps), quickly unless `thorough`."""
    import zxingcpp

    if not (0 < width <= MAX_FRAME and 0 < height <= MAX_FRAME):
        return ()
    found = zxingcpp.read_barcodes(
        memoryview(grey).cast("B", shape=[height, width]),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return tuple(code.text for code in found if code.text)


def verify_codes(site: Site, texts: tuple[str, ...], name: str, now: datetime) -> Verdict:
    """Return the verdict on the codes of one picture, with the issuers and records of this site."""
    checker = checker_of(site, now)
    return concluded(find_in_codes(texts, checker, name), name, checker)
