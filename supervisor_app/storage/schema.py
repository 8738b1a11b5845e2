"""The tables of a station's own database. The ledger is the truth; the projections can be dropped and made again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from supervisor_app.storage import local_schema  # noqa: F401 - its tables are made with the others
from supervisor_app.storage.attachment_schema import attached, attached_act
from supervisor_app.storage.authority_schema import (
    authority,
    branch,
    content_box,
    content_key,
    granted,
    invitation,
    issuer_key,
    member,
    member_key,
    sealed_box,
    settled,
    standing,
    station,
    witness,
)
from supervisor_app.storage.certificate_schema import (
    SIGNED,
    certificate,
    certificate_act,
    certificate_hold,
    certified,
    declared,
    endorsed,
    handed_out,
    printed,
    stands_on,
    to_print,
)
from supervisor_app.storage.claim_schema import claim
from supervisor_app.storage.table_parts import metadata, stamp, texts
from supervisor_app.storage.worker_columns import WORKER_DAYS, WORKER_TEXTS

# Projections: tables that are a function of the set of entries.
field = Table(
    "field",
    metadata,
    *texts("realm", "subject", "name"),
    Column("value", Text),
    *stamp(),
    PrimaryKeyConstraint("realm", "subject", "name"),
    sqlite_with_rowid=False,
)
worker = Table(
    "worker",
    metadata,
    Column("id", Text, primary_key=True),
    *texts(*WORKER_TEXTS),
    *(Column(name, Text) for name in WORKER_DAYS),
)
Index("worker_badge", worker.c.badge, sqlite_where=worker.c.badge != "")
Index("worker_left", worker.c.left_on, sqlite_where=worker.c.left_on.is_not(None))
Index("worker_employee_no", worker.c.employee_no)
# What members said for the whole site without signing it, and why it does not count ("" where it does); the tables behind keep
# what was said by all, and whoever reads them joins this one.
said = Table(
    "said",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    *texts("kind", "subject", "member", "right", "competency", "day", "questioned"),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("said_questioned", said.c.at, sqlite_where=said.c.questioned != "")
site_fact = Table(
    "site_fact",
    metadata,
    *texts("subject", "name"),
    Column("value", Text),
    *stamp(),
    PrimaryKeyConstraint("name", "origin", "seq"),
)
page_published = Table(
    "page_published",
    metadata,
    *texts("day", "key_id", "listed"),
    *stamp(),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("page_published_at", page_published.c.at)
site = Table("site", metadata, Column("id", Text, primary_key=True), *texts("name", "place", "host", "logo"))
competency = Table(
    "competency", metadata, *texts("digest", "key", "body"), *stamp(), PrimaryKeyConstraint("digest", "origin", "seq")
)
checklist = Table(
    "checklist",
    metadata,
    *texts("digest", "competency", "code"),
    Column("revision", Integer, nullable=False),
    *texts("body"),
    *stamp(),
    PrimaryKeyConstraint("digest", "origin", "seq"),
)
Index("checklist_competency", checklist.c.competency)
sign_off = Table(
    "sign_off",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("worker", "worker_name", "assessor", "assessor_name", "competency", "checklist_digest", "finished"),
    *texts("outcome", "judgement", "level", "amends", "context"),
    Column("success", Integer, nullable=False),
    Column("critical_failed", Integer, nullable=False),
    *texts(*SIGNED),
    Column("kinder", Integer, nullable=False),
    Column("waits", Integer, nullable=False),  # until somebody else countersigns it
    *stamp(),
)
Index("sign_off_signer", sign_off.c.signer_key)
Index("sign_off_waits", sign_off.c.finished, sqlite_where=sign_off.c.waits == 1)
Index("sign_off_worker", sign_off.c.worker, sign_off.c.competency, sign_off.c.finished)
Index("sign_off_finished", sign_off.c.finished)
Index("sign_off_amends", sign_off.c.amends, sqlite_where=sign_off.c.amends != "")
countersigned = Table(
    "countersigned",
    metadata,
    *texts("sign_off", "worker", "competency", "note", *SIGNED),
    *stamp(),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("countersigned_sign_off", countersigned.c.sign_off)
Index("countersigned_signer", countersigned.c.signer_key)
# What does not count is counted on every Today; it is little or nothing.
Index("sign_off_questioned", sign_off.c.at, sqlite_where=sign_off.c.questioned != "")
Index("countersigned_questioned", countersigned.c.at, sqlite_where=countersigned.c.questioned != "")
about = Table(
    "about",
    metadata,
    *texts("subject"),
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
    *texts("member"),
    *stamp(),
    *texts("kind"),
    PrimaryKeyConstraint("member", "at", "origin", "seq"),
    sqlite_with_rowid=False,
)
# Photos and files that signed observations name by digest.
evidence = Table(
    "evidence",
    metadata,
    *texts("digest", "sign_off", "step", "worker", "media"),
    Column("size", Integer, nullable=False),
    *stamp(),
    PrimaryKeyConstraint("digest", "origin", "seq", "step"),
)
Index("evidence_sign_off", evidence.c.sign_off)
# What was erased: by worker (it decides), and the entries that were named with it (they explain a content that is gone).
erasure = Table(
    "erasure",
    metadata,
    *texts("worker", "scope", "records", "reason", "asked_by", "competency", *SIGNED),
    *stamp(),
    PrimaryKeyConstraint("worker", "origin", "seq"),
)
Index("erasure_signer_key", erasure.c.signer_key)
erased_entry = Table(
    "erased_entry",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    *texts("worker"),
    PrimaryKeyConstraint("origin", "seq", "worker"),
    sqlite_with_rowid=False,
)
legal_hold = Table(
    "legal_hold",
    metadata,
    *texts("worker"),
    Column("held", Integer, nullable=False),
    *texts("reason", "competency", "sig", *SIGNED),
    *stamp(),
    PrimaryKeyConstraint("worker", "origin", "seq"),
)
Index("legal_hold_signer_key", legal_hold.c.signer_key)
# Whom entries are about that are not believed, or not yet: an erasure reaches these too.
unheard = Table(
    "unheard",
    metadata,
    *texts("subject"),
    *stamp(),
    PrimaryKeyConstraint("subject", "at", "origin", "seq"),
    sqlite_with_rowid=False,
)
unprojected = Table(
    "unprojected",
    metadata,
    Column("origin", LargeBinary, nullable=False),
    Column("seq", Integer, nullable=False),
    *texts("kind", "reason"),
    PrimaryKeyConstraint("origin", "seq"),
    sqlite_with_rowid=False,
)

PROJECTIONS: tuple[Table, ...] = (
    field,
    worker,
    said,
    site_fact,
    page_published,
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
    branch,
    settled,
    witness,
    competency,
    checklist,
    sign_off,
    countersigned,
    attached,
    attached_act,
    certificate,
    certificate_act,
    certificate_hold,
    declared,
    endorsed,
    handed_out,
    certified,
    printed,
    stands_on,
    to_print,
    claim,
    about,
    deed,
    evidence,
    erasure,
    erased_entry,
    legal_hold,
    unheard,
    unprojected,
)
"""Every projected table; all of them are cleared and made again by a rebuild."""


def statements(
    tables: Iterable[Table] | None = None, without: Collection[str] = (), *, if_not_exists: bool = False
) -> Iterator[str]:
    """Yield what makes some tables (those of a new file: all) and their indexes, `without` those of some names."""
    dialect = sqlite.dialect()
    for table in metadata.sorted_tables if tables is None else tables:
        yield str(CreateTable(table, if_not_exists=if_not_exists).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            if index.name not in without:
                yield str(CreateIndex(index, if_not_exists=if_not_exists).compile(dialect=dialect))


def local_tables() -> tuple[Table, ...]:
    """Return the tables that are no projections: what lies in them is kept when the projections are made anew."""
    return tuple(table for table in metadata.sorted_tables if table not in PROJECTIONS)
