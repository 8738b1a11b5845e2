"""A picture file that becomes the site's logo: any PNG or JPEG, made small and kept as PNG."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from supervisor_app.errors import InputError

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIDE = 512
"""The longer side of a logo in pixels: sharp on paper at the size it prints, small enough to travel with every sync."""


def read_logo_file(path: Path) -> bytes:
    """Return the picture as PNG, at most 512 pixels a side, turned as its camera says; InputError in words otherwise."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise InputError(path.name, "the file cannot be read.", "Choose another picture.") from error
    if size > MAX_FILE_BYTES:
        raise InputError(path.name, f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MB.", "Choose a smaller picture.")
    return _as_png(path.name, data)


def _as_png(name: str, data: bytes) -> bytes:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError(name, "it has more than 50 million pixels.", "Choose a smaller picture.")
            turned = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(name, "it is no picture that can be read.", "Choose a PNG or JPEG picture.") from error
    turned.thumbnail((SIDE, SIDE))
    opaque = turned.getchannel("A").getextrema() == (255, 255)
    made = io.BytesIO()
    (turned.convert("RGB") if opaque else turned).save(made, "PNG", optimize=True)
    return made.getvalue()
