"""Who may act for the site, as a list shows them: with the laptops on which each has a PIN."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import member_keys, member_queries, people_queries, site_queries
from supervisor_app.storage.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A member; `laptops` are the names of those on which they have a PIN, `here` whether this is one of them.

    `worker` is who they are on the list of people, name and number; empty where they are not on it.
    """

    member: Member
    worker: str
    laptops: tuple[str, ...]
    here: bool


def member_lines(site: Site) -> tuple[MemberLine, ...]:
    """Return the members who still act: those with a PIN on this laptop first, then by name."""
    return tuple(sorted((line for line in _lines(site) if line.member.ended_on is None), key=lambda line: not line.here))


def ended_lines(site: Site) -> tuple[MemberLine, ...]:
    """Return the members who act no more, who stopped last first."""
    lines = [line for line in _lines(site) if line.member.ended_on is not None]
    return tuple(sorted(lines, key=lambda line: line.member.ended_on or date.max, reverse=True))


def _lines(site: Site) -> tuple[MemberLine, ...]:
    with site.database.read() as connection:
        here = member_keys.members_with_keys(connection)
        members = member_queries.members(connection)
        keys = member_queries.member_keys(connection)
        workers = {member.id: _worker_words(connection, member.worker_id) for member in members if member.worker_id}
        names = {station.id: station.name for station in site_queries.stations(connection)}
    laptops: dict[str, dict[str, str]] = {}
    for key in keys:
        laptops.setdefault(key.member, {})[key.station] = names.get(key.station, "")
    return tuple(
        MemberLine(
            member=member,
            worker=workers.get(member.id, ""),
            laptops=tuple(name for name in laptops.get(member.id, {}).values() if name),
            here=member.id in here,
        )
        for member in members
    )


def _worker_words(connection: Connection, worker_id: str) -> str:
    worker = people_queries.get_worker(connection, worker_id)
    return f"{worker.name}, {worker.employee_no}" if worker else ""
