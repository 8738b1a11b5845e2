"""The site as it stands: opening its records, its facts. What every page and every service starts from, so it loads little."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import StorageError
from supervisor_app.services.opened_site import Clock, Site, is_site, open_site
from supervisor_app.storage import site_queries

__all__ = ["Clock", "Site", "SiteFacts", "is_site", "open_site", "site_facts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The site as it is now; `issuer_key` is the raw public key in hex, `logo_png` None where there is no logo.

    `issuer_id` is what new certificates name as their issuer: the key's own did:key, or the did:web that an admin chose.
    """

    id: str
    name: str
    place: str
    host: str
    logo_png: bytes | None
    issuer_did: str
    issuer_id: str
    issuer_key: str
    issuer_key_id: str
    station_name: str


def site_facts(site: Site) -> SiteFacts:
    """Return the facts of the site; StorageError on a laptop that holds no site's records yet."""
    with site.database.read() as connection:
        row = site_queries.site_row(connection)
        issuers = site_queries.issuer_keys(connection)
        webs = site_queries.issuer_webs(connection)
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
        issuer_id=webs[0] if webs and webs[0] else issuers[0].did,
        issuer_key=issuers[0].ed25519,
        issuer_key_id=issuers[0].key_id,
        station_name=station.name if station else "",
    )
