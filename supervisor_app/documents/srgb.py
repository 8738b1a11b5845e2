"""The colour profile of the output intent: sRGB as a small ICC version 4 profile, made from the published numbers.

IEC 61966-2-1: primaries and white adapted to D50 (Bradford), the transfer curve as ICC parametric type 3.
"""

from __future__ import annotations

import struct

_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = {b"rXYZ": (0.43607, 0.22249, 0.01392), b"gXYZ": (0.38515, 0.71687, 0.09708), b"bXYZ": (0.14307, 0.06061, 0.71410)}
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_NAME = "sRGB IEC61966-2.1"


def srgb_profile() -> bytes:
    """Return the profile; the same bytes every time."""
    curve = b"para\0\0\0\0\0\3\0\0" + b"".join(_fixed(number) for number in _CURVE)
    tags = {b"desc": _text(_NAME), b"cprt": _text("No copyright, use freely"), b"wtpt": _xyz(_D50)}
    tags |= {name: _xyz(place) for name, place in _PRIMARIES.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", start + len(body), len(data))
        body += padded
    size = start + len(body)
    return _header(size) + struct.pack(">I", len(tags)) + table + body


def _header(size: int) -> bytes:
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head = struct.pack(">I", size) + b"\0\0\0\0" + b"\x04\x20\0\0" + b"mntrRGB XYZ " + date + b"acsp" + b"\0" * 28
    return head + b"".join(_fixed(number) for number in _D50) + b"\0" * (128 - len(head) - 12)


def _fixed(number: float) -> bytes:
    return struct.pack(">i", round(number * 65536))


def _xyz(place: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(_fixed(number) for number in place)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(encoded), 28) + encoded
