"""A withdrawn revision ends its certificates, and nothing new is made from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.people import Role
from supervisor_app.domain.qualification import Clock, HeldStatus
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.catalogue import publish
from supervisor_app.services.certificates import certificates
from supervisor_app.services.checking import check
from supervisor_app.services.issuing import issue
from supervisor_app.services.withdrawing import count_certificates_of, withdraw_revision, withdrawal_of
from supervisor_app.storage import projections
from tests.services.founded import DETAILS, PIN, Founded, as_role, forklift, found, later, observe, signed
from tests.services.holding import held_by
from tests.services.life_acts import life_of

WHY = "The table of limits was wrong."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def test_every_certificate_of_it_ends_that_day_and_those_of_others_stay(at: Founded) -> None:
    old = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    waits = signed(at, at.yusef)
    first = at.digests["forklift"]
    [newer] = publish(at.site, at.hannah, [forklift(revision=2, about_minutes=30)])
    later(at, days=3)
    today = at.time().date()
    assert count_certificates_of(at.site, first, today) == 1
    with pytest.raises(InputError, match="Reason"):
        withdraw_revision(at.site, at.hannah, first, "", PIN, at.time())
    with pytest.raises(NotAllowed, match="An assessor may not"):
        withdraw_revision(at.site, as_role(at, Role.ASSESSOR), first, WHY, PIN, at.time())
    assert withdraw_revision(at.site, at.hannah, first, WHY, PIN, at.time()) == 1
    life = life_of(at.site, old.facts.credential_id)
    assert life is not None
    now = life.standing(today)
    assert (now.state, now.clock, now.since, now.reason) == (LifeState.EXPIRED, Clock.REVISION, today, WHY)
    assert certificates(at.site, today).in_force == 0
    held = held_by(at.site, at.ana.id, "forklift", today)
    assert held is not None
    assert (held.status, held.clock) == (HeldStatus.EXPIRED, Clock.REVISION)
    with pytest.raises(NotAllowed, match="was withdrawn on 26 November 2026: The table"):
        observe(at, at.ana)
    with pytest.raises(NotAllowed, match="was withdrawn"):
        issue(at.site, at.hannah, waits.sign_off.id, DETAILS, PIN, at.time())
    with pytest.raises(NotAllowed, match="was withdrawn"):
        withdraw_revision(at.site, at.hannah, first, WHY, PIN, at.time())
    assert withdrawal_of(at.site, newer.digest, today) is None
    at.digests["forklift"] = newer.digest
    later(at, days=1)
    issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    assert certificates(at.site, at.time().date()).in_force == 1
    with at.site.database.write() as connection:
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
    assert check(at.site).sound
