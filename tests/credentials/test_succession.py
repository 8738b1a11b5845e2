"""A history of keys: the old one's signature is what is checked, and it is the one that a site's ledger holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from supervisor_app.credentials.keys import did_key, multikey
from supervisor_app.credentials.succession import endorsed
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore, read_trust, write_trust
from supervisor_app.errors import InputError
from supervisor_app.ledger.issuer_endorsements import succession_message
from tests.credentials.samples import ASSESSOR_KEY, ISSUER_KEY, NORTHGATE, STRANGER_KEY, public

NEW, OLD = public(ASSESSOR_KEY), public(ISSUER_KEY)
SIGNED = ISSUER_KEY.sign(succession_message(OLD.hex(), NEW.hex()))
SUCCESSOR = TrustedIssuer(issuer=did_key(NEW), public_key=NEW, name="Northgate", before=OLD, endorsement=SIGNED)


def test_the_signature_of_the_ledger_is_the_one_that_is_checked() -> None:
    assert endorsed(OLD, NEW, SIGNED)
    other = public(STRANGER_KEY)
    for before, after, signature in (
        (NEW, OLD, SIGNED),
        (OLD, other, SIGNED),
        (OLD, NEW, SIGNED[:-1]),
        (OLD, NEW, bytes(64)),
    ):
        assert not endorsed(before, after, signature)


def test_a_trust_file_carries_it_there_and_back() -> None:
    assert read_trust("x", write_trust([SUCCESSOR, NORTHGATE])).issuers == (SUCCESSOR, NORTHGATE)


@pytest.mark.parametrize(
    "before",
    [
        {"key": multikey(OLD), "endorsement": "00" * 64},
        {"key": multikey(public(STRANGER_KEY)), "endorsement": SIGNED.hex()},
        {"key": "z6Mk", "endorsement": SIGNED.hex()},
        {"key": multikey(OLD), "endorsement": "zz" * 64},
        {"key": multikey(OLD)},
        "x",
        [],
    ],
    ids=str,
)
def test_a_signature_that_does_not_hold_is_refused_not_passed_over(before: object) -> None:
    data = json.dumps({"issuers": [{"did": did_key(NEW), "name": "Northgate", "before": before}]}).encode()
    with pytest.raises(InputError, match="issuer 1: the key before did not sign for this one"):
        read_trust("trust.json", data)


def test_one_organisation_is_what_its_keys_signed_for_whatever_anybody_calls_themselves() -> None:
    namesake = TrustedIssuer(issuer=did_key(public(STRANGER_KEY)), public_key=public(STRANGER_KEY), name=NORTHGATE.name)
    by_web = replace(NORTHGATE, issuer="did:web:northgate.example")
    trust = TrustStore((NORTHGATE, namesake, SUCCESSOR, by_web))
    assert set(trust.same_organisation(NORTHGATE)) == {NORTHGATE, SUCCESSOR, by_web}
    assert set(trust.same_organisation(SUCCESSOR)) == {NORTHGATE, SUCCESSOR, by_web}
    assert trust.same_organisation(namesake) == (namesake,)


def test_who_lists_a_key_of_others_beside_their_own_does_not_speak_for_those() -> None:
    thief = [TrustedIssuer(issuer="did:web:thief.example", public_key=key, name="Thief") for key in (OLD, public(STRANGER_KEY))]
    trust = TrustStore((NORTHGATE, *thief))
    assert public(STRANGER_KEY) not in {one.public_key for one in trust.same_organisation(NORTHGATE)}
