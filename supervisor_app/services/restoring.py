"""Restoring a data folder from a backup: a preview first, then whole or not at all; what was there is set aside, never deleted.

1. The backup is opened (with its passphrase) into a scratch file in the data folder, and checked.
2. The new folder's files are built in `restored.tmp`, which becomes `restored.ready` once they are all on the disk.
3. `finish` moves what was there into `set-aside-...`, then the new files into their place; killed anywhere, it goes on at the
   next start. Nothing may have the old files open meanwhile.
A restored laptop writes nothing before it synced, and then under a new number (services.succession).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import StorageError
from supervisor_app.ledger.authority_facts import origin_of
from supervisor_app.ledger.keys import Randomness, new_station_key
from supervisor_app.paths import make_private_folder, write_atomically
from supervisor_app.services.backup_opening import ASIDE, BUILDING, MOVING, READY, facts_in, old_files, opened_backup, step
from supervisor_app.services.backup_records import EVIDENCE, KEY, SETTINGS, BackupFacts, Cancelled, Progress
from supervisor_app.services.opened_site import DATABASE_NAME, Clock
from supervisor_app.services.restore_answer import Answer, answer_for
from supervisor_app.services.succession import RESTORED
from supervisor_app.services.sync_words import moment_words, records
from supervisor_app.storage import backup_file, local_state
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import Database, sorted_errors
from supervisor_app.storage.evidence_files import is_digest
from supervisor_app.storage.key_files import load_station_key, save_station_key
from supervisor_app.storage.local_state import OriginMark, OriginState
from supervisor_app.storage.upgrades import remake_projections


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What was restored; `aside` is where the files lie that were there before, "" for none."""

    facts: BackupFacts
    aside: str
    sentence: str


def prepare(
    backup: Path,
    folder: Path,
    passphrase: str,
    *,
    clock: Clock,
    randomness: Randomness,
    progress: Progress,
    cancelled: Cancelled,
    answer: Answer | None = None,
) -> BackupFacts:
    """Open, check and lay out a backup beside the records that are there; `finish` then puts it in their place.

    Where these are of a site, somebody who may `answer`s for it with their PIN. Raises NotAllowed where nobody does, and as
    `preview`; StorageError where the disk does not let us.
    """
    answer_for(folder, answer, clock=clock, randomness=randomness)
    with sorted_errors():
        make_private_folder(folder)
        shutil.rmtree(folder / BUILDING, ignore_errors=True)
        make_private_folder(folder / BUILDING)
    try:
        with opened_backup(backup, folder, passphrase, progress, cancelled) as (copy, _):
            problem = backup_file.copy_problem(copy, partial(step, progress, cancelled, "Checking the backup"))
            if problem:
                raise StorageError(f"{backup.name} is damaged: {problem}.", "Take an earlier backup.")
            facts = facts_in(copy)
            _lay_out(copy, folder, facts, clock, randomness, partial(step, progress, cancelled, "Reading the records"))
    except BaseException:
        shutil.rmtree(folder / BUILDING, ignore_errors=True)
        raise
    with sorted_errors():
        shutil.rmtree(folder / READY, ignore_errors=True)
        (folder / BUILDING).replace(folder / READY)
    return facts


def finish(folder: Path, *, clock: Clock) -> Path | None:
    """Put a prepared restore in place and return where the old files lie (None for none); nothing where none was prepared.

    To be called while nobody has the records open. It may be killed anywhere and called again.
    """
    aside = None
    with sorted_errors():
        if (folder / READY).is_dir():
            old = old_files(folder)
            if old:
                aside = folder / f"{ASIDE}{clock().strftime('%Y%m%d-%H%M%S')}"
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
    answer: Answer | None = None,
) -> RestoreReport:
    """`prepare` and `finish` at once, for a folder that nobody has open."""
    facts = prepare(
        backup, folder, passphrase,
        clock=clock, randomness=randomness, progress=progress, cancelled=cancelled, answer=answer,
    )  # fmt: skip
    aside = finish(folder, clock=clock)
    return RestoreReport(facts=facts, aside=str(aside) if aside else "", sentence=restored_words(facts, clock()))


def restored_words(facts: BackupFacts, now: datetime) -> str:
    """Return what was restored and what comes next, in a sentence or two."""
    nxt = "Sync before you go on." if facts.has_key else "Join the site with it, then an admin approves this laptop."
    return f"{records(facts.entries)} of the backup made {moment_words(facts.made, now)} are restored. {nxt}"


def _lay_out(
    copy: Connection, folder: Path, facts: BackupFacts, clock: Clock, randomness: Randomness, tell: Callable[[int, int], None]
) -> None:
    """Write the restored folder's files: the database without what travelled in it, settings, key, evidence.

    Only the entries prove themselves, so the tables are made anew from them: a backup may have been in anybody's hands.
    """
    building = folder / BUILDING
    with sorted_errors():
        names = [name for name in backup_file.part_names(copy) if name in (SETTINGS, KEY) or _is_evidence(name)]
        for name in names:
            path = building / name
            make_private_folder(path.parent)
            write_atomically(path, backup_file.read_part(copy, name) or b"", private=True)
    if KEY not in names:
        save_station_key(building, new_station_key(randomness))
    before = load_station_key(building).origin if KEY in names else origin_of(facts.origin)
    backup_file.copy_without_parts(copy, building / DATABASE_NAME)
    database = Database.open(building / DATABASE_NAME)
    try:
        with database.write() as connection:
            remake_projections(connection, tell)
            local_state.mark_origin(connection, before, OriginMark(OriginState.WAITING, RESTORED, clock().isoformat()))
            if KEY not in names:
                local_state.forget_sealed(connection)
    finally:
        database.close()


def _is_evidence(name: str) -> bool:
    """Whether a part is an evidence file under its digest: nothing else in a backup becomes part of a path."""
    folder, _, rest = name.partition("/")
    return folder == EVIDENCE and rest[2:3] == "/" and is_digest(rest[3:]) and rest[:2] == rest[3:5]
