"""What a scope can be narrowed to: competencies with a checklist, teams that people are in."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.domain.people import PersonFields
from supervisor_app.services.catalogue import library, publish
from supervisor_app.services.people import add_worker
from supervisor_app.services.scopes import scope_choices
from supervisor_app.services.signing_in import list_members, sign_in
from tests.services.sync_sites import closing, found


def test_each_competency_and_each_team_is_offered_once_by_name(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    with closing(site):
        session = sign_in(site, list_members(site)[0].id, "1234")
        published = publish(site, session, [item.checklist for item in library()][:3])
        for number, team in enumerate(("press shop", "Electronics", "press shop", "")):
            add_worker(site, session, PersonFields(employee_no=f"00{number}", given_name="A", family_name="B", department=team))
        choices = scope_choices(site)
    assert choices.teams == ("Electronics", "press shop")
    assert {key for key, _ in choices.competencies} == {line.competency for line in published}
    titles = [title for _, title in choices.competencies]
    assert titles == sorted(titles, key=str.casefold)
