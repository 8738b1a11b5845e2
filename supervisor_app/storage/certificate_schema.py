"""The tables of certificates: what was issued, what happened to it since, its papers, and paper that others issued."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from supervisor_app.storage.table_parts import metadata, stamp, texts

SIGNED = ("team", "signer", "signer_key", "signed", "questioned")
"""Of every act that is judged: for whose team, who signed with which key on which day, and why it does not count ("")."""
# The last columns follow from the acts about it (projections.certificate_life): its last day by the earliest clock, since when it
# is withdrawn or replaced, and by which one.
certificate = Table(
    "certificate",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("number", "worker", "holder", "employee_no", "competency", "title", "level", "issued"),
    Column("valid_until", Text),
    *texts("checklist_digest", "found_by", *SIGNED),
    *stamp(),
    *texts("evaluated", "valid_rule"),
    Column("confirm_months", Integer, nullable=False),
    *texts("replaces"),
    Column("ends", Text),
    Column("withdrawn", Text),
    Column("replaced", Text),
    *texts("successor"),
)
Index("certificate_signer", certificate.c.signer_key)
Index("certificate_questioned", certificate.c.at, sqlite_where=certificate.c.questioned != "")
Index("certificate_worker", certificate.c.worker, certificate.c.competency, certificate.c.issued)
Index("certificate_issued", certificate.c.issued)
Index("certificate_valid_until", certificate.c.valid_until)
# Also what is in force is counted along this index alone, at every look at the page, and never through the wide rows.
Index(
    "certificate_ends",
    certificate.c.ends,
    certificate.c.withdrawn,
    certificate.c.replaced,
    certificate.c.questioned,
    certificate.c.id,
)
Index("certificate_number", certificate.c.number)
# What status lists are made from: the few that something happened to.
Index("certificate_withdrawn", certificate.c.withdrawn, sqlite_where=certificate.c.withdrawn.is_not(None))
Index("certificate_replaced", certificate.c.replaced, sqlite_where=certificate.c.replaced.is_not(None))
Index("certificate_ends_early", certificate.c.ends, sqlite_where=certificate.c.ends.is_distinct_from(certificate.c.valid_until))
# What happened to a certificate, or (subject: the digest) to the revision of the checklist it rests on.
certificate_act = Table(
    "certificate_act",
    metadata,
    *texts("subject", "kind", "worker", "competency", "day"),
    Column("until", Text),
    *texts("successor", "reason", "author", "author_title", "sig", *SIGNED),
    *stamp(),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("certificate_act_subject", certificate_act.c.subject)
Index("certificate_act_signer", certificate_act.c.signer_key)
Index("certificate_act_questioned", certificate_act.c.at, sqlite_where=certificate_act.c.questioned != "")
# When a certificate is on hold: first and last day, no last one while nobody lifted it. Follows from the acts.
certificate_hold = Table(
    "certificate_hold",
    metadata,
    *texts("certificate"),
    Column("number", Integer, nullable=False),
    *texts("first"),
    Column("last", Text),
    PrimaryKeyConstraint("certificate", "number"),
)
declared = Table(
    "declared",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("worker", "competency", "title", "issuer", "number"),
    Column("issued", Text),
    Column("valid_until", Text),
    *texts("limits", "note", "scan", "scan_media", "author", "found_by", *SIGNED),
    *stamp(),
)
Index("declared_worker", declared.c.worker)
Index("declared_signer", declared.c.signer_key)
Index("declared_questioned", declared.c.at, sqlite_where=declared.c.questioned != "")
# What others said about a certificate, or about a competency, as they signed it. What it is about is said by the
# laptop that keeps it, and may be said more than once, so that none is in the way of another one.
endorsed = Table(
    "endorsed",
    metadata,
    *texts("digest", "subject", "certificate", "competency", "worker", "credential"),
    *stamp(),
    PrimaryKeyConstraint("digest", "origin", "seq"),
)
Index("endorsed_certificate", endorsed.c.certificate)
Index("endorsed_competency", endorsed.c.competency)
# What the organisation signed and handed out without keeping it: passports (of a worker), endorsements of others' certificates.
handed_out = Table(
    "handed_out",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("kind", "worker", "subject", "title"),
    Column("certificates", Integer, nullable=False),
    *texts("day", "digest", "author", *SIGNED),
    *stamp(),
)
Index("handed_out_worker", handed_out.c.worker)
Index("handed_out_signer", handed_out.c.signer_key)
Index("handed_out_questioned", handed_out.c.at, sqlite_where=handed_out.c.questioned != "")
certified = Table(
    "certified",
    metadata,
    *texts("sign_off", "certificate"),
    PrimaryKeyConstraint("sign_off", "certificate"),
    sqlite_with_rowid=False,
)
# Certificates that stand on others, which they name: few, so that every look at a certificate can afford to ask.
stands_on = Table(
    "stands_on",
    metadata,
    *texts("certificate", "part"),
    PrimaryKeyConstraint("certificate", "part"),
    sqlite_with_rowid=False,
)
Index("stands_on_part", stands_on.c.part)
# With a rowid: SQLite 3.40's quick_check misreads tables without one whose primary key is not their first columns.
printed = Table(
    "printed",
    metadata,
    *texts("certificate"),
    Column("duplicate", Integer, nullable=False),
    *stamp(),
    PrimaryKeyConstraint("certificate", "origin", "seq"),
)
# Certificates without a paper: what Today asks for at every look, found without walking over all that were printed.
to_print = Table("to_print", metadata, Column("certificate", Text, primary_key=True), sqlite_with_rowid=False)
