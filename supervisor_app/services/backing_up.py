"""Backing up a data folder: one file, checked before and after it is written, older ones kept by number and age.

It carries the whole database, the evidence files and the settings. The laptop's key goes with it only where a passphrase was
chosen, and then the whole file is sealed for it; without one the key stays out, and a restored laptop joins the site anew.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from supervisor_app.domain.names import text_problem
from supervisor_app.errors import InputError, UserError
from supervisor_app.ledger.backup_keys import backup_key
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.backup_records import (
    BackupReport,
    BackupState,
    BackupTrouble,
    Cancelled,
    Progress,
    read_state,
    write_state,
)
from supervisor_app.services.backup_writing import BackupWork, evidence_of
from supervisor_app.services.opened_site import DATABASE_NAME, Clock, Site
from supervisor_app.services.station_settings import change_settings
from supervisor_app.settings import FILE_NAME as SETTINGS_NAME
from supervisor_app.storage import local_state
from supervisor_app.storage.database import Database, sorted_errors

MIN_PASSPHRASE = 10


def _quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


def _never() -> bool:
    return False


def back_up(
    folder: Path,
    *,
    clock: Clock,
    randomness: Randomness,
    to: Path | None = None,
    only_if_changed: bool = False,
    progress: Progress = _quiet,
    cancelled: Cancelled = _never,
    monotonic: Callable[[], float] = time.monotonic,
) -> BackupReport:
    """Back a data folder up, whether its window is open or not, into its backup folder or `to`; return what was written.

    `only_if_changed` writes nothing where the last backup holds all there is. Raises Stopped where `cancelled`, and StorageError
    where it could not be done; that is remembered, so that the next start can say it.
    """
    started = monotonic()
    state = read_state(folder)
    try:
        work = BackupWork(folder, to, clock, randomness, progress, cancelled)
        fingerprint = _fingerprint(folder)
        if only_if_changed and state.trouble is None and fingerprint == state.fingerprint and _still_there(state):
            return BackupReport(at=clock(), path="", sentence="Nothing changed since the last backup.")
        report = replace(work.run(), seconds=monotonic() - started)
    except UserError as problem:
        trouble = BackupTrouble(at=clock(), message=problem.message, hint=problem.hint)
        write_state(folder, replace(state, trouble=trouble))
        raise
    write_state(folder, BackupState(last=report, fingerprint=fingerprint))
    return report


def is_due(site: Site) -> bool:
    """Tell whether the last backup lacks anything, or failed; cheap at any size."""
    state = read_state(site.folder)
    return state.trouble is not None or not _still_there(state) or _fingerprint(site.folder) != state.fingerprint


def note_failure(folder: Path, clock: Clock, message: str, hint: str = "") -> None:
    """Remember that a backup came to nothing for a reason outside of it: it was killed, it took too long."""
    state = read_state(folder)
    write_state(folder, replace(state, trouble=BackupTrouble(at=clock(), message=message, hint=hint)))


def choose_passphrase(site: Site, passphrase: str) -> None:
    """Seal backups from now on for a passphrase, "" for none; InputError where it is too short or cannot be typed again.

    It is kept nowhere: only a public key that follows from it. Backups made before keep the passphrase they were made with.
    """
    text = ""
    if passphrase:
        if len(passphrase.strip()) < MIN_PASSPHRASE:
            raise InputError("Passphrase", f"it needs {MIN_PASSPHRASE} letters or more.", "Take three or four words.")
        if problem := text_problem(passphrase):
            raise InputError("Passphrase", f"it {problem}.", "Type it anew.")
        text = backup_key(passphrase, site.sealing, site.randomness).text()
    change_settings(site, replace(site.settings, backup_key=text))


def _fingerprint(folder: Path) -> str:
    """Return a digest of all that a backup would hold: heads, local rows, settings, names and sizes of evidence files."""
    running = hashlib.sha256()
    database = Database.open(folder / DATABASE_NAME)
    try:
        with database.read() as connection:
            running.update(local_state.digest(connection))
    finally:
        database.close()
    with sorted_errors():
        settings = folder / SETTINGS_NAME
        running.update(settings.read_bytes() if settings.is_file() else b"")
        for path in evidence_of(folder):
            running.update(f"{path.name} {path.stat().st_size}\n".encode())
    return running.hexdigest()


def _still_there(state: BackupState) -> bool:
    return state.last is not None and Path(state.last.path).is_file()
