"""Who may act, with their laptops; a PIN on this laptop for a member from another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.keys import MemberKeys, open_member_keys
from supervisor_app.services.appending import append_act
from supervisor_app.services.checking import check
from supervisor_app.services.members import member_lines
from supervisor_app.services.membership import add_member, change_member, end_member, give_pin
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import has_pin_here, session_of, sign_in
from supervisor_app.services.site import Site
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import member_keys, member_queries, sign_off_queries
from tests.ledger.samples import sign_off
from tests.sites import PIN, new_site


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[tuple[Site, Session]]:
    site, session = new_site(tmp_path / "a", employee_no="0007")
    yield site, session
    site.close()


def member_from_elsewhere(site: Site, session: Session, role: Role = Role.ASSESSOR) -> str:
    return add_member(site, session, "Aaron Ash", "", role, "", "", own_pin=PIN).id


def test_members_are_listed_with_their_laptops_and_who_they_are_as_workers(founded: tuple[Site, Session]) -> None:
    site, session = founded
    member_from_elsewhere(site, session)
    ann, aaron = member_lines(site)
    assert (ann.member.name, ann.laptops, ann.here, ann.worker) == ("Ann Lee", ("First laptop",), True, "Ann Lee, 0007")
    assert (aaron.member.name, aaron.laptops, aaron.here, aaron.worker) == ("Aaron Ash", (), False, "")


def test_an_admin_gives_a_pin_here_and_the_sites_key_with_it(founded: tuple[Site, Session]) -> None:
    site, session = founded
    aaron = member_from_elsewhere(site, session)
    give_pin(site, session, aaron, "9753", PIN)
    theirs = sign_in(site, aaron, "9753")
    assert issuer_key(site, unlock(site, theirs, "9753"))
    assert check(site).sound


def test_a_forgotten_pin_is_replaced_and_what_was_signed_before_stays_valid(founded: tuple[Site, Session]) -> None:
    site, session = founded
    aaron = member_from_elsewhere(site, session)
    give_pin(site, session, aaron, "9753", PIN)
    for _ in range(3):
        with pytest.raises(NotAllowed):
            sign_in(site, aaron, "0000")
    theirs, keys = session_of(get_member(site, aaron)), old_keys(site, aaron, "9753")
    first = act_with(site, theirs, keys, "s1")
    give_pin(site, session, aaron, "8642", PIN)
    assert sign_in(site, aaron, "8642").member_id == aaron
    with pytest.raises(NotAllowed, match="not right"):
        sign_in(site, aaron, "9753")
    second = act_with(site, theirs, keys, "s2")  # with the key whose PIN was forgotten
    assert questioned(site, first) == ""
    assert questioned(site, second).startswith("It was signed after this key was revoked")
    assert check(site).sound


def test_who_may_not_issue_gets_a_pin_and_no_key(founded: tuple[Site, Session]) -> None:
    site, session = founded
    aaron = member_from_elsewhere(site, session, Role.AUDITOR)
    give_pin(site, session, aaron, "9753", PIN)
    with pytest.raises(NotAllowed, match="cannot issue"):
        issuer_key(site, unlock(site, sign_in(site, aaron, "9753"), "9753"))


def test_nobody_but_another_admin_with_the_right_pin_gives_one(founded: tuple[Site, Session]) -> None:
    site, session = founded
    aaron = member_from_elsewhere(site, session)
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "13579", own_pin=PIN)
    with pytest.raises(NotAllowed, match="An assessor may not administer"):
        give_pin(site, sign_in(site, bo.id, "13579"), aaron, "9753", "13579")
    with pytest.raises(NotAllowed, match="not right"):
        give_pin(site, session, aaron, "9753", "0000")
    with pytest.raises(NotAllowed, match="yourself"):
        give_pin(site, session, session.member_id, "9753", PIN)
    with pytest.raises(InputError, match="PIN"):
        give_pin(site, session, aaron, "1", PIN)
    assert not has_pin_here(site, aaron)


def test_what_a_member_may_do_changes_field_by_field_and_issuing_brings_the_sites_key(founded: tuple[Site, Session]) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.TRAINEE, "", "13579", own_pin=PIN)
    theirs = sign_in(site, bo.id, "13579")
    with pytest.raises(NotAllowed, match="cannot issue"):
        issuer_key(site, unlock(site, theirs, "13579"))
    until = date(2027, 3, 1)
    changed = change_member(
        site, session, replace(bo, role=Role.ASSESSOR, competencies=("forklift", "crane"), teams=("Paint",), until=until), PIN
    )
    assert (changed.role, changed.competencies, changed.teams, changed.until) == (
        Role.ASSESSOR,
        ("forklift", "crane"),
        ("Paint",),
        until,
    )
    assert issuer_key(site, unlock(site, theirs, "13579"))
    assert change_member(site, session, replace(changed, competencies=(), until=None), PIN).competencies == ()
    assert end_member(site, session, bo.id, date(2026, 3, 14), PIN).ended_on == date(2026, 3, 14)
    assert check(site).sound


def test_a_site_never_loses_its_last_admin(founded: tuple[Site, Session]) -> None:
    site, session = founded
    ann = get_member(site, session.member_id)
    for change in (replace(ann, role=Role.ASSESSOR), replace(ann, until=site.clock().date())):
        with pytest.raises(UserError, match="no admin"):
            change_member(site, session, change, PIN)
    with pytest.raises(UserError, match="no admin"):
        end_member(site, session, ann.id, site.clock().date(), PIN)
    add_member(site, session, "Bo Quist", "", Role.ADMIN, "", "13579", own_pin=PIN)
    assert change_member(site, session, replace(ann, role=Role.ASSESSOR), PIN).role is Role.ASSESSOR


def test_the_admins_own_pin_is_tried_for_every_role(founded: tuple[Site, Session]) -> None:
    site, session = founded
    with pytest.raises(NotAllowed, match="not right"):
        add_member(site, session, "Cy", "", Role.AUDITOR, "", "13579", own_pin="0000")


def get_member(site: Site, member_id: str) -> Member:
    with site.database.read() as connection:
        member = member_queries.member(connection, member_id)
    assert member is not None
    return member


def old_keys(site: Site, member_id: str, pin: str) -> MemberKeys:
    """Open keys as somebody would who kept a copy of the sealed ones: no pause, no revocation."""
    with site.database.read() as connection:
        sealed = member_keys.load_sealed(connection, member_id)
    assert sealed is not None
    return open_member_keys(sealed, pin, site.station.secret)


def act_with(site: Site, session: Session, keys: MemberKeys, identity: str) -> str:
    now = site.clock() + timedelta(seconds=1)
    with site.database.write() as connection:
        append_act(
            site, connection, session, keys, "assessment.signed", about="w1", body=sign_off(identity), meaning="", signed_at=now
        )
    return identity


def questioned(site: Site, identity: str) -> str:
    with site.database.read() as connection:
        (line,) = [line for line in sign_off_queries.worker_lines(connection, "w1") if line.id == identity]
    return line.questioned
