"""Who has a laptop but no PIN (a thief, a changed program) signs as nobody: what they write in a member's name counts nowhere.

The attacker has the laptop's own key from its disk, so chain and laptop signature are right; the member's signature cannot be.
"""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.erasure import Scope
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.bodies import Erased
from supervisor_app.ledger.keys import new_member_keys
from supervisor_app.services.checking import check
from supervisor_app.services.membership import change_member
from supervisor_app.services.opened_site import Site
from supervisor_app.services.questioned import questioned
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.storage import member_queries, people_queries, projections, sign_off_queries
from supervisor_app.storage.forged import REASON
from tests.ledger.samples import sign_off
from tests.services.changed_program import lay_in
from tests.services.sync_sites import add_people, digest
from tests.services.two_let_in import Two, shared, two

__all__ = ["shared", "two"]


def forged(site: Site, kind: str, about: str, body: object) -> bytes:
    """Return an act in the name of the admin, with her public key on this laptop, signed with a key of the thief's own."""
    hannah = list_members(site)[0]
    with site.database.read() as connection:
        (key,) = [one for one in member_queries.member_keys(connection) if one.station == site.station.origin.hex()]
    thief = new_member_keys(hannah.id, site.randomness)
    signer, now = Signer(name=hannah.name, title=""), site.clock()
    act = sign_act(thief, signer, kind=kind, about=about, body=body, meaning="", signed_at=now)
    return act.replace(thief.signing_public.encode(), key.ed25519.encode())


def write(site: Site, kind: str, about: str, body: object) -> None:
    """Write it as a changed program would: nothing here looks at it."""
    content = forged(site, kind, about, body)
    with site.database.write() as connection:
        lay_in(site, connection, kind, content)


def test_a_forged_erasure_erases_nothing_on_the_other_laptops(shared: Two) -> None:
    add_people(shared.a, 1)
    with shared.a.database.read() as connection:
        (worker,) = people_queries.list_workers(connection, include_left=True, limit=5, offset=0)
    body = Erased(worker=worker.id, scope=Scope.EVERYTHING, reason="r", asked_by="a")
    write(shared.b, "erased", worker.id, body)
    shared.sync(shared.b, shared.a)
    with shared.a.database.read() as connection:
        found = people_queries.get_worker(connection, worker.id)
    assert found is not None
    assert found.name.startswith("Alise")


def test_a_forged_sign_off_counts_nowhere_and_is_named(shared: Two) -> None:
    write(shared.b, "assessment.signed", "w1", sign_off("s1"))
    shared.sync(shared.b, shared.a)
    with shared.a.database.read() as connection:
        assert sign_off_queries.history(connection, "w1", "forklift") == ()
    (line,) = questioned(shared.a)
    assert (line.subject, line.reason) == ("s1", REASON)
    wrong = [one.name for one in check(shared.a).checks if not one.sound]
    assert wrong == ["Personal signatures"]


def test_it_stays_so_when_who_may_act_is_judged_anew_and_in_a_rebuild(shared: Two) -> None:
    write(shared.b, "assessment.signed", "w1", sign_off("s1"))
    shared.sync(shared.b, shared.a)
    session = sign_in(shared.a, list_members(shared.a)[0].id, "1234")
    change_member(shared.a, session, replace(list_members(shared.a)[0], title="Works manager"), "1234")
    shared.sync(shared.a, shared.b)
    assert digest(shared.a) == digest(shared.b)
    with shared.a.database.write() as connection:
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
    assert [line.reason for line in questioned(shared.a)] == [REASON]
