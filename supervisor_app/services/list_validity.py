"""How long the status lists of this site may be used: without end, or until a day that moves on with every publishing.

A list is a credential like any other (Bitstring Status List 1.0): a verifier must not use one past its `validUntil`. So an old
copy cannot pass for the newest for ever; but a site that forgets to publish makes its certificates uncheckable elsewhere. An
admin weighs that, and without a choice lists have no end. The standard's `ttl` is not written: it only asks who keeps a copy to
look again, and whoever shows an old list keeps to nothing.
"""

from __future__ import annotations

from supervisor_app.errors import InputError
from supervisor_app.services.opened_site import Site
from supervisor_app.services.overtaken import change_fields
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.storage import site_queries

LIST_DAYS = "list_days"
"""The field of the site that holds the choice."""
CHOICES = (0, 30, 90, 365)
"""Days that a list may be used after it was made; 0 is without end. None is shorter than phones believe theirs: the reminder to
publish comes a week before those end.
"""


def list_days(site: Site) -> int:
    """Return how many days a published list may be used, 0 without end; what is no such choice counts as none."""
    with site.database.read() as connection:
        row = site_queries.site_row(connection)
        text = site_queries.site_fields(connection, row.id, (LIST_DAYS,)).get(LIST_DAYS, "") if row else ""
    return next((days for days in CHOICES if text == str(days)), 0)


def choose_list_days(site: Site, session: Session, days: int) -> int:
    """Let lists that are published from now on end after `days`, 0 for no end; return it.

    NotAllowed for anybody but an admin, InputError for a number that is not among CHOICES.
    """
    require_admin(site, session)
    if days not in CHOICES:
        raise InputError("Lists end after", f"{days} days is not among the choices.", "Choose 0, 30, 90 or 365.")
    if days != list_days(site):
        change_fields(site, session, {LIST_DAYS: str(days)})
    return days
