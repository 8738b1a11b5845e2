"""The assessor's own word: theirs alone, about this sign-off, saying the same as the certificate around it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from supervisor_app.credentials import proof
from supervisor_app.credentials.badge import build_credential
from supervisor_app.credentials.endorsement import build_endorsement
from supervisor_app.credentials.findings import Word, examine_credential
from supervisor_app.credentials.issuing import issue, sign_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.verdict import Outcome
from tests.credentials.samples import ASSESSOR_KEY, CHECKLIST, FACTS, ISSUER_KEY, NOW, STATEMENT, STRANGER_KEY, TRUST, public


def around(endorsement: Json | None, **changes: object) -> Json:
    """A certificate the organisation signs around an endorsement."""
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    signed: Json = json.loads(sign_credential(build_credential(facts, CHECKLIST, STATEMENT, endorsement, NOW), ISSUER_KEY, NOW))
    return signed


def ours() -> Json:
    return build_endorsement(FACTS, STATEMENT, ASSESSOR_KEY, NOW)


def test_it_is_the_assessor_s_signature_not_the_organisation_s():
    proof.check(ours(), public(ASSESSOR_KEY))
    with pytest.raises(proof.ProofProblem):
        proof.check(ours(), public(ISSUER_KEY))


def test_it_holds_inside_the_certificate_and_on_its_own():
    whole = around(ours())
    proof.check(whole, public(ISSUER_KEY))
    proof.check(whole["endorsement"][0], public(ASSESSOR_KEY))
    assert examine_credential(whole, TRUST, None).word is Word.GENUINE


@pytest.mark.parametrize(
    "changes",
    [{"limits": "Up to 5 t"}, {"level": "O", "level_name": "trains others", "level_rank": 4}, {"holder": "Daniel Ekberg"}],
)
def test_an_organisation_cannot_say_something_else_around_it(changes):
    findings = examine_credential(around(ours(), **changes), TRUST, None)
    assert findings.word is Word.OTHER
    assert judge(findings, name="", now=NOW).outcome is Outcome.NOT_GENUINE


def test_a_word_by_somebody_else_does_not_count_as_the_assessor_s():
    stranger = replace(STATEMENT, public_key=public(STRANGER_KEY))
    assert examine_credential(around(build_endorsement(FACTS, stranger, STRANGER_KEY, NOW)), TRUST, None).word is Word.ABSENT


def test_a_word_about_another_sign_off_is_another_word():
    other = build_endorsement(FACTS, replace(STATEMENT, sign_off_id="0f" * 16), ASSESSOR_KEY, NOW)
    assert examine_credential(around(other), TRUST, None).word is Word.OTHER


def test_a_forged_signature_of_the_assessor_is_told_even_if_the_organisation_signed_around_it():
    forged = ours()
    forged["proof"][0]["proofValue"] = build_endorsement(
        FACTS, replace(STATEMENT, public_key=public(STRANGER_KEY)), STRANGER_KEY, NOW
    )["proof"][0]["proofValue"]
    findings = examine_credential(around(forged), TRUST, None)
    assert findings.word is Word.BROKEN
    assert judge(findings, name="", now=NOW).outcome is Outcome.NOT_GENUINE


def test_without_it_the_verdict_says_so_and_still_stands():
    verdict = judge(examine_credential(around(None), TRUST, None), name="", now=NOW)
    assert verdict.valid
    assert "The assessor's own signature is not inside" in [check.text for check in verdict.checks]


def test_a_key_that_is_not_the_assessor_s_is_refused_at_once():
    with pytest.raises(ValueError, match="another key"):
        build_endorsement(FACTS, STATEMENT, STRANGER_KEY, NOW)


def test_an_endorsement_made_when_the_assessor_signed_can_be_put_in_later():
    given = issue(FACTS, CHECKLIST, STATEMENT, issuer_key=ISSUER_KEY, endorsement=ours(), created=NOW)
    made = issue(FACTS, CHECKLIST, STATEMENT, issuer_key=ISSUER_KEY, assessor_key=ASSESSOR_KEY, created=NOW)
    assert given == made


def test_a_credential_is_only_signed_by_the_key_it_names():
    with pytest.raises(ValueError, match="another issuer"):
        sign_credential(build_credential(FACTS, CHECKLIST, STATEMENT, None, NOW), STRANGER_KEY, NOW)
