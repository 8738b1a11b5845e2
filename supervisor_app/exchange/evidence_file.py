"""A photo or file as it may be kept as evidence: type told by content, bounded, pictures drawn anew without what they hide."""

from __future__ import annotations

import io

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is taken; a picture may be as large before it is made smaller."""
MAX_PIXELS = 80_000_000
"""Pixels of the largest picture that is opened: beyond that it is a bomb."""
LONGEST_SIDE = 2048
JPEG_QUALITY = 85
MOST_KEPT_PIXELS = LONGEST_SIDE * LONGEST_SIDE
_FORMS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_TYPES = "JPEG, PNG, PDF or MP4"


def read_evidence(data: bytes) -> tuple[str, bytes]:
    """Return the media type and the bytes to keep. InputError for what is too large, damaged or of another type.

    A picture is decoded, turned upright, made smaller and written anew: where it was taken, with what, and anything hidden in it
    is gone. PDF and MP4 are kept as they are.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"it is larger than {MAX_BYTES // 1024 // 1024} MB.", "Take a shorter clip or a smaller picture.")
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", _picture(data, "JPEG")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", _picture(data, "PNG")
    if data.startswith(b"%PDF-"):
        return "application/pdf", data
    if data[4:8] == b"ftyp":
        return "video/mp4", data
    raise _refused(f"it is no {_TYPES} file.", "Save it as one of these and choose it again.")


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture as it is painted: RGBA, 8 bits each, rows without gaps."""

    width: int
    height: int
    rgba: bytes


def shrunk(data: bytes, media: str, side: int) -> Pixels | None:
    """Return a kept picture, made at most `side` wide and high; None for what is no picture, is damaged or larger than any kept.

    It may have come from another laptop, so it is believed as little as what somebody chooses: its header is asked first.
    """
    form = _FORMS.get(media)
    if form is None:
        return None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as opened:
            if opened.width * opened.height > MOST_KEPT_PIXELS:
                return None
            if form == "JPEG":
                opened.draft("RGB", (side, side))
            opened.thumbnail((side, side))
            small = opened.convert("RGBA")
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None
    return Pixels(small.width, small.height, small.tobytes())


def may_tell(head: bytes) -> str:
    """Return what a file that begins like this may tell beside what one sees of it, as a sentence; "" for what is drawn anew."""
    if head.startswith(b"%PDF-"):
        return "A PDF may name who wrote it, with which program and when, and hold text that no page shows."
    if head[4:8] == b"ftyp":
        return "A video may say where and when it was filmed and with which device, and it holds the sound."
    return ""


def _picture(data: bytes, form: str) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=(form,)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise _refused("the picture has too many pixels.", "Choose a smaller picture.")
            if form == "JPEG":
                opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            bare = upright.convert("RGBA" if form == "PNG" and "A" in upright.getbands() else "RGB")
        bare.info.clear()
        bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        bare.save(out, form, **({"quality": JPEG_QUALITY} if form == "JPEG" else {"optimize": True}))
    except Image.DecompressionBombError as error:
        raise _refused("the picture has too many pixels.", "Choose a smaller picture.") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _refused("the picture is damaged.", "Take it again, or choose another one.") from error
    return out.getvalue()


def _refused(reason: str, hint: str) -> InputError:
    return InputError("The file", reason, hint)
