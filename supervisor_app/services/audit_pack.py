"""The audit pack: what the ledger shows, in one zip file: to read (PDF), to count (CSV), to prove (JSON lines, signed manifest).

Everything is written as it is read: a pack of a million entries holds no more in memory than one of a thousand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import StorageError
from supervisor_app.exchange.csv_writing import BOM, csv_line
from supervisor_app.ledger.entry import Entry
from supervisor_app.paths import create_file, put_in_place
from supervisor_app.services.audit_parts import Report, change_words, signed_by
from supervisor_app.services.entry_json import entry_json
from supervisor_app.services.ledger_filter import LedgerFilter, question, scope_words
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_page import EntryLine, entry_line
from supervisor_app.services.saving import saving
from supervisor_app.services.site import Site, site_facts
from supervisor_app.storage import ledger_queries, ledger_store
from supervisor_app.storage.database import Connection

FORMAT = "supervisor-app/audit-pack/v1"
TAG = b"supervisor-app/audit-pack/v1\x00"
MANIFEST, SIGNATURE, TABLE, ENTRIES = "manifest.json", "manifest.sig", "entries.csv", "entries.jsonl"
_CHUNK = 250
_HEAD = (
    *("Time", "Time UTC", "What", "Kind", "Done by", "Laptop", "Entry number", "Old and new values", "Signed by", "Meaning"),
    *("Signed at", "Hash", "Laptop id"),
)
Progress = Callable[[int, int], object]


class Cancelled(Exception):  # noqa: N818 - an expected answer
    """The export was given up; nothing is left of it."""


@dataclass(frozen=True, slots=True)
class PackResult:
    """What was written: `cancelled` where it was given up and no file is there."""

    path: Path
    entries: int
    files: int
    cancelled: bool = False

    def lines(self) -> tuple[str, ...]:
        """Return the result as text."""
        if self.cancelled:
            return ("The export was given up. No file was left.",)
        return (f"{self.entries:,} entries in {self.files} files: {self.path}",)


@dataclass(slots=True)
class _Pack:
    """The zip file being filled, and what the manifest will say of each file."""

    zip: ZipFile
    files: list[dict[str, object]] = field(default_factory=list)

    def add(self, name: str, data: bytes) -> None:
        """Add a file."""
        self.zip.writestr(name, data)
        self._note(name, len(data), hashlib.sha256(data).hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        """Add a file that lies on the disk."""
        digest = hashlib.sha256()
        with path.open("rb") as source, self.zip.open(name, "w", force_zip64=True) as target:
            while block := source.read(1 << 20):
                digest.update(block)
                target.write(block)
        self._note(name, path.stat().st_size, digest.hexdigest())

    def _note(self, name: str, size: int, digest: str) -> None:
        self.files.append({"name": name, "bytes": size, "sha256": digest})


def export_pack(
    site: Site,
    asked: LedgerFilter,
    path: Path,
    *,
    by: str,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PackResult:
    """Write the entries that `asked` leaves, newest first, as an audit pack; `by` names who exports.

    The file is whole or not there. StorageError where it cannot be written.
    """
    partial = path.with_name(f"{path.name}.tmp")
    try:
        with saving(path), TemporaryDirectory(prefix="audit-", ignore_cleanup_errors=True) as folder:
            count, files = _write(site, asked, partial, Path(folder), by, progress, cancelled)
            put_in_place(partial, path)
    except Cancelled:
        return PackResult(path, 0, 0, cancelled=True)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return PackResult(path, count, files)


def _write(
    site: Site, asked: LedgerFilter, path: Path, folder: Path, by: str, progress: Progress, cancelled: Callable[[], bool]
) -> tuple[int, int]:
    """Write the whole pack and return the number of entries and of files."""
    target = path.with_suffix("")  # inside the reading, which takes what a disk refuses for its own
    with (
        site.database.read() as connection,
        saving(target),
        create_file(path, private=True) as file,
        ZipFile(file, "w", ZIP_DEFLATED) as opened,
    ):
        pack, now = _Pack(opened), site.clock()
        total = sum(1 for _ in ledger_queries.walk(connection, question(connection, asked, now.tzinfo)))
        report = Report(site, pack.add, asked, by, now, total)
        origins: set[bytes] = set()
        with _texts(folder) as (table, entries):
            done = 0
            for entry in _entries(connection, asked, now):
                if cancelled():
                    raise Cancelled
                line = entry_line(connection, entry, report.names(connection), now.tzinfo)
                origins.add(entry.origin)
                _write_texts(table, entries, entry, line)
                report.add(entry, line)
                done += 1
                if done % _CHUNK == 0:
                    progress(done, total)
        report.finish()
        pack.add_file(TABLE, folder / TABLE)
        pack.add_file(ENTRIES, folder / ENTRIES)
        _sign(site, connection, pack, _manifest(site, connection, asked, by, now, done, origins, pack))
        progress(total, total)
        return done, len(pack.files) + 2


def _entries(connection: Connection, asked: LedgerFilter, now: datetime) -> Iterator[Entry]:
    after = ledger_queries.END
    wanted = question(connection, asked, now.tzinfo)
    while page := ledger_queries.entries(connection, wanted, after, _CHUNK):
        yield from page
        after = ledger_queries.place_of(page[-1])


@contextmanager
def _texts(folder: Path) -> Iterator[tuple[IO[str], IO[bytes]]]:
    """Open the table and the entries; both are filled in one walk and go into the zip file one after the other."""
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as table, (folder / ENTRIES).open("wb") as entries:
        table.write(BOM + csv_line(_HEAD))
        yield table, entries


def _write_texts(table: IO[str], entries: IO[bytes], entry: Entry, line: EntryLine) -> None:
    entries.write(json.dumps(entry_json(entry), ensure_ascii=False).encode() + b"\n")
    signer, meaning, signed = signed_by(entry)
    table.write(
        csv_line(
            (
                line.when.isoformat(timespec="seconds"),
                f"{line.utc:%Y-%m-%dT%H:%M:%SZ}",
                line.told.sentence,
                entry.kind,
                line.by,
                line.laptop,
                str(entry.seq),
                "; ".join(change_words(line)),
                signer,
                meaning,
                signed,
                entry.hash.hex(),
                entry.origin.hex(),
            )
        )
    )


def _manifest(
    site: Site,
    connection: Connection,
    asked: LedgerFilter,
    by: str,
    now: datetime,
    count: int,
    origins: set[bytes],
    pack: _Pack,
) -> bytes:
    facts, names = site_facts(site), LedgerNames(connection)
    firsts = ((origin, ledger_store.entry_at(connection, origin, 1)) for origin in sorted(origins))
    manifest = {
        "format": FORMAT,
        "site": {"id": facts.id, "name": facts.name, "place": facts.place},
        "scope": scope_words(asked, names),
        "exported": {"at": now.isoformat(timespec="seconds"), "by": by, "laptop": facts.station_name},
        "entries": count,
        "laptops": [
            {"origin": origin.hex(), "name": names.station(origin.hex()), "first_entry": entry_json(first) if first else None}
            for origin, first in firsts
        ],
        "files": pack.files,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _sign(site: Site, connection: Connection, pack: _Pack, manifest: bytes) -> None:
    """Add the manifest and this laptop's signature of it."""
    first = ledger_store.entry_at(connection, site.station.origin, 1)
    if first is None:
        raise StorageError("This laptop has not joined a site yet.", "Choose the shared file of the site, then sync.")
    sig = site.station.sign(hashlib.sha256(TAG + manifest).digest())
    pack.zip.writestr(MANIFEST, manifest)
    pack.zip.writestr(SIGNATURE, signature_file(bytes.fromhex(site.station.public), sig, first))


def signature_file(key: bytes, sig: bytes, first: Entry) -> bytes:
    """Return the bytes of a pack's signature: the key, the signature, and the laptop's first entry, which names the key."""
    signature = {"format": FORMAT, "key": key.hex(), "sig": sig.hex(), "first_entry": entry_json(first)}
    return json.dumps(signature, ensure_ascii=False, indent=1).encode()
