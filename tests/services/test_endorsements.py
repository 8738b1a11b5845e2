"""Endorsements of others: kept when genuine, shown and carried along; and our own about what others issued."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from supervisor_app.credentials.third_party import OutsideWord, sign_word
from supervisor_app.credentials.trust import TrustedIssuer, write_trust
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.checking import check
from supervisor_app.services.endorsements import endorse, endorsements_of, keep, save_endorsement, spoken_of
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.issuing import issue
from supervisor_app.services.passport import sign_passport
from supervisor_app.services.sharing import share
from supervisor_app.services.site_register import TRUST_NAME
from supervisor_app.services.verifying import Outcome, Verdict, verify
from tests.credentials.samples import FACTS, ISSUER_DID, ISSUER_KEY, issued, public
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, as_role, found, signed

CUSTOMER = TrustedIssuer(issuer=ISSUER_DID, public_key=public(ISSUER_KEY), name="Customer Ltd")


@dataclass(frozen=True, slots=True)
class Certified:
    """A site with one certificate, which believes one customer."""

    at: Founded
    certificate: str
    achievement: str

    def word(self, subject: str = "", comment: str = "A year without a dented pallet.", number: int = 5) -> bytes:
        word = OutsideWord(
            id=f"urn:uuid:{uuid.UUID(int=number)}",
            subject=subject or self.certificate,
            title="Forklift",
            organisation="Customer Ltd",
            comment=comment,
        )
        return sign_word(word, ISSUER_KEY, self.at.time())

    def checked(self, data: bytes) -> Verdict:
        return verify(self.at.site, "word.json", data, self.at.time())


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Certified]:
    at = found(tmp_path / "site")
    (at.site.folder / TRUST_NAME).write_bytes(write_trust([CUSTOMER]))
    made = issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    achievement = json.loads(made.credential)["credentialSubject"]["achievement"]["id"]
    yield Certified(at, made.facts.credential_id, achievement)
    at.site.close()


def test_one_about_a_certificate_is_kept_shown_and_carried_along(one: Certified, tmp_path: Path) -> None:
    at = one.at
    about = keep(at.site, at.hannah, one.checked(one.word()))
    assert about.certificate == one.certificate
    lines = endorsements_of(at.site, one.certificate, at.time())
    assert [(line.by, line.comment, line.outcome) for line in lines] == [
        ("Customer Ltd", "A year without a dented pallet.", "valid")
    ]
    shared = share(at.site, [one.certificate], tmp_path)
    carried = next(path for path in Path(shared.folder).iterdir() if "endorsement" in path.name)
    assert one.checked(carried.read_bytes()).valid
    passport = json.loads(sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time()).credential)
    inside = passport["credentialSubject"]["verifiableCredential"]
    assert [item["type"][1] for item in inside] == ["AchievementCredential", "EndorsementCredential"]
    assert verify(at.site, "passport.json", json.dumps(passport).encode(), at.time()).valid


def test_the_verdict_on_the_certificate_says_so(one: Certified, tmp_path: Path) -> None:
    at = one.at
    keep(at.site, at.hannah, one.checked(one.word()))
    shared = share(at.site, [one.certificate], tmp_path)
    for suffix in (".pdf", ".svg"):
        path = next(path for path in Path(shared.folder).iterdir() if path.suffix == suffix)
        verdict = verify(at.site, path.name, path.read_bytes(), at.time())
        assert verdict.valid
        assert [line.text for line in verdict.checks if line.name == "endorsed"] == [
            "Endorsed by Customer Ltd: “A year without a dented pallet.”"
        ]


def test_one_about_the_competency_goes_with_every_certificate_of_it(one: Certified) -> None:
    at = one.at
    about = keep(at.site, at.hannah, one.checked(one.word(one.achievement)))
    assert (about.certificate, about.competency) == ("", "forklift")
    assert [line.by for line in endorsements_of(at.site, one.certificate, at.time())] == ["Customer Ltd"]


def test_kept_twice_it_is_there_once(one: Certified) -> None:
    verdict = one.checked(one.word())
    for _ in range(2):
        keep(one.at.site, one.at.hannah, verdict)
    assert len(endorsements_of(one.at.site, one.certificate, one.at.time())) == 1
    assert check(one.at.site).sound


def test_what_does_not_hold_or_means_nothing_here_is_not_kept(one: Certified) -> None:
    at = one.at
    edited = json.loads(one.word())
    edited["credentialSubject"]["endorsementComment"] = "Better."
    for data in (json.dumps(edited).encode(), issued().credential):
        with pytest.raises(UserError, match="genuine and holds"):
            keep(at.site, at.hannah, one.checked(data))
    with pytest.raises(UserError, match="nothing in this laptop"):
        keep(at.site, at.hannah, one.checked(one.word(f"urn:uuid:{uuid.UUID(int=9)}")))
    assert spoken_of(at.site, "") is None


def test_once_the_issuer_is_not_believed_it_says_so_and_travels_no_more(one: Certified, tmp_path: Path) -> None:
    at = one.at
    keep(at.site, at.hannah, one.checked(one.word()))
    (at.site.folder / TRUST_NAME).unlink()
    (line,) = endorsements_of(at.site, one.certificate, at.time())
    assert line.outcome == Outcome.UNKNOWN_ISSUER
    assert not any("endorsement" in name for name in share(at.site, [one.certificate], tmp_path).files)


def test_who_may_not_decide_about_certificates_keeps_none(one: Certified) -> None:
    auditor = as_role(one.at, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        keep(one.at.site, auditor, one.checked(one.word()))


class TestGiven:
    def theirs(self, one: Certified, **changes: object) -> Verdict:
        """The verdict on the customer's own certificate."""
        return one.checked(issued(**{"organisation": "Customer Ltd", "status_list": "", **changes}).credential)

    def test_ours_about_theirs_is_valid_for_whoever_believes_us(self, one: Certified, tmp_path: Path) -> None:
        at = one.at
        data = endorse(at.site, at.hannah, self.theirs(one), "She trained two of ours.", PIN, at.time())
        path = save_endorsement(data, tmp_path / "word.json")
        verdict = one.checked(path.read_bytes())
        assert (verdict.outcome, verdict.subject) == (Outcome.VALID, FACTS.credential_id)
        assert verdict.fact("Says so") == "Northgate Pressings"

    def test_not_what_is_our_own_nor_what_does_not_hold(self, one: Certified, tmp_path: Path) -> None:
        at = one.at
        own = Path(share(at.site, [one.certificate], tmp_path).folder)
        mine = one.checked(next(path for path in own.iterdir() if path.suffix == ".json").read_bytes())
        with pytest.raises(NotAllowed, match="issued it itself"):
            endorse(at.site, at.hannah, mine, "Good.", PIN, at.time())
        broken = replace(self.theirs(one), outcome=Outcome.EXPIRED)
        with pytest.raises(UserError, match="genuine and holds"):
            endorse(at.site, at.hannah, broken, "Good.", PIN, at.time())

    @pytest.mark.parametrize("comment", ["", "  ", "x" * 1001, "a\x00b"])
    def test_something_must_be_said(self, one: Certified, comment: str) -> None:
        with pytest.raises(InputError):
            endorse(one.at.site, one.at.hannah, self.theirs(one), comment, PIN, one.at.time())

    def test_a_wrong_pin_and_an_auditor_sign_nothing(self, one: Certified) -> None:
        at, theirs = one.at, self.theirs(one)
        with pytest.raises(NotAllowed):
            endorse(at.site, at.hannah, theirs, "Good.", SECOND_PIN, at.time())
        with pytest.raises(NotAllowed):
            endorse(at.site, as_role(at, Role.AUDITOR), theirs, "Good.", PIN, at.time())


def test_it_goes_with_the_person_it_is_about(one: Certified) -> None:
    at = one.at
    keep(at.site, at.hannah, one.checked(one.word()))
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    erase(at.site, at.hannah, shown, "asked", "the worker", PIN)
    with at.site.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM endorsed").scalar() == 0
    assert check(at.site).sound
