"""Deciding about a certificate: who may, with which reason, what then is said by lists, verdicts and the status list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.credentials.status_list import StatusCode, StatusRow, status_name
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import LifeKind, LifeState
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.certificate_deciding import Decision, choices, decide
from supervisor_app.services.certificate_standing import CertificateLife
from supervisor_app.services.certificates import Which, certificates, count_certificates, list_certificates, waiting_ids
from supervisor_app.services.checking import check
from supervisor_app.services.issuing import issue
from supervisor_app.services.listed_certificates import listed_certificates
from supervisor_app.services.papers import Order, copies_of, draw_together
from supervisor_app.services.questioned import questioned
from supervisor_app.services.rights import Permission, Right
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.verifying import Outcome, verify_text
from supervisor_app.storage import certificate_queries, projections
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, as_role, found, later, signed
from tests.services.life_acts import life_of

REASON = "Drove with the load raised."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


@pytest.fixture
def issued(at: Founded) -> IssuedCertificate:
    made = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, hours=1)
    return made


def today(at: Founded) -> date:
    return at.time().date()


def listed(site: Site, day: date) -> tuple[StatusRow, ...]:
    return tuple(one.row for one in listed_certificates(site, day))


def act(at: Founded, issued: IssuedCertificate, kind: LifeKind, **changes: object) -> CertificateLife:
    facts: dict[str, object] = {"kind": kind, "on": today(at), "reason": REASON}
    decision = Decision(**(facts | changes))  # type: ignore[arg-type]
    return decide(at.site, at.hannah, issued.facts.credential_id, decision, PIN, at.time())


def test_a_hold_is_seen_by_lists_verdict_and_status_list_and_lifts_itself(at: Founded, issued: IssuedCertificate) -> None:
    until = today(at) + timedelta(days=6)
    life = act(at, issued, LifeKind.SUSPENDED, until=until)
    now = life.standing(today(at))
    assert (now.state, now.until, now.reason, now.author) == (LifeState.SUSPENDED, until, REASON, "Hannah Weber")
    page = certificates(at.site, today(at))
    assert (page.in_force, page.rows[0].standing, page.rows[0].held_until) == (0, LifeState.SUSPENDED, until)
    assert count_certificates(at.site, today(at), which=Which.ON_HOLD) == 1
    verdict = verify_text(at.site, issued.qr_text, at.time())
    assert (verdict.outcome, verdict.sentence) == (
        Outcome.ON_HOLD,
        "Suspended since 23 Nov 2026. Not valid until 29 Nov 2026 is over, or somebody lifts it.",
    )
    [row] = listed(at.site, today(at))
    assert (row.name, row.code, row.since) == (status_name(issued.facts.credential_id), StatusCode.ON_HOLD, today(at))
    later(at, days=7)
    assert certificates(at.site, today(at)).rows[0].standing is LifeState.VALID
    assert listed(at.site, today(at)) == ()
    assert verify_text(at.site, issued.qr_text, at.time()).outcome is Outcome.VALID


def test_a_withdrawn_certificate_is_refused_not_printed_and_never_comes_back(at: Founded, issued: IssuedCertificate) -> None:
    act(at, issued, LifeKind.REVOKED)
    assert verify_text(at.site, issued.qr_text, at.time()).outcome is Outcome.WITHDRAWN
    assert [row.code for row in listed(at.site, today(at))] == [StatusCode.WITHDRAWN]
    assert waiting_ids(at.site, today(at)) == ()
    with pytest.raises(UserError, match="was withdrawn and is not printed again"):
        draw_together(at.site, copies_of([issued.facts.credential_id]), Order(), today=today(at))
    assert draw_together(at.site, copies_of([issued.facts.credential_id]), Order()).startswith(b"%PDF")
    for kind in (LifeKind.REVOKED, LifeKind.REINSTATED, LifeKind.SUSPENDED):
        with pytest.raises(NotAllowed, match="that is final"):
            act(at, issued, kind)


def test_a_hold_without_end_is_lifted_by_hand(at: Founded, issued: IssuedCertificate) -> None:
    with pytest.raises(NotAllowed, match="not on hold"):
        act(at, issued, LifeKind.REINSTATED)
    act(at, issued, LifeKind.SUSPENDED)
    later(at, days=40)
    assert certificates(at.site, today(at)).rows[0].standing is LifeState.SUSPENDED
    life = act(at, issued, LifeKind.REINSTATED, reason="Trained again.")
    assert life.standing(today(at)).state is LifeState.VALID
    assert [one.reason for one in life.acts] == [REASON, "Trained again."]


def test_a_trigger_ends_it_and_the_list_for_phones_says_so(at: Founded, issued: IssuedCertificate) -> None:
    life = act(at, issued, LifeKind.TRIGGERED, reason="Accident at dock 3.")
    assert life.standing(today(at)).state is LifeState.EXPIRED
    assert list_certificates(at.site, today(at), which=Which.ENDED)[0].id == issued.facts.credential_id
    assert [row.code for row in listed(at.site, today(at))] == [StatusCode.ON_HOLD]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "Reason"),
        ({"reason": "x" * 1001}, "Reason"),
        ({"on": date(2020, 1, 1)}, "before the evaluation"),
        ({"until": date(2026, 11, 22)}, "the last day lies before the first"),
        ({"on": date(2028, 1, 1)}, "more than a year away"),
    ],
)
def test_without_a_reason_or_with_odd_days_nothing_is_signed(
    at: Founded, issued: IssuedCertificate, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        act(at, issued, LifeKind.SUSPENDED, **changes)
    life = life_of(at.site, issued.facts.credential_id)
    assert life is not None
    assert life.acts == ()


def test_a_wrong_pin_signs_nothing(at: Founded, issued: IssuedCertificate) -> None:
    decision = Decision(kind=LifeKind.REVOKED, on=today(at), reason=REASON)
    with pytest.raises(NotAllowed):
        decide(at.site, at.hannah, issued.facts.credential_id, decision, "0000", at.time())
    assert certificates(at.site, today(at)).rows[0].standing is LifeState.VALID


def _may(site: Site, session: Session, name: str, kind: LifeKind, day: date) -> Permission:
    return choices(site, session, (name,), kind, day)[0].permission


def test_who_may_what_is_said_with_the_reason(at: Founded, issued: IssuedCertificate) -> None:
    name = issued.facts.credential_id
    auditor = as_role(at, Role.AUDITOR)
    assert _may(at.site, auditor, name, LifeKind.SUSPENDED, today(at)).why_not == (
        f"An auditor may not {Right.CERTIFICATES.value}."
    )
    assert _may(at.site, at.marco, name, LifeKind.SUSPENDED, today(at)).allowed
    assert _may(at.site, at.marco, name, LifeKind.REVOKED, today(at)).why_not == "An assessor may not withdraw certificates."
    assert _may(at.site, at.hannah, name, LifeKind.CONFIRMED, today(at)).why_not == ("Its end does not depend on confirmations.")
    own = issue(at.site, at.hannah, signed(at, at.yusef).sign_off.id, DETAILS, PIN, at.time())
    assert _may(at.site, at.marco, own.facts.credential_id, LifeKind.SUSPENDED, today(at)).why_not == (
        "You cannot decide about your own certificate."
    )


def test_an_act_of_who_was_not_allowed_is_kept_questioned_and_changes_nothing(at: Founded, issued: IssuedCertificate) -> None:
    """Another program may sign what this one would not: the act is kept, told, and says nothing."""
    from supervisor_app.domain.certificate_life import CertificateAct
    from supervisor_app.services.appending import append_act
    from supervisor_app.services.unlocking import unlock

    body = CertificateAct(
        certificate=issued.facts.credential_id,
        worker_id=at.ana.id,
        competency="forklift",
        team="",
        on=today(at),
        reason="I say so.",
    )
    keys = unlock(at.site, at.marco, SECOND_PIN)
    with at.site.database.write() as connection:
        kind = "certificate.revoked"
        append_act(
            at.site, connection, at.marco, keys, kind, about=at.ana.id, body=body, meaning="I withdraw.", signed_at=at.time()
        )
    [line] = questioned(at.site)
    assert (line.kind, line.reason) == ("certificate.revoked", "An assessor may not withdraw certificates.")
    assert certificates(at.site, today(at)).rows[0].standing is LifeState.VALID
    life = life_of(at.site, issued.facts.credential_id)
    assert life is not None
    assert [one.questioned for one in life.acts] == [line.reason]


def test_the_rows_of_lists_say_the_same_as_all_acts_and_a_rebuild_gives_the_same(at: Founded, issued: IssuedCertificate) -> None:
    act(at, issued, LifeKind.SUSPENDED, on=today(at) + timedelta(days=3), until=today(at) + timedelta(days=9))
    later(at, days=5)
    act(at, issued, LifeKind.REINSTATED)
    later(at, days=10)
    act(at, issued, LifeKind.SUSPENDED)
    later(at, days=3)
    act(at, issued, LifeKind.SUSPENDED, until=today(at) + timedelta(days=30))
    name = issued.facts.credential_id
    life = life_of(at.site, name)
    assert life is not None
    with at.site.database.write() as connection:
        row = certificate_queries.certificate_row(connection, name)
        assert row is not None
        for day in (today(at) + timedelta(days=one) for one in range(1200)):
            assert row.state(day) is life.standing(day).state
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
    assert check(at.site).sound
