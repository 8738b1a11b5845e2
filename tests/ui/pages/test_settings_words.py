"""What the settings say, without a window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.services.join_requests import Pending
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

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADMIN = Session("ann", "Ann Lee", "", Role.ADMIN)
BO = Session("bo", "Bo Quist", "", Role.ASSESSOR)


def asks(person: str, *, here: bool = False) -> Pending:
    return Pending(station="ab" * 16, station_name="Bay 2 laptop", person=person, fingerprint="abab abab", asked=NOW, here=here)


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


def test_only_admins_let_laptops_in_and_never_the_one_they_sit_at() -> None:
    assert to_approve([asks("Ann Lee", here=True)], ADMIN) == ()
    assert len(to_approve([asks("Ann Lee"), asks("Bo Quist", here=True)], ADMIN)) == 1
    assert to_approve([asks("Ann Lee")], BO) == ()


def test_what_the_sync_page_says_depends_on_who_reads_it() -> None:
    one = waiting_words([asks("Bo Quist")], ADMIN)
    assert one is not None
    assert one.message == "Bo Quist asks to join with Bay 2 laptop."
    two = waiting_words([asks("Bo Quist"), asks("Cy")], ADMIN)
    assert two is not None
    assert two.message == "2 laptops ask to join."
    assert waiting_words([asks("Bo Quist")], BO) is None
    assert waiting_words([], ADMIN) is None


def test_without_an_admin_in_the_list_one_is_named_in_general() -> None:
    assert why_not_admin(ADMIN, ()) == ""
    assert why_not_admin(BO, ()) == "Only an admin changes this. Ask an admin of the site."
