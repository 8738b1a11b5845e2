"""Records that carry whole credentials (CLR 2.0): each inside is held against its own issuer, none can spoil or save the rest."""

from __future__ import annotations

import copy
import json

import pytest

from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.trust import TrustStore
from supervisor_app.credentials.verdict import CheckState, Outcome, Verdict
from tests.credentials.records import record, small_badge
from tests.credentials.samples import STRANGER_KEY, TRUST, issued
from tests.credentials.test_judging import NOW
from tests.services.verdicts import verify_bytes


def verdict(document: Json, trust: TrustStore = TRUST) -> Verdict:
    return verify_bytes("record.json", json.dumps(document).encode(), trust=trust, now=NOW)


def inner(result: Verdict) -> tuple[CheckState, str]:
    return next((check.state, check.text) for check in result.checks if check.name == "inner")


def test_each_certificate_inside_is_checked_and_named():
    result = verdict(record(json.loads(issued().credential), small_badge(2)))
    assert result.outcome is Outcome.VALID
    assert inner(result) == (CheckState.PASSED, "2 certificates inside, each signed by a known issuer")
    assert result.fact("Inside") == "Counterbalance forklift; Badge 2"


def test_one_changed_inside_spoils_the_record_even_if_its_issuer_signed_it_so():
    changed = {**small_badge(1), "name": "Tower crane"}
    result = verdict(record(small_badge(2), changed))
    assert result.outcome is Outcome.NOT_GENUINE
    assert result.sentence == "A certificate inside it was changed after it was signed."


def test_what_is_inside_cannot_be_exchanged_added_or_taken_out():
    whole = record(small_badge(1), small_badge(2))
    for inside in ([small_badge(1)], [small_badge(1), small_badge(3)], [small_badge(n) for n in (1, 2, 3)]):
        other = copy.deepcopy(whole)
        other["credentialSubject"]["verifiableCredential"] = inside
        assert verdict(other).outcome is Outcome.NOT_GENUINE


def test_an_unknown_issuer_inside_is_said_and_the_record_stays_what_it_is():
    from supervisor_app.credentials.issuing import sign_credential
    from supervisor_app.credentials.keys import did_key
    from tests.credentials.samples import public

    theirs = json.loads(issued().credential)
    del theirs["proof"]
    theirs["issuer"]["id"] = did_key(public(STRANGER_KEY))
    stranger = json.loads(sign_credential(theirs, STRANGER_KEY, NOW))
    result = verdict(record(small_badge(1), stranger))
    assert result.outcome is Outcome.VALID
    assert inner(result) == (CheckState.UNKNOWN, "1 of 2 certificates inside by an issuer not known here")


def test_a_record_of_a_stranger_is_unknown_whatever_it_carries():
    assert verdict(record(small_badge(1)), TrustStore()).outcome is Outcome.UNKNOWN_ISSUER
    assert verdict(record(small_badge(1), key=STRANGER_KEY)).outcome is Outcome.NOT_GENUINE


@pytest.mark.parametrize("inside", [{}, "text", 7, None])
def test_what_is_no_certificate_inside_is_counted_not_believed(inside: object):
    assert verdict(record(small_badge(1))).valid
    odd = record(small_badge(1))
    odd["credentialSubject"]["verifiableCredential"].append(inside)
    assert not verdict(odd).valid


def test_a_record_inside_a_record_is_not_followed():
    within = record(small_badge(1), id="urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f97")
    assert inner(verdict(record(within))) == (CheckState.UNKNOWN, "1 of 1 certificate inside that cannot be checked here")


def test_a_certificate_inside_may_not_bear_the_name_of_the_record():
    assert verdict(record(record(small_badge(1)))).outcome is Outcome.NOT_GENUINE
