"""Signing in with a PIN: the growing pause, a second person, a new PIN."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError
from supervisor_app.services import unlocking
from supervisor_app.services.membership import add_member, end_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import change_pin, has_pin_here, list_members, sign_in
from supervisor_app.services.site import Site, open_site
from supervisor_app.services.unlocking import duration_words, issuer_key, pin_weakness, unlock
from tests.sites import PIN, HandClock, new_site, seeded


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def founded(tmp_path: Path, clock: HandClock) -> Iterator[tuple[Site, Session]]:
    site, session = new_site(tmp_path / "a", clock=clock)
    yield site, session
    site.close()


def refusal(site: Site, member: str, pin: str) -> str:
    with pytest.raises(NotAllowed) as caught:
        sign_in(site, member, pin)
    return str(caught.value)


def test_the_pause_is_announced_and_grows(founded: tuple[Site, Session], clock: HandClock) -> None:
    site, session = founded
    ann = session.member_id
    assert refusal(site, ann, "0") == "That PIN is not right. Two more tries, then a pause of one minute."
    assert refusal(site, ann, "0") == "That PIN is not right. One more try, then a pause of one minute."
    assert refusal(site, ann, "0") == "That PIN is not right. Wait one minute, then give the PIN again."
    clock.forward(seconds=20)
    assert refusal(site, ann, PIN) == "Too many wrong PINs. Wait 40 seconds, then give the PIN again."
    clock.forward(seconds=40)
    assert refusal(site, ann, "0") == "That PIN is not right. Wait 2 minutes, then give the PIN again."
    clock.forward(minutes=2)
    assert refusal(site, ann, "0") == "That PIN is not right. Wait 4 minutes, then give the PIN again."
    clock.forward(minutes=4)
    assert sign_in(site, ann, PIN) == session
    assert "Two more tries" in refusal(site, ann, "0")


def test_wrong_pins_count_when_the_disk_takes_nothing(
    founded: tuple[Site, Session], clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, session = founded

    def full(*_: object) -> None:
        raise StorageError("The disk of this laptop is full.", "Make room.")

    with monkeypatch.context() as disk:
        disk.setattr(unlocking, "set_wrong_pins", full)
        for _ in range(3):
            refusal(site, session.member_id, "0")
        assert refusal(site, session.member_id, PIN).startswith("Too many wrong PINs.")
        clock.forward(minutes=2)
        assert sign_in(site, session.member_id, PIN) == session
    assert sign_in(site, session.member_id, PIN) == session


def test_the_pause_never_grows_beyond_an_hour(founded: tuple[Site, Session], clock: HandClock) -> None:
    site, session = founded
    for _ in range(14):
        words = refusal(site, session.member_id, "0")
        clock.forward(hours=1)
    assert words == "That PIN is not right. Wait one hour, then give the PIN again."
    assert sign_in(site, session.member_id, PIN)


def test_the_pause_outlives_the_program_and_a_clock_set_back(tmp_path: Path) -> None:
    clock = HandClock()
    site, session = new_site(tmp_path / "a", clock=clock)
    for _ in range(3):
        refusal(site, session.member_id, "0")
    site.close()
    clock.forward(days=-1)
    site = open_site(tmp_path / "a", clock=clock, randomness=seeded(8))
    assert refusal(site, session.member_id, PIN) == "Too many wrong PINs. Wait one minute, then give the PIN again."
    clock.forward(days=1, minutes=1)
    assert sign_in(site, session.member_id, PIN)
    site.close()


def test_a_clock_that_was_ahead_and_is_put_right_does_not_lock_anybody_out(
    founded: tuple[Site, Session], clock: HandClock
) -> None:
    site, session = founded
    for _ in range(3):
        refusal(site, session.member_id, "0")
    clock.forward(days=-365)
    assert refusal(site, session.member_id, PIN) == "Too many wrong PINs. Wait one minute, then give the PIN again."
    clock.forward(minutes=1)
    assert sign_in(site, session.member_id, PIN) == session


def test_each_member_has_their_own_count(founded: tuple[Site, Session]) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "13579", own_pin=PIN)
    for _ in range(3):
        refusal(site, bo.id, "0")
    assert sign_in(site, session.member_id, PIN)


def test_an_added_member_signs_in_and_issues_where_the_admin_gave_their_pin(founded: tuple[Site, Session]) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "Assessor", Role.ASSESSOR, "w9", "13579", own_pin=PIN)
    bo_session = sign_in(site, bo.id, "13579")
    assert bo_session == Session(bo.id, "Bo Quist", "Assessor", Role.ASSESSOR, "w9")
    assert issuer_key(site, unlock(site, bo_session, "13579"))
    assert has_pin_here(site, bo.id)
    assert [member.name for member in list_members(site)] == ["Ann Lee", "Bo Quist"]


def test_members_with_a_pin_here_come_first(founded: tuple[Site, Session]) -> None:
    site, session = founded
    aaron = add_member(site, session, "Aaron", "", Role.ASSESSOR, "", "", own_pin=PIN)
    assert [member.name for member in list_members(site)] == ["Ann Lee", "Aaron"]
    assert refusal(site, aaron.id, PIN).startswith("You have no PIN on this laptop yet.")


def test_who_ended_no_longer_signs_in(founded: tuple[Site, Session]) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "13579", own_pin=PIN)
    end_member(site, session, bo.id, date(2026, 3, 1), PIN)
    assert [member.name for member in list_members(site)] == ["Ann Lee"]
    assert refusal(site, bo.id, "13579").startswith("You no longer act for this site.")


def test_only_an_admin_adds_members_and_with_their_right_pin(founded: tuple[Site, Session]) -> None:
    site, session = founded
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "13579", own_pin=PIN)
    with pytest.raises(NotAllowed, match="An assessor may not administer this site"):
        add_member(site, sign_in(site, bo.id, "13579"), "Cy", "", Role.ADMIN, "", "13579", own_pin="13579")
    with pytest.raises(NotAllowed, match="not right"):
        add_member(site, session, "Cy", "", Role.ASSESSOR, "", "13579", own_pin="0")
    with pytest.raises(InputError, match="Name"):
        add_member(site, session, "C\x00y", "", Role.ASSESSOR, "", "13579", own_pin=PIN)
    with pytest.raises(InputError, match="PIN"):
        add_member(site, session, "Cy", "", Role.ASSESSOR, "", "1", own_pin=PIN)
    assert len(list_members(site)) == 2


def test_a_new_pin_replaces_the_old_one_and_keeps_the_keys(founded: tuple[Site, Session]) -> None:
    site, session = founded
    before = unlock(site, session, PIN).signing_public
    with pytest.raises(NotAllowed):
        change_pin(site, session, "0000", "97531")
    with pytest.raises(InputError):
        change_pin(site, session, PIN, "1")
    change_pin(site, session, PIN, "97531")
    assert "not right" in refusal(site, session.member_id, PIN)
    assert unlock(site, session, "97531").signing_public == before


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=1), "one second"),
        (timedelta(seconds=39.2), "40 seconds"),
        (timedelta(seconds=60), "one minute"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(hours=1), "one hour"),
    ],
)
def test_waiting_times_read_like_speech_and_never_promise_too_little(span: timedelta, words: str) -> None:
    assert duration_words(span) == words


@pytest.mark.parametrize("pin", ["1234", "987654", "77777777", "abcd"])
def test_a_pin_that_anybody_tries_first_is_told(pin: str) -> None:
    assert "first that anybody" in pin_weakness(pin)


@pytest.mark.parametrize(("pin", "short"), [("4711", True), ("70213", True), ("702138", False), ("k7Hd2q", False), ("12", False)])
def test_a_pin_that_is_tried_out_in_hours_is_told(pin: str, short: bool) -> None:
    assert ("in hours" in pin_weakness(pin)) is short
