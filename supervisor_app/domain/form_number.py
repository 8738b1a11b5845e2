"""The number of a paper form: it is printed, typed and scanned, and leads back to the very revision that the form was made from.

"F-7K2QM-3XW9PT": the first five letters (25 bits) are of the revision's digest, the last six (30 bits) are the form's own, drawn
by lot: laptops print without asking each other. The QR code holds the whole digest instead: "FORM:<64 hex digits>:3XW9PT".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from supervisor_app.domain.codes import ALPHABET
from supervisor_app.domain.frozen import dataclass

_OF_DIGEST, _OWN = 5, 6
_SCANNED = re.compile(r"FORM\W?([0-9A-F]{64})\W?([0-9A-Z]{6})")
_TYPED = re.compile(r"F\W*([0-9A-Z]{5})\W*([0-9A-Z]{6})")
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class FormSaid:
    """What somebody scanned or typed: the form's number, and the whole digest (hex) where a scanner read it, else ""."""

    number: str
    digest: str = ""


def new_own_letters(randomness: Callable[[int], bytes]) -> str:
    """Return the six letters of a new form, drawn from `randomness(count)`."""
    lot = int.from_bytes(randomness(4), "big")
    return "".join(ALPHABET[lot >> (5 * place) & 31] for place in range(_OWN))


def digest_letters(digest: str) -> str:
    """Return the letters that stand for a revision in its forms' numbers: the first 25 bits of its digest (hex)."""
    bits = int(digest[:8], 16) >> 7
    return "".join(ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(_OF_DIGEST)))


def form_number(digest: str, own: str) -> str:
    """Return a form's number as it is printed: "F-7K2QM-3XW9PT"."""
    return f"F-{digest_letters(digest)}-{own}"


def form_code(digest: str, own: str) -> str:
    """Return the text of a form's QR code; letters and digits only, so that it fits version 4 (ISO/IEC 18004)."""
    return f"FORM:{digest.upper()}:{own}"


def read_form(text: str) -> FormSaid | None:
    """Return which form a scanned or typed text names, None for anything else.

    A typed number needs its F; I and L count as 1, O as 0, case and what stands between the letters do not matter.
    """
    if len(text) > _LONGEST:
        return None
    plain = text.strip().upper()
    if scanned := _SCANNED.fullmatch(plain):
        digest, own = scanned[1].lower(), scanned[2].translate(_READ_AS)
        return FormSaid(form_number(digest, own), digest) if _known(own) else None
    if typed := _TYPED.fullmatch(plain):
        letters, own = (part.translate(_READ_AS) for part in typed.groups())
        return FormSaid(f"F-{letters}-{own}") if _known(letters + own) else None
    return None


def belongs_to(number: str, digest: str) -> bool:
    """Whether a form's number is one of a revision's."""
    return number.startswith(f"F-{digest_letters(digest)}-")


def _known(letters: str) -> bool:
    return all(letter in ALPHABET for letter in letters)
