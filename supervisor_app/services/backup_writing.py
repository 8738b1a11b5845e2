"""One backup in the doing: copied, checked, sealed or copied out, read back, renamed; older ones let go of."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from supervisor_app.domain.keeping import FAR, NEAR, to_keep
from supervisor_app.errors import StorageError
from supervisor_app.ledger.backup_keys import BackupKey, read_backup_key
from supervisor_app.ledger.keys import Randomness, StationKey
from supervisor_app.paths import create_file, make_private_folder, put_in_place
from supervisor_app.services.backup_records import (
    EVIDENCE,
    FACTS,
    KEY,
    NEAR_FOLDER,
    SETTINGS,
    BackupFacts,
    BackupReport,
    Cancelled,
    Progress,
    Stopped,
    backup_folder,
    backup_name,
    backups_in,
)
from supervisor_app.services.opened_site import DATABASE_NAME, Clock
from supervisor_app.services.sync_words import records
from supervisor_app.settings import FILE_NAME as SETTINGS_NAME
from supervisor_app.settings import StationSettings, load_settings
from supervisor_app.storage import backup_file, ledger_store, sealed_file, site_queries
from supervisor_app.storage.database import MIN_FREE_BYTES, Database
from supervisor_app.storage.key_files import key_bytes, load_station_key

SCRATCH_NAME = "backup.scratch"
_CHUNK = sealed_file.CHUNK


@dataclass(slots=True)
class BackupWork:
    """One backup in the doing."""

    folder: Path
    to: Path | None
    clock: Clock
    randomness: Randomness
    progress: Progress
    cancelled: Cancelled

    def run(self) -> BackupReport:
        """Copy, check, seal or copy out, read back, rename, and let go of what is no longer kept."""
        settings = load_settings(self.folder)
        target = self._target(settings)
        station = load_station_key(self.folder)
        key = _chosen_key(settings)
        scratch = self.folder / SCRATCH_NAME
        partial_file = target / f".{station.origin.hex()[:8]}.tmp"
        try:
            facts = self._copy(scratch, station, key)
            with _said_of(target):
                self._write(scratch, partial_file, key)
                path = _free_name(target, station, self.clock)
                put_in_place(partial_file, path)
                _sync_folder(target)
                size = path.stat().st_size
        finally:
            for left in (scratch, partial_file):
                with suppress(OSError):  # the next backup removes it
                    left.unlink(missing_ok=True)
        near = target == self.folder / NEAR_FOLDER
        with _said_of(target):
            kept, removed = self._let_go(target, station, near=near)
        return BackupReport(
            at=facts.made,
            path=str(path),
            file_bytes=size,
            entries=facts.entries,
            sealed=key is not None,
            near=near,
            kept=kept,
            removed=removed,
            sentence=f"{records(facts.entries).capitalize()} backed up and checked.",
        )

    def _target(self, settings: StationSettings) -> Path:
        """Return the folder to write into; a chosen one is never made: its drive may be away."""
        target = self.to or backup_folder(self.folder, settings)
        with _said_of(target):
            if target.parent == self.folder and not target.exists():
                make_private_folder(target)
            if not target.is_dir():
                raise StorageError(
                    f"The backup folder {target} cannot be reached.", "Connect the drive, or choose another folder in Settings."
                )
            size = (self.folder / DATABASE_NAME).stat().st_size if (self.folder / DATABASE_NAME).is_file() else 0
            for place in (self.folder, target):
                free = shutil.disk_usage(place).free
                if free < size + MIN_FREE_BYTES:
                    raise StorageError(
                        f"There are only {free // 1024 // 1024} MB left for a backup in {place}.",
                        "Make room there, or choose another folder in Settings.",
                    )
        return target

    def _copy(self, scratch: Path, station: StationKey, key: BackupKey | None) -> BackupFacts:
        """Copy database and files into one scratch file and check it; the backup is what was found sound there."""
        facts = _facts(self.folder, station, self.clock, has_key=key is not None)
        parts = self._parts(facts, with_key=key is not None)
        backup_file.copy_with_parts(self.folder / DATABASE_NAME, scratch, parts, partial(self._step, "Copying the records"))
        with backup_file.open_copy(scratch) as copy:
            problem = backup_file.copy_problem(copy, partial(self._step, "Checking the copy"))
        if problem:
            raise StorageError(
                f"The records on this laptop are damaged: {problem}.",
                "No backup was made of them. Earlier backups are kept; sync, then check all records.",
            )
        return facts

    def _parts(self, facts: BackupFacts, *, with_key: bool) -> Iterator[tuple[str, bytes]]:
        yield FACTS, msgspec.json.encode(facts)
        for name, path in ((SETTINGS, self.folder / SETTINGS_NAME),):
            if path.is_file():
                yield name, path.read_bytes()
        if with_key:
            yield KEY, key_bytes(self.folder)
        for path in evidence_of(self.folder):
            yield path.relative_to(self.folder).as_posix(), path.read_bytes()

    def _write(self, scratch: Path, target: Path, key: BackupKey | None) -> None:
        """Write the checked copy out, force it to the disk, and read it back byte for byte."""
        total = scratch.stat().st_size
        with scratch.open("rb") as plain, create_file(target, private=True) as out:
            chunks = self._counted(plain, total, "Writing the backup")
            secret = sealed_file.seal(chunks, out, key, self.randomness) if key else _pour(chunks, out)
            out.flush()
            os.fsync(out.fileno())
        with scratch.open("rb") as plain, target.open("rb") as back:
            again = sealed_file.opened(back, sealed_file.read_head(back), secret) if key else _chunks(back)
            if not _same(self._counted(plain, total, "Reading it back"), again):
                raise StorageError("The drive did not keep the backup as it was written.", "Use another drive for backups.")

    def _let_go(self, target: Path, station: StationKey, *, near: bool) -> tuple[int, int]:
        """Remove this laptop's backups that are no longer kept; return how many are kept and how many went."""
        ours = backups_in(target, station.origin)
        keep = to_keep(ours, self.clock().replace(tzinfo=None), NEAR if near else FAR)
        gone = [path for moment, path in ours.items() if moment not in keep]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(keep), len(gone)

    def _counted(self, file: BinaryIO, total: int, words: str) -> Iterator[bytes]:
        done = 0
        for chunk in _chunks(file):
            yield chunk
            done += len(chunk)
            self._step(words, done, total)

    def _step(self, words: str, done: int, total: int) -> None:
        self.progress(done, total, words)
        if self.cancelled():
            raise Stopped


