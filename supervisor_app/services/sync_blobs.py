"""Evidence files within a sync: only those that one side lacks are moved, sealed, in small transactions after the entries.

What this laptop holds and knows to be in the store is remembered, so that a sync with nothing to do asks neither the store nor
the disk. Who finds a file missing or damaged there writes its digest into the store's list of wanted ones; whoever holds it sends
it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import field

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.sealing import BrokenSeal, KeyRing, NoKey, blob_name
from supervisor_app.services.evidence_exchange import SiteEvidence
from supervisor_app.services.opened_site import Site
from supervisor_app.storage.evidence_due import note_erased_due, settle_due
from supervisor_app.storage.remote_records import forget_blobs, note_blobs, seen_among
from supervisor_app.storage.shared_blobs import Part, parts_there, read_part, remove_blobs, whole_ones, write_parts
from supervisor_app.storage.shared_store import MOST_WANTED, SharedStore, read_wanted, write_wanted

PART_BYTES = 1024 * 1024
"""The largest part of a file, and about how much one transaction writes."""
MAX_BLOB_BYTES = 32 * 1024 * 1024
"""The largest evidence file that is taken over from a shared store."""
MOST_PARTS = MAX_BLOB_BYTES // PART_BYTES

Between = Callable[[str, int, int], None]


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
    evidence: SiteEvidence
    ring: Callable[[], KeyRing]
    between: Between
    look_again: bool = False  # what was erased may lie there again
    doubted: frozenset[bytes] = frozenset()  # an audit found them missing or damaged there
    _damaged: set[bytes] = field(default_factory=set)  # there
    _useless: set[bytes] = field(default_factory=set)  # here: gone or spoiled, though it was said to be here

    def run(self) -> MovedFiles:
        """Take away what was erased, send what the store lacks, fetch what this laptop lacks. Raises as the exchange does."""
        if self.look_again:
            with self.site.database.write() as local:
                note_erased_due(local)
        due = self.evidence.due()
        asked_for = self._asked_for()
        if not due and not asked_for:
            return MovedFiles()
        store = self.shared.facts.store.hex()
        with self.site.database.read() as local:
            seen = seen_among(local, store, due.here)
        self._remove(self._still_there(due.erased) | asked_for)  # what lies there of one that was asked for could not be used
        unknown = (due.here - seen) | asked_for
        whole = self._whole_there(unknown)
        sent = self._push(sorted(unknown - whole))
        there = seen | whole | sent
        missing = due.missing | self._useless
        received = self._pull(missing)
        self._note(store, there | received, due.erased)
        self._ask(missing - received, sent)
        return MovedFiles(len(sent), len(received), len(self._damaged))

    def _asked_for(self) -> frozenset[bytes]:
        """Return which files that somebody needs this laptop can give."""
        found = frozenset(one for one in {*self.shared.facts.wanted, *self.doubted} if self.evidence.offers(one))
        return found if found and self.ring().newest is not None else frozenset()

    def _note(self, store: str, there: frozenset[bytes], erased: frozenset[bytes]) -> None:
        """Remember what is on both sides now, and what is on neither."""
        self.evidence.lacks(self._useless - there)
        if there or erased:
            with self.site.database.write() as local:
                forget_blobs(local, store, erased)
                note_blobs(local, store, there)
                settle_due(local, [digest.hex() for digest in there], named=True)
                settle_due(local, [digest.hex() for digest in erased], named=False)

    def _still_there(self, digests: frozenset[bytes]) -> frozenset[bytes]:
        if not digests:
            return digests
        with self.shared.reading() as remote:
            return frozenset(digest for digest in digests if parts_there(remote, digest))

    def _whole_there(self, digests: Collection[bytes]) -> frozenset[bytes]:
        if not digests:
            return frozenset()
        with self.shared.reading() as remote:
            return frozenset(whole_ones(remote, digests))

    def _remove(self, digests: frozenset[bytes]) -> None:
        if digests:
            with self.shared.writing() as remote:
                remove_blobs(remote, digests)

    def _push(self, digests: Sequence[bytes]) -> frozenset[bytes]:
        """Send files, about a megabyte in one transaction; return those that are whole in the store afterwards.

        Nothing where this laptop was given no key to seal them with.
        """
        if not digests or self.ring().newest is None:
            return frozenset()
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
        self._write(batch)
        return self._whole_there(digests)

    def _missing_parts(self, digest: bytes) -> Iterator[Part]:
        newest, data = self.ring().newest, self.evidence.read(digest)
        if data is None:
            self._useless.add(digest)
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

    def _pull(self, digests: frozenset[bytes]) -> frozenset[bytes]:
        if not digests or not self.ring().keys:
            return frozenset()
        with self.shared.reading() as remote:
            there = {digest: parts for digest, parts in whole_ones(remote, digests).items() if 0 < parts <= MOST_PARTS}
        received = set()
        for done, (digest, parts) in enumerate(there.items()):
            data = self._fetch(digest, parts)
            if data is not None:
                self.evidence.keep(digest, data)
                received.add(digest)
            self.between("Receiving evidence files", done + 1, len(there))
        return frozenset(received)

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
