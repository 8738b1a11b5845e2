"""Evidence files of laptops as a sync sees them: real files and rows, without the records that would name them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage.erased_files import note_erased_files
from supervisor_app.storage.evidence_due import note_due
from supervisor_app.storage.evidence_files import get_file, put_file
from tests.services.evidence_here import digests_here
from tests.services.sync_sites import PATIENCE, closing, found, join


@dataclass(frozen=True)
class Files:
    """The files of a site; digests are 32 bytes."""

    site: Site

    def add(self, data: bytes) -> bytes:
        """Keep a file that a record names."""
        digest = bytes.fromhex(put_file(self.site.folder, data))
        self.name(digest)
        return digest

    def name(self, *digests: bytes) -> None:
        """Let a record name files, wherever they are."""
        with self.site.database.write() as connection:
            for digest in digests:
                row = (digest.hex(), "s", "s01", "w", "image/jpeg", 1, 1, self.site.station.origin, 1)
                connection.exec_driver_sql(f"INSERT INTO evidence VALUES ({', '.join('?' * len(row))})", row)
            note_due(connection, {digest.hex(): False for digest in digests})

    def erase(self, digest: bytes) -> None:
        """Let the record that names a file go."""
        with self.site.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM evidence WHERE digest = ?", (digest.hex(),))
            note_erased_files(connection, [digest.hex()])

    @property
    def kept(self) -> dict[bytes, bytes]:
        """What lies on the disk."""
        found = {bytes.fromhex(digest): get_file(self.site.folder, digest) for digest in digests_here(self.site.folder)}
        return {digest: data for digest, data in found.items() if data is not None and hashlib.sha256(data).digest() == digest}

    @property
    def due(self) -> set[str]:
        """What the next sync looks at."""
        with self.site.database.read() as connection:
            return set(connection.exec_driver_sql("SELECT digest FROM evidence_due").scalars())


@dataclass
class Two:
    """Two laptops and the shared file between them."""

    a: Site
    b: Site
    shared: Path

    @property
    def on_a(self) -> Files:
        return Files(self.a)

    @property
    def on_b(self) -> Files:
        return Files(self.b)

    def change(self, *statements: str) -> None:
        plain = sqlite3.connect(self.shared)
        for statement in statements:
            plain.execute(statement)
        plain.commit()
        plain.close()

    def rows(self) -> int:
        plain = sqlite3.connect(self.shared)
        [(count,)] = plain.execute("SELECT count(*) FROM blob")
        plain.close()
        return int(count)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    shared = tmp_path / "drive" / "site.sqlite"
    shared.parent.mkdir()
    a = found(tmp_path / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, seed=2)
    with closing(a, b):
        for site in (b, a, b):
            sync_now(site, patience=PATIENCE)
        yield Two(a, b, shared)


def photo(size: int) -> bytes:
    return (b"Ana Kowalska holding the fork %d " % size * (size // 30 + 1))[:size]
