"""The scripts that people's names are written in: which large fonts the window has to load."""

from __future__ import annotations

from supervisor_app.services.site import Site
from supervisor_app.storage import people_queries


def scripts_of_names(site: Site) -> frozenset[str]:
    """Return which of Hang, Kana and Hani (ISO 15924) names are written in: their fonts are too large to load unasked."""
    with site.database.read() as connection:
        return people_queries.scripts_of_names(connection)
