"""Codes that people read and type: the one printed under the QR symbol, ten characters; hex digits in groups of four."""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U (Crockford), so that no character is mistaken for another."""

CHART_PREFIX = "CHART:"
"""What the code on a skills chart begins with; the chart's number and the sheet's follow."""
_LENGTH = 10
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "\u2013": None})


def certificate_code(credential_id: str) -> str:
    """Return the code of a certificate, as "KN27S-Z91WS": the first 50 bits of the SHA-256 of its credential id."""
    number = int.from_bytes(hashlib.sha256(credential_id.encode()).digest(), "big") >> (256 - 5 * _LENGTH)
    letters = [ALPHABET[number >> (5 * place) & 31] for place in reversed(range(_LENGTH))]
    return "".join(letters[:5]) + "-" + "".join(letters[5:])


def read_code(typed: str) -> str:
    """Return a typed code in its printed form; I and L count as 1, O as 0, case, spaces and dashes do not matter.

    Anything that is not such a code gives an empty text.
    """
    if len(typed) > 4 * _LENGTH:
        return ""
    letters = typed.strip().upper().translate(_READ_AS)
    if len(letters) != _LENGTH or any(letter not in ALPHABET for letter in letters):
        return ""
    return letters[:5] + "-" + letters[5:]


def in_fours(hexadecimal: str) -> str:
    """Return hex digits in groups of four: "e922 55d5 ca0c a346"."""
    return " ".join(hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4))
