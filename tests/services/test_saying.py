"""What is said for the whole site (name, keys, checklists) counts only from a laptop on which who may say it has a key."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.domain.retention import RecordClass
from supervisor_app.ledger.authority_facts import site_id
from supervisor_app.ledger.bodies import CompetencyPublished, ContentKeyCreated, IssuerKeySealed, SiteCreated
from supervisor_app.services import catalogue
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.checking import check
from supervisor_app.services.content_keys import ring
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.questioned_lines import questioned_lines
from supervisor_app.services.retention import retention_rules
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import checklist_queries, ledger_store, ledger_writing, member_queries, projections, site_queries
from supervisor_app.storage.member_keys import load_sealed
from supervisor_app.storage.member_queries import MemberKey
from tests.ledger.samples import CHECKLIST
from tests.services.open_door import close_door
from tests.services.sync_sites import closing, digest, empty
from tests.services.two_laptops import TwoLaptops, two_laptops


@dataclass
class Two(TwoLaptops):
    """Hannah's laptop, and Bo's, who is no admin; a program of his own writes there what it likes."""

    def sync(self, *sites: Site) -> None:
        super().sync(*sites)
        assert digest(self.a) == digest(self.b)

    def says(self, kind: str, about: str, body: object, *, by: str = "") -> None:
        """Bo's laptop writes, naming Hannah."""
        with self.b.database.write() as connection:
            append(self.b, connection, kind, by=by or self.hannah.member_id, about=about, body=body)

    def reasons(self) -> set[tuple[str, str]]:
        return {(line.title, line.reason) for line in questioned_lines(self.a)}


NO_KEY = "It was written on a laptop on which the member whom it names has no key."


@pytest.fixture(params=[Role.ASSESSOR])
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Two]:
    close_door(monkeypatch)
    with two_laptops(tmp_path, request.param) as made:
        yield Two(**vars(made))


def test_a_laptop_without_an_admin_cannot_change_the_site_in_an_admins_name_nor_in_its_own(two: Two) -> None:
    site = site_facts(two.a).id
    times = retention_rules(two.a)
    two.says("site.changed", site, {"name": "Bo Pressings", "logo": "", **{f"keep_{key.value}": "9" for key in RecordClass}})
    two.says("site.changed", site, {"host": "bo.example"}, by=two.bo.member_id)
    two.says("site.changed", "0" * 32, {"name": "A site before ours"})
    two.sync()
    for laptop in (two.a, two.b):
        facts = site_facts(laptop)
        assert (facts.id, facts.name, facts.host) == (site, "Northgate Pressings", "")
        assert retention_rules(laptop) == times
    title = "A change of the site’s facts"
    assert two.reasons() == {(title, NO_KEY), (title, "An assessor may not administer this site.")}
    change_site(two.a, two.hannah, SiteChange(place="Hall 9"))
    two.sync()
    assert (site_facts(two.b).place, site_facts(two.b).name) == ("Hall 9", "Northgate Pressings")
    assert check(two.b).sound


def test_a_second_genesis_of_ones_own_names_nothing(two: Two) -> None:
    keys = unlock(two.b, two.bo, "24680")
    own = site_id(two.b.station.origin, keys.signing_public)
    body = SiteCreated(site=own, name="Bo Pressings")
    with two.b.database.write() as connection:
        append_act(two.b, connection, two.bo, keys, "site.created", about=own, body=body, meaning="", signed_at=two.b.clock())
    two.sync()
    for laptop in (two.a, two.b):
        with laptop.database.read() as connection:
            assert connection.exec_driver_sql("SELECT name FROM site").all() == [("Northgate Pressings",)]


def test_a_laptop_without_an_admin_cannot_change_the_key_that_seals(two: Two) -> None:
    with two.a.database.read() as connection:
        before = ring(two.a, connection).newest
    two.says("content_key.created", "", ContentKeyCreated(key="ab" * 8, mailbox="cd" * 32))
    two.sync()
    for laptop in (two.a, two.b):
        with laptop.database.read() as connection:
            newest = ring(laptop, connection).newest
        assert newest is not None
        assert before is not None
        assert newest.id == before.id
    assert two.reasons() == {("A new key for the shared file", NO_KEY)}


def test_a_checklist_counts_from_who_may_publish_and_the_honest_publishing_of_the_same_one_is_not_in_its_way(two: Two) -> None:
    easy = replace(CHECKLIST, revision=9, steps=CHECKLIST.steps[:1])
    two.says("checklist.published", CHECKLIST.competency, easy)
    two.says("competency.published", CHECKLIST.competency, CompetencyPublished(key=CHECKLIST.competency, title={"en": "Bo"}))
    two.says("checklist.published", CHECKLIST.competency, CHECKLIST, by=two.bo.member_id)
    two.sync()
    assert catalogue.list_checklists(two.a) == ()
    assert two.reasons() == {
        ("A checklist", NO_KEY),
        ("The texts of a competency", NO_KEY),
        ("A checklist", "An assessor may not publish checklists."),
    }
    (line,) = catalogue.publish(two.a, two.hannah, [CHECKLIST])
    two.sync()
    assert catalogue.list_checklists(two.b) == (line,)
    with two.b.database.read() as connection:
        (texts,) = checklist_queries.competencies(connection)
        assert texts.title == CHECKLIST.title
        assert checklist_queries.get_checklist(connection, line.digest) == CHECKLIST


