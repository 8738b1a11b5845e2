"""Evidence files within a sync: only those that one side lacks are moved, sealed, in small transactions after the entries.

What this laptop knows to be in the store is remembered locally, so that a sync with nothing to do asks nothing. Who finds a file
missing or damaged there writes its digest into the store's list of wanted ones; whoever holds it sends it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import field
from typing import Protocol

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.sealing import BrokenSeal, KeyRing, NoKey, blob_name
from supervisor_app.services.opened_site import Site
from supervisor_app.storage.remote_records import blobs_seen, forget_blobs, note_blobs
from supervisor_app.storage.shared_blobs import Part, parts_there, read_part, remove_blobs, whole_ones, write_parts
from supervisor_app.storage.shared_store import MOST_WANTED, SharedStore, read_wanted, write_wanted

PART_BYTES = 1024 * 1024
"""The largest part of a file, and about how much one transaction writes."""
MAX_BLOB_BYTES = 32 * 1024 * 1024
"""The largest evidence file that is taken over from a shared store."""
MOST_PARTS = MAX_BLOB_BYTES // PART_BYTES

Between = Callable[[str, int, int], None]


class Evidence(Protocol):
    """The evidence files of this laptop, by the SHA-256 of their bytes (32 bytes)."""

    def held(self) -> Collection[bytes]:
        """Return the files that are here and may be handed on."""

    def wanted(self) -> Collection[bytes]:
        """Return the files that the records name and that are not here."""

    def erased(self) -> Collection[bytes]:
        """Return the files that must be nowhere any more."""

    def read(self, digest: bytes) -> bytes | None:
        """Return a file; None where it is gone or damaged."""

    def keep(self, digest: bytes, data: bytes) -> None:
        """Keep a file whose digest was checked. Raises StorageError."""


@dataclass(frozen=True, slots=True)
class MovedFiles:
    """How many evidence files went and came; `damaged` ones in the store could not be opened and are asked for again."""

    sent: int = 0
    received: int = 0
    damaged: int = 0


@dataclass(slots=True)
class BlobExchange:
    """The files of one sync. Every step can be killed at any point: a file counts only once all its parts are there."""

    site: Site
    shared: SharedStore
    evidence: Evidence
    ring: Callable[[], KeyRing]
    between: Between
    rolled_back: bool = False  # the store went back to an older state: nothing is known of what it holds
    look_again: bool = False  # what was erased may lie there again
    doubted: frozenset[bytes] = frozenset()  # an audit found them missing or damaged there
    _damaged: set[bytes] = field(default_factory=set)

    def run(self) -> MovedFiles:
        """Take away what was erased, send what the store lacks, fetch what this laptop lacks. Raises as the exchange does."""
        store = self.shared.facts.store.hex()
        with self.site.database.read() as local:
            seen = frozenset() if self.rolled_back else blobs_seen(local, store)
        erased = frozenset(self.evidence.erased())
        erased = self._still_there(erased) if self.look_again else seen & erased
        held = frozenset(self.evidence.held()) - erased
        asked_for = held & (frozenset(self.shared.facts.wanted) | self.doubted)
        self._remove(erased | asked_for)  # what lies there of one that was asked for could not be used
        sent = self._push(sorted((held - seen) | asked_for))
        received = self._pull(frozenset(self.evidence.wanted()))
        if sent or received or erased:
            with self.site.database.write() as local:
                forget_blobs(local, store, erased)
                note_blobs(local, store, {*sent, *received})
        self._ask(frozenset(self.evidence.wanted()), frozenset(sent))
        return MovedFiles(len(sent), len(received), len(self._damaged))

    def _still_there(self, digests: frozenset[bytes]) -> frozenset[bytes]:
        if not digests:
            return digests
        with self.shared.reading() as remote:
            return frozenset(digest for digest in digests if parts_there(remote, digest))

    def _remove(self, digests: frozenset[bytes]) -> None:
        if digests:
            with self.shared.writing() as remote:
                remove_blobs(remote, digests)

    def _push(self, digests: list[bytes]) -> list[bytes]:
        """Send files, about a megabyte in one transaction; return those that are whole in the store afterwards."""
        sent: list[bytes] = []
        batch: list[Part] = []
        size = 0
        for done, digest in enumerate(digests):
            for part in self._missing_parts(digest):
                batch.append(part)
                size += len(part.sealed)
                if size >= PART_BYTES:
                    self._write(batch)
                    batch, size = [], 0
                    self.between("Sending evidence files", done, len(digests))
            sent.append(digest)
        self._write(batch)
        if not sent:
            return []
        with self.shared.reading() as remote:
            return list(whole_ones(remote, sent))

    def _missing_parts(self, digest: bytes) -> Iterator[Part]:
        newest = self.ring().newest
        data = self.evidence.read(digest) if newest is not None else None
        if newest is None or data is None or len(data) > MAX_BLOB_BYTES:
            return
        with self.shared.reading() as remote:
            there = parts_there(remote, digest)
        count = max(1, -(-len(data) // PART_BYTES))
        for number in range(count):
            if number not in there:
                plain = data[number * PART_BYTES : (number + 1) * PART_BYTES]
                yield Part(digest, number, count, newest.seal(blob_name(digest, number, count), b"", plain))

    def _write(self, batch: list[Part]) -> None:
        if batch:
            with self.shared.writing() as remote:
                write_parts(remote, batch)

    def _pull(self, digests: frozenset[bytes]) -> list[bytes]:
        if not digests or not self.ring().keys:
            return []
        with self.shared.reading() as remote:
            there = {digest: parts for digest, parts in whole_ones(remote, digests).items() if 0 < parts <= MOST_PARTS}
        received = []
        for done, (digest, parts) in enumerate(there.items()):
            data = self._fetch(digest, parts)
            if data is not None:
                self.evidence.keep(digest, data)
                received.append(digest)
            self.between("Receiving evidence files", done + 1, len(there))
        return received

    def _fetch(self, digest: bytes, parts: int) -> bytes | None:
        """Return a file whose every part opens and whose digest fits; note it as damaged otherwise."""
        data = bytearray()
        for number in range(parts):
            with self.shared.reading() as remote:
                sealed = read_part(remote, digest, number)
            try:
                data += self.ring().open_blob(blob_name(digest, number, parts), sealed or b"")
            except NoKey:
                return None
            except BrokenSeal:
                self._damaged.add(digest)
                return None
        if hashlib.sha256(data).digest() != digest:
            self._damaged.add(digest)
            return None
        return bytes(data)

    def _ask(self, wanted: frozenset[bytes], sent: frozenset[bytes]) -> None:
        """Write down which files are needed, if the list there does not say so; take from it what we have just sent."""
        known = frozenset(self.shared.facts.wanted)
        if self._damaged or (wanted - known and len(known) < MOST_WANTED) or sent & known:
            with self.shared.writing() as remote:
                remove_blobs(remote, self._damaged)
                there = set(read_wanted(remote))
                needed = sorted((there | wanted) - sent)[:MOST_WANTED]
                if needed != sorted(there):
                    write_wanted(remote, needed)
