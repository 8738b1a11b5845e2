"""How people stand with what is made of others: from their certificates on a day and how they stand with its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.qualification import Held
from supervisor_app.domain.stack_held import OwnCertificate, PartHeld, best_of, stack_held
from supervisor_app.domain.texts import in_language
from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_queries, checklist_queries
from supervisor_app.storage.certificate_rows import CertificateRow
from supervisor_app.storage.database import Connection

Certificates = Mapping[str, Mapping[str, OwnCertificate]]
"""By worker and competency."""
_IN_FORCE = (LifeState.VALID, LifeState.DUE_SOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class StackForWorker:
    """A competency made of others that somebody does not hold: the titles of its parts, how they stand with it."""

    competency: str
    title: str
    made_of: tuple[str, ...]
    held: Held

    @property
    def missing(self) -> tuple[str, ...]:
        """The titles of the parts without a certificate in force."""
        return tuple(title for name, title in zip(self.held.parts, self.made_of, strict=True) if name in self.held.missing)

    @property
    def count(self) -> str:
        """How many parts are held: "1 of 2"."""
        return f"{len(self.held.parts) - len(self.held.missing)} of {len(self.held.parts)}"


def certificates_for(connection: Connection, stacks: Sequence[Checklist], day: date) -> Certificates:
    """Return what everybody has of what is made of others and of its parts as of a day; nothing is read where there is none."""
    wanted = {name for stack in stacks for name in (stack.competency, *stack.requires)}
    return _best(certificate_queries.certificates_in(connection, wanted), day) if wanted else {}


def stacks_for(site: Site, worker_id: str, today: date, held: Mapping[str, Held]) -> tuple[StackForWorker, ...]:
    """Return what is made of others and somebody does not hold, the nearest first; `held` is how they stand with the rest."""
    with site.database.read() as connection:
        if not worker_id or not checklist_queries.any_made_of_others(connection):
            return ()
        current = [one.checklist for one in checklist_queries.current_checklists(connection)]
        rows = [row for row in certificate_queries.worker_certificates(connection, worker_id) if not row.questioned]
    own, titles = _best(rows, today).get(worker_id, {}), titles_of(current)
    found = [
        StackForWorker(
            competency=stack.competency,
            title=titles[stack.competency],
            made_of=tuple(titles.get(name, name) for name in stack.requires),
            held=standing_with(stack, own, held, titles),
        )
        for stack in current
        if stack.requires
    ]
    return tuple(sorted((one for one in found if not one.held.holds), key=lambda one: (len(one.held.missing), one.title)))


def _best(rows: Iterable[CertificateRow], day: date) -> dict[str, dict[str, OwnCertificate]]:
    found: defaultdict[str, defaultdict[str, list[OwnCertificate]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.issued <= day:
            state = row.state(day)
            own = OwnCertificate(number=row.number, level=row.level, state=state, issued=row.issued, ends=row.ends)
            found[row.worker_id][row.competency].append(own)
    return {worker: best_of(known) for worker, known in found.items()}


def standing_with(
    stack: Checklist, own: Mapping[str, OwnCertificate], held: Mapping[str, Held], titles: Mapping[str, str]
) -> Held:
    """Return how somebody stands with a competency made of others; `own` are their certificates, `held` how they stand else."""
    parts = []
    for name in stack.requires:
        certificate = own.get(name)
        in_force = certificate is not None and certificate.state in _IN_FORCE
        parts.append(PartHeld(competency=name, title=titles.get(name, name), in_force=in_force, sentence=_why(held.get(name))))
    return stack_held(stack, own.get(stack.competency), parts)


def titles_of(checklists: Sequence[Checklist]) -> dict[str, str]:
    """Return the short titles by competency."""
    return {one.competency: in_language(one.short_title) for one in checklists}


def _why(held: Held | None) -> str:
    """Return why somebody has no certificate of a part in force."""
    if held is None:
        return "there is no checklist for it here."
    return "signed off, no certificate in force." if held.holds else held.sentence
