"""What was set aside: entries of the shared file that were not accepted, kept as proof. Nothing here is ever deleted."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.dates import moment_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.aside_standing import entry_in, people_in, standing_of
from supervisor_app.services.entry_json import entry_json
from supervisor_app.services.ledger_fields import values_before
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_words import words_of
from supervisor_app.services.saving import save_file
from supervisor_app.services.site import Site
from supervisor_app.storage import fork_queries, remote_records
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import ToldFork
from supervisor_app.storage.remote_records import Refused

FORMAT = "supervisor-app/set-aside/v1"
_LONG_WORD = re.compile(r"\S{32}")
MOST_SHOWN = 4_000
"""Letters of a raw content that are shown; the file for support has all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """One entry that was set aside, as the list shows it. `seen` is local; `over` where nothing is to be done about it."""

    origin: bytes
    seq: int
    hash: bytes
    station: str
    why: str
    what_to_do: str
    over: bool
    seen: datetime | None

    @property
    def key(self) -> str:
        """What names it: origin, number and hash in hex."""
        return f"{self.origin.hex()}:{self.seq}:{self.hash.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One entry whole: `says` is what it would say if it were accepted, `raw` its content where it can be read."""

    line: AsideLine
    says: str
    raw: str
    header: tuple[tuple[str, str], ...]
    file: bytes

    @property
    def file_name(self) -> str:
        """How its file for support may be called."""
        return f"set-aside-{self.line.seq}-of-{self.line.origin.hex()[:8]}.json"


def count_aside(site: Site) -> int:
    """Return how many entries were set aside."""
    with site.database.read() as connection:
        return remote_records.count_quarantine(connection)


def aside_lines(site: Site, offset: int = 0, limit: int = 50) -> tuple[AsideLine, ...]:
    """Return a page of what was set aside, seen last first."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        names, forks = LedgerNames(connection), fork_queries.told(connection)
        items = remote_records.quarantine_page(connection, offset, limit)
        return tuple(_line(connection, item, names, forks, zone) for item in items)


def aside(site: Site, key: str) -> Aside:
    """Return one entry whole, by the key of its line; UserError where it is not here."""
    origin, seq, digest = key.split(":")
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        item = remote_records.from_quarantine(connection, bytes.fromhex(origin), int(seq), bytes.fromhex(digest))
        if item is None:
            raise UserError("This record is not set aside on this laptop.", "Look at the list again.")
        entry = entry_in(item.row)
        names = LedgerNames(connection, people=people_in([entry]))
        line = _line(connection, item, names, fork_queries.told(connection), zone)
        told = _says(connection, entry, names)
    return Aside(
        line=line,
        says=told,
        raw=_raw(entry),
        header=_header(entry, line, site.clock()),
        file=_file(item, entry, line),
    )


def save_aside(item: Aside, path: Path) -> Path:
    """Write an entry that was set aside into a file for support; StorageError where that cannot be."""
    return save_file(path, item.file)


def _line(connection: Connection, item: Refused, names: LedgerNames, forks: Sequence[ToldFork], zone: tzinfo | None) -> AsideLine:
    standing = standing_of(connection, item, forks)
    return AsideLine(
        origin=item.origin,
        seq=item.seq,
        hash=item.hash,
        station=names.station(item.origin.hex()),
        why=standing.why,
        what_to_do=standing.what_to_do,
        over=standing.over,
        seen=_moment(item.seen, zone),
    )


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(zone)
    except ValueError:
        return None


def _raw(entry: Entry | None) -> str:
    """Return the content as indented text, cut where it is long; "" where there is none to read."""
    if entry is None or entry.content is None:
        return ""
    text = entry.content.decode("utf-8", "backslashreplace")
    with contextlib.suppress(ValueError, RecursionError):  # no JSON: shown as it is
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    text = _LONG_WORD.sub(lambda found: f"{found.group()}\u200b", text)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}\n... ({len(text):,} letters in all)"


def _says(connection: Connection, entry: Entry | None, names: LedgerNames) -> str:
    """Return what an entry would say if it were accepted."""
    if entry is None or entry.content is None:
        return "Its content cannot be read here."
    before = values_before(connection, entry)
    return words_of(entry.kind, entry.content, names, station=entry.origin.hex(), before=before).sentence


def _header(entry: Entry | None, line: AsideLine, now: datetime) -> tuple[tuple[str, str], ...]:
    seen = moment_in_words(line.seen, now) if line.seen else "at a time that cannot be read"
    facts = [("Seen", seen), ("Laptop", f"{line.station} ({line.origin.hex()[:8]})"), ("Number", f"{line.seq:,}")]
    if entry is not None:
        facts += [("Kind", entry.kind), ("Hash", in_fours(entry.hash.hex()))]
    return tuple(facts)


def _file(item: Refused, entry: Entry | None, line: AsideLine) -> bytes:
    said = {
        "format": FORMAT,
        "reason": item.reason,
        "why": line.why,
        "seen": item.seen,
        "laptop": line.station,
        "origin": item.origin.hex(),
        "seq": item.seq,
        "hash": item.hash.hex(),
        "entry": entry_json(entry) if entry is not None else None,
        "row": base64.b64encode(item.row).decode(),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
