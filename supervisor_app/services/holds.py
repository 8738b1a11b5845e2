"""Legal holds: an admin's signed word that nothing about a worker may be erased, and the word that lifts it."""

from __future__ import annotations

from supervisor_app.domain.dates import day_in_words
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.bodies import LegalHold
from supervisor_app.services.appending import append_act
from supervisor_app.services.field_checks import check_text
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import people_queries, privacy_queries
from supervisor_app.storage.database import Connection

HOLD_MEANING = "These records must be kept until the hold is lifted."
LIFT_MEANING = "These records need not be held any longer."


def place_hold(site: Site, session: Session, worker_id: str, reason: str, pin: str) -> None:
    """Forbid to erase anything about a worker until the hold is lifted; NotAllowed, InputError where the reason is missing."""
    _set_hold(site, session, worker_id, reason, pin, held=True)


def lift_hold(site: Site, session: Session, worker_id: str, reason: str, pin: str) -> None:
    """Lift a legal hold; UserError where there is none."""
    _set_hold(site, session, worker_id, reason, pin, held=False)


def _set_hold(site: Site, session: Session, worker_id: str, reason: str, pin: str, *, held: bool) -> None:
    require_admin(site, session)
    check_text("Reason", reason, needed=True)
    with site.database.read() as connection:
        standing = privacy_queries.hold_on(connection, worker_id)
        if people_queries.get_worker(connection, worker_id) is None:
            raise UserError("This person is not on this laptop.", "Sync, then look again.")
    if held == (standing is not None):
        message = "A legal hold stands already." if held else "There is no legal hold to lift."
        raise UserError(message, "Look at the page again.")
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        append_act(
            site,
            connection,
            session,
            keys,
            "hold.placed" if held else "hold.lifted",
            about=worker_id,
            body=LegalHold(reason=reason.strip()),
            meaning=HOLD_MEANING if held else LIFT_MEANING,
            signed_at=site.clock(),
        )


def require_no_hold(connection: Connection, worker_id: str) -> None:
    """NotAllowed where a legal hold stands on a worker."""
    hold = privacy_queries.hold_on(connection, worker_id)
    if hold is not None:
        message = f"A legal hold stands since {day_in_words(hold.since)}: {hold.reason}"
        raise NotAllowed(message, "Nothing is erased while it stands. Lift the hold first, if it is over.")
