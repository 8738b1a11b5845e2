"""The evidence files of this laptop as a sync exchanges them, and when the disk is really looked at.

What is here is known without asking the disk: a file is looked at once after an entry named it, then only where something speaks
for it. That is: it was opened, shown or checked and found missing or spoiled; another laptop asks for it; the records were
restored or made anew; the shared store went back or is another one; and in turns, a few each day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import evidence_due, evidence_files
from supervisor_app.storage.erased_files import erased_files, still_named
from supervisor_app.storage.evidence_queries import files_named

MOST_FILES, MOST_BYTES = 200, 64 * 1024 * 1024
"""What is looked at in turn on a day: a second on a slow disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Files a sync has to look at, by SHA-256 (32 bytes): `here` and `missing` are named by records, `erased` must be nowhere."""

    here: frozenset[bytes] = frozenset()
    missing: frozenset[bytes] = frozenset()
    erased: frozenset[bytes] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.here or self.missing or self.erased)


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """The files of this laptop, by the SHA-256 of their bytes."""

    site: Site

    def due(self) -> Due:
        """Return the files that have to be looked at; what is here and known to be in the store is not among them."""
        with self.site.database.read() as connection:
            found = evidence_due.due_files(connection)
            erased = found.erased - still_named(connection, found.erased)
        if found.over:
            with self.site.database.write() as connection:
                evidence_due.settle_due(connection, found.over, named=False)
        here = {digest for digest, spoiled in found.named.items() if _is_here(self.site, digest, spoiled=spoiled)}
        return Due(here=_bytes(here), missing=_bytes(found.named.keys() - here), erased=_bytes(erased))

    def held(self) -> Collection[bytes]:
        """Return the files that signed records name and that are here; every one is looked for on the disk."""
        with self.site.database.read() as connection:
            named = files_named(connection)
        return _bytes(digest for digest in named if evidence_files.has_file(self.site.folder, digest))

    def erased(self) -> Collection[bytes]:
        """Return the files that must be nowhere any more."""
        with self.site.database.read() as connection:
            return _bytes(erased_files(connection))

    def offers(self, digest: bytes) -> bool:
        """Return whether a signed record names a file that is whole here: a file of a draft is nobody else's yet."""
        with self.site.database.read() as connection:
            named = evidence_due.is_named(connection, digest.hex())
        return named and self.read(digest) is not None

    def read(self, digest: bytes) -> bytes | None:
        """Return a file; None where it is gone or damaged."""
        return evidence_files.get_file(self.site.folder, digest.hex())

    def keep(self, digest: bytes, data: bytes) -> None:
        """Keep a file that came, in the place of a spoiled one too."""
        evidence_files.put_file(self.site.folder, data)

    def lacks(self, digests: Iterable[bytes]) -> None:
        """Note that what lies here under these names cannot be used."""
        note_lacking(self.site, [digest.hex() for digest in digests])


def note_lacking(site: Site, digests: Iterable[str]) -> None:
    """Let the next sync ask for files (digests in hex) that were found missing or spoiled here; nothing where it is noted."""
    spoiled = {digest: evidence_files.has_file(site.folder, digest) for digest in digests}
    with site.database.read() as connection:
        new = [
            digest
            for digest in spoiled
            if evidence_due.is_named(connection, digest) and not evidence_due.is_due(connection, digest, spoiled=spoiled[digest])
        ]
    if new:
        with site.database.write() as connection:
            evidence_due.note_due(connection, {digest: spoiled[digest] for digest in new})


def look_at_files(site: Site) -> None:
    """Once a day, read the next files on this disk; where one is missing, every file is due: somebody was at the folder."""
    today = site.clock().date().isoformat()
    with site.database.read() as connection:
        day, after = evidence_due.looked_at(connection)
        named = files_named(connection, after, MOST_FILES) if day != today else ()
    if day == today:
        return
    looked, lacking = _look_at(site, named)
    note_lacking(site, lacking)
    at_the_end = looked == len(named) < MOST_FILES
    with site.database.write() as connection:
        if any(not evidence_files.has_file(site.folder, digest) for digest in lacking):
            evidence_due.note_all_due(connection)
        evidence_due.note_looked_at(connection, today, "" if at_the_end else named[looked - 1])


def _look_at(site: Site, digests: Sequence[str]) -> tuple[int, list[str]]:
    """Read files until it is enough for a day; return how many they were, and which are not what they should be."""
    lacking, read = [], 0
    for number, digest in enumerate(digests, 1):
        data = evidence_files.get_file(site.folder, digest)
        if data is None:
            lacking.append(digest)
        read += len(data or b"")
        if read >= MOST_BYTES:
            return number, lacking
    return len(digests), lacking


def _is_here(site: Site, digest: str, *, spoiled: bool) -> bool:
    """Whether a file is on the disk; one that was found spoiled is read, as it may be whole by now."""
    if spoiled:
        return evidence_files.get_file(site.folder, digest) is not None
    return evidence_files.has_file(site.folder, digest)


def _bytes(digests: Iterable[str]) -> frozenset[bytes]:
    return frozenset(bytes.fromhex(digest) for digest in digests if evidence_files.is_digest(digest))
