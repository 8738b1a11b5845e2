"""A small real site for tests: a clock that is set by hand, seeded randomness, a PIN that is quick to try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.founding import NewSite, create_empty, create_site
from supervisor_app.services.recovery import RecoverySheet, draft_recovery_sheet, put_in_force
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site

PIN = "2580"
LIGHT = Sealing(memory_kib=64, passes=1, lanes=1)
START = datetime(2026, 3, 14, 9, 12, tzinfo=timezone(timedelta(hours=1)))


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Move by a span of time, as for timedelta."""
        self.now += timedelta(**span)


def seeded(seed: int) -> Callable[[int], bytes]:
    """Return randomness that is the same for the same seed."""
    return Random(seed).randbytes


def new_site(folder: Path, *, seed: int = 1, clock: HandClock | None = None, **details: object) -> tuple[Site, Session]:
    """Found a site in `folder`; `details` are fields of NewSite that should differ."""
    known: dict[str, object] = {
        "name": "Nordwerk",
        "place": "Hall 2",
        "admin_name": "Ann Lee",
        "admin_title": "Supervisor",
        "pin": PIN,
    }
    return create_site(
        folder,
        NewSite(**(known | details)),  # type: ignore[arg-type]
        clock=clock or HandClock(),
        randomness=seeded(seed),
        sealing=LIGHT,
    )


def empty_site(folder: Path, *, seed: int = 2, clock: HandClock | None = None) -> Site:
    """Make the data folder of a laptop that will join."""
    return create_empty(folder, clock=clock or HandClock(), randomness=seeded(seed), sealing=LIGHT)


def make_recovery_sheet(site: Site, session: Session, pin: str) -> RecoverySheet:
    """Draw up the sheet of an admin and put it in force, printed nowhere."""
    return put_in_force(site, draft_recovery_sheet(site, session, pin))
