"""A new key of the organisation, endorsed by the one before: after a laptop was lost, or when an admin wishes."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.keys import did_key, key_id
from supervisor_app.ledger.bodies import IssuerKeySucceeded
from supervisor_app.ledger.issuer_endorsements import succession_message
from supervisor_app.ledger.keys import KEY_BYTES, MemberKeys
from supervisor_app.services.deciding import decide, share_issuer_key
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.site_queries import IssuerKeyRow


def succeed_issuer_key(site: Site, session: Session, pin: str) -> IssuerKeyRow:
    """Make a new key of the organisation, have the old one endorse it, and seal it for all who may issue.

    Certificates of the old key stay valid. To be published anew, so that phones know the new key. NotAllowed for anybody but an
    admin, on a wrong PIN, and on a laptop without the old key.
    """
    require_admin(site, session)
    keys = unlock(site, session, pin)
    private = issuer_key(site, keys)
    with site.database.write() as connection:
        return succeed(site, connection, session, keys, private)


def succeed(site: Site, connection: Connection, session: Session, keys: MemberKeys, old: Ed25519PrivateKey) -> IssuerKeyRow:
    """Do it inside `site.database.write()`."""
    before = site_queries.issuer_keys(connection)[0]
    new = Ed25519PrivateKey.from_private_bytes(site.randomness(KEY_BYTES))
    public = new.public_key().public_bytes_raw()
    body = IssuerKeySucceeded(
        did=did_key(public),
        ed25519=public.hex(),
        key_id=key_id(public).hex(),
        before=before.did,
        endorsement=old.sign(succession_message(before.ed25519, public.hex())).hex(),
    )
    decide(site, connection, session, keys, "issuer_key.succeeded", about=body.did, body=body)
    share_issuer_key(site, connection, new, by=session.member_id)
    return site_queries.issuer_keys(connection)[0]
