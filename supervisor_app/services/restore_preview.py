"""What restoring a backup would do, before anything is changed: what comes back, what is set aside, what comes with a sync."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.vectors import Vector, head_of
from supervisor_app.services.backup_opening import facts_in, old_files, opened_backup, records_here
from supervisor_app.services.backup_records import BackupFacts, Cancelled, Progress
from supervisor_app.services.opened_site import Clock
from supervisor_app.services.sync_words import kinds_words, moment_words, records
from supervisor_app.storage import ledger_store, remote_records
from supervisor_app.storage.connection import Connection


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


def preview(
    backup: Path, folder: Path, passphrase: str, *, clock: Clock, progress: Progress, cancelled: Cancelled
) -> RestorePreview:
    """Tell what restoring a backup into a folder would bring back and set aside; nothing is changed.

    InputError on a wrong passphrase; StorageError where it is no backup, damaged, or of a newer version; Stopped.
    """
    with opened_backup(backup, folder, passphrase, progress, cancelled) as (copy, sealed), records_here(folder) as here:
        facts = facts_in(copy)
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
            empty_here=not old_files(folder),
            readable=here is not None,
            back=kinds_words(back),
            back_count=back.total(),
            aside=kinds_words(aside),
            aside_count=aside.total(),
            on_shared=on_shared,
            beyond_shared=beyond,
        )


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
