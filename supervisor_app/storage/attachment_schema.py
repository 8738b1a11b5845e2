"""The tables of what was added to assessments after their sign-off, and of what members said of it since."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from supervisor_app.storage.certificate_schema import SIGNED
from supervisor_app.storage.table_parts import metadata, stamp, texts

# `moment` is the time of the signature as it was signed. What a trainee adds waits until somebody else countersigns it.
attached = Table(
    "attached",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("sign_off", "step", "worker", "competency", "digest", "media"),
    Column("size", Integer, nullable=False),
    *texts("caption", "reason", "author", "author_title", "moment", *SIGNED),
    Column("by_trainee", Integer, nullable=False),
    *stamp(),
)
Index("attached_sign_off", attached.c.sign_off)
Index("attached_worker", attached.c.worker)
Index("attached_signer", attached.c.signer_key)
Index("attached_by_trainee", attached.c.at, sqlite_where=attached.c.by_trainee == 1)
Index("attached_questioned", attached.c.at, sqlite_where=attached.c.questioned != "")
# Withdrawn or countersigned (`kind`); a trainee withdraws only what they added themselves.
attached_act = Table(
    "attached_act",
    metadata,
    *texts("attachment", "kind", "sign_off", "worker", "competency"),
    *texts("reason", "author", "author_title", "moment", *SIGNED),
    Column("by_trainee", Integer, nullable=False),
    *stamp(),
    PrimaryKeyConstraint("origin", "seq"),
)
Index("attached_act_attachment", attached_act.c.attachment)
Index("attached_act_signer", attached_act.c.signer_key)
Index("attached_act_questioned", attached_act.c.at, sqlite_where=attached_act.c.questioned != "")
