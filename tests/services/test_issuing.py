"""Issuing: what is offered, what is refused, and that a certificate says what was signed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.certificate_life import LifeState
from supervisor_app.domain.certifying import IssueDetails
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.certificate_drawing import file_stem, get_certificate, mark_printed
from supervisor_app.services.certificates import Which, certificates
from supervisor_app.services.checking import check
from supervisor_app.services.issue_offers import offers
from supervisor_app.services.issuing import issue, issue_anew
from supervisor_app.services.numbering import organisation_letters
from supervisor_app.services.replacing import RENEWED
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, found, later, signed
from tests.services.life_acts import life_of


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def test_an_offer_stays_on_today_until_the_certificate_is_issued(at: Founded) -> None:
    result = signed(at, at.ana)
    today = at.time().date()
    assert [offer.sign_off_id for offer in offers(at.site, today)] == [result.sign_off.id]
    issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    assert offers(at.site, today) == ()


def test_only_the_newest_success_is_offered(at: Founded) -> None:
    signed(at, at.ana)
    later(at, days=1)
    newest = signed(at, at.ana)
    assert [offer.sign_off_id for offer in offers(at.site, at.time().date())] == [newest.sign_off.id]


def test_missing_fields_are_named_in_words_and_nothing_is_issued(at: Founded) -> None:
    result = signed(at, at.ana)
    with pytest.raises(InputError, match="day the training was completed, trainer"):
        issue(at.site, at.hannah, result.sign_off.id, IssueDetails(), PIN, at.time())
    assert certificates(at.site, at.time().date()).all == 0


def test_the_certificate_says_what_was_signed_and_is_frozen(at: Founded) -> None:
    result = signed(at, at.ana)
    issued = issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    facts = issued.facts
    assert (facts.holder, facts.employee_no, facts.level, facts.level_rank) == ("Ana Kowalska", "20417", "U", 3)
    assert (facts.trainer, facts.evaluator, facts.evaluated_on) == ("M. Osei", "Hannah Weber", "FT-07")
    assert facts.valid_until is not None
    assert facts.valid_until.year == facts.evaluated.year + 3
    assert [one.name for one in facts.signatures] == ["Hannah Weber", "Hannah Weber"]
    assert dict(facts.evidence.digests)["assessment"] == result.entry_hash.hex()
    assert get_certificate(at.site, facts.credential_id) == issued
    assert check(at.site).sound


def test_the_credential_is_an_open_badge_about_the_holder_with_the_assessors_endorsement(at: Founded) -> None:
    issued = issue(at.site, at.hannah, signed(at, at.yusef).sign_off.id, DETAILS, PIN, at.time())
    credential = json.loads(issued.credential)
    assert "AchievementCredential" in credential["type"]
    assert credential["endorsement"]
    assert {"Yusef חזן", "010462"} <= {one["identityHash"] for one in credential["credentialSubject"]["identifier"]}


def test_a_second_certificate_for_one_sign_off_is_refused_with_the_number_of_the_first(at: Founded) -> None:
    result = signed(at, at.ana)
    first = issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    with pytest.raises(UserError, match=first.facts.number):
        issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())


def test_nobody_issues_a_certificate_to_themself(at: Founded) -> None:
    result = signed(at, at.yusef)
    with pytest.raises(NotAllowed, match="yourself"):
        issue(at.site, at.marco, result.sign_off.id, DETAILS, SECOND_PIN, at.time())


def test_a_wrong_pin_issues_nothing(at: Founded) -> None:
    result = signed(at, at.ana)
    with pytest.raises(NotAllowed):
        issue(at.site, at.hannah, result.sign_off.id, DETAILS, "9999", at.time())
    assert certificates(at.site, at.time().date()).all == 0


def test_the_rule_must_be_met_first(at: Founded) -> None:
    result = signed(at, at.ana, "twice")
    with pytest.raises(UserError, match="not met yet"):
        issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())


def test_numbers_count_up_under_the_letters_of_the_firm_and_the_laptop(at: Founded) -> None:
    numbers = [
        issue(at.site, at.hannah, signed(at, who).sign_off.id, DETAILS, PIN, at.time()).facts.number for who in (at.ana, at.yusef)
    ]
    assert re.fullmatch(r"NP-[A-Z]{3}-000001", numbers[0])
    assert numbers[1] == numbers[0].replace("000001", "000002")


@pytest.mark.parametrize(
    ("name", "letters"), [("Northgate Pressings Inc.", "NPI"), ("Ålesund Værft", "AV"), ("株式会社", "C"), ("  3M  ", "3")]
)
def test_the_letters_of_a_firm(name: str, letters: str) -> None:
    assert organisation_letters(name) == letters


def test_printing_is_recorded_and_counted(at: Founded) -> None:
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    day = at.time().date()
    assert certificates(at.site, day, which=Which.TO_PRINT).to_print == 1
    mark_printed(at.site, at.hannah, [issued.facts.credential_id])
    page = certificates(at.site, day)
    assert (page.to_print, page.rows[0].printed) == (0, 1)


def test_certificates_are_found_by_any_part_of_name_or_number(at: Founded) -> None:
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    day = at.time().date()
    for text in ("walsk", "20417", issued.facts.number[-4:], "forklift"):
        assert len(certificates(at.site, day, text=text).rows) == 1, text
    assert certificates(at.site, day, text="nobody").rows == ()


def test_file_names_hold_no_path_and_no_name(at: Founded) -> None:
    issued = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    hostile = replace(issued, facts=replace(issued.facts, number="../../x:y\\z"))
    assert file_stem(hostile) == "______x_y_z"
    assert "Ana" not in file_stem(issued)


def test_nothing_is_issued_on_a_signature_that_does_not_hold(at: Founded) -> None:
    """An approved laptop could write an act under somebody's name: the tables do not look at each signature, issuing does."""
    offer = signed(at, at.ana).offer
    assert offer is not None
    with at.site.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE entry SET content = replace(content, '\"sig\":\"', '\"sig\":\"A') WHERE kind = 'assessment.signed'"
        )
    with pytest.raises(UserError, match="signature of this sign-off does not hold"):
        issue(at.site, at.hannah, offer.sign_off_id, DETAILS, PIN, at.time())


