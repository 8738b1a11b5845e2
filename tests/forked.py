"""A fork of a laptop's own chain that others have told it of, for pages and pictures: two branches beyond its last entries."""

from __future__ import annotations

from supervisor_app.ledger.chain import entry_at_stamp, head_after
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.fork_bodies import Parting
from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import ledger_store
from supervisor_app.storage.fork_queries import branch_here, branch_of


def tell_of_a_fork(site: Site, own: int = 3, other: int = 2, *, by: str = "") -> list[Entry]:
    """Let the last `own` entries be one branch, and as many as `other` that nobody here holds the other one; return these."""
    origin = site.station.origin
    with site.database.write() as connection:
        last = ledger_store.heads(connection)[origin]
        before = ledger_store.entry_at(connection, origin, last.seq - own)
        first = ledger_store.entry_at(connection, origin, last.seq - own + 1)
        assert before is not None
        assert first is not None
        head, made = head_after(before), list[Entry]()
        for number in range(other):
            content = encode_content(by=by, about=f"{number:032x}", body={"given_name": "Ana"})
            made.append(entry_at_stamp(head, site.station, "worker.recorded", content, at=first.at + 1 + number, salt=bytes(16)))
            head = head_after(made[-1])
        here = branch_here(connection, origin, first.seq)
        assert here is not None
        told = Parting(station=origin.hex(), number=first.seq, before=before.hash.hex(), branches=(here, branch_of(made)))
        append(site, connection, "fork.seen", by="", about=origin.hex(), body=told)
    return made
