"""The proof of one entry: what it says, each thing that was checked, and a file with which anybody can check it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.dates import day_in_words
from supervisor_app.errors import UserError
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.entry_checks import check_entry
from supervisor_app.services.entry_json import entry_json
from supervisor_app.services.entry_proof_records import ChangeLine, EntryProof, ProofCheck
from supervisor_app.services.ledger_fields import set_since
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_page import EntryLine, entry_line
from supervisor_app.services.saving import save_file
from supervisor_app.services.site import Site
from supervisor_app.storage import ledger_store, site_queries
from supervisor_app.storage.database import Connection

FORMAT = "supervisor-app/entry-proof/v1"


def entry_proof(site: Site, origin: bytes, seq: int) -> EntryProof:
    """Return the proof of one entry; UserError where it is not on this laptop."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        entry = ledger_store.entry_at(connection, origin, seq)
        if entry is None:
            raise UserError("This entry is not on this laptop.", "Sync, then look again.")
        names = LedgerNames(connection, zone)
        line = entry_line(connection, entry, names, zone)
        checks = tuple(check_entry(connection, entry, line, names))
        return EntryProof(
            line=line,
            header=_header(entry, line),
            changes=tuple(_changes(connection, entry, line, names, zone)),
            checks=checks,
            file=_file(connection, entry, line, checks),
        )


def save_proof(proof: EntryProof, path: Path) -> Path:
    """Write the proof's file; StorageError where that cannot be."""
    return save_file(path, proof.file)


def _header(entry: Entry, line: EntryLine) -> tuple[tuple[str, str], ...]:
    return (
        ("Kind", entry.kind),
        ("Laptop", f"{line.laptop} ({entry.origin.hex()})"),
        ("Number", f"{entry.seq:,}"),
        ("Time", f"{moment_of(entry.at):%Y-%m-%d %H:%M:%S} UTC (stamp {entry.at})"),
        ("Hash", in_fours(entry.hash.hex())),
        ("Before it", in_fours(entry.prev.hex())),
        ("Content digest", in_fours(entry.content_digest.hex())),
        ("Laptop’s signature", in_fours(entry.sig.hex())),
    )


def _changes(
    connection: Connection, entry: Entry, line: EntryLine, names: LedgerNames, zone: tzinfo | None
) -> Iterator[ChangeLine]:
    later = {one.name: one for one in set_since(connection, entry)}
    for change in line.told.changes:
        since = later.get(change.name)
        if since is None:
            yield ChangeLine(change=change)
            continue
        winner = ledger_store.entry_at(connection, since.place.origin, since.place.seq)
        told = entry_line(connection, winner, names, zone) if winner else None
        by = (told.by or told.laptop) if told else "another laptop"
        day = day_in_words(moment_of(since.place.at).astimezone(zone).date())
        value = since.value or "nothing"
        yield ChangeLine(change=change, since=f"{by} set it to {value} on {day}; this value is kept in the history")


def _file(connection: Connection, entry: Entry, line: EntryLine, checks: tuple[ProofCheck, ...]) -> bytes:
    first = ledger_store.entry_at(connection, entry.origin, 1)
    station = site_queries.station(connection, entry.origin)
    proof = {
        "format": FORMAT,
        "words": line.told.sentence,
        "entry": entry_json(entry),
        "laptop": {"name": station.name if station else "", "first_entry": entry_json(first) if first else None},
        "checked": [{"title": one.title, "state": one.state.value, "words": one.words} for one in checks],
    }
    return json.dumps(proof, ensure_ascii=False, indent=1).encode()
