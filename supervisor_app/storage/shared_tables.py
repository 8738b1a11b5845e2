"""The tables of a shared store, the same in a file and in PostgreSQL. No ORM: entries go in and out as they are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint

APPLICATION_ID = 0x53_4F_53_48
"""`PRAGMA application_id` of a shared file ("SOSH")."""
SHARED_VERSION = 1
"""`PRAGMA user_version` of a shared file; higher ones were made by a newer program."""

shared_metadata = MetaData()

meta = Table("meta", shared_metadata, Column("key", Text, primary_key=True), Column("value", LargeBinary, nullable=False))
"""`store` and `site`: their ids, 16 bytes each. `mailbox`: where laptops without a content key put theirs (id 8, X25519 32).

`wanted`: digests (32 bytes each, some at most) of evidence files that a laptop needs and that are not here, or not whole.
"""

entry = Table(
    "entry",
    shared_metadata,
    Column("pos", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),  # never a cursor
    Column("origin", LargeBinary, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("content_digest", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),
    Column("sealed", LargeBinary),  # salt and content, see ledger.sealing; NULL once erased
    UniqueConstraint("origin", "seq"),
)

head = Table(
    "head",
    shared_metadata,
    Column("origin", LargeBinary, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
"""The version vector, written in the transaction that writes the entries. A file has one more column, see `shared_file`."""

welcome = Table(
    "welcome",
    shared_metadata,
    Column("recipient", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("box", Text, nullable=False),
)
"""Content keys sealed for laptops and invitations, copied out of the entries that hold them: a newcomer cannot open those yet."""

blob = Table(
    "blob",
    shared_metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("parts", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""Evidence files by the SHA-256 of their bytes, in parts of at most a megabyte, sealed like contents."""

wanted = Table(
    "wanted",
    shared_metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", BigInteger, nullable=False),
    PrimaryKeyConstraint("origin", "seq"),
)
"""Entries whose content some laptop misses (gone, and no erasure says why): whoever has it puts it back. Nearly always empty."""
