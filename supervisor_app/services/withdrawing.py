"""Withdrawing a revision of a checklist: from a day on no certificate of it holds, and nobody is observed by it any more."""

from __future__ import annotations

from datetime import date, datetime

from supervisor_app.domain.certificate_acts import ChecklistWithdrawn, LifeKind, SignedAct
from supervisor_app.domain.dates import day_in_words
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.appending import append_act
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import certificate_life_queries, checklist_queries
from supervisor_app.storage.database import Connection

WITHDRAW_MEANING = "I withdraw this revision of the checklist."
MAX_REASON = 1000


def withdrawal(connection: Connection, digest: str, today: date) -> SignedAct | None:
    """Return the act that withdrew a revision by a day, the earliest of several; None where it stands.

    One that names another competency than the revision's was judged for that one and says nothing here.
    """
    acts = certificate_life_queries.acts_about(connection, (digest,)).get(digest, ())
    checklist = checklist_queries.get_checklist(connection, digest) if acts else None
    competency = checklist.competency if checklist else ""
    named = [act for act in acts if act.kind is LifeKind.CHECKLIST_WITHDRAWN and act.competency == competency]
    counting = [act for act in named if not act.questioned and act.on <= today]
    return min(counting, key=lambda act: (act.on, act.place), default=None)


def withdrawal_of(site: Site, digest: str, today: date) -> SignedAct | None:
    """Return the act that withdrew a revision by a day; None where it stands."""
    with site.database.read() as connection:
        return withdrawal(connection, digest, today)


def require_standing(connection: Connection, digest: str, today: date) -> None:
    """NotAllowed where a revision was withdrawn: nothing new is made from it."""
    act = withdrawal(connection, digest, today)
    if act is not None:
        said = f"This revision of the checklist was withdrawn on {day_in_words(act.on)}: {act.reason}"
        raise NotAllowed(said, "Publish a newer revision, then observe by it.")


def withdraw_revision(site: Site, session: Session, digest: str, reason: str, pin: str, signed_at: datetime) -> int:
    """Withdraw a revision from today on; return how many certificates in force it ended.

    NotAllowed for who may not publish, or on a wrong PIN; InputError without a reason; UserError where it is not here or was
    withdrawn before.
    """
    if not reason.strip() or len(reason) > MAX_REASON:
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say why, in your own words.")
    today = signed_at.date()
    with site.database.read() as connection:
        checklist = checklist_queries.get_checklist(connection, digest)
    if checklist is None:
        raise UserError("This revision is not on this laptop.", "Sync, then look again.")
    require(site, session, Right.PUBLISH, competency=checklist.competency)
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        require_standing(connection, digest, today)
        ended = certificate_life_queries.count_resting_on(connection, digest, today)
        body = ChecklistWithdrawn(checklist=digest, competency=checklist.competency, on=today, reason=reason.strip())
        kind, meaning = LifeKind.CHECKLIST_WITHDRAWN.value, WITHDRAW_MEANING
        append_act(site, connection, session, keys, kind, about=digest, body=body, meaning=meaning, signed_at=signed_at)
    return ended


def count_certificates_of(site: Site, digest: str, today: date) -> int:
    """Return how many certificates of a revision are in force: what withdrawing it would end."""
    with site.database.read() as connection:
        return certificate_life_queries.count_resting_on(connection, digest, today)
