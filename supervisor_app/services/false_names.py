"""Records that somebody named as erased though no erasure covers them: they stay, and who named them is told."""

from __future__ import annotations

from collections import defaultdict

from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.services.sync_words import records
from supervisor_app.storage import erased_places, ledger_store, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.erased_places import Place

_NAMING = ("erased", "erasure.extended")


def false_names(connection: Connection) -> tuple[str, ...]:
    """Say which laptop named how many records as erased that are here, as no erasure that counts covers them."""
    falsely = frozenset(erased_places.named_falsely(connection))
    if not falsely:
        return ()
    found: defaultdict[bytes, set[Place]] = defaultdict(set)
    for entry in ledger_store.entries_of_kinds(connection, _NAMING):
        found[entry.origin] |= _named_in(entry.kind, entry.content or b"") & falsely
    names = {bytes.fromhex(station.id): station.name for station in site_queries.stations(connection)}
    return tuple(
        f"{names.get(origin) or 'A laptop not known yet'} ({origin.hex()[:8]}) named {_which(places)} as erased, "
        f"which no erasure covers: {'it stays' if len(places) == 1 else 'they stay'}"
        for origin, places in sorted(found.items())
        if places
    )


def _named_in(kind: str, content: bytes) -> frozenset[Place]:
    try:
        entries = record_in(kind, content).entries
        return frozenset((bytes.fromhex(origin), number) for origin, numbers in entries.items() for number in numbers)
    except (UnreadableContent, ValueError):
        return frozenset()


def _which(places: set[Place]) -> str:
    if len(places) > 1:
        return records(len(places))
    ((origin, number),) = places
    return f"record {number} of {origin.hex()[:8]}"
