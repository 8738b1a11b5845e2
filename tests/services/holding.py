"""What a worker holds of one competency, as the list of what they need next says it."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.qualification import Held
from supervisor_app.services.catalogue import next_for
from supervisor_app.services.opened_site import Site


def held_by(site: Site, worker_id: str, competency: str, on: date) -> Held | None:
    """Return what they hold on a day; None where the site has no such checklist."""
    return next((one.held for one in next_for(site, worker_id, on) if one.held.competency == competency), None)
