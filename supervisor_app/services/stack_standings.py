"""How people stand with what is made of others: from their certificates on a day and how they stand with its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.qualification import Held
from supervisor_app.domain.stack_held import OwnCertificate, PartHeld, best_of, stack_held
from supervisor_app.domain.texts import in_language
from supervisor_app.storage import certificate_queries
from supervisor_app.storage.database import Connection

Certificates = Mapping[str, Mapping[str, OwnCertificate]]
"""By worker and competency."""
_IN_FORCE = (LifeState.VALID, LifeState.DUE_SOON)


def certificates_for(connection: Connection, stacks: Sequence[Checklist], day: date) -> Certificates:
    """Return what everybody has of what is made of others and of its parts as of a day; nothing is read where there is none."""
    wanted = {name for stack in stacks for name in (stack.competency, *stack.requires)}
    found: defaultdict[str, defaultdict[str, list[OwnCertificate]]] = defaultdict(lambda: defaultdict(list))
    for row in certificate_queries.certificates_in(connection, wanted) if wanted else ():
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
