"""The audit of the shared store: every row, head, content and evidence file there, and what differs from this laptop.

Nothing there is changed. The lock is held for a few seconds at a time, so that other laptops get in between; what a sync sends
meanwhile is not looked at. What is wrong is noted here, and the next sync of this laptop puts right what it can.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.ledger.sealing import BrokenSeal, KeyRing, NoKey, SealedEntry, blob_name, open_or_bare
from supervisor_app.ledger.vectors import head_of
from supervisor_app.services.backup_records import Cancelled, Progress, Stopped
from supervisor_app.services.check_report import Check
from supervisor_app.services.content_keys import ring
from supervisor_app.services.evidence_exchange import SiteEvidence
from supervisor_app.services.opened_site import Site
from supervisor_app.services.shared_findings import Found, checks_of
from supervisor_app.services.shared_rows import Batch, ChainAudit, look_at, runs_of
from supervisor_app.services.sync_blobs import MOST_PARTS
from supervisor_app.services.sync_places import PATIENCE, WAITING, lock_of, open_own
from supervisor_app.storage import erased_places, ledger_store, ledger_writing, remote_records, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.doubts import MOST_RUNS, Doubts, note_doubts, note_structures
from supervisor_app.storage.shared_address import is_database
from supervisor_app.storage.shared_audit import FileThere, count_rows, files_after, keys_given, row_counts
from supervisor_app.storage.shared_blobs import read_part
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_file import is_sound
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_store import SharedStore, read_span

BATCH = 500
TURN = 3.0
"""Seconds for which the lock is held at a time."""
PAUSE = 1.0
"""Seconds in between: longer than the others wait until they look again whether it is free."""

Step = Callable[[int, int, str], None]
"""Tells how far it is, (done, total, words); raises Stopped where nobody waits any more."""


def check_shared(site: Site, progress: Progress, cancelled: Cancelled, *, patience: Patience = PATIENCE) -> tuple[Check, ...]:
    """Return a line for each thing that was looked at; a store that cannot be reached is a line that says it was not.

    Stopped where `cancelled`; StorageError where this laptop's own disk does not let us.
    """
    found, shared = Found(own=site.station.origin), site.settings.shared

    def step(done: int, total: int, words: str) -> None:
        progress(done, total, words)
        if cancelled():
            raise Stopped

    def waiting() -> None:
        step(0, 0, WAITING)

    try:
        _in_turns(_Audit(site, step, found), patience, waiting)
        if not is_database(shared):
            step(0, 0, "Looking at the structures of the shared file")
            with lock_of(site, Path(shared), patience, waiting) as lock:
                found.structures = is_sound(Path(shared), lock)
    except SharedFileError as problem:
        found.trouble = problem
    _note(site, found)
    return checks_of(found, database=is_database(shared))


def _in_turns(audit: _Audit, patience: Patience, waiting: Callable[[], None]) -> None:
    """Open the store, look for a few seconds, let others in, until all was looked at."""
    work = audit.work()
    next(work)
    while True:
        with open_own(audit.site, patience, waiting) as shared:
            until = patience.monotonic() + TURN
            while patience.monotonic() < until:
                shared.lock.beat()
                try:
                    work.send(shared)
                except StopIteration:
                    return
        patience.sleep(PAUSE)


@dataclass(slots=True)
class _Audit:
    """The walk over the store. Between two of its steps the store may have been closed and opened again."""

    site: Site
    step: Step
    found: Found
    total: int = 0
    done: int = 0
    _publics: dict[bytes, bytes] = field(default_factory=dict)
    _ring: KeyRing = field(default_factory=lambda: KeyRing({}))
    _given: frozenset[bytes] = frozenset()

    def work(self) -> Generator[None, SharedStore, None]:
        """Look at everything there, a little at each step."""
        shared = yield
        self._begin(shared)
        for origin, head in sorted(self.found.theirs.items()):
            chain = self.found.chains[origin] = ChainAudit(origin, Head(origin))
            while chain.at.seq < head.seq:
                shared = yield
                self._look_at_rows(shared, chain, head)
        last = b""
        while True:
            shared = yield
            with shared.reading() as remote:
                files = files_after(remote, last)
            if not files:
                break
            for file in files:
                shared = yield
                self._look_at_file(shared, file)
            last = files[-1].digest

    def _begin(self, shared: SharedStore) -> None:
        found = self.found
        found.store, found.theirs, found.tells = shared.facts.store.hex(), shared.heads, shared.tells
        with self.site.database.read() as local:
            found.ours = ledger_store.heads(local)
            found.seen = remote_records.read_seen(local, shared.facts.store.hex())
            found.names = {bytes.fromhex(one.id): one.name for one in site_queries.stations(local)}
            found.sent_files = remote_records.blobs_seen(local, found.store)
            self._ring = ring(self.site, local)
        with shared.reading() as remote:
            found.rows, self._given = row_counts(remote), keys_given(remote)
            for origin, count in found.rows.items():
                named, held = head_of(found.theirs, origin).seq, head_of(found.ours, origin).seq
                found.unnamed[origin] = count - count_rows(remote, origin, 0, named)
                found.beyond[origin] = found.unnamed[origin] - count_rows(remote, origin, named, held)
        evidence = SiteEvidence(self.site)
        found.held_files, found.erased_files = frozenset(evidence.held()), frozenset(evidence.erased())
        self.total = sum(head.seq for head in shared.heads.values())

    def _look_at_rows(self, shared: SharedStore, chain: ChainAudit, head: Head) -> None:
        after, upto = chain.at.seq, min(head.seq, chain.at.seq + BATCH)
        with shared.reading() as remote:
            rows = read_span(remote, chain.origin, after, upto)
        newest = rows.get(head.seq)
        if newest is not None and newest.hash != head.hash:
            self.found.wrong_heads.append(chain.origin)
        with self.site.database.read() as local:
            ours = {one.seq: one for one in ledger_store.read_entries(local, chain.origin, after, upto - after)}
            public = self._public(local, chain.origin, rows.get(1))
            gone = frozenset(
                seq
                for seq, one in ours.items()
                if one.content is None and erased_places.is_gone_for_good(local, (chain.origin, seq))
            )
        if public:
            batch = Batch(upto=upto, rows=rows, ours=ours, gone=gone, ring=self._ring, public=public, given=self._given)
            look_at(chain, batch)
        else:
            chain.locked, chain.at = chain.locked + len(rows), Head(chain.origin, upto)
        self.done += upto - after
        self.step(self.done, self.total, "Checking the records on the shared file")

    def _public(self, local: Connection, origin: bytes, first: SealedEntry | None) -> bytes:
        """Return the key that a laptop signs with, by our records or by its first row there; empty where neither tells."""
        if origin not in self._publics:
            entry = ledger_store.entry_at(local, origin, 1) or (open_or_bare(first, self._ring) if first else None)
            try:
                self._publics[origin] = ledger_writing.station_public_key(entry) if entry else b""
            except UnreadableContent:
                self._publics[origin] = b""
        return self._publics[origin]

    def _look_at_file(self, shared: SharedStore, file: FileThere) -> None:
        found = self.found
        found.files_there.add(file.digest)
        if file.digest in found.erased_files:
            found.files_back.append(file.digest)
        elif not 0 < file.parts <= MOST_PARTS or file.parts != file.there:
            found.bad_files.append(file.digest)
        else:
            self._open(shared, file)
        self.step(len(found.files_there), 0, "Checking the evidence files on the shared file")

    def _open(self, shared: SharedStore, file: FileThere) -> None:
        """Open a file part by part; its name is the digest of what comes out."""
        whole = hashlib.sha256()
        for number in range(file.parts):
            with shared.reading() as remote:
                sealed = read_part(remote, file.digest, number)
            try:
                whole.update(self._ring.open_blob(blob_name(file.digest, number, file.parts), sealed or b""))
            except NoKey:
                self.found.locked_files += 1
                return
            except BrokenSeal:
                self.found.bad_files.append(file.digest)
                return
        if whole.digest() != file.digest:
            self.found.bad_files.append(file.digest)


def _note(site: Site, found: Found) -> None:
    """Leave to the next sync what it can put right, beside what waits for it already."""
    runs = [
        (origin.hex(), after, upto)
        for origin, chain in found.chains.items()
        for after, upto in runs_of(sorted({*(one.seq for one in chain.faults if one.held), *chain.emptied.kept}))
    ]
    back = bool(found.files_back or any(chain.back.count for chain in found.chains.values()))
    files = tuple(digest.hex() for digest in sorted(found.lost_files & found.held_files))
    doubts = Doubts(store=found.store, runs=tuple(runs[:MOST_RUNS]), files=files, erased=back)
    damaged = found.structures is False or (found.trouble is not None and found.trouble.trouble is Trouble.DAMAGED)
    if doubts or damaged:
        with site.database.write() as connection:
            if doubts:
                note_doubts(connection, doubts)
            if damaged:
                note_structures(connection, found.store, doubted=True)
