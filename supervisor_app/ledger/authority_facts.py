"""The facts that say who may act: authority entries taken apart, the genesis among them, and which laptop goes on for which."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import SiteCreated, StationJoined
from supervisor_app.ledger.endorsements import endorsement_holds
from supervisor_app.ledger.standing import Place

SITE_TAG = b"supervisor-app/site/v1\x00"

AUTHORITY_ACTS = frozenset(
    {
        "site.created",
        "station.invited",
        "invitation.withdrawn",
        "station.approved",
        "station.retired",
        "station.revoked",
        "member.added",
        "member.changed",
        "member.ended",
        "key.added",
        "key.revoked",
        "issuer_key.created",
        "issuer_key.succeeded",
        "fork.settled",
        "fork.brought_back",
    }
)
AUTHORITY_KINDS = AUTHORITY_ACTS | {"station.joined"}
"""Kinds that say who may act; all but the newcomer's own request are acts of a member."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One authority entry whose personal signature holds (`sig`, as the content has it). `key` is the signer's (hex, "" for
    station.joined), `day` as signed.
    """

    place: Place
    kind: str
    about: str
    key: str
    day: date
    body: Any  # the record that contents.KINDS names for the kind
    digest: bytes = b""  # of the content, as the header names it
    sig: str = ""


def site_id(origin: bytes, founder_key: str) -> str:
    """Return the id (32 hex digits) of the site that a founder (Ed25519, hex) founds on a station: nobody else can claim it."""
    return hashlib.sha256(SITE_TAG + origin + bytes.fromhex(founder_key)).digest()[:16].hex()


def find_root(ordered: Iterable[Fact]) -> Fact | None:
    """Return the first genesis whose site id fits its station and its founder's key, and that its station claims to belong to."""
    claims: dict[bytes, str] = {}
    for fact in ordered:
        if fact.kind == "station.joined" and fact.place[2] == 1:
            claims[fact.place[1]] = fact.body.site
    for fact in ordered:
        if fact.kind == "site.created" and isinstance(fact.body, SiteCreated):
            expected = site_id(fact.place[1], fact.key)
            if fact.body.site == expected == claims.get(fact.place[1]):
                return fact
    return None


def lines_of(ordered: Iterable[Fact]) -> dict[bytes, tuple[bytes, ...]]:
    """Return for each origin that goes on for others which ones those are, the latest first: each endorsed the next."""
    joined: dict[bytes, StationJoined] = {}
    for fact in ordered:
        if fact.kind == "station.joined" and fact.place[2] == 1:
            joined.setdefault(fact.place[1], fact.body)
    laptops = {origin: body for origin, body in joined.items() if body.branch is None}  # for a stand-in nobody goes on
    before = {
        origin: earlier
        for origin, body in laptops.items()
        if (known := laptops.get(earlier := origin_of(body.prev_origin))) and endorsement_holds(body, origin, known.ed25519)
    }
    lines: dict[bytes, tuple[bytes, ...]] = {}
    for origin in before:
        line: list[bytes] = []
        at = origin
        while at in before and before[at] not in (*line, origin):
            at = before[at]
            line.append(at)
        lines[origin] = tuple(line)
    return lines


def repetitions(ordered: Iterable[Fact], lines: Mapping[bytes, tuple[bytes, ...]]) -> frozenset[Place]:
    """Return where laptops repeat, to the signature, what they wrote before under the same or an earlier origin.

    A member signs what they decide, not where it stands: whoever has the laptop could lay it into its chain again, years later.
    """
    signed: defaultdict[str, list[Place]] = defaultdict(list)
    for fact in ordered:
        if fact.sig:
            signed[fact.sig].append(fact.place)
    found: set[Place] = set()
    for places in signed.values():
        origins = {origin for _, origin, _ in places}
        first = {origin: min(number for _, one, number in places if one == origin) for origin in origins}
        found |= {place for place in places if place[2] != first[place[1]] or not origins.isdisjoint(lines.get(place[1], ()))}
    return frozenset(found)


def origin_of(station: str) -> bytes:
    """Return an origin that a record names in hex; none (b"") for what is no hex."""
    try:
        return bytes.fromhex(station)
    except ValueError:
        return b""
