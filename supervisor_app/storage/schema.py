"""The tables of a station's own database. The ledger is the truth; the projections can be dropped and made again."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from supervisor_app.storage.worker_columns import WORKER_DAYS, WORKER_TEXTS

metadata = MetaData()

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


def _stamp() -> tuple[Column[int], Column[bytes], Column[int]]:
    """Return the columns that say which entry a projected row comes from; they also decide conflicts."""
    return (
        Column("at", Integer, nullable=False),
        Column("origin", LargeBinary, nullable=False),
        Column("seq", Integer, nullable=False),
    )


def _texts(*names: str) -> tuple[Column[str], ...]:
    return tuple(Column(name, Text, nullable=False) for name in names)


# Projections: tables that are a function of the set of entries.
field = Table(
    "field",
    metadata,
    *_texts("realm", "subject", "name"),
    Column("value", Text),
    *_stamp(),
    PrimaryKeyConstraint("realm", "subject", "name"),
    sqlite_with_rowid=False,
)
worker = Table(
    "worker",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts(*WORKER_TEXTS),
    *(Column(name, Text) for name in WORKER_DAYS),
)
Index("worker_badge", worker.c.badge, sqlite_where=worker.c.badge != "")
Index("worker_left", worker.c.left_on, sqlite_where=worker.c.left_on.is_not(None))
Index("worker_employee_no", worker.c.employee_no)
site = Table("site", metadata, Column("id", Text, primary_key=True), *_texts("name", "place", "host", "logo"))
station = Table(
    "station",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("name", "ed25519", "site", "x25519", "prev_origin", "endorsement", "person", "member_ed25519", "member_x25519"),
    *_stamp(),
)
# Who may act. `authority` holds the facts, from every origin; the tables behind it are what they come to (ledger.authority).
authority = Table(
    "authority",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    *_texts("kind", "subject", "key", "day", "body", "refused"),
    PrimaryKeyConstraint("origin", "seq"),
)
standing = Table(
    "standing",
    metadata,
    Column("origin", LargeBinary, primary_key=True),
    Column("cut_at", Integer),
    Column("cut_seq", Integer),
    Column("cut_since", Text),
    Column("lost", Integer, nullable=False),
    *_texts("before"),
)
GRANT_TEXTS = ("name", "title", "role", "competencies", "teams", "worker_id")
GRANT_DAYS = ("since", "until", "ended_on")
granted = Table(
    "granted",
    metadata,
    *_texts("member"),
    *_stamp(),
    *_texts(*GRANT_TEXTS),
    *(Column(name, Text) for name in GRANT_DAYS),
    PrimaryKeyConstraint("member", "at", "origin", "seq"),
)
member = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts(*GRANT_TEXTS),
    *(Column(name, Text) for name in GRANT_DAYS),
)
member_key = Table(
    "member_key",
    metadata,
    Column("ed25519", Text, primary_key=True),
    *_texts("member", "station", "x25519"),
    Column("revoked_at", Integer),
    *_stamp(),
)
Index("member_key_member", member_key.c.member)
invitation = Table("invitation", metadata, Column("key", Text, primary_key=True), *_texts("member", "until", "used_by"))
issuer_key = Table(
    "issuer_key", metadata, Column("did", Text, primary_key=True), *_texts("ed25519", "key_id", "before"), *_stamp()
)
sealed_box = Table(
    "sealed_box", metadata, *_texts("key", "recipient", "box"), *_stamp(), PrimaryKeyConstraint("key", "recipient")
)
content_key = Table("content_key", metadata, Column("id", Text, primary_key=True), *_texts("mailbox"), *_stamp())
content_box = Table(
    "content_box", metadata, *_texts("recipient", "key", "box"), *_stamp(), PrimaryKeyConstraint("recipient", "key")
)
# What `origin` (a witness) has seen of `subject`: the farthest number, with the entry's hash.
witness = Table(
    "witness",
    metadata,
    Column("subject", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
    *_texts("hash"),
    *_stamp(),
    PrimaryKeyConstraint("subject", "origin"),
)
competency = Table("competency", metadata, Column("digest", Text, primary_key=True), *_texts("key", "body"), *_stamp())
checklist = Table(
    "checklist",
    metadata,
    Column("digest", Text, primary_key=True),
    *_texts("competency", "code"),
    Column("revision", Integer, nullable=False),
    *_texts("body"),
    *_stamp(),
)
Index("checklist_competency", checklist.c.competency)
SIGNED = ("team", "signer", "signer_key", "signed", "questioned")
"""Of every act that is judged: for whose team, who signed with which key on which day, and why it does not count ("")."""
sign_off = Table(
    "sign_off",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("worker", "worker_name", "assessor", "assessor_name", "competency", "checklist_digest", "finished"),
    *_texts("outcome", "judgement", "level", "amends", "context"),
    Column("success", Integer, nullable=False),
    Column("critical_failed", Integer, nullable=False),
    *_texts(*SIGNED),
    Column("kinder", Integer, nullable=False),
    Column("waits", Integer, nullable=False),  # until somebody else countersigns it
    *_stamp(),
)
Index("sign_off_signer", sign_off.c.signer_key)
Index("sign_off_waits", sign_off.c.finished, sqlite_where=sign_off.c.waits == 1)
Index("sign_off_worker", sign_off.c.worker, sign_off.c.competency, sign_off.c.finished)
Index("sign_off_finished", sign_off.c.finished)
Index("sign_off_amends", sign_off.c.amends, sqlite_where=sign_off.c.amends != "")
certificate = Table(
    "certificate",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("number", "worker", "holder", "employee_no", "competency", "title", "level", "issued"),
    Column("valid_until", Text),
    *_texts("checklist_digest", "found_by", *SIGNED),
    *_stamp(),
)
Index("certificate_signer", certificate.c.signer_key)
countersigned = Table(
    "countersigned",
    metadata,
    *_texts("sign_off", "worker", "competency", "note", *SIGNED),
    *_stamp(),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("countersigned_sign_off", countersigned.c.sign_off)
Index("countersigned_signer", countersigned.c.signer_key)
# What does not count is counted on every Today; it is little or nothing.
Index("sign_off_questioned", sign_off.c.at, sqlite_where=sign_off.c.questioned != "")
Index("countersigned_questioned", countersigned.c.at, sqlite_where=countersigned.c.questioned != "")
Index("certificate_questioned", certificate.c.at, sqlite_where=certificate.c.questioned != "")
Index("authority_refused", authority.c.at, sqlite_where=authority.c.refused != "")
Index("certificate_worker", certificate.c.worker, certificate.c.competency, certificate.c.issued)
Index("certificate_issued", certificate.c.issued)
Index("certificate_valid_until", certificate.c.valid_until)
Index("certificate_number", certificate.c.number)
certified = Table(
    "certified",
    metadata,
    *_texts("sign_off", "certificate"),
    PrimaryKeyConstraint("sign_off", "certificate"),
    sqlite_with_rowid=False,
)
# With a rowid: SQLite 3.40's quick_check misreads tables without one whose primary key is not their first columns.
printed = Table(
    "printed",
    metadata,
    *_texts("certificate"),
    Column("duplicate", Integer, nullable=False),
    *_stamp(),
    PrimaryKeyConstraint("certificate", "origin", "seq"),
)
# Certificates without a paper: what Today asks for at every look, found without walking over all that were printed.
to_print = Table("to_print", metadata, Column("certificate", Text, primary_key=True), sqlite_with_rowid=False)
about = Table(
    "about",
    metadata,
    *_texts("subject"),
    Column("at", Integer, nullable=False),
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    PrimaryKeyConstraint("subject", "at", "origin", "seq"),
    sqlite_with_rowid=False,
)
# What each member did, by time; the kind beside it, so that a filter by both reads nothing else.
deed = Table(
    "deed",
    metadata,
    *_texts("member"),
    *_stamp(),
    *_texts("kind"),
    PrimaryKeyConstraint("member", "at", "origin", "seq"),
    sqlite_with_rowid=False,
)
# Photos and files that signed observations name by digest.
evidence = Table(
    "evidence",
    metadata,
    *_texts("digest", "sign_off", "step", "worker", "media"),
    Column("size", Integer, nullable=False),
    *_stamp(),
    PrimaryKeyConstraint("digest", "origin", "seq", "step"),
)
Index("evidence_sign_off", evidence.c.sign_off)
# What was erased: by worker (it decides), and the entries that were named with it (they explain a content that is gone).
erasure = Table(
    "erasure",
    metadata,
    *_texts("worker", "scope", "records", "reason", "asked_by", "competency", *SIGNED),
    *_stamp(),
    PrimaryKeyConstraint("worker", "origin", "seq"),
)
Index("erasure_signer_key", erasure.c.signer_key)
erased_entry = Table(
    "erased_entry",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    *_texts("worker"),
    PrimaryKeyConstraint("origin", "seq", "worker"),
    sqlite_with_rowid=False,
)
legal_hold = Table(
    "legal_hold",
    metadata,
    *_texts("worker"),
    Column("held", Integer, nullable=False),
    *_texts("reason", "competency", *SIGNED),
    *_stamp(),
    PrimaryKeyConstraint("worker", "origin", "seq"),
)
Index("legal_hold_signer_key", legal_hold.c.signer_key)
unprojected = Table(
    "unprojected",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    *_texts("kind", "reason"),
    PrimaryKeyConstraint("origin", "seq"),
    sqlite_with_rowid=False,
)

PROJECTIONS: tuple[Table, ...] = (
    field,
    worker,
    site,
    station,
    authority,
    standing,
    granted,
    member,
    member_key,
    invitation,
    issuer_key,
    sealed_box,
    content_key,
    content_box,
    witness,
    competency,
    checklist,
    sign_off,
    countersigned,
    certificate,
    certified,
    printed,
    to_print,
    about,
    deed,
    evidence,
    erasure,
    erased_entry,
    legal_hold,
    unprojected,
)
"""Every projected table; all of them are cleared and made again by a rebuild."""

# Local rows: never shared, never in the ledger.
# Files that were erased with what named them: gone from the folder, and to be gone from the shared store.
erased_file = Table("erased_file", metadata, Column("digest", Text, primary_key=True), sqlite_with_rowid=False)
# Entries whose content this laptop erased itself, knowing the worker; `there` once the shared store was seen without it.
erased_here = Table(
    "erased_here",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    *_texts("worker"),
    Column("there", Integer, nullable=False),
    PrimaryKeyConstraint("origin", "seq"),
    sqlite_with_rowid=False,
)
draft = Table(
    "draft", metadata, Column("id", Text, primary_key=True), *_texts("saved"), Column("body", LargeBinary, nullable=False)
)
draft_undo = Table(
    "draft_undo",
    metadata,
    *_texts("draft"),
    Column("number", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    PrimaryKeyConstraint("draft", "number"),
    sqlite_with_rowid=False,
)
own_box = Table("own_box", metadata, Column("key", Text, primary_key=True), *_texts("box"))
"""Content keys sealed for this laptop that reached it before the entries which hold them."""
sealed_member_key = Table("sealed_member_key", metadata, Column("member", Text, primary_key=True), *_texts("body"))
wrong_pin = Table(
    "wrong_pin", metadata, Column("member", Text, primary_key=True), Column("count", Integer, nullable=False), *_texts("last")
)
remote_seen = Table(
    "remote_seen",
    metadata,
    *_texts("store"),
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("store", "origin"),
    sqlite_with_rowid=False,
)
blob_seen = Table(
    "blob_seen",
    metadata,
    *_texts("store"),
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
    *_texts("reason", "seen"),
    Column("row", LargeBinary, nullable=False),
    PrimaryKeyConstraint("origin", "seq", "hash"),
    sqlite_with_rowid=False,
)
# Origins of this laptop that may not be written to for now ("waiting" for a sync) or any more ("closed").
own_origin = Table(
    "own_origin",
    metadata,
    Column("origin", LargeBinary, primary_key=True),
    *_texts("state", "why", "since"),
)
sync_history = Table("sync_history", metadata, Column("number", Integer, primary_key=True), *_texts("at", "store", "body"))


def statements() -> Iterator[str]:
    """Yield what makes every table and its indexes in a new file."""
    dialect = sqlite.dialect()
    for table in metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield str(CreateIndex(index).compile(dialect=dialect))
