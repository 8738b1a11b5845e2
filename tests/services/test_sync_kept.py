"""What was kept of a branch that nobody told of: told once what it parts from stands, taken in where it follows on an end."""

from __future__ import annotations

from supervisor_app.ledger.chain import Head, entry_at_stamp, head_after
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import ledger_store
from supervisor_app.storage.remote_records import put_in_quarantine, refuse
from tests.services.test_fork_settling import Groups, groups, people

__all__ = ["groups"]


def written(site: Site, after: Entry, number: int) -> Entry:
    """A record of a laptop's own hand behind one of its entries."""
    body = {"employee_no": f"{number:06}", "given_name": "Alise", "family_name": "Ozola"}
    content = encode_content(by="", about=f"{number:032x}", body=body)
    head: Head = head_after(after)
    return entry_at_stamp(head, site.station, "worker.recorded", content, at=after.at + number, salt=bytes(16))


def chain_of(site: Site, origin: bytes) -> list[Entry]:
    with site.database.read() as connection:
        return ledger_store.read_entries(connection, origin, 0, -1)


def keep(site: Site, *entries: Entry) -> None:
    with site.database.write() as connection:
        put_in_quarantine(connection, [refuse(entry, "fork", "2026-11-23T09:00:00+00:00") for entry in entries])


def test_what_follows_on_the_end_of_a_chain_is_taken_in(groups: Groups) -> None:
    origin = groups.two.station.origin
    end = chain_of(groups.one, origin)[-1]
    first = written(groups.two, end, 700)
    keep(groups.one, first, written(groups.two, first, 701))
    groups.sync(groups.one)
    assert people(groups.one)[-2:] == ["000700", "000701"]
    assert [entry.hash for entry in chain_of(groups.one, origin)][-2] == first.hash
