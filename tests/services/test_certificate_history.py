"""What happens to a certificate is seen in the matrix, on the person's page, on Today, by the command and on another laptop."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.checklist import Validity
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people_story import HeldState
from supervisor_app.domain.qualification import Clock, Held, HeldStatus
from supervisor_app.services.audit_pack import export_pack
from supervisor_app.services.audit_verify import verify_pack
from supervisor_app.services.catalogue import publish
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificate_drawing import get_certificate
from supervisor_app.services.certificates import LifeState, certificates
from supervisor_app.services.checking import check
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.issuing import issue
from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.matrix import matrix
from supervisor_app.services.people_story import person_story
from supervisor_app.services.subject_access import export_person
from supervisor_app.services.today import today as today_page
from supervisor_app.storage import projections
from tests.services.founded import DETAILS, PIN, Founded, forklift, found, later, signed
from tests.services.holding import held_by
from tests.services.life_acts import life_of

REASON = "Drove with the load raised."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


@pytest.fixture
def issued(at: Founded) -> IssuedCertificate:
    return issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())


def day(at: Founded) -> date:
    return at.time().date()


def act(at: Founded, issued: IssuedCertificate, kind: LifeKind, **changes: object) -> None:
    later(at, minutes=5)
    facts: dict[str, object] = {"kind": kind, "on": day(at), "reason": REASON}
    decision = Decision(**(facts | changes))  # type: ignore[arg-type]
    decide(at.site, at.hannah, issued.facts.credential_id, decision, PIN, at.time())


def cell(at: Founded, on: date | None = None) -> Held:
    shown = matrix(at.site, on or day(at))
    column = next(place for place, one in enumerate(shown.columns) if one.competency == "forklift")
    held = next(one for one in shown.rows if one.person.id == at.ana.id).cells[column]
    assert held_by(at.site, at.ana.id, "forklift", on or day(at)) == held
    return held


def test_a_hold_takes_the_cover_away_until_it_is_over(at: Founded, issued: IssuedCertificate) -> None:
    assert (cell(at).status, cell(at).covers) == (HeldStatus.VALID, True)
    last = day(at) + timedelta(days=4)
    act(at, issued, LifeKind.SUSPENDED, until=last)
    held = cell(at)
    assert (held.status, held.covers, held.holds) == (HeldStatus.SUSPENDED, False, False)
    assert held.sentence == f"On hold from 23 November 2026 to 27 November 2026: {REASON}"
    assert cell(at, last + timedelta(days=1)).status is HeldStatus.VALID
    assert person_story(at.site, at.ana.id, day(at)).holds[0].state is HeldState.ON_HOLD


def test_withdrawn_or_ended_early_it_is_held_no_more_until_a_new_sign_off(at: Founded, issued: IssuedCertificate) -> None:
    act(at, issued, LifeKind.REVOKED)
    assert (cell(at).status, cell(at).clock) == (HeldStatus.EXPIRED, Clock.TRIGGER)
    assert "the certificate was withdrawn, Drove" in cell(at).sentence
    story = person_story(at.site, at.ana.id, day(at))
    assert story.holds[0].state is HeldState.WITHDRAWN
    assert any("was withdrawn: Drove" in line.words for line in story.history)
    later(at, days=2)
    signed(at, at.ana)
    assert cell(at).status is HeldStatus.VALID


def test_an_accident_of_last_week_ends_what_was_evaluated_before_it(at: Founded, issued: IssuedCertificate) -> None:
    later(at, days=10)
    happened = day(at) - timedelta(days=3)
    act(at, issued, LifeKind.TRIGGERED, on=happened)
    assert cell(at).status is HeldStatus.EXPIRED
    assert cell(at, happened - timedelta(days=1)).status is HeldStatus.VALID


def confirmed_site(at: Founded) -> IssuedCertificate:
    """Publish a revision that asks for a confirmation every 6 months, and issue a certificate of it."""
    rule = Validity(months=36, confirm_every_months=6)
    [line] = publish(at.site, at.hannah, [forklift(revision=2, validity=rule)])
    at.digests["forklift"] = line.digest
    return issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())


def test_confirmations_move_the_end_everywhere_and_stand_on_the_paper(at: Founded) -> None:
    made = confirmed_site(at)
    assert made.facts.valid_until == date(2029, 11, 23)
    assert certificates(at.site, day(at)).rows[0].ends == date(2027, 5, 23)
    later(at, days=170)
    [due] = today_page(at.site, at.hannah, at.time()).due
    assert (due.day, due.why) == (date(2027, 5, 23), "6-month confirmation")
    act(at, made, LifeKind.CONFIRMED, reason="")
    assert certificates(at.site, day(at)).rows[0].ends == date(2027, 11, 12)
    assert cell(at).due == date(2027, 11, 12)
    assert today_page(at.site, at.hannah, at.time()).due == ()
    [row] = get_certificate(at.site, made.facts.credential_id).facts.confirmed
    assert (row.day, row.name) == (date(2027, 5, 12), "Hannah Weber")
    later(at, days=200)
    life = life_of(at.site, made.facts.credential_id)
    assert life is not None
    assert life.standing(day(at)).state is LifeState.EXPIRED
    assert cell(at).status is HeldStatus.EXPIRED


def test_everything_held_about_a_person_has_what_happened_to_their_certificates(
    at: Founded, issued: IssuedCertificate, tmp_path: Path
) -> None:
    act(at, issued, LifeKind.SUSPENDED)
    result = export_person(at.site, at.hannah, at.ana.id, tmp_path / "ana.zip")
    with zipfile.ZipFile(result.path) as pack:
        assert REASON in pack.read("report.txt").decode()


def test_the_command_decides_with_a_pin_from_a_file_and_says_where_it_stands(
    at: Founded, issued: IssuedCertificate, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n", encoding="utf-8")
    monkeypatch.setattr(cli, "now", at.time)
    at.site.close()
    folder = ["--data-dir", str(at.site.folder)]
    who = ["--member", "Hannah Weber", "--pin-file", str(pin)]
    number = issued.facts.number
    assert cli.run(["certificate", "suspend", number, "--reason", REASON, "--until", "2026-12-24", *who, *folder]) == 0
    said = f"suspended since 23 November 2026, until 24 December 2026: {REASON}"
    assert capsys.readouterr().out.startswith(f"{number}, Ana Kowalska, Counterbalance forklift truck: {said}")
    assert cli.run(["certificate", "show", number, "--json", *folder]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["listed"], told["acts"][0]["act"]) == ("suspended", "on_hold", "suspended")
    assert cli.run(["certificate", "reinstate", number, "--reason", "Trained again.", *who, *folder]) == 0
    assert cli.run(["certificate", "revoke", number, *who, *folder]) == 2
    assert "Reason" in capsys.readouterr().err
    assert cli.run(["certificate", "revoke", number, "--reason", "x"]) == 2
    assert cli.run(["certificate", "end", number, "--reason", "x", "--from", "soon", *who, *folder]) == 2
    assert "no day" in capsys.readouterr().err
    assert cli.run(["certificate", "revoke", number, "--reason", "Wrong person.", *who, *folder]) == 0


def test_a_replaced_certificate_says_nothing_about_what_its_holder_holds(at: Founded, issued: IssuedCertificate) -> None:
    later(at, days=3)
    newer = issue(
        at.site,
        at.hannah,
        signed(at, at.ana).sign_off.id,
        replace(DETAILS, limits="Up to 3.5 t"),
        PIN,
        at.time(),
        renews=issued.facts.credential_id,
    )
    act(at, issued, LifeKind.REVOKED)
    assert cell(at).status is HeldStatus.VALID
    assert certificates(at.site, day(at)).in_force == 1
    assert person_story(at.site, at.ana.id, day(at)).holds[0].certificate_id == newer.facts.credential_id


def test_what_happened_to_an_erased_certificate_goes_with_it_and_stays_gone(at: Founded, issued: IssuedCertificate) -> None:
    act(at, issued, LifeKind.SUSPENDED)
    name = issued.facts.credential_id
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.RECORDS, (name,))
    assert {"1 certificate", "1 act about a certificate"} <= set(shown.goes)
    erase(at.site, at.hannah, shown, "asked", "Ana", PIN)
    assert life_of(at.site, name) is None
    with at.site.database.write() as connection:
        for table in ("certificate", "certificate_act", "certificate_hold"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
    assert check(at.site).sound


def test_an_audit_pack_holds_the_acts_and_verifies(at: Founded, issued: IssuedCertificate, tmp_path: Path) -> None:
    act(at, issued, LifeKind.REVOKED)
    pack = tmp_path / "pack.zip"
    export_pack(at.site, LedgerFilter(), pack, by="Hannah Weber")
    assert verify_pack(pack).sound
    with zipfile.ZipFile(pack) as parts:
        told = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".csv"))
    assert f"withdrew Ana Kowalska’s certificate {issued.facts.number}. Reason: {REASON}" in told.decode("utf-8-sig")
