"""Acts by which an admin decides who may act: signed with their own key, after their PIN."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.domain.rights import ISSUING_ROLES
from supervisor_app.ledger.bodies import IssuerKeySealed, KeyAdded
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import ISSUER_BOX, MemberKeys, new_member_keys, seal_for, seal_member_keys
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import check_new_pin
from supervisor_app.storage import member_keys, member_queries, site_queries
from supervisor_app.storage.database import Connection

MEANING = "I decide who may act for this site."


def decide(
    site: Site, connection: Connection, session: Session, keys: MemberKeys, kind: str, *, about: str, body: object
) -> Entry:
    """Write one act of authority, inside `site.database.write()`; `keys` are the deciding member's own."""
    return append_act(site, connection, session, keys, kind, about=about, body=body, meaning=MEANING, signed_at=site.clock())


def give_keys(site: Site, connection: Connection, session: Session, keys: MemberKeys, member_id: str, pin: str) -> MemberKeys:
    """Make a member's keys on this laptop, keep them sealed under `pin`, and decide that they are theirs."""
    check_new_pin(pin)
    given = new_member_keys(member_id, site.randomness)
    member_keys.save_sealed(connection, seal_member_keys(given, pin, site.station.secret, site.sealing, site.randomness))
    add_key(site, connection, session, keys, given, site.station.origin.hex())
    return given


def add_key(site: Site, connection: Connection, session: Session, keys: MemberKeys, given: MemberKeys, station: str) -> None:
    """Decide that a member's keys are theirs on a station (its origin in hex)."""
    body = KeyAdded(member=given.member, station=station, ed25519=given.signing_public, x25519=given.sealing_public)
    decide(site, connection, session, keys, "key.added", about=given.member, body=body)


def share_issuer_key(site: Site, connection: Connection, private: Ed25519PrivateKey, *, by: str) -> None:
    """Seal the organisation's key for every key of a member who may issue and has no box yet."""
    current = site_queries.issuer_keys(connection)[0]
    members = {member.id: member for member in member_queries.members(connection)}
    for key in site_queries.keys_without_box(connection, current.did):
        member = members.get(key.member)
        if member is not None and member.role in ISSUING_ROLES and member.ended_on is None:
            seal_issuer_key(site, connection, current.did, private, key.x25519, by=by)


def seal_issuer_key(site: Site, connection: Connection, did: str, private: Ed25519PrivateKey, recipient: str, *, by: str) -> None:
    """Publish the issuer key sealed for one member key (X25519, hex)."""
    box = seal_for(recipient, private.private_bytes_raw(), ISSUER_BOX + did.encode())
    text = base64.urlsafe_b64encode(box).decode().rstrip("=")
    append(site, connection, "issuer_key.sealed", by=by, about=recipient, body=IssuerKeySealed(key=did, for_=recipient, box=text))
