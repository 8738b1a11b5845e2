"""Who may erase: an act signed by anybody but an admin takes nothing, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope, pseudonym
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.ledger.bodies import Erased, LegalHold
from supervisor_app.services.appending import append_act
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.people import get_worker
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import privacy_queries, projections
from tests.services.founded import PIN, SECOND_PIN, Founded, found, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def act(at: Founded, session: Session, pin: str, kind: str, body: object) -> None:
    keys = unlock(at.site, session, pin)
    with at.site.database.write() as connection:
        append_act(
            at.site,
            connection,
            session,
            keys,
            kind,
            about=at.ana.id,
            body=body,
            meaning="I say so.",
            signed_at=at.time(),
        )


def test_an_erasure_by_somebody_who_is_no_admin_takes_nothing(at: Founded) -> None:
    with pytest.raises(NotAllowed):
        erasure_preview(at.site, at.marco, at.ana.id, Scope.EVERYTHING)
    body = Erased(worker=at.ana.id, scope=Scope.EVERYTHING, reason="x", asked_by="x")
    act(at, at.marco, SECOND_PIN, "erased", body)
    act(at, at.marco, SECOND_PIN, "hold.placed", LegalHold(reason="x"))
    assert get_worker(at.site, at.ana.id).name == "Ana Kowalska"
    with at.site.database.write() as connection:
        assert privacy_queries.hold_on(connection, at.ana.id) is None
        assert privacy_queries.erasures_about(connection, at.ana.id) == ()
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before


def test_the_same_act_by_an_admin_takes_everything(at: Founded) -> None:
    signed(at, at.ana)
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    assert "1 sign-off" in shown.goes
    assert "must stay" in shown.warning
    done = erase(at.site, at.hannah, shown, "asked", "the worker", PIN)
    assert done.clean
    assert done.called == get_worker(at.site, at.ana.id).name == pseudonym(at.ana.id)


def test_facts_leave_the_signed_record_and_say_until_when(at: Founded) -> None:
    signed(at, at.ana)
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.FACTS)
    assert not shown.warning
    assert any("One signed record" in line for line in shown.stays)


def test_a_reason_and_who_asked_are_needed(at: Founded) -> None:
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.FACTS)
    for reason, asked_by in (("", "HR"), ("asked", " ")):
        with pytest.raises(InputError):
            erase(at.site, at.hannah, shown, reason, asked_by, PIN)


def test_of_whom_nothing_is_known_any_more_no_row_stays(at: Founded) -> None:
    """An erasure that counts no more gives nobody a pseudonym, and what it took does not come back by itself."""
    erase(at.site, at.hannah, erasure_preview(at.site, at.hannah, at.ana.id, Scope.FACTS), "asked", "the worker", PIN)
    with at.site.database.write() as connection:
        connection.exec_driver_sql("UPDATE erasure SET questioned = 'Its signer might not.' WHERE worker = ?", (at.ana.id,))
        assert connection.exec_driver_sql("SELECT count(*) FROM worker WHERE id = ?", (at.ana.id,)).scalar() == 1
        projections.derive_worker(connection, at.ana.id)
        assert connection.exec_driver_sql("SELECT count(*) FROM worker WHERE id = ?", (at.ana.id,)).scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM person_index WHERE worker = ?", (at.ana.id,)).scalar() == 0