def test_every_certificate_names_its_own_bit_of_this_laptops_status_list(at: Founded) -> None:
    from supervisor_app.services.site_changes import SiteChange, change_site

    change_site(at.site, at.hannah, SiteChange(host="northgate.example"))
    first = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, days=1)
    second = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    statuses = [json.loads(one.credential)["credentialStatus"] for one in (first, second)]
    assert statuses[0]["statusListCredential"] == statuses[1]["statusListCredential"] == first.facts.status_list
    assert statuses[0]["statusListIndex"] != statuses[1]["statusListIndex"]
    change_site(at.site, at.hannah, SiteChange(host=""))
    later(at, days=1)
    third = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    assert "credentialStatus" not in json.loads(third.credential)
    assert third.facts.status_list == ""


def test_a_new_certificate_replaces_the_older_one_in_one_transaction(at: Founded) -> None:
    first = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, days=20)
    newer = signed(at, at.ana)
    [offer] = offers(at.site, at.time().date())
    assert offer.renews is not None
    assert (offer.renews.id, offer.renews.number) == (first.facts.credential_id, first.facts.number)
    second = issue(at.site, at.hannah, newer.sign_off.id, DETAILS, PIN, at.time(), renews=offer.renews.id)
    assert second.replaces == first.facts.credential_id
    life = life_of(at.site, first.facts.credential_id)
    assert life is not None
    now = life.standing(at.time().date())
    assert (now.state, now.successor, now.reason, now.author) == (
        LifeState.REPLACED,
        second.facts.credential_id,
        RENEWED,
        "Hannah Weber",
    )
    assert check(at.site).sound


def test_without_being_asked_for_nothing_is_replaced_and_a_strangers_certificate_never_is(at: Founded) -> None:
    first = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, days=20)
    other = signed(at, at.yusef)
    with pytest.raises(UserError, match="somebody or something else"):
        issue(at.site, at.hannah, other.sign_off.id, DETAILS, PIN, at.time(), renews=first.facts.credential_id)
    issue(at.site, at.hannah, other.sign_off.id, DETAILS, PIN, at.time())
    assert {line.standing for line in certificates(at.site, at.time().date()).rows} == {LifeState.VALID}


def test_a_wrong_certificate_is_issued_anew_with_a_reason_and_the_same_evaluation(at: Founded) -> None:
    first = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, days=1)
    corrected = replace(DETAILS, limits="Up to 1.5 t", language="de")
    with pytest.raises(InputError, match="Reason"):
        issue_anew(at.site, at.hannah, first.facts.credential_id, corrected, "  ", PIN, at.time())
    second = issue_anew(at.site, at.hannah, first.facts.credential_id, corrected, "Wrong capacity.", PIN, at.time())
    assert (second.facts.limits, second.facts.evaluated, second.facts.valid_until) == (
        "Up to 1.5 t",
        first.facts.evaluated,
        first.facts.valid_until,
    )
    assert (second.facts.limits_short, second.facts.language) == ("Up to 1.5 t", first.facts.language)
    life = life_of(at.site, first.facts.credential_id)
    assert life is not None
    assert life.standing(at.time().date()).reason == "Wrong capacity."
    with pytest.raises(UserError, match="cannot be replaced: it is replaced since"):
        issue_anew(at.site, at.hannah, first.facts.credential_id, corrected, "Again.", PIN, at.time())
    third = issue_anew(at.site, at.hannah, second.facts.credential_id, DETAILS, "The first one was right.", PIN, at.time())
    assert certificates(at.site, at.time().date(), which=Which.VALID).rows[0].id == third.facts.credential_id
    assert check(at.site).sound
