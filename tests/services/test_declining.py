"""A request of a laptop that is nobody's: declined here it is asked for no more, and can still be let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed
from supervisor_app.services.join_requests import asking, decline_request, pending
from supervisor_app.services.joining import approve_station
from supervisor_app.services.membership import add_member
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import Site
from supervisor_app.storage import site_queries
from tests.services.asking import let_ask
from tests.services.sync_sites import closing, found

PIN = "1234"
Opened = tuple[Site, Session]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    site = found(tmp_path)
    with closing(site):
        yield site, sign_in(site, list_members(site)[0].id, PIN)


def test_what_was_declined_is_asked_for_no_more_and_others_are(opened: Opened) -> None:
    site, session = opened
    stranger, ours = let_ask(site, "A Stranger", 77), let_ask(site, "Bo Quist", 78)
    decline_request(site, session, stranger)
    assert [one.station for one in pending(site)] == [ours]
    assert {one.station for one in asking(site)} == {stranger, ours}


def test_it_can_still_be_let_in(opened: Opened) -> None:
    site, session = opened
    station = let_ask(site, "A Stranger")
    decline_request(site, session, station)
    approve_station(site, session, PIN, station, session.member_id)
    with site.database.read() as connection:
        found = site_queries.station(connection, bytes.fromhex(station))
    assert found is not None
    assert found.approved
    assert asking(site) == ()


def test_only_an_admin_declines(opened: Opened) -> None:
    site, session = opened
    station = let_ask(site, "A Stranger")
    bo = add_member(site, session, "Bo Quist", "", Role.ASSESSOR, "", "24680", own_pin=PIN)
    with pytest.raises(NotAllowed):
        decline_request(site, sign_in(site, bo.id, "24680"), station)
    assert [one.station for one in pending(site)] == [station]
