"""The small words of every credential: texts without control characters, moments in UTC, names made from a digest."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import UTC, datetime

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def plain(text: str) -> str:
    """Return a text as a credential may hold it: control characters and line breaks become one space."""
    return _CONTROL.sub(" ", text).strip()


def moment(when: datetime) -> str:
    """Return an aware time as the full date-time in UTC that credentials use: "2026-11-23T09:12:00Z"."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sign_off_urn(sign_off_id: str) -> str:
    """Return the name a sign-off (32 hex digits) has inside credentials: evidence and endorsement both refer to it."""
    return f"urn:uuid:{uuid.UUID(hex=sign_off_id)}"


def derived_urn(*parts: str) -> str:
    """Return a UUID URN made from texts alone (version 8): the same texts always give the same name."""
    digest = hashlib.sha256("\x00".join(parts).encode()).digest()
    number = int.from_bytes(digest[:16], "big")
    number = number & ~(0xF << 76) | 8 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    return f"urn:uuid:{uuid.UUID(int=number)}"


def level_words(level: str, name: str) -> str:
    """Return a level as it is shown everywhere: "U, unsupervised"."""
    return ", ".join(filter(None, (level, name)))
