"""The site's own facts, its stations and the issuer key, read from the projections."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import IssuerKeySucceeded, StationJoined
from supervisor_app.ledger.endorsements import endorsement_holds
from supervisor_app.ledger.envelope import read_as
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.member_queries import MemberKey

WITHDRAWN = "withdrawn"
"""Stands in `invitation.used_by` where no laptop can come with it any more, else the origin (hex) that came, or ""."""


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
    """One installation: origin in hex, name, public keys in hex; who asked from it to join, with their public keys.

    `prev_origin` (hex) is the origin it says it goes on for, "" for none; that holds only where `predecessors` says so.
    `stands_for` is the origin (hex) of the laptop for which somebody else wrote records anew: then it is no laptop.
    `approved`: whether it belongs to the site; `lost` or `retired` once it is not believed any more, since a day.
    """

    id: str
    name: str
    ed25519: str
    site: str
    x25519: str
    prev_origin: str = ""
    endorsement: str = ""
    person: str = ""
    member_ed25519: str = ""
    member_x25519: str = ""
    at: int = 0
    approved: bool = False
    lost: bool = False
    ended: datetime | None = None
    stands_for: str = ""

    @property
    def retired(self) -> bool:
        """Whether it was put away in good order."""
        return self.ended is not None and not self.lost


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation: its key (hex), for which member, until when; `used_by` the origin in hex that came with it, or ""."""

    key: str
    member: str
    until: datetime
    used_by: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class IssuerKeyRow:
    """The organisation's public key: did:key, raw key in hex, 8-byte key id in hex."""

    did: str
    ed25519: str
    key_id: str


_STATION = (
    "SELECT s.id, s.name, s.ed25519, s.site, s.x25519, s.prev_origin, s.endorsement, s.person, s.member_ed25519, "
    "s.member_x25519, s.at, "
    "t.origin IS NOT NULL, coalesce(t.lost, 0), t.cut_since, s.stands_for "
    "FROM station s LEFT JOIN standing t ON t.origin = s.origin"
)


def site_row(connection: Connection) -> SiteRow | None:
    """Return the site's facts; None before a station has joined one."""
    row = connection.exec_driver_sql("SELECT id, name, place, host, logo FROM site ORDER BY id LIMIT 1").first()
    return SiteRow(row[0], row[1], row[2], row[3], _png(row[4])) if row else None


def site_fields(connection: Connection, site_id: str, names: Sequence[str]) -> dict[str, str]:
    """Return the values of fields of the site that have no column, by name; empty texts are left out."""
    marks = ", ".join("?" * len(names))
    statement = f"SELECT name, value FROM field WHERE realm = 'site' AND subject = ? AND name IN ({marks})"  # noqa: S608
    return {name: value for name, value in connection.exec_driver_sql(statement, (site_id, *names)) if value}


def stations(connection: Connection) -> tuple[Station, ...]:
    """Return every station, also those that were not approved, in the order they joined."""
    return tuple(map(_station, connection.exec_driver_sql(f"{_STATION} ORDER BY s.at, s.origin, s.seq")))


def station(connection: Connection, origin: bytes) -> Station | None:
    """Return one station."""
    row = connection.exec_driver_sql(f"{_STATION} WHERE s.id = ?", (origin.hex(),)).first()
    return _station(row) if row else None


def invitation(connection: Connection, key: str) -> InvitationRow | None:
    """Return the invitation with this key."""
    return next((row for row in invitations(connection) if row.key == key), None)


def invitations(connection: Connection) -> tuple[InvitationRow, ...]:
    """Return all invitations."""
    rows = connection.exec_driver_sql("SELECT key, member, until, used_by FROM invitation ORDER BY until, key")
    return tuple(
        InvitationRow(key, member, _aware(until), "" if used_by == WITHDRAWN else used_by, used_by == WITHDRAWN)
        for key, member, until, used_by in rows
    )


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
    """Return the organisation's keys: the one in use first, then those it succeeded."""
    rows = connection.exec_driver_sql("SELECT did, ed25519, key_id FROM issuer_key ORDER BY at DESC, origin DESC, seq DESC")
    return tuple(IssuerKeyRow(*row) for row in rows)


ISSUER_WEB = "issuer_web"
"""The fact about the site that says under which did:web it issues, "" for none."""
_WEBS = (
    "SELECT f.value FROM site_fact f JOIN said s ON s.origin = f.origin AND s.seq = f.seq "
    "WHERE f.name = ? AND f.value IS NOT NULL AND s.questioned = '' ORDER BY f.at DESC, f.origin DESC, f.seq DESC"
)


def issuer_webs(connection: Connection) -> tuple[str, ...]:
    """Return under which did:web the site issues, and under which it ever did; "" among them where it went back to its key."""
    return tuple(dict.fromkeys(connection.exec_driver_sql(_WEBS, (ISSUER_WEB,)).scalars()))


def issuer_endorsements(connection: Connection) -> dict[str, tuple[bytes, bytes]]:
    """Return for each issuer key (its did) that succeeded another: the key before it (32 bytes), its signature for it."""
    keys = {key.did: key.ed25519 for key in issuer_keys(connection)}
    rows = connection.exec_driver_sql("SELECT body FROM authority WHERE kind = 'issuer_key.succeeded' AND refused = ''").scalars()
    bodies = [read_as(IssuerKeySucceeded, body.encode()) for body in rows] if len(keys) > 1 else []
    return {
        body.did: (bytes.fromhex(keys[body.before]), bytes.fromhex(body.endorsement))
        for body in bodies
        if body.did in keys and body.before in keys
    }


_BOXES = "FROM sealed_box b JOIN said s ON s.origin = b.origin AND s.seq = b.seq AND s.questioned = '' WHERE b.key = ? "
"""The boxes of an issuer key that count."""


def sealed_boxes(connection: Connection, did: str, recipient: str) -> tuple[str, ...]:
    """Return the boxes (base64url) that hold an issuer key for one X25519 key, of who may share it, the newest first."""
    statement = f"SELECT b.box {_BOXES} AND b.recipient = ? ORDER BY b.at DESC, b.origin DESC, b.seq DESC"
    return tuple(connection.exec_driver_sql(statement, (did, recipient)).scalars())


def keys_without_box(connection: Connection, did: str) -> tuple[MemberKey, ...]:
    """Return the member keys in use for which the issuer key was not sealed yet."""
    statement = (
        "SELECT k.ed25519, k.member, k.station, k.x25519 FROM member_key k WHERE k.revoked_at IS NULL "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 {_BOXES} AND b.recipient = k.x25519) ORDER BY k.at, k.origin, k.seq"
    )
    return tuple(MemberKey(*row) for row in connection.exec_driver_sql(statement, (did,)))


def _station(row: Sequence[Any]) -> Station:
    ended = datetime.fromisoformat(row[13]) if row[13] else None
    values: tuple[Any, ...] = (*row[:11], bool(row[11]), bool(row[12]), ended, row[14])
    return Station(*values)


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _png(logo: str) -> bytes | None:
    try:
        return base64.b64decode(logo, validate=True) or None
    except ValueError:  # not base64, or not even ASCII
        return None
