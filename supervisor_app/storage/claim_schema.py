"""The table of claims: where more than one entry carries a record under the same id, all of them. Otherwise it holds nothing."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table

from supervisor_app.storage.certificate_schema import SIGNED
from supervisor_app.storage.table_parts import metadata, stamp, texts

# `realm` is the table of the record, `content` the SHA-256 of its bytes: copies of one record have the same one. `said` names who
# signed it and when, in words; `questioned` is about who might sign, as in every table of acts. The one that `stands` has rows in
# the record's own tables, the others have none there.
claim = Table(
    "claim",
    metadata,
    *texts("realm", "id", "content", "kind", "worker", "competency", "said", *SIGNED),
    Column("stands", Integer, nullable=False),
    *stamp(),
    PrimaryKeyConstraint("realm", "id", "at", "origin", "seq"),
)
Index("claim_counts", claim.c.realm, claim.c.id, claim.c.at, claim.c.origin, claim.c.seq, sqlite_where=claim.c.questioned == "")
Index("claim_stands", claim.c.realm, claim.c.id, sqlite_where=claim.c.stands == 1)
Index("claim_beside", claim.c.at, sqlite_where=claim.c.stands == 0)
Index("claim_signer", claim.c.signer_key)
Index("claim_place", claim.c.origin, claim.c.seq)
