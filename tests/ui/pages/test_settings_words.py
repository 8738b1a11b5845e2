"""What the settings say, without a window."""

from __future__ import annotations

import pytest

from supervisor_app.domain.people import Member, Role
from supervisor_app.services.joining import Pending
from supervisor_app.services.session import Session
from supervisor_app.ui.pages.settings_words import (
    OFFERED_ROLES,
    ROLE_WORDS,
    lock_options,
    role_line,
    to_approve,
    waiting_words,
    why_not_admin,
)

ADMIN = Session("ann", "Ann Lee", "", Role.ADMIN)
BO = Session("bo", "Bo Quist", "", Role.ASSESSOR)


def asks(member: Session, *, here: bool = False) -> Pending:
    person = Member(id=member.member_id, name=member.name, title="", role=member.role)
    return Pending(member=person, station_name="Bay 2 laptop", ed25519="ab" * 32, fingerprint="abab abab", here=here)


def test_every_role_has_words_and_those_offered_are_among_them() -> None:
    assert set(ROLE_WORDS) == set(Role)
    assert set(OFFERED_ROLES) <= set(ROLE_WORDS)


def test_title_and_role_are_one_line_and_say_nothing_twice() -> None:
    assert role_line(Role.ADMIN, "Shift supervisor") == "Shift supervisor, admin"
    assert role_line(Role.ASSESSOR, "assessor") == role_line(Role.ASSESSOR, "") == "Assessor"


@pytest.mark.parametrize("minutes", [0, 1, 2, 5, 7, 10, 15, 30, 600])
def test_the_lock_offers_five_choices_and_what_is_set_is_among_them(minutes: int) -> None:
    keys = [key for key, _ in lock_options(minutes)]
    assert str(minutes) in keys
    assert "0" in keys
    assert len(set(keys)) == 5


def test_nobody_approves_themself_and_only_admins_approve() -> None:
    assert to_approve([asks(ADMIN, here=True)], ADMIN) == ()
    assert len(to_approve([asks(ADMIN), asks(BO, here=True)], ADMIN)) == 2
    assert to_approve([asks(ADMIN)], BO) == ()


def test_what_the_sync_page_says_depends_on_who_reads_it() -> None:
    one = waiting_words([asks(BO)], ADMIN)
    assert one is not None
    assert one.message == "Bo Quist asks to issue certificates on Bay 2 laptop."
    two = waiting_words([asks(BO), asks(BO)], ADMIN)
    assert two is not None
    assert two.message == "2 laptops ask to issue certificates."
    own = waiting_words([asks(BO, here=True)], BO)
    assert own is not None
    assert own.action == "Show the numbers"
    assert waiting_words([asks(BO)], BO) is None
    assert waiting_words([], ADMIN) is None


def test_without_an_admin_in_the_list_one_is_named_in_general() -> None:
    assert why_not_admin(ADMIN, ()) == ""
    assert why_not_admin(BO, ()) == "Only an admin changes this. Ask an admin of the site."
