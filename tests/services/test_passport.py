"""The passport: what is in force, what is begun, signed as one record that carries the certificates whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.passport_words import passport_words
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.issuing import issue
from supervisor_app.services.papers import draw_passport
from supervisor_app.services.passport import FILE_NAME, find_worker, passport, save_passport, sign_passport
from supervisor_app.services.verifying import Outcome, verify, verify_text
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, found, later, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def certified(at: Founded) -> str:
    """A certificate for Ana; its id."""
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    return issued.facts.credential_id


def test_it_says_what_is_held_and_why_it_ends(at: Founded) -> None:
    name = certified(at)
    page = passport(at.site, at.ana.id, at.time().date())
    assert [(line.certificate_id, line.level, line.ends) for line in page.held] == [(name, page.held[0].level, "")]
    assert (page.holder, page.counted) == (page.holder, "1 competency")
    assert page.standing == ("Nothing is on hold or withdrawn.",)
    until = page.held[0].valid_until
    assert until
    near = passport(at.site, at.ana.id, until - timedelta(days=70))
    assert near.held[0].ends == "ends in 70 days"
    assert passport(at.site, at.ana.id, until + timedelta(days=1)).held == ()


def test_of_two_certificates_for_one_competency_the_one_that_holds_longer_is_in(at: Founded) -> None:
    certified(at)
    later(at, days=40)
    newest = certified(at)
    assert passport(at.site, at.ana.id, at.time().date()).certificate_ids == (newest,)


def test_it_speaks_the_language_that_is_asked_for_else_that_of_the_newest_certificate(at: Founded) -> None:
    certified(at)
    assert passport(at.site, at.ana.id, at.time().date()).language == "en"
    later(at, days=1)
    issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, replace(DETAILS, language="de"), PIN, at.time())
    page = passport(at.site, at.ana.id, at.time().date())
    assert (page.language, page.counted, page.standing) == ("de", "1 Befähigung", ("Nichts ruht oder ist widerrufen.",))
    until = page.held[0].valid_until
    assert until
    near = passport(at.site, at.ana.id, until - timedelta(days=70), "ar")
    assert (near.language, near.held[0].ends) == ("ar", "الأيام المتبقية: 70")
    assert passport(at.site, at.ana.id, at.time().date(), "en").standing == ("Nothing is on hold or withdrawn.",)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_what_is_begun_is_told_in_its_language_and_the_page_is_valid(at: Founded, language: str) -> None:
    certified(at)
    made = sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time(), language)
    data = draw_passport(at.site, made, "A4")
    verdict = verify(at.site, "passport.pdf", data, at.time())
    assert verdict.valid, verdict
    assert verify_text(at.site, made.qr_text, at.time()).fact("Competency") == passport_words(language).title


def test_the_signed_record_carries_the_certificates_whole_and_verifies(at: Founded, tmp_path: Path) -> None:
    certified(at)
    made = sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())
    path = save_passport(made, tmp_path)
    assert path.name == FILE_NAME
    verdict = verify(at.site, path.name, path.read_bytes(), at.time())
    assert verdict.outcome is Outcome.VALID, verdict
    record = json.loads(path.read_bytes())
    assert [inner["id"] for inner in record["credentialSubject"]["verifiableCredential"]] == list(made.passport.certificate_ids)
    assert verify_text(at.site, made.qr_text, at.time()).outcome is Outcome.VALID


def test_a_certificate_changed_inside_or_left_out_is_found(at: Founded) -> None:
    certified(at)
    record = json.loads(sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time()).credential)
    inner = record["credentialSubject"]["verifiableCredential"][0]
    inner["credentialSubject"]["licenseNumber"] += "1"
    assert verify(at.site, "p.json", json.dumps(record).encode(), at.time()).outcome is Outcome.NOT_GENUINE


def test_without_a_certificate_there_is_nothing_to_sign(at: Founded) -> None:
    signed(at, at.ana)
    with pytest.raises(UserError, match="no certificate in force"):
        sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())


def test_a_wrong_pin_signs_nothing(at: Founded) -> None:
    certified(at)
    with pytest.raises(NotAllowed):
        sign_passport(at.site, at.hannah, at.ana.id, SECOND_PIN + "9", at.time())


def test_a_person_is_found_by_number_or_name(at: Founded) -> None:
    page = passport(at.site, at.ana.id, at.time().date())
    assert find_worker(at.site, page.employee_no) == find_worker(at.site, page.holder.upper()) == at.ana.id
    with pytest.raises(InputError):
        find_worker(at.site, "nobody of this name")


def test_the_command_writes_it_for_a_person_by_number(
    at: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from supervisor_app import cli

    name, pin = certified(at), tmp_path / "pin.txt"
    pin.write_text(PIN, encoding="utf-8")
    monkeypatch.setattr(cli, "now", at.time)
    where = ["--data-dir", str(at.site.folder), "--member", "Hannah Weber", "--pin-file", str(pin), "--json"]
    assert cli.run(["passport", at.ana.employee_no, "--out", str(tmp_path / "p.json"), *where]) == cli.EXIT_FINE
    assert json.loads(capsys.readouterr().out)["certificates"] == [name]
    assert verify(at.site, "p.json", (tmp_path / "p.json").read_bytes(), at.time()).valid
    assert cli.run(["passport", "nobody", "--out", str(tmp_path / "q.json"), *where]) == cli.EXIT_UNREADABLE
    assert not (tmp_path / "q.json").exists()
