"""Tables of who may act and who may read: laptops, members, keys, invitations, and the witnesses of what each laptop wrote."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from supervisor_app.storage.table_parts import metadata, stamp, texts


def _parting() -> tuple[Column[bytes], Column[int], Column[str]]:
    """Where branches part: whose chain, the first number that differs, the hash (hex) of the entry before it."""
    return (
        Column("subject", LargeBinary, nullable=False),
        Column("number", Integer, nullable=False),
        Column("before", Text, nullable=False),
    )


station = Table(
    "station",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("name", "ed25519", "site", "x25519", "prev_origin", "endorsement", "person", "member_ed25519", "member_x25519"),
    *texts("stands_for"),  # the origin (hex) of a branch whose records are written anew under it
    *stamp(),
)
# Who may act. `authority` holds the facts, from every origin; the tables behind it are what they come to (ledger.authority).
authority = Table(
    "authority",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    *texts("kind", "subject", "key", "day", "body", "refused", "sig"),
    Column("digest", LargeBinary, nullable=False),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("authority_kind", authority.c.kind, authority.c.at, authority.c.origin, authority.c.seq)  # a sync asks for some kinds
standing = Table(
    "standing",
    metadata,
    Column("origin", LargeBinary, primary_key=True),
    Column("cut_at", Integer),
    Column("cut_seq", Integer),
    Column("cut_since", Text),
    Column("lost", Integer, nullable=False),
    *texts("before"),
    Column("listed", Integer, nullable=False),
)
GRANT_TEXTS = ("name", "title", "role", "competencies", "teams", "worker_id")
GRANT_DAYS = ("since", "until", "ended_on")
granted = Table(
    "granted",
    metadata,
    *texts("member"),
    *stamp(),
    *texts(*GRANT_TEXTS),
    *(Column(name, Text) for name in GRANT_DAYS),
    PrimaryKeyConstraint("member", "at", "origin", "seq"),
)
member = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    *texts(*GRANT_TEXTS),
    *(Column(name, Text) for name in GRANT_DAYS),
)
member_key = Table(
    "member_key",
    metadata,
    Column("ed25519", Text, primary_key=True),
    *texts("member", "station", "x25519"),
    Column("revoked_at", Integer),
    *stamp(),
)
Index("member_key_member", member_key.c.member)
Index("authority_refused", authority.c.at, sqlite_where=authority.c.refused != "")
invitation = Table("invitation", metadata, Column("key", Text, primary_key=True), *texts("member", "until", "used_by"))
issuer_key = Table("issuer_key", metadata, Column("did", Text, primary_key=True), *texts("ed25519", "key_id", "before"), *stamp())
sealed_box = Table(
    "sealed_box",
    metadata,
    *texts("key", "recipient", "box"),
    *stamp(),
    PrimaryKeyConstraint("key", "recipient", "origin", "seq"),
)
content_key = Table("content_key", metadata, *texts("id", "mailbox"), *stamp(), PrimaryKeyConstraint("id", "origin", "seq"))
content_box = Table(
    "content_box",
    metadata,
    *texts("recipient", "key", "box"),
    *stamp(),
    PrimaryKeyConstraint("recipient", "key", "origin", "seq"),
)
# Branches of forked chains as somebody met them: where they part, how each begins and what it holds (ledger.fork_bodies.Branch).
branch = Table(
    "branch",
    metadata,
    *_parting(),
    *texts("hash", "body"),
    *stamp(),
    PrimaryKeyConstraint("subject", "number", "before", "hash", "origin", "seq"),
)
# Which branch stands, by the hash of the entry that it begins with.
settled = Table(
    "settled",
    metadata,
    *_parting(),
    *texts("hash"),
    *stamp(),
    PrimaryKeyConstraint("subject", "number", "before"),
)
# What `origin` (a witness) has seen of `subject`: the farthest number, with the entry's hash.
witness = Table(
    "witness",
    metadata,
    Column("subject", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
    *texts("hash"),
    *stamp(),
    PrimaryKeyConstraint("subject", "origin"),
)
