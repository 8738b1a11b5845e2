"""Who may act, with their laptops; a PIN on this laptop for a member from another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.joining import add_pin, approve_station, pending
from supervisor_app.services.members import member_lines
from supervisor_app.services.signing_in import add_member, has_pin_here, sign_in
from supervisor_app.services.site import Session, Site, append, issuer_key, unlock
from tests.sites import PIN, new_site

AWAY = "ab" * 16


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[tuple[Site, Session]]:
    site, session = new_site(tmp_path / "a", employee_no="0007")
    yield site, session
    site.close()


def member_from_elsewhere(site: Site, session: Session, role: str = "assessor") -> str:
    body = {"id": AWAY, "name": "Aaron Ash", "title": "", "role": role}
    with site.database.write() as connection:
        append(site, connection, "member.added", by=session.member_id, about=AWAY, body=body)
    return AWAY


def test_members_are_listed_with_their_laptops_and_who_they_are_as_workers(founded: tuple[Site, Session]) -> None:
    site, session = founded
    member_from_elsewhere(site, session)
    ann, aaron = member_lines(site)
    assert (ann.member.name, ann.laptops, ann.here, ann.worker) == ("Ann Lee", ("First laptop",), True, "Ann Lee, 0007")
    assert (aaron.member.name, aaron.laptops, aaron.here, aaron.worker) == ("Aaron Ash", (), False, "")


def test_an_admin_gives_a_pin_here_and_the_sites_key_with_it(founded: tuple[Site, Session]) -> None:
    site, session = founded
    member_from_elsewhere(site, session)
    theirs = add_pin(site, AWAY, "9753", admin=session, admin_pin=PIN)
    assert sign_in(site, AWAY, "9753") == theirs
    assert issuer_key(site, unlock(site, theirs, "9753"))
    assert pending(site) == ()
    with pytest.raises(NotAllowed, match="already"):
        add_pin(site, AWAY, "1111", admin=session, admin_pin=PIN)


def test_who_may_not_issue_gets_a_pin_and_no_key(founded: tuple[Site, Session]) -> None:
    site, session = founded
    member_from_elsewhere(site, session, "auditor")
    theirs = add_pin(site, AWAY, "9753", admin=session, admin_pin=PIN)
    with pytest.raises(NotAllowed, match="cannot issue"):
        issuer_key(site, unlock(site, theirs, "9753"))


def test_nobody_but_an_admin_with_the_right_pin_gives_one(founded: tuple[Site, Session]) -> None:
    site, session = founded
    member_from_elsewhere(site, session)
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "13579")
    with pytest.raises(NotAllowed, match="Only an admin"):
        add_pin(site, AWAY, "9753", admin=sign_in(site, bo.id, "13579"), admin_pin="13579")
    with pytest.raises(NotAllowed, match="not right"):
        add_pin(site, AWAY, "9753", admin=session, admin_pin="0000")
    with pytest.raises(InputError, match="PIN"):
        add_pin(site, AWAY, "1", admin=session, admin_pin=PIN)
    assert not has_pin_here(site, AWAY)


def test_what_waits_says_whether_it_waits_here_until_it_is_approved(founded: tuple[Site, Session]) -> None:
    site, session = founded
    member_from_elsewhere(site, session)
    add_pin(site, AWAY, "9753")
    (waiting,) = pending(site)
    assert waiting.here
    assert waiting.station_name == "First laptop"
    approve_station(site, session, PIN, waiting.ed25519)
    assert pending(site) == ()


def test_the_admins_own_pin_is_tried_for_every_role(founded: tuple[Site, Session]) -> None:
    site, session = founded
    with pytest.raises(NotAllowed, match="not right"):
        add_member(site, session, "Cy", "", Role.AUDITOR, "", "13579", own_pin="0000")
