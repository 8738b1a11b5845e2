"""Status lists: they can take away, never add, and only count when signed by the certificate's own issuer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.status_list import encode_bitstring

from supervisor_app.credentials import proof
from supervisor_app.credentials.findings import examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.keys import verification_method
from supervisor_app.credentials.listed_status import KnownList, ListedState, SeenLists, addresses_of, look_up
from supervisor_app.credentials.verdict import CheckState, Outcome, Verdict
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, NOW, STRANGER_KEY, TRUST, public
from tests.credentials.test_proof import minimal

ADDRESS = "https://verify.example/status/1"
SEEN = NOW - timedelta(days=2)
ACHIEVEMENT = {"id": "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f32", "type": ["Achievement"], "name": "Forklift",
               "description": "x", "criteria": {"narrative": "x"}}  # fmt: skip


def entry(**more: Any) -> proof.Json:
    return {
        "id": f"{ADDRESS}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": ADDRESS,
        **more,
    }


def badge(*entries: proof.Json) -> proof.Json:
    subject = {**minimal()["credentialSubject"], "achievement": ACHIEVEMENT}
    document = minimal(credentialStatus=list(entries) or [entry()], credentialSubject=subject)
    return proof.sign(document, ISSUER_KEY, verification_method(ISSUER_DID), NOW)


def status_list(*revoked: int, key: Ed25519PrivateKey = ISSUER_KEY, **more: Any) -> proof.Json:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": ADDRESS,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER_DID,
        "validFrom": "2026-11-20T00:00:00Z",
        "credentialSubject": {
            "id": f"{ADDRESS}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_bitstring(revoked),
        },
        **more,
    }
    return proof.sign(document, key, verification_method(ISSUER_DID), NOW)


SUBJECT = status_list()["credentialSubject"]


def seen(document: proof.Json) -> SeenLists:
    return SeenLists({ADDRESS: KnownList(document, SEEN)}, NOW)


def verdict(lists: SeenLists | None, document: proof.Json | None = None) -> Verdict:
    return judge(examine_credential(document or badge(), TRUST, None, lists), name="", now=NOW)


def line(result: Verdict) -> tuple[CheckState, str]:
    return next((check.state, f"{check.text} {check.figure}") for check in result.checks if check.name == "status")


def test_a_clear_list_says_when_it_was_made():
    result = verdict(seen(status_list(6, 8)))
    assert result.valid
    assert line(result) == (CheckState.CLOCK, "Not withdrawn on the issuer's list list of 20 Nov 2026")


def test_a_set_bit_withdraws():
    result = verdict(seen(status_list(7)))
    assert result.outcome is Outcome.WITHDRAWN
    assert line(result)[0] is CheckState.FAILED


def test_a_set_bit_for_suspension_puts_on_hold():
    document = badge(entry(statusPurpose="suspension"))
    lists = seen(status_list(7, credentialSubject={**status_list(7)["credentialSubject"], "statusPurpose": "suspension"}))
    assert verdict(lists, document).outcome is Outcome.ON_HOLD


def test_a_set_bit_with_another_meaning_changes_nothing():
    subject = {**status_list(7)["credentialSubject"], "statusPurpose": "message"}
    assert verdict(seen(status_list(7, credentialSubject=subject)), badge(entry(statusPurpose="message"))).valid


def test_without_a_list_it_is_valid_and_says_that_nobody_asked():
    result = verdict(None)
    assert result.valid
    assert line(result) == (CheckState.CLOCK, "Whether it was withdrawn since is not known here offline")
    assert result.asks == (ADDRESS,)


@pytest.mark.parametrize(
    ("lists", "why"),
    [
        (status_list(7, key=STRANGER_KEY), "not signed by the issuer"),
        ({**status_list(7), "issuer": "did:key:z6Mkother"}, "somebody else's"),
        (status_list(7, validUntil="2026-11-22T00:00:00Z"), "out of date"),
        (status_list(7, validFrom="2026-12-22T00:00:00Z"), "out of date"),
        ({**status_list(7), "type": ["VerifiableCredential"]}, "no status list"),
        (
            status_list(7, credentialSubject={**status_list()["credentialSubject"], "statusPurpose": "suspension"}),
            "something else",
        ),
        (status_list(7, credentialSubject={**SUBJECT, "encodedList": "uAAAA"}), "damaged"),
    ],
)
def test_a_list_that_cannot_be_used_changes_nothing_and_says_why(lists: proof.Json, why: str):
    result = verdict(seen(lists))
    assert result.valid
    assert why in line(result)[1]


@pytest.mark.parametrize(
    "odd",
    [{"statusListIndex": "-1"}, {"statusListIndex": "٣"}, {"statusListIndex": "9" * 5000}, {"statusListIndex": True},
     {"statusSize": 2}, {"statusListCredential": 3}, {"type": "1EdTechRevocationList"}],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_unknown(odd: dict[str, Any]):
    found = look_up(minimal(credentialStatus=[entry(**odd)]), seen(status_list(7)), {ISSUER_DID: (public(ISSUER_KEY),)})
    assert found
    assert found.state is ListedState.UNKNOWN


def test_an_index_beyond_the_list_is_unknown():
    found = look_up(
        minimal(credentialStatus=[entry(statusListIndex="30000000")]), seen(status_list(7)), {ISSUER_DID: (public(ISSUER_KEY),)}
    )
    assert found
    assert (found.state, found.why) == (ListedState.UNKNOWN, "the status list is too short")


def test_a_bomb_of_a_list_is_damaged():
    import base64
    import gzip

    packed = "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 50_000_000)).decode().rstrip("=")
    lists = status_list(credentialSubject={**status_list()["credentialSubject"], "encodedList": packed})
    assert "damaged" in line(verdict(seen(lists)))[1]


def test_only_https_would_be_asked():
    document = minimal(credentialStatus=[entry(statusListCredential="http://verify.example/1"), entry()])
    assert addresses_of(document) == (ADDRESS,)


def test_what_is_revoked_anywhere_is_revoked():
    other = "https://verify.example/status/2"
    lists = SeenLists({ADDRESS: KnownList(status_list(), SEEN), other: KnownList(status_list(7), SEEN)}, NOW)
    assert verdict(lists, badge(entry(), entry(id=f"{other}#7", statusListCredential=other))).outcome is Outcome.WITHDRAWN
