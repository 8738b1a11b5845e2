"""RFC 8785 bytes of a JSON value, bounded: what is stored, hashed and signed.

Numbers are whole and below 2^53 (Decimals travel as text), so the only rules left are the order of keys and the escapes; the fast
encoder gives exactly those, and tests hold it against `rfc8785` itself.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import msgspec
import rfc8785

Json: TypeAlias = Any  # None, bool, int, str, list, tuple, dict with text keys; checked at run time by `canonical_bytes`

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

_ENCODER = msgspec.json.Encoder(order="deterministic")
_LISTS = (list, tuple)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_ASTRAL = re.compile("[\ue000-\U0010ffff]")


class NotCanonical(ValueError):  # noqa: N818 - says what the value is
    """A value that has no place in the ledger: too large, too deep, a fraction, a control character."""


def canonical_bytes(value: Json) -> bytes:
    """Return the RFC 8785 bytes of `value`; NotCanonical where it breaks a bound."""
    plain_order = _check(value, 0)
    data = _ENCODER.encode(value) if plain_order else rfc8785.dumps(value)
    if len(data) > MAX_BYTES:
        raise NotCanonical(f"{len(data)} bytes are more than one entry may hold ({MAX_BYTES})")
    return data


def _check(value: Json, depth: int) -> bool:
    """Check one value and what it holds; return whether code point order and UTF-16 order of all its keys agree.

    Every entry written goes through here once or twice: plain texts, which is nearly all there is, take no call.
    """
    if isinstance(value, str):
        _check_text(value)
        return True
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(f"the number {value} does not fit 53 bits")
        return True
    if depth >= MAX_DEPTH:
        raise NotCanonical(f"nested deeper than {MAX_DEPTH} levels")
    plain_order = True
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii() and key.isprintable()):
                plain_order &= _check_key(key)
            if not (isinstance(item, str) and item.isprintable()):
                plain_order &= _check(item, depth + 1)
    elif isinstance(value, _LISTS):
        for item in value:
            plain_order &= _check(item, depth + 1)
    else:
        raise NotCanonical(f"a {type(value).__name__} has no place in an entry")
    return plain_order


def _check_key(key: object) -> bool:
    if not isinstance(key, str):
        raise NotCanonical(f"the key {key!r} is not text")
    _check_text(key)
    return key.isascii() or not _ASTRAL.search(key)


def _check_text(text: str) -> None:
    if found := _CONTROL.search(text):
        raise NotCanonical(f"the character U+{ord(found.group()):04X} at place {found.start() + 1} cannot be kept")
