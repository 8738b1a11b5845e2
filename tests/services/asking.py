"""A laptop from elsewhere that asks to join, as a sync would bring it: its first entry lies in the ledger of the site."""

from __future__ import annotations

from supervisor_app.ledger.keys import new_member_keys, new_station_key
from supervisor_app.services.site import Site, site_facts
from supervisor_app.storage import ledger_writing
from tests.ledger.rooted import Writer
from tests.sites import seeded


def let_ask(site: Site, person: str, seed: int = 77) -> str:
    """Let a laptop ask; return its origin in hex."""
    randomness = seeded(seed)
    writer = Writer(new_station_key(randomness), randomness)
    entry = writer.joined(site_facts(site).id, site.clock(), new_member_keys(person, randomness))
    with site.database.write() as connection:
        ledger_writing.insert_entries(connection, [entry])
    return writer.station.origin.hex()