@pytest.mark.parametrize("two", [Role.QUALITY], indirect=True)
def test_quality_publishes_and_what_is_known_later_judges_it_anew(two: Two) -> None:
    (line,) = catalogue.publish(two.b, two.bo, [CHECKLIST])
    two.sync()
    assert catalogue.list_checklists(two.a) == (line,)
    bo = next(member for member in list_members(two.a) if member.id == two.bo.member_id)
    change_member(two.a, two.hannah, replace(bo, role=Role.ASSESSOR), "1234")
    assert catalogue.list_checklists(two.a) == (line,)  # what was published before stays
    two.says("checklist.published", CHECKLIST.competency, replace(CHECKLIST, revision=2), by=two.bo.member_id)
    two.sync()
    assert catalogue.list_checklists(two.a) == (line,)
    assert two.reasons() == {("A checklist", "An assessor may not publish checklists.")}


def test_any_order_of_arrival_gives_the_same(two: Two, tmp_path: Path) -> None:
    two.says("site.changed", site_facts(two.a).id, {"name": "Bo Pressings"})
    two.says("checklist.published", CHECKLIST.competency, CHECKLIST)
    catalogue.publish(two.a, two.hannah, [replace(CHECKLIST, revision=3)])
    change_site(two.a, two.hannah, SiteChange(name="Northgate"))
    two.sync()
    with two.a.database.read() as connection:
        entries = [entry for chunk in ledger_store.chunks(connection) for entry in chunk]
    chains = {origin: [entry for entry in entries if entry.origin == origin] for origin in {entry.origin for entry in entries}}
    for seed in range(6):
        shuffle, waiting = random.Random(seed), {origin: list(chain) for origin, chain in chains.items()}
        laptop = empty(tmp_path / f"c{seed}", seed=40 + seed)
        with closing(laptop), laptop.database.write() as connection:
            while any(waiting.values()):
                chain = waiting[shuffle.choice([origin for origin in sorted(waiting) if waiting[origin]])]
                count = shuffle.randint(1, 4)
                ledger_writing.insert_entries(connection, chain[:count])
                del chain[:count]
            assert projections.digest(connection) == digest(two.a)


def test_an_entry_at_the_end_of_the_calendar_is_judged_too(two: Two) -> None:
    from supervisor_app.domain.rights import Deed, Right
    from supervisor_app.ledger.standing import Act, StationStanding, question_said

    act = Act(place=(1, b"x", 1), member="ann", key="", deed=Deed(right=Right.ADMINISTER, day=date.max))
    assert question_said(act, StationStanding(origin=b"x"), [], []) == NO_KEY


def box_for(site: Site, member: str, box: str) -> IssuerKeySealed:
    """A box for the member's key on that laptop, of the site's key."""
    with site.database.read() as connection:
        return IssuerKeySealed(key=site_queries.issuer_keys(connection)[0].did, for_=key_on(site, member).x25519, box=box)


def key_on(site: Site, member: str) -> MemberKey:
    with site.database.read() as connection:
        sealed = load_sealed(connection, member)
        known = member_queries.member_key(connection, sealed.ed25519) if sealed else None
    assert known is not None
    return known


def test_nobody_can_take_the_right_to_issue_from_another_by_a_box_of_their_own(two: Two) -> None:
    keys = unlock(two.a, two.hannah, "1234")
    before = issuer_key(two.a, keys).private_bytes_raw()
    for box, by in (("AAAA", ""), ("", two.bo.member_id), ("not a box!", two.bo.member_id)):
        body = box_for(two.a, two.hannah.member_id, box)
        two.says("issuer_key.sealed", body.for_, body, by=by)
    two.sync()
    assert issuer_key(two.a, keys).private_bytes_raw() == before
    title = "The site’s key sealed for a member"
    assert two.reasons() == {(title, NO_KEY), (title, "An assessor may not administer this site.")}
    assert issuer_key(two.b, unlock(two.b, two.bo, "24680")).private_bytes_raw() == before
    assert check(two.a).sound


def test_a_box_of_somebody_else_does_not_keep_an_admin_from_sharing_the_key(two: Two) -> None:
    cat = add_member(two.a, two.hannah, "Cat Ray", "", Role.MANAGER, "", "2468", own_pin="1234")
    two.sync()
    body = box_for(two.a, cat.id, "AAAA")
    two.says("issuer_key.sealed", body.for_, body)
    two.sync()
    change_member(two.a, two.hannah, replace(cat, role=Role.ASSESSOR), "1234")
    issuer_key(two.a, unlock(two.a, sign_in(two.a, cat.id, "2468"), "2468"))


def test_a_box_for_ones_own_key_that_holds_nothing_is_passed_over(two: Two) -> None:
    """It counts, as one made by who came with an invitation does; the admin's older one is tried after it."""
    keys = unlock(two.b, two.bo, "24680")
    two.says("issuer_key.sealed", "", box_for(two.b, two.bo.member_id, "AAAA"), by=two.bo.member_id)
    two.sync()
    issuer_key(two.b, keys)
    assert two.reasons() == set()
