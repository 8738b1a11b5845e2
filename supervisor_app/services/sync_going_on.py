"""What a sync does when it shows that this laptop's own origin forked, was restored or was copied: go on under a new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from supervisor_app.services import succession
from supervisor_app.services.opened_site import Site
from supervisor_app.services.succession import Parted, WentOn
from supervisor_app.services.sync_exchange import Exchanged
from supervisor_app.services.sync_forks import is_parted, own_branch_to_leave


def go_on_after(site: Site, exchanged: Exchanged) -> WentOn | None:
    """Open a new origin where an exchange showed that ours is not ours alone; None where all is well.

    What tells: a fork of our own chain, met here or elsewhere; own records that came from outside; a restored copy, which has now
    seen what is there; that an admin decided for another branch of what this laptop wrote before.
    """
    own = site.station.origin
    fork = next((fork for fork in exchanged.forks if fork.origin == own), None)
    if fork is not None:
        return succession.go_on(site, succession.FORKED, Parted(own, fork.seq - 1))
    mark = succession.waiting_since(site)
    if mark is not None:
        return succession.go_on(site, mark.why)
    if own in exchanged.received:
        return succession.go_on(site, succession.AHEAD)
    leaves = own_branch_to_leave(site, exchanged.forks)
    if leaves is not None:
        return succession.go_on(site, succession.SETTLED, leaves)
    return succession.go_on(site, succession.FORKED) if is_parted(site) else None


def both(first: Exchanged, again: Exchanged, went_on: WentOn) -> Exchanged:
    """Return what the exchange before and the one after the change of origin moved, as one; our own fork is healed."""
    received = {
        origin: first.received.get(origin, Counter()) + again.received.get(origin, Counter())
        for origin in first.received.keys() | again.received.keys()
    }
    healed = (went_on.before, went_on.left)
    forks = {fork.origin: fork for fork in (*first.forks, *again.forks) if fork.origin.hex() not in healed}
    return replace(
        again,
        sent=first.sent + again.sent,
        healed=first.healed + again.healed,
        received=received,
        lost=first.lost,
        copy_from=first.copy_from,
        forks=tuple(forks.values()),
        refused=tuple(dict.fromkeys((*first.refused, *again.refused))),
        before=first.before,
        files=first.files,  # those of what came the second time follow with the next sync
        mended={**again.mended, **first.mended},
        heads_mended=first.heads_mended + again.heads_mended,
        settled=first.settled | again.settled,
        brought_back=first.brought_back + again.brought_back,
        kept_out=again.kept_out or first.kept_out,
        was_wal=first.was_wal or again.was_wal,
        strange_journal=first.strange_journal or again.strange_journal,
        broke_lock=first.broke_lock or again.broke_lock,
        went_on=went_on.sentence,
    )
