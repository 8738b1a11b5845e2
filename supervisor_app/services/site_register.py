"""What this site itself brings to a verdict: its own issuer keys, the issuers an admin pinned, and its records."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime

from supervisor_app.credentials.trust import Authority, Registered, Standing, TrustedIssuer, TrustStore, read_trust
from supervisor_app.domain.certificate_life import LifeState, Listed
from supervisor_app.domain.codes import certificate_code
from supervisor_app.services.listed_certificates import standings
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_state import sync_state
from supervisor_app.storage import certificate_queries, member_queries, site_queries

TRUST_NAME = "trust.json"
"""The issuers that an admin of this laptop pinned, in the data folder; see credentials.trust.read_trust."""


_STANDINGS = {Listed.WITHDRAWN: Standing.WITHDRAWN, Listed.ON_HOLD: Standing.ON_HOLD, Listed.REPLACED: Standing.REPLACED}


class SiteRegister:
    """The site's certificates and members as verdicts ask for them (a credentials.trust.Register)."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @property
    def as_of(self) -> datetime | None:
        """Until when these records are complete: now on a laptop that shares with nobody, else the last sync, None before it."""
        state = sync_state(self._site)
        return state.last_reached if state.chosen else self._site.clock()

    def by_id(self, credential_id: str) -> Registered | None:
        """Return the certificate with this credential id."""
        with self._site.database.read() as connection:
            found = certificate_queries.get_certificate(connection, credential_id)
            held = standings(connection, [credential_id], self._site.clock().date()).get(credential_id) if found else None
            row = certificate_queries.certificate_row(connection, credential_id) if found else None
        if found is None or held is None or row is None:
            return None
        credential = found.certificate.credential
        known = Registered(credential_id=credential_id, credential=credential, digest=hashlib.sha256(credential).digest())
        if held.listed is Listed.ON_HOLD and held.state is LifeState.EXPIRED:
            return replace(known, standing=Standing.ENDED, since=held.since, why=held.ends_why)
        if held.listed is not None:
            return replace(known, standing=_STANDINGS[held.listed], since=held.since, until=held.until)
        if row.questioned:
            return replace(known, standing=Standing.QUESTIONED, since=row.issued, why=row.questioned)
        return known

    def by_code(self, code: str) -> Registered | None:
        """Return the certificate whose printed code this is; codes are worked out anew, they are stored nowhere."""
        with self._site.database.read() as connection:
            names = certificate_queries.certificate_ids(connection)
        return next((self.by_id(name) for name in names if certificate_code(name) == code), None)

    def authority(self, public_key: bytes, day: date) -> Authority:
        """Return whether the member with this key was one on that day; a key that no member has is unknown."""
        with self._site.database.read() as connection:
            key = member_queries.member_key(connection, public_key.hex())
            member = member_queries.member(connection, key.member) if key else None
        if member is None:
            return Authority.UNKNOWN
        ended = member.ended_on is not None and member.ended_on < day
        return Authority.NOT_AUTHORISED if ended else Authority.AUTHORISED


def trust_of(site: Site) -> TrustStore:
    """Return the issuers this site believes: its own keys, and those in its trust file. InputError where that file is odd."""
    pinned = site.folder / TRUST_NAME
    more = read_trust(TRUST_NAME, pinned.read_bytes()) if pinned.is_file() else TrustStore()
    return TrustStore(own_issuers(site)).with_issuers(more.issuers)


def own_issuers(site: Site) -> tuple[TrustedIssuer, ...]:
    """Return this site's own keys, the one in use first, each with the signature of the one before.

    Every key stands there by itself, and once more for each did:web under which the site ever issued.
    """
    with site.database.read() as connection:
        row = site_queries.site_row(connection)
        keys = site_queries.issuer_keys(connection)
        endorsed = site_queries.issuer_endorsements(connection)
        webs = [web for web in site_queries.issuer_webs(connection) if web]
    name = row.name if row else "This site"
    return tuple(
        TrustedIssuer(
            issuer=issuer,
            public_key=bytes.fromhex(key.ed25519),
            name=name,
            own=True,
            before=endorsed.get(key.did, (b"", b""))[0],
            endorsement=endorsed.get(key.did, (b"", b""))[1],
        )
        for key in keys
        for issuer in (key.did, *webs)
    )
