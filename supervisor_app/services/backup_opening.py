"""A backup as it is opened: with its passphrase where it is sealed, through a scratch file that only its owner may read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import msgspec

from supervisor_app.errors import InputError, StorageError
from supervisor_app.ledger.backup_keys import WrongPassphrase
from supervisor_app.paths import create_file, make_private_folder
from supervisor_app.services.backup_records import FACTS, NEAR_FOLDER, STATE_NAME, BackupFacts, Cancelled, Progress, Stopped
from supervisor_app.services.opened_site import DATABASE_NAME
from supervisor_app.storage import backup_file, sealed_file
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import Database, sorted_errors

SCRATCH_NAME, BUILDING, READY, MOVING = "restore.scratch", "restored.tmp", "restored.ready", "restored.moving"
ASIDE = "set-aside-"
_STAY = frozenset({NEAR_FOLDER, STATE_NAME, "window.lock", "faults.log", BUILDING, READY, MOVING, SCRATCH_NAME, "backup.scratch"})


def is_sealed(backup: Path) -> bool:
    """Tell whether a backup needs a passphrase; False for what cannot be opened."""
    try:
        return sealed_file.is_sealed(backup)
    except OSError:
        return False


@contextmanager
def opened_backup(
    backup: Path, folder: Path, passphrase: str, progress: Progress, cancelled: Cancelled
) -> Iterator[tuple[Connection, bool]]:
    """Open a backup; a sealed one through a scratch file in the data folder, which only its owner may read."""
    try:
        sealed = sealed_file.is_sealed(backup)
    except OSError as error:
        raise StorageError(f"{backup} cannot be opened.", "Connect the drive it lies on, or choose another backup.") from error
    if not sealed:
        with backup_file.open_copy(backup) as copy:
            yield copy, False
        return
    with sorted_errors():
        make_private_folder(folder)
    scratch = folder / SCRATCH_NAME
    try:
        _unseal(backup, scratch, passphrase, partial(step, progress, cancelled, "Opening the backup"))
        with backup_file.open_copy(scratch) as copy:
            yield copy, True
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def _unseal(backup: Path, scratch: Path, passphrase: str, tell: backup_file.Step) -> None:
    try:
        with sorted_errors(), backup.open("rb") as source, create_file(scratch, private=True) as plain:
            total, done = backup.stat().st_size, 0
            head = sealed_file.read_head(source)
            for chunk in sealed_file.opened(source, head, sealed_file.open_with(head, passphrase)):
                plain.write(chunk)
                done += len(chunk)
                tell(done, total)
    except WrongPassphrase as error:
        what = "it does not open this backup." if passphrase else "this backup is sealed."
        raise InputError("Passphrase", what, "Give the passphrase that was chosen when it was made.") from error
    except sealed_file.DamagedSeal as error:
        raise StorageError(f"{backup.name} is damaged: {error}.", "Take an earlier backup.") from error


@contextmanager
def records_here(folder: Path) -> Iterator[Connection | None]:
    """Open the records that are in the folder now; None where there are none or they cannot be read."""
    try:
        database = Database.open(folder / DATABASE_NAME)
    except StorageError:
        yield None
        return
    try:
        with database.read() as connection:
            yield connection
    finally:
        database.close()


def facts_in(copy: Connection) -> BackupFacts:
    """Return what a backup says of itself; StorageError where it does not."""
    try:
        return msgspec.json.decode(backup_file.read_part(copy, FACTS) or b"", type=BackupFacts)
    except msgspec.DecodeError as error:
        raise StorageError("The backup does not say what it holds.", "Take another backup.") from error


def old_files(folder: Path) -> list[Path]:
    """Return what a restore takes the place of, the key first: a folder without records is no half of one."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name not in _STAY and not path.name.startswith(ASIDE))


def step(progress: Progress, cancelled: Cancelled, words: str, done: int, total: int) -> None:
    """Tell how far it is. Raises Stopped where nobody waits any more."""
    progress(done, total, words)
    if cancelled():
        raise Stopped
