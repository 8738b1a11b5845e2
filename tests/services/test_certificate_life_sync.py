"""A certificate that is withdrawn on one laptop is refused in the app on another once both have synced."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificates import LifeState, certificates
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.verifying import Outcome, verify, verify_text
from supervisor_app.storage import projections
from tests.services.certified import certify
from tests.services.sync_sites import PATIENCE, closing, found, join, let_in


def test_a_withdrawal_reaches_the_other_laptop_in_whatever_order(tmp_path: Path) -> None:
    shared = tmp_path / "shared" / "site.sqlite"
    shared.parent.mkdir()
    one = found(tmp_path / "one")
    choose_shared(one, str(shared), create=True)
    sync_now(one, patience=PATIENCE)
    other = join(tmp_path / "other", shared, 2)
    with closing(one, other):
        let_in(one, other)
        [member] = list_members(one)
        session = sign_in(one, member.id, "1234")
        made = certify(one, session, "1234", issued=one.clock().date(), valid_until=None)
        for site in (one, other):
            sync_now(site, patience=PATIENCE)
        assert verify_text(other, made.qr_text, other.clock()).outcome is Outcome.VALID
        decision = Decision(kind=LifeKind.REVOKED, on=one.clock().date(), reason="Issued to the wrong person.")
        decide(one, session, made.facts.credential_id, decision, "1234", one.clock())
        for site in (one, other):
            sync_now(site, patience=PATIENCE)
        verdict = verify(other, "certificate.json", made.credential, other.clock())
        assert verdict.outcome is Outcome.WITHDRAWN
        assert certificates(other, other.clock().date()).rows[0].standing is LifeState.WITHDRAWN
        with other.database.write() as connection:
            before = projections.digest(connection)
            projections.rebuild(connection)
            assert projections.digest(connection) == before
