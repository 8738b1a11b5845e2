"""Sign-offs that count only once another member has confirmed them: by a trainee, or judged kinder than the rules."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.bodies import AssessmentCountersigned
from supervisor_app.services.appending import append_act
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.services.waiting import may_countersign
from supervisor_app.storage import sign_off_queries
from supervisor_app.storage.sign_off_queries import SignOffLine

COUNTERSIGN_MEANING = "I confirm this assessment; I looked at what was recorded."
MAX_NOTE = 1000


def countersign(site: Site, session: Session, sign_off_id: str, pin: str, signed_at: datetime, note: str = "") -> SignOffLine:
    """Confirm a sign-off, so that it counts.

    NotAllowed for who signed it, who may not, or on a wrong PIN; UserError where it is not here or waits for nobody.
    """
    if len(note) > MAX_NOTE:
        raise InputError("Note", f"longer than {MAX_NOTE} characters.", "Shorten it.")
    line = line_of(site, sign_off_id)
    permission = may_countersign(site, session, line)
    if not permission.allowed:
        raise NotAllowed(permission.why_not, permission.hint)
    if not line.waits:
        raise UserError("This sign-off does not wait to be countersigned.", "Look again; somebody may have done it.")
    keys = unlock(site, session, pin)
    body = AssessmentCountersigned(
        sign_off=line.id, worker_id=line.worker_id, competency=line.competency, team=line.team, note=note
    )
    with site.database.write() as connection:
        append_act(
            site,
            connection,
            session,
            keys,
            "assessment.countersigned",
            about=line.worker_id,
            body=body,
            meaning=COUNTERSIGN_MEANING,
            signed_at=signed_at,
        )
    return line_of(site, sign_off_id)


def line_of(site: Site, sign_off_id: str) -> SignOffLine:
    """Return where a sign-off stands; UserError where this laptop does not have it."""
    with site.database.read() as connection:
        line = sign_off_queries.line(connection, sign_off_id)
    if line is None:
        raise UserError("This sign-off is not on this laptop.", "Sync, then look again.")
    return line
