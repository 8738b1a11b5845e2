"""The printed numbers of certificates: unique without asking anybody, because every laptop counts under its own letters."""

from __future__ import annotations

import unicodedata

from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_queries
from supervisor_app.storage.database import Connection

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U: numbers are read aloud and typed."""


def organisation_letters(name: str) -> str:
    """Return up to three capitals of an organisation's name ("Northgate Pressings Inc." gives "NPI"); "C" where it has none."""
    plain = unicodedata.normalize("NFKD", name)
    words = ("".join(letter for letter in word if letter.isascii() and letter.isalnum()) for word in plain.split())
    return "".join(word[0] for word in words if word)[:3].upper() or "C"


def station_letters(origin: bytes) -> str:
    """Return the three letters a laptop counts under, from its origin (16 random bytes): one of 10,648."""
    number = int.from_bytes(origin[:8], "big")
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(3))


def next_number(site: Site, connection: Connection, organisation: str) -> str:
    """Return the next certificate number of this laptop: "NPI-KMX-000147"."""
    prefix = f"{organisation_letters(organisation)}-{station_letters(site.station.origin)}-"
    last = certificate_queries.last_number(connection, prefix)
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:06d}"
