"""What a laptop put back after it was reported lost, sealed with a key of its own: whoever holds the records gives them again."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from supervisor_app.domain.people import Role
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.lost_laptop import report_lost
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from tests.services.sync_sites import PATIENCE, add_people, closing, empty, heads
from tests.services.two_laptops import BO_PIN, TwoLaptops, two_laptops


def sync(site: Site) -> SyncReport:
    return sync_now(site, patience=PATIENCE)


def third(two: TwoLaptops, folder: Path, file: Path) -> Site:
    """Cleo's laptop, let in."""
    cleo = add_member(two.a, two.hannah, "Cleo Marsh", "", Role.ASSESSOR, "", "", own_pin="1234")
    site = empty(folder / "c", 7, two.time)
    choose_shared(site, file, False, patience=PATIENCE)
    ask_to_join(site, cleo.name, "Bay 3 laptop", "1357")
    for one in (site, two.a):
        sync(one)
    (asking,) = pending(two.a)
    approve_station(two.a, two.hannah, "1234", asking.station, cleo.id)
    for one in (two.a, site, two.b, two.a):
        sync(one)
    return site


def test_what_a_lost_laptop_put_back_for_itself_alone_is_given_again_by_who_holds_it(tmp_path: Path) -> None:
    file, older = tmp_path / "site.db", tmp_path / "older.db"
    with two_laptops(tmp_path, Role.ADMIN) as two, closing(c := third(two, tmp_path, file)):
        shutil.copyfile(file, older)
        add_people(c, 2)
        for site in (c, two.b):
            sync(site)
        report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
        two.time.now += timedelta(hours=1)
        for other in (c, two.a):  # a new key, which nobody else is given
            report_lost(two.b, two.bo, BO_PIN, other.station.origin.hex(), two.time())
        shutil.copyfile(older, file)
        sync(two.b)  # puts back what Cleo's laptop wrote
        assert sync(two.a).locked == 2
        assert not sync(c).locked
        report = sync(two.a)
        assert report.clean, report.sentence
        assert heads(two.a)[c.station.origin] == heads(c)[c.station.origin]


def test_who_a_lost_laptop_let_in_is_let_in_again_and_until_then_nothing_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "site.db"
    with two_laptops(tmp_path, Role.ADMIN) as two, closing(c := empty(tmp_path / "c", 7, two.time)):
        cleo = add_member(two.a, two.hannah, "Cleo Marsh", "", Role.ASSESSOR, "", "", own_pin="1234")
        choose_shared(c, file, False, patience=PATIENCE)
        ask_to_join(c, cleo.name, "Bay 3 laptop", "1357")
        for site in (c, two.a, two.b):
            sync(site)
        report_lost(two.a, two.hannah, "1234", two.b.station.origin.hex(), two.time())
        two.time.now += timedelta(hours=1)
        report_lost(two.b, two.bo, BO_PIN, two.a.station.origin.hex(), two.time())
        (asking,) = pending(two.b)
        approve_station(two.b, two.bo, BO_PIN, asking.station, cleo.id)
        for site in (two.b, c):
            sync(site)
        add_people(c, 2)
        sync(c)
        report = sync(two.a)
        assert report.clean, report.sentence
        (asking,) = pending(two.a)
        assert asking.person == "Cleo Marsh"
        approve_station(two.a, two.hannah, "1234", asking.station, cleo.id)
        for site in (two.a, c, two.a, c, two.a):
            report = sync(site)
        assert report.clean, report.sentence
        assert heads(two.a)[c.station.origin] == heads(c)[c.station.origin]
