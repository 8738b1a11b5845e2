"""What a member's scope can be made of: the competencies that have a checklist, and the teams that people are in."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.catalogue import list_checklists
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import people_queries


@dataclass(frozen=True, slots=True)
class ScopeChoices:
    """Competencies as (key, title) and the names of teams, each by name."""

    competencies: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]


def scope_choices(site: Site) -> ScopeChoices:
    """Return what a scope can be narrowed to."""
    titles = {line.competency: line.title for line in list_checklists(site)}
    with site.database.read() as connection:
        teams = people_queries.departments(connection)
    return ScopeChoices(tuple(sorted(titles.items(), key=lambda one: one[1].casefold())), teams)
