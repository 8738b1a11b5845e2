"""The organisation's logo on paper: any PNG the site accepted, flattened on white and embedded without alpha."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from supervisor_app.documents.objects import Stream
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

MAX_BYTES = 2_000_000
MAX_PIXELS = 4_000_000
_SIDE_PIXELS = 900


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture ready to embed, and its size in pixels."""

    stream: Stream
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a certificate: the organisation's logo, and the one beside the issuer's name."""

    logo: Logo | None = None
    mark: Logo | None = None

    @classmethod
    def read(cls, logo_png: bytes | None, mark_png: bytes | None) -> Pictures:
        """Return them ready to print; InputError where one cannot be read or is too large."""
        return cls(read_logo(logo_png) if logo_png else None, read_logo(mark_png) if mark_png else None)


def read_logo(data: bytes) -> Logo:
    """Return a logo ready to print; InputError where the picture cannot be read or is too large."""
    if len(data) > MAX_BYTES:
        raise InputError("Logo", "the file is larger than 2 MB.", "Choose a smaller picture.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError("Logo", "the picture has more than 4 million pixels.", "Choose a smaller picture.")
            flat = _flattened(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("Logo", "the picture cannot be read.", "Choose a PNG file.") from error
    entries = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": flat.width,
        "Height": flat.height,
        "BitsPerComponent": 8,
        "ColorSpace": "/DeviceGray" if flat.mode == "L" else "/DeviceRGB",
    }
    return Logo(Stream(flat.tobytes(), entries), flat.width, flat.height)


def _flattened(picture: Image.Image) -> Image.Image:
    """On white, at most 900 pixels a side; grey where the picture is grey, so that it prints with black toner."""
    rgba = picture.convert("RGBA")
    rgba.thumbnail((_SIDE_PIXELS, _SIDE_PIXELS))
    white = Image.new("RGBA", rgba.size, "white")
    white.alpha_composite(rgba)
    flat = white.convert("RGB")
    red, green, blue = flat.split()
    return red if red.tobytes() == green.tobytes() == blue.tobytes() else flat
