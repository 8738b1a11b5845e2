"""Checks of single fields that somebody filled in: a text that may be stored, a logo."""

from __future__ import annotations

from supervisor_app.domain.names import is_blank, text_problem
from supervisor_app.errors import InputError

MAX_LOGO_BYTES = 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"


def check_text(label: str, text: str, *, needed: bool = False) -> None:
    """InputError where a text may not be stored, or is needed and empty."""
    if needed and is_blank(text):
        raise InputError(label, "it is empty.", "Fill it in.")
    if problem := text_problem(text):
        raise InputError(label, f"it {problem}.", "Type it anew.")


def check_logo(png: bytes | None) -> None:
    """InputError where a logo is no PNG or larger than 1 MB."""
    if png is not None and not png.startswith(_PNG):
        raise InputError("Logo", "it is not a PNG picture.", "Save it as PNG and choose it again.")
    if png is not None and len(png) > MAX_LOGO_BYTES:
        raise InputError("Logo", f"it is larger than {MAX_LOGO_BYTES // 1024 // 1024} MB.", "Choose a smaller picture.")
