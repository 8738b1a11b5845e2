"""The site as a whole: founding it, opening it, its facts. The front door to what every other service starts from."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.founding import NewSite, check_logo, check_text, create_empty, create_site
from supervisor_app.services.opened_site import Clock, Site, append, append_act, is_site, open_site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import site_queries
from supervisor_app.storage.database import Connection

__all__ = [
    "Clock",
    "Connection",
    "MemberKeys",
    "NewSite",
    "Session",
    "Site",
    "SiteChange",
    "SiteFacts",
    "append",
    "append_act",
    "change_site",
    "create_empty",
    "create_site",
    "is_site",
    "issuer_key",
    "open_site",
    "require_admin",
    "site_facts",
    "unlock",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The site as it is now; `issuer_key` is the raw public key in hex, `logo_png` None where there is no logo."""

    id: str
    name: str
    place: str
    host: str
    logo_png: bytes | None
    issuer_did: str
    issuer_key: str
    issuer_key_id: str
    station_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """What to change about the site; None leaves a fact as it is, an empty logo takes it away."""

    name: str | None = None
    place: str | None = None
    host: str | None = None
    logo_png: bytes | None = None


def site_facts(site: Site) -> SiteFacts:
    """Return the facts of the site; StorageError on a laptop that holds no site's records yet."""
    with site.database.read() as connection:
        row = site_queries.site_row(connection)
        issuers = site_queries.issuer_keys(connection)
        station = site_queries.station(connection, site.station.origin)
    if row is None or not issuers:
        raise StorageError("This laptop has not joined a site yet.", "Choose the shared file of the site, then sync.")
    return SiteFacts(
        id=row.id,
        name=row.name,
        place=row.place,
        host=row.host,
        logo_png=row.logo_png,
        issuer_did=issuers[0].did,
        issuer_key=issuers[0].ed25519,
        issuer_key_id=issuers[0].key_id,
        station_name=station.name if station else "",
    )


def change_site(site: Site, session: Session, change: SiteChange) -> SiteFacts:
    """Change facts of the site, only those that differ; NotAllowed for anybody but an admin, InputError naming the field."""
    require_admin(site, session)
    now = site_facts(site)
    body = _changed(now, change)
    if body:
        with site.database.write() as connection:
            append(site, connection, "site.changed", by=session.member_id, about=now.id, body=body)
    return site_facts(site)


def _changed(now: SiteFacts, change: SiteChange) -> dict[str, str]:
    check_logo(change.logo_png or None)
    body: dict[str, str] = {}
    for key, label, old, new in (
        ("name", "Organisation", now.name, change.name),
        ("place", "Place", now.place, change.place),
        ("host", "Web address", now.host, change.host),
    ):
        if new is not None and new != old:
            check_text(label, new, needed=key == "name")
            body[key] = new
    if change.logo_png is not None and change.logo_png != (now.logo_png or b""):
        body["logo"] = base64.b64encode(change.logo_png).decode()
    return body
