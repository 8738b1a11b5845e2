"""Certificates made of others: offered when all parts are in force, naming them, on hold with any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.certificate_life import LifeKind, LifeState
from supervisor_app.domain.checklist import Checklist, Validity
from supervisor_app.domain.qualification import Held, HeldStatus
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.services.catalogue import next_for, publish
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.certificates import Which, list_certificates
from supervisor_app.services.checking import check
from supervisor_app.services.issuing import form_anew, issue, issue_anew
from supervisor_app.services.listed_certificates import listed_certificates
from supervisor_app.services.matrix import matrix
from supervisor_app.services.passport import passport, sign_passport
from supervisor_app.services.sharing import share
from supervisor_app.services.stack_offers import stack_offers
from supervisor_app.services.stacking import issue_stack
from supervisor_app.services.verifying import Outcome, verify_file, verify_text
from supervisor_app.ui.pages.matrix_state import face_of, reading
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, forklift, found, later, signed
from tests.services.life_acts import life_of

PARTS = ("forklift", "lockout")
STACKED = Checklist(
    competency="yard-operator",
    code="YARD-1",
    revision=1,
    title={"en": "Yard operator, stage 1"},
    short_title={"en": "Yard operator"},
    steps=(),
    requires=PARTS,
    validity=Validity(months=60),
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    lockout = forklift(competency="lockout", code="LOTO", title={"en": "Lockout"}, short_title={"en": "Lockout"},
                       validity=Validity(months=12))  # fmt: skip
    for line in publish(founded.site, founded.hannah, [lockout, STACKED]):
        founded.digests[line.competency] = line.digest
    yield founded
    founded.site.close()


def certified(at: Founded, competency: str) -> str:
    later(at, hours=1)
    return issue(at.site, at.hannah, signed(at, at.ana, competency).sign_off.id, DETAILS, PIN, at.time()).facts.credential_id


def stacked(at: Founded) -> tuple[str, dict[str, str]]:
    """The certificate made of both parts; its id, and theirs by competency."""
    below = {name: certified(at, name) for name in PARTS}
    later(at, hours=1)
    return issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time()).facts.credential_id, below


def test_it_is_offered_the_moment_the_last_part_is_in_force(at: Founded) -> None:
    certified(at, "forklift")
    assert stack_offers(at.site, at.time().date()) == ()
    certified(at, "lockout")
    (offer,) = stack_offers(at.site, at.time().date())
    assert (offer.worker_name, offer.title) == ("Ana Kowalska", "Yard operator")
    assert offer.sentence == "Earned by 2 certificates: Counterbalance forklift truck and Lockout."
    assert stack_offers(at.site, at.time().date(), at.yusef.id) == ()
    issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    assert stack_offers(at.site, at.time().date()) == ()


def test_it_names_what_it_stands_on_and_ends_with_the_first_of_them(at: Founded, tmp_path: Path) -> None:
    name, below = stacked(at)
    shared = share(at.site, [name], tmp_path)
    for path in Path(shared.folder).iterdir():
        verdict = verify_file(at.site, path, at.time())
        assert verdict.valid, (path.name, verdict)
    credential = json.loads(next(path for path in Path(shared.folder).iterdir() if path.suffix == ".json").read_bytes())
    named = [item["description"] for item in credential["evidence"] if item["genre"] == "Certificate"]
    assert named == [below[competency] for competency in PARTS]
    assert "each of 2 competencies" in credential["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert credential["evidence"][0]["genre"] == "Confirmation"
    assert credential["validUntil"].startswith("2027-11-23")
    assert check(at.site).sound


@pytest.mark.parametrize("kind", [LifeKind.REVOKED, LifeKind.SUSPENDED])
def test_with_a_part_that_does_not_hold_it_is_on_hold_and_listed(at: Founded, kind: LifeKind) -> None:
    name, below = stacked(at)
    today = at.time().date()
    assert listed_certificates(at.site, today) == ()
    decide(at.site, at.hannah, below["lockout"], Decision(kind=kind, on=today, reason="Found out later"), PIN, at.time())
    assert {one.id for one in listed_certificates(at.site, today)} == {name, below["lockout"]}
    states = {line.id: line.standing for line in list_certificates(at.site, today)}
    assert states[name] is LifeState.SUSPENDED
    assert states[below["forklift"]] is LifeState.VALID
    assert name in {line.id for line in list_certificates(at.site, today, which=Which.ON_HOLD)}
    assert name not in {line.id for line in list_certificates(at.site, today, which=Which.VALID)}
    life = life_of(at.site, name)
    assert life is not None
    assert "does not hold" in life.standing(today).reason
    page = passport(at.site, at.ana.id, today)
    assert (page.stacked, len(page.held)) == ((), 1)
    assert any("Yard operator" in sentence and "on hold" in sentence for sentence in page.standing)


def test_its_verdict_then_says_on_hold(at: Founded) -> None:
    below = {name: certified(at, name) for name in PARTS}
    made = issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    assert verify_text(at.site, made.qr_text, at.time()).valid
    today = at.time().date()
    wrong = Decision(kind=LifeKind.REVOKED, on=today, reason="Wrong person")
    decide(at.site, at.hannah, below["forklift"], wrong, PIN, at.time())
    assert verify_text(at.site, made.qr_text, at.time()).outcome is Outcome.ON_HOLD


def test_the_passport_says_how_far_it_is_and_then_that_it_is_held(at: Founded) -> None:
    certified(at, "forklift")
    step = passport(at.site, at.ana.id, at.time().date()).next_step
    assert step is not None
    assert (step.title, step.done, step.parts) == ("Yard operator", 1, 2)
    assert "Lockout" in step.words
    certified(at, "lockout")
    issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    page = passport(at.site, at.ana.id, at.time().date())
    assert [line.parts for line in page.stacked] == [("Counterbalance forklift truck", "Lockout")]
    assert page.counted == "2 competencies, 1 certificate made of others"
    record = json.loads(sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time()).credential)
    assert len(record["credentialSubject"]["verifiableCredential"]) == 3


def test_it_cannot_be_had_without_its_parts_twice_or_with_a_wrong_pin(at: Founded) -> None:
    certified(at, "forklift")
    with pytest.raises(UserError, match="1 of the 2"):
        issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    certified(at, "lockout")
    with pytest.raises(NotAllowed):
        issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, SECOND_PIN, at.time())
    issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    with pytest.raises(UserError, match="in force already"):
        issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    later(at, days=400)
    assert stack_offers(at.site, at.time().date()) == ()


def test_nothing_is_observed_for_it(at: Founded) -> None:
    today = at.time().date()
    assert STACKED.competency not in {one.line.competency for one in next_for(at.site, at.ana.id, today)}


def cell(at: Founded, worker_id: str, day: date) -> Held:
    """How somebody stands with the competency made of others, in the matrix of a day."""
    shown = matrix(at.site, day)
    place = [column.competency for column in shown.columns].index(STACKED.competency)
    return next(row.cells[place] for row in shown.rows if row.person.id == worker_id)


def test_the_matrix_says_who_holds_it_who_lacks_which_part_and_counts_its_cover(at: Founded) -> None:
    certified(at, "forklift")
    today = at.time().date()
    begun = cell(at, at.ana.id, today)
    assert (begun.status, begun.parts, begun.missing) == (HeldStatus.NOT_YET, PARTS, ("lockout",))
    assert begun.sentence == "1 of 2 parts are held. Missing: Lockout."
    assert begun.trace == ("Counterbalance forklift: held.", "Lockout: Never assessed.")
    nothing = cell(at, at.yusef.id, today)
    assert (nothing.status, nothing.missing) == (HeldStatus.NEVER, PARTS)
    later(at, hours=1)
    signed(at, at.ana, "lockout")
    assert cell(at, at.ana.id, today).trace[1] == "Lockout: signed off, no certificate in force."
    certified(at, "lockout")
    assert cell(at, at.ana.id, today).sentence == "All 2 parts are held: the certificate can be issued."
    issue_stack(at.site, at.hannah, at.ana.id, STACKED.competency, PIN, at.time())
    held = cell(at, at.ana.id, today)
    assert (held.status, held.covers, held.missing) == (HeldStatus.VALID, True, ())
    assert "holds until" in held.sentence
    column = next(one for one in matrix(at.site, today).columns if one.competency == STACKED.competency)
    assert (column.title, column.covered) == ("Yard operator", 1)
    assert cell(at, at.ana.id, today - timedelta(days=1)).status is HeldStatus.NEVER
    assert cell(at, at.ana.id, today + timedelta(days=400)).status is HeldStatus.EXPIRED


def test_the_matrix_says_that_it_is_on_hold_with_a_part_and_which(at: Founded) -> None:
    _name, below = stacked(at)
    today = at.time().date()
    wait = Decision(kind=LifeKind.SUSPENDED, on=today, reason="Found out later")
    decide(at.site, at.hannah, below["lockout"], wait, PIN, at.time())
    held = cell(at, at.ana.id, today)
    assert (held.status, held.covers, held.missing) == (HeldStatus.SUSPENDED, False, ("lockout",))
    assert held.sentence.endswith("is on hold: Lockout does not hold.")


def test_the_line_below_the_matrix_leads_to_the_part_that_is_missing(at: Founded) -> None:
    certified(at, "forklift")
    shown = matrix(at.site, at.time().date())
    column = [one.competency for one in shown.columns].index(STACKED.competency)
    row = next(place for place, one in enumerate(shown.rows) if one.person.id == at.ana.id)
    line = reading(shown, row, column)
    assert (line.standing, line.competency) == ("1 of 2 parts held", "lockout")
    assert line.why.startswith("1 of 2 parts are held. Missing: Lockout. Counterbalance forklift: held.")
    assert face_of(shown.rows[row].cells[column], shown.columns[column]).word == "1 of 2"


def test_a_renewed_part_is_no_trouble(at: Founded) -> None:
    name, _below = stacked(at)
    later(at, days=300)
    certified(at, "lockout")
    today = at.time().date() + timedelta(days=1)
    assert name not in {one.id for one in listed_certificates(at.site, today)}


def test_it_is_not_issued_anew_by_itself_and_the_sentence_says_what_to_do(at: Founded) -> None:
    name, _below = stacked(at)
    with pytest.raises(UserError, match="made of others"):
        form_anew(at.site, name)
    with pytest.raises(UserError, match="made of others"):
        issue_anew(at.site, at.hannah, name, DETAILS, "A wrong name", PIN, at.time())
