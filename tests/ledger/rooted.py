"""A ledger with a root of trust, for tests below the services: one founding station, its founder, and the acts of an admin."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.authority_facts import site_id
from supervisor_app.ledger.bodies import KeyAdded, SiteCreated, StationJoined
from supervisor_app.ledger.chain import Head, head_after, next_entry
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import MemberKeys, Randomness, StationKey, new_member_keys, new_station_key
from tests.sites import START


@dataclass(slots=True)
class Writer:
    """Writes chained entries of one station; the clock ticks a little with each."""

    station: StationKey
    randomness: Randomness
    head: Head = field(init=False)

    def __post_init__(self) -> None:
        self.head = Head(self.station.origin)

    def write(self, kind: str, content: bytes, now: datetime = START) -> Entry:
        """Return the next entry."""
        entry = next_entry(self.head, self.station, kind, content, latest=0, now=now, salt=self.randomness(16))
        self.head = head_after(entry)
        return entry

    def act(self, keys: MemberKeys, kind: str, about: str, body: object, now: datetime = START) -> Entry:
        """Return the next entry, an act signed by a member."""
        signer = Signer(name=keys.member, title="")
        return self.write(kind, sign_act(keys, signer, kind=kind, about=about, body=body, meaning="", signed_at=now), now)

    def joined(self, site: str, now: datetime = START, keys: MemberKeys | None = None) -> Entry:
        """Return the first entry of a station, asking with a member's keys."""
        body = StationJoined(
            name="Laptop",
            ed25519=self.station.public,
            site=site,
            x25519=self.station.sealing_public,
            person=keys.member if keys else "",
            member_ed25519=keys.signing_public if keys else "",
            member_x25519=keys.sealing_public if keys else "",
        )
        return self.write("station.joined", encode_content(by="", about=self.station.origin.hex(), body=body), now)


@dataclass(slots=True)
class Root:
    """The founding station and its founder; `entries` are the first four."""

    writer: Writer
    founder: MemberKeys
    site: str
    entries: list[Entry]


def new_root(randomness: Randomness, *, founder: str = "ann", now: datetime = START, name: str = "Ann Lee") -> Root:
    """Found a site."""
    writer, keys = Writer(new_station_key(randomness), randomness), new_member_keys(founder, randomness)
    site = site_id(writer.station.origin, keys.signing_public)
    entries = [
        writer.joined(site, now),
        writer.act(keys, "site.created", site, SiteCreated(site=site, name="Nordwerk"), now),
        writer.act(keys, "member.added", founder, Member(id=founder, name=name, title="", role=Role.ADMIN), now),
        writer.act(keys, "key.added", founder, key_of(keys, writer.station), now),
    ]
    return Root(writer, keys, site, entries)


def key_of(keys: MemberKeys, station: StationKey | None) -> KeyAdded:
    """Return the body that gives a member their keys on a station."""
    return KeyAdded(
        member=keys.member,
        station=station.origin.hex() if station else "",
        ed25519=keys.signing_public,
        x25519=keys.sealing_public,
    )
