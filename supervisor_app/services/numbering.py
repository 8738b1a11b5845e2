"""What identifies a new certificate: its id, its printed number, its bit in a status list. Unique without asking anybody:
every laptop counts under its own letters and in lists of its own."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid

from supervisor_app.domain.certificate_frame import Numbering
from supervisor_app.services.site import Site, SiteFacts
from supervisor_app.storage import certificate_queries, ledger_store
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


def new_identity(site: Site, connection: Connection, organisation: SiteFacts) -> Numbering:
    """Return what the next certificate of this laptop is called, inside `site.database.write()`: it must be written in it."""
    from supervisor_app.credentials.bitstring import place_for  # Today shows offers without loading credentials

    head = ledger_store.heads(connection).get(site.station.origin)
    secret = hashlib.sha256(b"supervisor-app/status-place/v1\x00" + site.station.secret).digest()
    place = place_for(
        host=organisation.host,
        origin=site.station.origin,
        number=head.seq + 1 if head else 1,
        secret=secret,
        issuer=organisation.issuer_id,
    )
    return Numbering(
        credential_id=uuid.UUID(bytes=site.randomness(16), version=4).urn,
        number=next_number(site, connection, organisation.name),
        status_list=place.address if place else "",
        status_index=place.index if place else 0,
    )