@contextmanager
def _said_of(target: Path) -> Iterator[None]:
    """Turn what the drive of the backups refuses into a StorageError that names it; the laptop's own disk is another matter."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "is full" if full else "cannot be written"
        hint = "Make room there" if full else "Check the drive and the right to write there"
        message = f"The backup folder {target} {what}."
        raise StorageError(message, f"{hint}, or choose another folder in Settings. Earlier backups are kept.") from error


def evidence_of(folder: Path) -> list[Path]:
    """Return the evidence files of a data folder, whole ones only."""
    return sorted(path for path in (folder / EVIDENCE).rglob("*") if path.is_file() and path.suffix != ".tmp")


def _chosen_key(settings: StationSettings) -> BackupKey | None:
    if not settings.backup_key:
        return None
    try:
        return read_backup_key(settings.backup_key)
    except ValueError as error:
        raise StorageError(
            "The passphrase for backups is not known any more.", "Choose it again in Settings, then back up."
        ) from error


def _facts(folder: Path, station: StationKey, clock: Clock, *, has_key: bool) -> BackupFacts:
    database = Database.open(folder / DATABASE_NAME)
    try:
        with database.read() as connection:
            site, own = site_queries.site_row(connection), site_queries.station(connection, station.origin)
            entries = ledger_store.count_entries(connection)
    finally:
        database.close()
    return BackupFacts(
        made=clock(),
        site=site.id if site else "",
        site_name=site.name if site else "",
        origin=station.origin.hex(),
        station_name=own.name if own else "",
        entries=entries,
        has_key=has_key,
    )


def _free_name(target: Path, station: StationKey, clock: Clock) -> Path:
    """Return a name that nothing has yet: two backups in one second do not take each other's place."""
    at = clock()
    while (path := target / backup_name(station.origin, at)).exists():
        at += timedelta(seconds=1)
    return path


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(_CHUNK), b"")


def _pour(chunks: Iterator[bytes], out: BinaryIO) -> bytes:
    for chunk in chunks:
        out.write(chunk)
    return b""


def _same(one: Iterator[bytes], other: Iterator[bytes]) -> bool:
    try:
        return all(a == b for a, b in zip(one, other, strict=True))
    except ValueError:  # of different length, or a seal that does not fit
        return False


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk, where the system lets one open a folder."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
