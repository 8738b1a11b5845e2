"""Restoring a data folder from a backup: a preview first, then whole or not at all; what was there is set aside, never deleted.

1. The backup is opened (with its passphrase) into a scratch file in the data folder, and checked.
2. The new folder's files are built in `restored.tmp`, which becomes `restored.ready` once they are all on the disk.
3. `finish` moves what was there into `set-aside-...`, then the new files into their place; killed anywhere, it goes on at the
   next start. Nothing may have the old files open meanwhile.
A restored laptop writes nothing before it synced, and then under a new number (services.succession).
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from supervisor_app.errors import InputError, StorageError
from supervisor_app.ledger.backup_keys import WrongPassphrase
from supervisor_app.ledger.keys import Randomness, new_station_key
from supervisor_app.ledger.vectors import Vector, head_of
from supervisor_app.paths import make_private_folder, open_private, write_atomically
from supervisor_app.services.backup_records import (
    EVIDENCE,
    FACTS,
    KEY,
    NEAR_FOLDER,
    SETTINGS,
    STATE_NAME,
    BackupFacts,
    Cancelled,
    Progress,
    Stopped,
)
from supervisor_app.services.opened_site import DATABASE_NAME, Clock
from supervisor_app.services.succession import RESTORED
from supervisor_app.services.sync_words import kinds_words, moment_words, records
from supervisor_app.storage import backup_file, ledger_store, local_state, remote_records, sealed_file
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import Database, sorted_errors
from supervisor_app.storage.key_files import save_station_key
from supervisor_app.storage.local_state import OriginMark, OriginState

SCRATCH_NAME, BUILDING, READY, MOVING = "restore.scratch", "restored.tmp", "restored.ready", "restored.moving"
_ASIDE = "set-aside-"
_STAY = frozenset({NEAR_FOLDER, STATE_NAME, "window.lock", "faults.log", BUILDING, READY, MOVING, SCRATCH_NAME, "backup.scratch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePreview:
    """What a restore would do. `back` and `aside` are in words, by kind; empty where there is nothing.

    `aside_count` records of this laptop are newer than the backup; `on_shared` of them were on the shared file when it was last
    reached and come back with the next sync. `readable` tells whether the records here could be read at all.
    """

    facts: BackupFacts
    made: str
    sealed: bool
    empty_here: bool
    readable: bool
    back: str
    back_count: int
    aside: str
    aside_count: int
    on_shared: int
    beyond_shared: int

    def lines(self) -> list[str]:
        """Return it as a person reads it before they decide."""
        facts = self.facts
        where = f"{facts.station_name or 'a laptop'} of {facts.site_name or 'no site yet'}"
        lines = [f"Backup of {where}, made {self.made}: {records(facts.entries)}."]
        if self.empty_here:
            lines.append("There are no records in this folder: everything comes from the backup.")
        elif not self.readable:
            lines.append("The records in this folder cannot be read. They are set aside, not deleted.")
        else:
            back = f": {self.back[:1].lower()}{self.back[1:]}." if self.back else "."
            lines.append(
                f"Comes back: {records(self.back_count)}{back}" if self.back_count else "Comes back: nothing that is not here."
            )
            lines.append(self._aside_line())
        if self.beyond_shared:
            lines.append(f"The shared file held {records(self.beyond_shared)} more; they come with the first sync.")
        lines.append(
            "The key of the laptop is in it: the PINs stay as they were."
            if facts.has_key
            else "The key of the laptop is not in it: it joins the site as a new laptop, and an admin approves it."
        )
        return [*lines, "Sync before anything is written: after a restore the laptop goes on under a new number."]

    def _aside_line(self) -> str:
        if not self.aside_count:
            return "Set aside: nothing that the backup does not hold."
        words = f"Set aside, as newer than the backup: {records(self.aside_count)} ({self.aside[:1].lower()}{self.aside[1:]})."
        left = self.aside_count - self.on_shared
        if not left:
            return f"{words} All of them were on the shared file and come back with the first sync."
        if not self.on_shared:
            return f"{words} None of them was on the shared file yet: they stay where they are set aside."
        return f"{words} {records(left)} of them {'was' if left == 1 else 'were'} not on the shared file yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What was restored; `aside` is where the files lie that were there before, "" for none."""

    facts: BackupFacts
    aside: str
    sentence: str


