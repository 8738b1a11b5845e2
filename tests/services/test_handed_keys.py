"""Boxes that hold nothing: whoever writes them locks nobody out, whatever they say was handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from supervisor_app.domain.people import Role
from supervisor_app.ledger.bodies import ContentKeyShared, KeyBox
from supervisor_app.services.appending import append
from supervisor_app.services.content_keys import readers, ring, rotate
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.storage import ledger_store
from supervisor_app.storage.content_keys import boxes_of
from supervisor_app.storage.handed_keys import lacking
from tests.services.sync_sites import PATIENCE, add_people, bore_witness, closing, empty, found, heads, join, let_in


@dataclass
class Laptops:
    """Two laptops of an admin, and one of an assessor who lies."""

    a: Site
    b: Site
    liar: Site
    shared: Path

    def sync(self, *sites: Site) -> None:
        for site in sites:
            sync_now(site, patience=PATIENCE)


@pytest.fixture
def laptops(tmp_path: Path) -> Iterator[Laptops]:
    shared = tmp_path / "site.sqlite"
    a = found(tmp_path / "a")
    choose_shared(a, shared, True, patience=PATIENCE)
    b = join(tmp_path / "b", shared, 2)
    let_in(a, b)
    hannah = sign_in(a, list_members(a)[0].id, "1234")
    bo = add_member(a, hannah, "Bo Quist", "", Role.ASSESSOR, "", "", own_pin="1234")
    liar = empty(tmp_path / "liar", 3)
    made = Laptops(a, b, liar, shared)
    choose_shared(liar, shared, False, patience=PATIENCE)
    ask_to_join(liar, "Bo Quist", "Stores laptop", "24680")
    bore_witness(liar)
    made.sync(liar, a)
    (asking,) = pending(a)
    approve_station(a, hannah, "1234", asking.station, bo.id)
    made.sync(a, liar, b, a)
    with closing(a, b, liar):
        yield made


def keys(site: Site) -> set[bytes]:
    with site.database.read() as connection:
        return set(ring(site, connection).keys)


def new_key(site: Site) -> str:
    """Make a content key for all who are known to read; return its id."""
    with site.database.write() as connection:
        return rotate(site, connection, readers(connection), by=list_members(site)[0].id).id.hex()


def write_worthless(site: Site, key: str, recipient: str, count: int = 1) -> None:
    """Say that somebody was handed a key, in boxes that open for nobody."""
    with site.database.write() as connection:
        for number in range(count):
            body = ContentKeyShared(boxes=(KeyBox(key=key, recipient=recipient, box="AAAA" * 20 + f"{number:04}"),))
            append(site, connection, "content_key.shared", by="", about="", body=body)


def shared_by(site: Site) -> int:
    """How many entries a laptop wrote to hand keys over."""
    with site.database.read() as connection:
        found = ledger_store.entries_of_kinds(connection, ["content_key.shared"])
    return sum(entry.origin == site.station.origin for entry in found)


def test_worthless_boxes_of_an_approved_laptop_lock_nobody_out(laptops: Laptops, tmp_path: Path) -> None:
    a, b, liar = laptops.a, laptops.b, laptops.liar
    late = join(tmp_path / "late", laptops.shared, 4, name="Late laptop")
    with closing(late):
        laptops.sync(late, a)
        key = new_key(b)  # for all but the one that only asks
        laptops.sync(b, liar)
        write_worthless(liar, key, late.station.sealing_public)
        laptops.sync(liar)
        add_people(b, 1)
        laptops.sync(b)
        (asking,) = pending(a)
        session = sign_in(a, list_members(a)[0].id, "1234")
        approve_station(a, session, "1234", asking.station, session.member_id)  # it knows nothing of the new key yet
        laptops.sync(a, late)
        assert keys(late) == keys(a) == keys(b)
        assert bytes.fromhex(key) in keys(late)
        laptops.sync(a, b, liar, late, a)
        assert heads(late) == heads(a)
        before = laptops.shared.read_bytes()
        laptops.sync(a, b, liar, late)
        assert laptops.shared.read_bytes() == before
        assert [shared_by(one) for one in (a, b, late)] == [1, 0, 0]


def test_a_laptop_of_somebody_who_may_not_administer_hands_over_once_and_an_admins_laptop_after_it(
    laptops: Laptops, tmp_path: Path
) -> None:
    a, b, honest = laptops.a, laptops.b, laptops.liar
    late = join(tmp_path / "late", laptops.shared, 4, name="Late laptop")
    with closing(late):
        laptops.sync(late, a)
        key = new_key(b)
        laptops.sync(b, honest)
        approve = sign_in(a, list_members(a)[0].id, "1234")
        (asking,) = pending(a)
        approve_station(a, approve, "1234", asking.station, approve.member_id)
        with a.database.read() as connection:
            assert lacking(connection, [late.station.sealing_public], a.station.origin) == []
        laptops.sync(a, honest, b, late, honest, a, b, late)
        assert bytes.fromhex(key) in keys(late)
        assert sum(shared_by(one) for one in (a, b, honest, late)) == 1


def test_of_many_boxes_that_one_laptop_wrote_for_a_key_only_one_is_tried(laptops: Laptops) -> None:
    a, b, liar = laptops.a, laptops.b, laptops.liar
    (key, *_) = keys(b)
    with b.database.read() as connection:
        before = len(boxes_of(connection, b.station.sealing_public))
    write_worthless(liar, key.hex(), b.station.sealing_public, 40)
    laptops.sync(liar, a, b)
    with b.database.read() as connection:
        assert len(boxes_of(connection, b.station.sealing_public)) == before + 1
    b.content_keys.clear()
    assert keys(b) == keys(a)
