"""A signature says a thing once: who has a laptop cannot lay into its chain again what a member signed there before.

The bytes are the member's own, so that every signature fits; only the member did not decide it a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.people import Member, Role
from supervisor_app.services.holds import lift_hold, place_hold
from supervisor_app.services.issuing import issue
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.storage import ledger_store, member_queries, privacy_queries, projections
from tests.services.changed_program import lay_in
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed
from tests.services.life_acts import act_on, life_of


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def again(at: Founded, kind: str, number: int = 0, *, spelled: bool = False) -> None:
    """Lay an act of a kind into the chain once more, as a changed program would; `spelled`: its signature written otherwise."""
    with at.site.database.write() as connection:
        entry = [one for one in ledger_store.read_entries(connection, at.site.station.origin, 0) if one.kind == kind][number]
        assert entry.content is not None
        content = _spelled_otherwise(entry.content) if spelled else entry.content
        lay_in(at.site, connection, kind, content)
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before


def _spelled_otherwise(content: bytes) -> bytes:
    """Write the same 64 bytes of a signature as another text: of the last letter of base64url four bits mean nothing."""
    (sig,) = re.findall(rb'"sig":"([^"]{86})"', content)
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = letters[letters.index(sig[-1:]) ^ 1]
    return content.replace(sig, sig[:-1] + bytes([other]))


def member(at: Founded, identity: str) -> Member:
    with at.site.database.read() as connection:
        found = member_queries.member(connection, identity)
    assert found is not None
    return found


@pytest.mark.parametrize("spelled", [False, True])
def test_a_role_that_was_taken_back_is_not_given_again_by_the_act_that_gave_it(at: Founded, spelled: bool) -> None:
    robin = add_member(at.site, at.hannah, "Robin", "", Role.TRAINEE, "", "", own_pin=PIN)
    for role in (Role.ADMIN, Role.TRAINEE):
        change_member(at.site, at.hannah, replace(robin, role=role), PIN)
        robin = member(at, robin.id)
        later(at, hours=1)
    again(at, "member.changed", -2, spelled=spelled)
    assert member(at, robin.id).role is Role.TRAINEE


@pytest.mark.parametrize("spelled", [False, True])
def test_a_certificate_put_on_hold_anew_is_not_lifted_by_the_act_that_lifted_it_before(at: Founded, spelled: bool) -> None:
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    for kind in (LifeKind.SUSPENDED, LifeKind.REINSTATED, LifeKind.SUSPENDED):
        later(at, days=1)
        act_on(at.site, at.hannah, PIN, issued, kind, at.time().date())
    later(at, days=1)
    again(at, LifeKind.REINSTATED.value, spelled=spelled)
    life = life_of(at.site, issued.facts.credential_id)
    assert life is not None
    assert not life.standing(at.time().date()).holds


@pytest.mark.parametrize("spelled", [False, True])
def test_a_legal_hold_placed_anew_is_not_lifted_by_the_act_that_lifted_it_before(at: Founded, spelled: bool) -> None:
    place_hold(at.site, at.hannah, at.ana.id, "An accident.", PIN)
    lift_hold(at.site, at.hannah, at.ana.id, "Settled.", PIN)
    later(at, days=1)
    place_hold(at.site, at.hannah, at.ana.id, "The insurer asks again.", PIN)
    again(at, "hold.lifted", spelled=spelled)
    with at.site.database.read() as connection:
        assert privacy_queries.hold_on(connection, at.ana.id) is not None
