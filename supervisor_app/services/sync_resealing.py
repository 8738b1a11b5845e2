"""Own records on the shared file that were sealed for a mailbox which is in use no more are sealed anew.

A newcomer seals what it sends for the mailbox that the shared file names. Where that one belonged to a laptop that was lost,
nobody else can ever open it; only the newcomer itself holds these records.
"""

from __future__ import annotations

from supervisor_app.ledger.sealing import Mailbox, is_for_mailbox, key_of, seal_entries
from supervisor_app.ledger.vectors import head_of
from supervisor_app.services.sync_doing import Doing
from supervisor_app.storage import ledger_store, remote_records
from supervisor_app.storage.shared_store import drop_rows, put_head, read_span, write_run

MOST = 500
"""A laptop without a key has written little: its request, and what it records while it waits."""


def seal_anew(doing: Doing) -> None:
    """Seal own records anew that lie there for another mailbox than the one in use; nothing where none were sealed for one."""
    with doing.site.database.read() as local:
        waiting = remote_records.was_sealed_for_mailbox(local)
    if not waiting:
        return
    origin, sealer = doing.site.station.origin, doing.keys.sealer()
    in_use = sealer.key_id if isinstance(sealer, Mailbox) else b""
    head = head_of(doing.shared.heads, origin)
    with doing.shared.reading() as remote:
        there = read_span(remote, origin, 0, min(head.seq, MOST))
    stranded = {row.seq: row.hash for row in there.values() if row is not None and is_for_mailbox(row) and key_of(row) != in_use}
    with doing.site.database.read() as local:
        found = [ledger_store.entry_at(local, origin, number) for number in stranded]
    ours = [entry for entry in found if entry is not None and entry.hash == stranded[entry.seq]]
    if ours:
        with doing.shared.writing() as remote:
            drop_rows(remote, origin, [entry.seq for entry in ours])
            write_run(remote, seal_entries(ours, sealer))
            put_head(remote, head)
    if not in_use:  # with a key of its own a laptop seals for no mailbox any more
        with doing.site.database.write() as local:
            remote_records.note_sealed_for_mailbox(local, waiting=False)


def note_sealing(doing: Doing) -> None:
    """Remember that records are sent sealed for a mailbox."""
    with doing.site.database.read() as local:
        known = remote_records.was_sealed_for_mailbox(local)
    if not known and isinstance(doing.keys.sealer(), Mailbox):
        with doing.site.database.write() as local:
            remote_records.note_sealed_for_mailbox(local, waiting=True)
