"""The key of a laptop is gone: the records stay, what nobody else has reaches the others, and nothing is opened without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed
from supervisor_app.services.checking import check
from supervisor_app.services.join_requests import has_joined, pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.lost_key import go_on_with_new_key
from supervisor_app.services.opened_site import Site, open_site
from supervisor_app.services.signing_in import sign_in
from supervisor_app.storage.key_files import FILE_NAME
from tests.services.sync_sites import add_people, digest
from tests.services.two_laptops import BO_PIN, TwoLaptops, two_laptops
from tests.sites import LIGHT, seeded


@pytest.fixture
def two(tmp_path: Path) -> Iterator[TwoLaptops]:
    with two_laptops(tmp_path, Role.ADMIN) as made:
        yield made


def renewed(site: Site, seed: int = 77) -> Site:
    """Close a site, lose its key, and open it with a new one."""
    site.close()
    (site.folder / FILE_NAME).write_bytes(b"")
    go_on_with_new_key(site.folder, clock=site.clock, randomness=seeded(seed))
    again = open_site(site.folder, clock=site.clock, randomness=seeded(seed + 1))
    again.sealing = LIGHT
    return again


def test_what_the_others_do_not_have_reaches_them_once_an_admin_lets_the_laptop_in_again(two: TwoLaptops) -> None:
    add_people(two.b, 3)
    before = digest(two.b)
    with closing(renewed(two.b)) as b:
        assert not has_joined(b)
        assert digest(b) == before
        with pytest.raises(NotAllowed):
            sign_in(b, two.bo.member_id, BO_PIN)
        ask_to_join(b, "Bo Quist", "Bay 2 laptop", "864213")
        two.sync(b, two.a)
        (asking,) = pending(two.a)
        approve_station(two.a, two.hannah, "1234", asking.station, two.bo.member_id)
        two.sync(two.a, b, two.a, b)
        assert has_joined(b)
        assert sign_in(b, two.bo.member_id, "864213").role is Role.ADMIN
        assert digest(two.a) | {"witness": ""} == digest(b) | {"witness": ""}
        for site in (two.a, b):
            assert check(site).sound
