"""Deciding about several certificates at once: one reason, one PIN, an act for each, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app import cli
from supervisor_app.domain.certificate_life import LifeKind, LifeState
from supervisor_app.domain.checklist import Validity
from supervisor_app.errors import InputError, NotAllowed, StorageError, UserError
from supervisor_app.services import certificate_deciding
from supervisor_app.services.appending import append_acts
from supervisor_app.services.catalogue import publish
from supervisor_app.services.certificate_deciding import Decision, choices, decide, decide_several
from supervisor_app.services.certificate_standing import lives_of
from supervisor_app.services.checking import check
from supervisor_app.services.issuing import issue
from supervisor_app.storage import ledger_store
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, forklift, found, later, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    welding = forklift(competency="welding", code="WELD", validity=Validity(months=36, confirm_every_months=6))
    for line in publish(founded.site, founded.hannah, [welding]):
        founded.digests[line.competency] = line.digest
    yield founded
    founded.site.close()


def issued(at: Founded, *whose: str, competency: str = "welding") -> tuple[str, ...]:
    """The ids of a certificate for each of these people ("ana", "yusef"), in their order."""
    made = []
    for name in whose:
        later(at, hours=1)
        sign_off = signed(at, getattr(at, name), competency).sign_off.id
        made.append(issue(at.site, at.hannah, sign_off, DETAILS, PIN, at.time()).facts.credential_id)
    return tuple(made)


def decision(at: Founded, kind: LifeKind, reason: str = "") -> Decision:
    return Decision(kind=kind, on=at.time().date(), reason=reason)


def states(at: Founded, ids: tuple[str, ...]) -> list[LifeState]:
    return [life.standing(at.time().date()).state for life in lives_of(at.site, ids)]


def test_a_team_is_confirmed_with_one_pin_each_by_an_act_of_its_own(at: Founded) -> None:
    ids = issued(at, "ana", "yusef")
    later(at, days=150)
    lives = decide_several(at.site, at.hannah, ids, decision(at, LifeKind.CONFIRMED), PIN, at.time())
    assert [life.facts.id for life in lives] == list(ids)
    assert [[one.on for one in life.confirmations()] for life in lives] == [[at.time().date()]] * 2
    with at.site.database.read() as connection:
        assert len(ledger_store.entries_of_kinds(connection, ["certificate.confirmed"])) == 2
    assert check(at.site).sound


def test_what_cannot_be_is_told_before_with_its_reason_and_nothing_is_signed_for_the_others(at: Founded) -> None:
    welder, held, driver = issued(at, "ana", "yusef") + issued(at, "ana", competency="forklift")
    later(at, days=3)
    decide(at.site, at.hannah, held, decision(at, LifeKind.REVOKED, "Wrong person."), PIN, at.time())
    confirmed = decision(at, LifeKind.CONFIRMED)
    ids = (welder, held, driver)
    told = choices(at.site, at.hannah, ids, LifeKind.CONFIRMED, at.time().date())
    assert [one.problem(confirmed, at.time().date()) for one in told] == [
        "",
        "It is withdrawn; that is final.",
        "Its end does not depend on confirmations.",
    ]
    with pytest.raises(NotAllowed, match="2 of 3 cannot be confirmed") as refused:
        decide_several(at.site, at.hannah, ids, confirmed, PIN, at.time())
    assert told[1].life.number in refused.value.message
    assert not any(life.confirmations() for life in lives_of(at.site, ids))


def test_the_day_is_held_against_each_certificate(at: Founded) -> None:
    [first] = issued(at, "ana")
    between = at.time().date()
    later(at, days=30)
    [second] = issued(at, "yusef")
    early = replace(decision(at, LifeKind.CONFIRMED), on=between)
    told = choices(at.site, at.hannah, (first, second), LifeKind.CONFIRMED, at.time().date())
    assert [one.problem(early, at.time().date()) for one in told] == ["", "The day lies before the evaluation."]
    with pytest.raises(NotAllowed, match="1 of 2 cannot be confirmed"):
        decide_several(at.site, at.hannah, (first, second), early, PIN, at.time())
    with pytest.raises(InputError, match="the day lies before the evaluation"):
        decide(at.site, at.hannah, second, early, PIN, at.time())


def test_who_may_decide_is_asked_for_each_person(at: Founded) -> None:
    ids = issued(at, "ana", "yusef")
    told = choices(at.site, at.marco, ids, LifeKind.SUSPENDED, at.time().date())
    assert [one.permission.why_not for one in told] == ["", "You cannot decide about your own certificate."]
    with pytest.raises(NotAllowed, match="1 of 2 cannot be put on hold"):
        decide_several(at.site, at.marco, ids, decision(at, LifeKind.SUSPENDED, "Wait."), SECOND_PIN, at.time())
    assert states(at, ids) == [LifeState.VALID] * 2


def test_holds_of_several_are_lifted_together(at: Founded) -> None:
    ids = issued(at, "ana", "yusef")
    decide_several(at.site, at.hannah, ids, decision(at, LifeKind.SUSPENDED, "The machine is checked."), PIN, at.time())
    assert states(at, ids) == [LifeState.SUSPENDED] * 2
    later(at, days=1)
    decide_several(at.site, at.hannah, (*ids, ids[0]), decision(at, LifeKind.REINSTATED, "It was sound."), PIN, at.time())
    assert states(at, ids) == [LifeState.VALID] * 2
    assert [len(life.acts) for life in lives_of(at.site, ids)] == [2, 2]


@pytest.mark.parametrize(("pin", "reason"), [("0000", "A reason."), (PIN, " ")])
def test_without_the_pin_or_a_reason_nothing_is_signed(at: Founded, pin: str, reason: str) -> None:
    ids = issued(at, "ana", "yusef")
    with pytest.raises((NotAllowed, InputError)):
        decide_several(at.site, at.hannah, ids, decision(at, LifeKind.REVOKED, reason), pin, at.time())
    assert states(at, ids) == [LifeState.VALID] * 2


def test_where_the_laptop_fails_on_the_way_none_is_decided(at: Founded, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = issued(at, "ana", "yusef")

    def full(*given: object, **named: object) -> object:
        append_acts(*given, **named)  # type: ignore[arg-type]
        raise StorageError("The disk is full.", "Free some room.")

    monkeypatch.setattr(certificate_deciding, "append_acts", full)
    with pytest.raises(StorageError):
        decide_several(at.site, at.hannah, ids, decision(at, LifeKind.REVOKED, "Wrong list."), PIN, at.time())
    assert states(at, ids) == [LifeState.VALID] * 2
    assert check(at.site).sound


def test_one_that_is_not_here_stops_all(at: Founded) -> None:
    ids = issued(at, "ana")
    with pytest.raises(UserError, match="not on this laptop"):
        decide_several(at.site, at.hannah, (*ids, "urn:uuid:none"), decision(at, LifeKind.CONFIRMED), PIN, at.time())


def test_the_command_decides_about_all_or_where_possible(
    at: Founded, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = (*issued(at, "ana", "yusef"), *issued(at, "ana", competency="forklift"))
    numbers = [life.number for life in lives_of(at.site, ids)]
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n", encoding="utf-8")
    monkeypatch.setattr(cli, "now", at.time)
    at.site.close()
    folder = ["--data-dir", str(at.site.folder)]
    who = ["--member", "Hannah Weber", "--pin-file", str(pin), *folder]
    assert cli.run(["certificate", "confirm", *numbers, *who]) == 2
    assert "1 of 3 cannot be confirmed" in capsys.readouterr().err
    assert cli.run(["certificate", "confirm", *numbers, "--where-possible", "--json", *who]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["number"] for one in told["certificates"]] == numbers[:2]
    assert all(one["acts"][-1]["act"] == "confirmed" for one in told["certificates"])
    assert told["left_out"] == [
        {"number": numbers[2], "holder": "Ana Kowalska", "why_not": "Its end does not depend on confirmations."}
    ]
    assert cli.run(["certificate", "confirm", numbers[2], "--where-possible", *who]) == 2
    assert "None of them can be confirmed" in capsys.readouterr().err
    assert cli.run(["certificate", "suspend", *numbers, "--reason", "Stock-taking.", *who]) == 0
    assert capsys.readouterr().out.count("suspended since") == 3
    assert cli.run(["certificate", "show", *numbers, *folder]) == 1