def preview(
    backup: Path, folder: Path, passphrase: str, *, clock: Clock, progress: Progress, cancelled: Cancelled
) -> RestorePreview:
    """Tell what restoring a backup into a folder would bring back and set aside; nothing is changed.

    InputError on a wrong passphrase; StorageError where it is no backup, damaged, or of a newer version; Stopped.
    """
    with _opened(backup, folder, passphrase, progress, cancelled) as (copy, sealed), _here(folder) as here:
        facts = _facts(copy)
        theirs = ledger_store.heads(copy)
        ours = ledger_store.heads(here) if here is not None else {}
        seen = _seen(here) or _seen(copy)
        back = _kinds(copy, theirs, ours)
        aside = _kinds(here, ours, theirs) if here is not None else Counter[str]()
        gone = {origin: (head_of(theirs, origin).seq, head.seq) for origin, head in ours.items()}
        on_shared = sum(max(0, min(upto, head_of(seen, origin).seq) - after) for origin, (after, upto) in gone.items())
        held = {origin: max(head_of(theirs, origin).seq, head_of(ours, origin).seq) for origin in seen}
        beyond = sum(max(0, head.seq - held[origin]) for origin, head in seen.items())
        return RestorePreview(
            facts=facts,
            made=moment_words(facts.made, clock()),
            sealed=sealed,
            empty_here=not _old_files(folder),
            readable=here is not None,
            back=kinds_words(back),
            back_count=back.total(),
            aside=kinds_words(aside),
            aside_count=aside.total(),
            on_shared=on_shared,
            beyond_shared=beyond,
        )


def prepare(
    backup: Path,
    folder: Path,
    passphrase: str,
    *,
    clock: Clock,
    randomness: Randomness,
    progress: Progress,
    cancelled: Cancelled,
) -> BackupFacts:
    """Open, check and lay out a backup beside the records that are there; `finish` then puts it in their place.

    Raises as `preview`; StorageError where the disk does not let us.
    """
    with sorted_errors():
        make_private_folder(folder)
        shutil.rmtree(folder / BUILDING, ignore_errors=True)
        make_private_folder(folder / BUILDING)
    try:
        with _opened(backup, folder, passphrase, progress, cancelled) as (copy, _):
            problem = backup_file.copy_problem(copy, partial(_step, progress, cancelled, "Checking the backup"))
            if problem:
                raise StorageError(f"{backup.name} is damaged: {problem}.", "Take an earlier backup.")
            facts = _facts(copy)
            _lay_out(copy, folder, facts, clock, randomness)
    except BaseException:
        shutil.rmtree(folder / BUILDING, ignore_errors=True)
        raise
    with sorted_errors():
        shutil.rmtree(folder / READY, ignore_errors=True)
        (folder / BUILDING).replace(folder / READY)
    return facts


def is_sealed(backup: Path) -> bool:
    """Tell whether a backup needs a passphrase; False for what cannot be opened."""
    try:
        return sealed_file.is_sealed(backup)
    except OSError:
        return False


def is_prepared(folder: Path) -> bool:
    """Tell whether a restore was prepared and waits for `finish`."""
    return (folder / READY).is_dir() or (folder / MOVING).is_dir()


def finish(folder: Path, *, clock: Clock) -> Path | None:
    """Put a prepared restore in place and return where the old files lie (None for none); nothing where none was prepared.

    To be called while nobody has the records open. It may be killed anywhere and called again.
    """
    aside = None
    with sorted_errors():
        if (folder / READY).is_dir():
            old = _old_files(folder)
            if old:
                aside = folder / f"{_ASIDE}{clock().strftime('%Y%m%d-%H%M%S')}"
                make_private_folder(aside)
                for path in old:
                    path.replace(aside / path.name)
            (folder / READY).replace(folder / MOVING)
        if (folder / MOVING).is_dir():
            for path in (folder / MOVING).iterdir():
                path.replace(folder / path.name)
            (folder / MOVING).rmdir()
    return aside


