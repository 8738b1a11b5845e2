"""The admin's act by which one branch of a fork stands for everybody."""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.fork_bodies import ForkSettled
from supervisor_app.services import succession
from supervisor_app.services.deciding import decide
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.sync_forks import is_parted
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import fork_queries
from supervisor_app.storage.fork_queries import ToldFork
from supervisor_app.storage.questioned_queries import reason_at


def settle_fork(site: Site, session: Session, pin: str, branch: str) -> None:
    """Decide that the branch which begins with the entry `branch` (its hash in hex) stands for everybody; it takes a sync.

    Only an admin may, with their PIN. A laptop whose own chain forked goes on under a new origin first: what is written on one of
    the branches decides nothing. NotAllowed for anybody else; UserError where it was decided meanwhile, or would not count.
    """
    require_admin(site, session)
    keys = unlock(site, session, pin)
    with site.database.read() as connection:
        fork = _with(branch, fork_queries.told(connection))
    if is_parted(site):
        succession.go_on(site, succession.FORKED)
    about = fork.joint[0].hex()
    with site.database.write() as connection:
        body = ForkSettled(parting=fork.parting, keep=branch)
        act = decide(site, connection, session, keys, "fork.settled", about=about, body=body)
        if reason := reason_at(connection, act.origin, act.seq, ""):
            hint = "Look at the clock of this laptop, and let an admin decide who was one before the records in question."
            raise NotAllowed(f"That would decide nothing. {reason}", hint)


def _with(branch: str, told: Iterable[ToldFork]) -> ToldFork:
    for fork in told:
        if not fork.keep and branch in {one.hash for one in fork.branches}:
            return fork
    raise UserError("This was decided already.", "Look at the list again.")
