"""What a laptop with a changed program can do that ours does not: lay any content into its own chain."""

from __future__ import annotations

from supervisor_app.ledger.chain import next_entry
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import ledger_writing
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.ledger_store import heads, latest_stamp


def lay_in(site: Site, connection: Connection, kind: str, content: bytes) -> None:
    """Write an entry of a laptop as others take it in: its own program looks at no signature that it made itself."""
    now = site.clock()
    own, latest = heads(connection)[site.station.origin], latest_stamp(connection, now)
    entry = next_entry(own, site.station, kind, content, latest=latest, now=now, salt=site.randomness(16))
    ledger_writing.append_signed(connection, (entry,))
