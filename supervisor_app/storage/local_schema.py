"""The tables that are no projections: the ledger itself, and the rows of this laptop that are never shared nor rebuilt."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from supervisor_app.storage.table_parts import metadata, texts

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

# The ledger. `pos` is only where a row lies; nothing may be decided by it.
entry = Table(
    "entry",
    metadata,
    Column("pos", Integer, primary_key=True),
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("content_digest", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    Column("salt", LargeBinary),
    Column("content", LargeBinary),
    UniqueConstraint("origin", "seq"),
)
# The ledger page walks one kind by time. Without a kind it walks the chains, which are in the order of time by themselves.
Index("entry_kind", entry.c.kind, entry.c.at, entry.c.origin, entry.c.seq)
Index("entry_gone", entry.c.origin, entry.c.seq, sqlite_where=entry.c.content.is_(None))
head = Table(
    "head",
    metadata,
    Column("origin", LargeBinary, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
)

# Local rows: never shared, never in the ledger.
# Files that were erased with what named them: gone from the folder, and to be gone from the shared store.
erased_file = Table("erased_file", metadata, Column("digest", Text, primary_key=True), sqlite_with_rowid=False)
# Evidence files that the next sync looks at: named or erased since, or found missing here. `spoiled` where a file lies here that
# is not what its name says. All the others are here, and in the shared store as far as `blob_seen` tells: nobody asks the disk.
evidence_due = Table(
    "evidence_due",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("spoiled", Integer, nullable=False),
    sqlite_with_rowid=False,
)
# Entries whose content this laptop erased itself, knowing the worker; `there` once the shared store was seen without it.
erased_here = Table(
    "erased_here",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    *texts("worker"),
    Column("there", Integer, nullable=False),
    PrimaryKeyConstraint("origin", "seq"),
    sqlite_with_rowid=False,
)
Index("erased_here_waits", erased_here.c.there, sqlite_where=erased_here.c.there == 0)
draft = Table(
    "draft", metadata, Column("id", Text, primary_key=True), *texts("saved"), Column("body", LargeBinary, nullable=False)
)
draft_undo = Table(
    "draft_undo",
    metadata,
    *texts("draft"),
    Column("number", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("draft", "number"),
    sqlite_with_rowid=False,
)
own_box = Table("own_box", metadata, Column("key", Text, primary_key=True), *texts("box"))
"""Content keys sealed for this laptop that reached it before the entries which hold them."""
sealed_member_key = Table("sealed_member_key", metadata, Column("member", Text, primary_key=True), *texts("body"))
wrong_pin = Table(
    "wrong_pin", metadata, Column("member", Text, primary_key=True), Column("count", Integer, nullable=False), *texts("last")
)
remote_seen = Table(
    "remote_seen",
    metadata,
    *texts("store"),
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("store", "origin"),
    sqlite_with_rowid=False,
)
blob_seen = Table(
    "blob_seen",
    metadata,
    *texts("store"),
    Column("digest", LargeBinary, nullable=False),
    PrimaryKeyConstraint("store", "digest"),
    sqlite_with_rowid=False,
)
quarantine = Table(
    "quarantine",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    *texts("reason", "seen"),
    Column("row", LargeBinary, nullable=False),
    PrimaryKeyConstraint("origin", "seq", "hash"),
    sqlite_with_rowid=False,
)
# Acts whose personal signature does not fit (`storage.forged`): worked out from each entry once, when it comes in.
forged_act = Table(
    "forged_act",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    PrimaryKeyConstraint("origin", "seq"),
    sqlite_with_rowid=False,
)
# Origins of this laptop that may not be written to for now ("waiting" for a sync) or any more ("closed").
own_origin = Table(
    "own_origin",
    metadata,
    Column("origin", LargeBinary, primary_key=True),
    *texts("state", "why", "since"),
)
sync_history = Table("sync_history", metadata, Column("number", Integer, primary_key=True), *texts("at", "store", "body"))
