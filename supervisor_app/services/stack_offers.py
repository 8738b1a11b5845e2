"""What is earned by holding other certificates: who could have which one now, and how far somebody is with the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.stacking import Part, Stack, stack_ends, stack_of
from supervisor_app.domain.texts import in_language
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import certificate_queries, checklist_queries, people_queries
from supervisor_app.storage.database import Connection

MOST_OFFERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StackOffer:
    """A certificate that somebody has earned by holding others: what it stands on, until when it will hold."""

    worker_id: str
    worker_name: str
    competency: str
    title: str
    parts: tuple[Part, ...]
    valid_until: date | None

    @property
    def sentence(self) -> str:
        """Say what it is made of: "Earned by 3 certificates: Press brake, Crane and Lockout."."""
        names = [part.title for part in self.parts]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return f"Earned by {len(names)} {'certificate' if len(names) == 1 else 'certificates'}: {listed}."


def stack_offers(site: Site, today: date, worker_id: str = "") -> tuple[StackOffer, ...]:
    """Return what can be issued because its parts are all in force, by name; of one person where `worker_id` is given.

    A site without such competencies pays one look at its checklists.
    """
    with site.database.read() as connection:
        if not checklist_queries.any_made_of_others(connection):
            return ()
        stacked = [one for one in checklist_queries.current_checklists(connection) if one.checklist.requires]
        found = [offer for one in stacked for offer in _offers(connection, one.checklist, today, worker_id)]
    return tuple(sorted(found, key=lambda offer: (offer.worker_name, offer.title))[:MOST_OFFERS])


def stack_steps(connection: Connection, worker_id: str, today: date) -> tuple[tuple[Checklist, Stack], ...]:
    """Return how far somebody is with every competency that is made of others and that they do not hold yet."""
    in_force = parts_in_force(connection, worker_id, today)
    return tuple(
        (one.checklist, stack_of(one.checklist, in_force))
        for one in checklist_queries.current_checklists(connection)
        if one.checklist.requires and one.checklist.competency not in in_force
    )


def parts_in_force(connection: Connection, worker_id: str, today: date) -> dict[str, Part]:
    """Return a worker's certificates in force by competency, of several the one that holds longest."""
    found: dict[str, Part] = {}
    for row in certificate_queries.worker_certificates(connection, worker_id):
        if row.questioned or row.state(today) not in (LifeState.VALID, LifeState.DUE_SOON):
            continue
        part = Part(
            competency=row.competency,
            certificate_id=row.id,
            number=row.number,
            title=row.title,
            evaluated=row.issued,
            ends=row.ends,
        )
        known = found.get(row.competency)
        if known is None or (part.ends or date.max) > (known.ends or date.max):
            found[row.competency] = part
    return found


def _offers(connection: Connection, checklist: Checklist, today: date, worker_id: str) -> Iterator[StackOffer]:
    workers = [worker_id] if worker_id else certificate_queries.holders_of_all(connection, checklist.requires)
    for one in workers:
        in_force = parts_in_force(connection, one, today)
        stack = stack_of(checklist, in_force)
        worker = people_queries.get_worker(connection, one)
        if not stack.met or checklist.competency in in_force or worker is None or worker.left_on is not None:
            continue
        yield StackOffer(
            worker_id=one,
            worker_name=worker.name,
            competency=checklist.competency,
            title=in_language(checklist.short_title),
            parts=stack.held,
            valid_until=stack_ends(checklist, stack.held, today)[0],
        )
