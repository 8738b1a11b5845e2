"""The site's own facts, its stations and the issuer key, read from the projections."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.succession import endorsement_holds
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.member_queries import MemberKey

_STATION = "id, name, ed25519, site, x25519, prev_origin, endorsement"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """The site as it is now; `logo_png` is None where there is none."""

    id: str
    name: str
    place: str
    host: str
    logo_png: bytes | None


@dataclass(frozen=True, slots=True)
class Station:
    """One installation: origin in hex, name, public keys in hex.

    `prev_origin` (hex) is the origin it says it goes on for, "" for none; that holds only where `predecessors` says so.
    """

    id: str
    name: str
    ed25519: str
    site: str
    x25519: str
    prev_origin: str = ""
    endorsement: str = ""


@dataclass(frozen=True, slots=True)
class IssuerKeyRow:
    """The organisation's public key: did:key, raw key in hex, 8-byte key id in hex."""

    did: str
    ed25519: str
    key_id: str


def site_row(connection: Connection) -> SiteRow | None:
    """Return the site's facts; None before a station has joined one."""
    row = connection.exec_driver_sql("SELECT id, name, place, host, logo FROM site ORDER BY id LIMIT 1").first()
    return SiteRow(row[0], row[1], row[2], row[3], _png(row[4])) if row else None


def stations(connection: Connection) -> tuple[Station, ...]:
    """Return every station, in the order they joined."""
    rows = connection.exec_driver_sql(f"SELECT {_STATION} FROM station ORDER BY at, origin, seq")  # noqa: S608 - our own names
    return tuple(Station(*row) for row in rows)


def station(connection: Connection, origin: bytes) -> Station | None:
    """Return one station."""
    statement = f"SELECT {_STATION} FROM station WHERE id = ?"  # noqa: S608 - our own names
    row = connection.exec_driver_sql(statement, (origin.hex(),)).first()
    return Station(*row) if row else None


def predecessors(connection: Connection, origin: bytes) -> frozenset[str]:
    """Return the origins (hex) that this one goes on for: this laptop before, each endorsing the next."""
    known = {item.id: item for item in stations(connection)}
    line, at = set[str](), origin.hex()
    while (before := _endorsed_before(known, at)) and before not in line:
        line.add(before)
        at = before
    return frozenset(line)


def superseded(connection: Connection) -> frozenset[str]:
    """Return the origins (hex) for which another one goes on."""
    known = {item.id: item for item in stations(connection)}
    return frozenset(filter(None, (_endorsed_before(known, origin) for origin in known)))


def _endorsed_before(known: dict[str, Station], origin: str) -> str:
    station = known.get(origin)
    before = known.get(station.prev_origin) if station else None
    if station is None or before is None:
        return ""
    joined = StationJoined(name="", ed25519=station.ed25519, prev_origin=station.prev_origin, endorsement=station.endorsement)
    return before.id if endorsement_holds(joined, bytes.fromhex(origin), before.ed25519) else ""


def issuer_keys(connection: Connection) -> tuple[IssuerKeyRow, ...]:
    """Return the organisation's keys, the first one first."""
    rows = connection.exec_driver_sql("SELECT did, ed25519, key_id FROM issuer_key ORDER BY at, origin, seq")
    return tuple(IssuerKeyRow(*row) for row in rows)


def sealed_boxes(connection: Connection, did: str, recipient: str) -> str:
    """Return the box (base64url) that holds an issuer key for one X25519 key; "" where there is none."""
    statement = "SELECT box FROM sealed_box WHERE key = ? AND recipient = ?"
    return connection.exec_driver_sql(statement, (did, recipient)).scalar() or ""


def keys_without_box(connection: Connection, did: str) -> tuple[MemberKey, ...]:
    """Return the member keys for which the issuer key was not sealed yet."""
    statement = (
        "SELECT k.ed25519, k.member, k.station, k.x25519 FROM member_key k "
        "LEFT JOIN sealed_box b ON b.key = ? AND b.recipient = k.x25519 WHERE b.key IS NULL ORDER BY k.at, k.origin, k.seq"
    )
    return tuple(MemberKey(*row) for row in connection.exec_driver_sql(statement, (did,)))


def _png(logo: str) -> bytes | None:
    try:
        return base64.b64decode(logo, validate=True) or None
    except ValueError:  # not base64, or not even ASCII
        return None
