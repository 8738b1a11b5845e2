"""Hannah's laptop, who founded the site, and Bo's, in a role that the test says, which asked to join and was let in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from supervisor_app.domain.people import Role
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared, sync_now
from tests.services.sync_sites import PATIENCE, Clock, closing, empty, found

BO_PIN = "24680"


@dataclass
class TwoLaptops:
    """`a` is Hannah's, `b` that of `bo` (PIN BO_PIN), each signed in there; both hold the same, by one clock."""

    a: Site
    b: Site
    hannah: Session
    bo: Session
    time: Clock

    def sync(self, *sites: Site) -> None:
        """Sync some in turn; none named, all that either wrote is on both after it."""
        for site in sites or (self.b, self.a, self.b):
            sync_now(site, patience=PATIENCE)


@contextmanager
def two_laptops(folder: Path, role: Role) -> Iterator[TwoLaptops]:
    """Make them, and close them at the end."""
    time = Clock()
    a, b = found(folder / "a", clock=time), empty(folder / "b", 4, time)
    choose_shared(a, folder / "site.db", True, patience=PATIENCE)
    hannah = sign_in(a, list_members(a)[0].id, "1234")
    bo = add_member(a, hannah, "Bo Quist", "", role, "", "", own_pin="1234")
    choose_shared(b, folder / "site.db", False, patience=PATIENCE)
    ask_to_join(b, "Bo Quist", "Bay 2 laptop", BO_PIN)
    for site in (b, a):
        sync_now(site, patience=PATIENCE)
    (asking,) = pending(a)
    approve_station(a, hannah, "1234", asking.station, bo.id)
    for site in (a, b):
        sync_now(site, patience=PATIENCE)
    with closing(a, b):
        yield TwoLaptops(a, b, hannah, sign_in(b, bo.id, BO_PIN), time)