def restore(
    backup: Path,
    folder: Path,
    passphrase: str = "",
    *,
    clock: Clock,
    randomness: Randomness,
    progress: Progress,
    cancelled: Cancelled,
) -> RestoreReport:
    """`prepare` and `finish` at once, for a folder that nobody has open."""
    facts = prepare(backup, folder, passphrase, clock=clock, randomness=randomness, progress=progress, cancelled=cancelled)
    aside = finish(folder, clock=clock)
    return RestoreReport(facts=facts, aside=str(aside) if aside else "", sentence=restored_words(facts, clock()))


def restored_words(facts: BackupFacts, now: datetime) -> str:
    """Return what was restored and what comes next, in a sentence or two."""
    nxt = "Sync before you go on." if facts.has_key else "Join the site with it, then an admin approves this laptop."
    return f"{records(facts.entries)} of the backup made {moment_words(facts.made, now)} are restored. {nxt}"


@contextmanager
def _opened(
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
        _unseal(backup, scratch, passphrase, partial(_step, progress, cancelled, "Opening the backup"))
        with backup_file.open_copy(scratch) as copy:
            yield copy, True
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def _unseal(backup: Path, scratch: Path, passphrase: str, step: backup_file.Step) -> None:
    try:
        with sorted_errors(), backup.open("rb") as source, open(scratch, "wb", opener=open_private) as plain:
            total, done = backup.stat().st_size, 0
            head = sealed_file.read_head(source)
            for chunk in sealed_file.opened(source, head, sealed_file.open_with(head, passphrase)):
                plain.write(chunk)
                done += len(chunk)
                step(done, total)
    except WrongPassphrase as error:
        what = "it does not open this backup." if passphrase else "this backup is sealed."
        raise InputError("Passphrase", what, "Give the passphrase that was chosen when it was made.") from error
    except sealed_file.DamagedSeal as error:
        raise StorageError(f"{backup.name} is damaged: {error}.", "Take an earlier backup.") from error


@contextmanager
def _here(folder: Path) -> Iterator[Connection | None]:
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


def _facts(copy: Connection) -> BackupFacts:
    try:
        return msgspec.json.decode(backup_file.read_part(copy, FACTS) or b"", type=BackupFacts)
    except msgspec.DecodeError as error:
        raise StorageError("The backup does not say what it holds.", "Take another backup.") from error


def _seen(connection: Connection | None) -> Vector:
    if connection is None:
        return {}
    store, _ = remote_records.chosen_store(connection)
    return remote_records.read_seen(connection, store)


def _kinds(connection: Connection, held: Vector, other: Vector) -> Counter[str]:
    """Count by kind what one side holds and the other does not."""
    found = Counter[str]()
    for origin, head in held.items():
        after = head_of(other, origin).seq
        if head.seq > after:
            rows = connection.exec_driver_sql(
                "SELECT kind, count(*) FROM entry WHERE origin = ? AND seq > ? GROUP BY kind", (origin, after)
            )
            found.update(dict(tuple(row) for row in rows))
    return found


def _lay_out(copy: Connection, folder: Path, facts: BackupFacts, clock: Clock, randomness: Randomness) -> None:
    """Write the restored folder's files: the database without what travelled in it, settings, key, evidence."""
    building = folder / BUILDING
    with sorted_errors():
        for name in backup_file.part_names(copy):
            parts = Path(name).parts
            if name in (SETTINGS, KEY) or (len(parts) > 1 and parts[0] == EVIDENCE and ".." not in parts):
                path = building / name
                make_private_folder(path.parent)
                write_atomically(path, backup_file.read_part(copy, name) or b"", private=True)
    if not facts.has_key:
        save_station_key(building, new_station_key(randomness))
    backup_file.copy_without_parts(copy, building / DATABASE_NAME)
    database = Database.open(building / DATABASE_NAME)
    try:
        with database.write() as connection:
            mark = OriginMark(OriginState.WAITING, RESTORED, clock().isoformat())
            local_state.mark_origin(connection, bytes.fromhex(facts.origin), mark)
            if not facts.has_key:
                connection.exec_driver_sql("DELETE FROM sealed_member_key")  # sealed with a secret that is not here
    finally:
        database.close()


def _old_files(folder: Path) -> list[Path]:
    """Return what a restore takes the place of, the key first: a folder without records is no half of one."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name not in _STAY and not path.name.startswith(_ASIDE))


def _step(progress: Progress, cancelled: Cancelled, words: str, done: int, total: int) -> None:
    progress(done, total, words)
    if cancelled():
        raise Stopped
