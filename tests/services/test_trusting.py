"""Whom a laptop believes: only what an admin added after seeing the fingerprint, only here, and it can be taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.keys import did_key, multikey
from supervisor_app.credentials.status_list import StatusCode, StatusRow, sign_status, status_name
from supervisor_app.credentials.trust import TrustedIssuer, write_trust
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.issuer_succession import succeed_issuer_key
from supervisor_app.services.trusting import (
    KeptList,
    TrustOffer,
    believe,
    export_own,
    forget,
    known_issuers,
    offer_of,
    read_offer,
)
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.services.verifying import Outcome, verify, verify_text
from tests.credentials.samples import FACTS, ISSUER_KEY, NORTHGATE, NOW, STRANGER_KEY, issued, public
from tests.credentials.test_listed_status import ADDRESS, badge, status_list
from tests.services.certified import certify
from tests.services.founded import PIN, Founded, found

DID = "did:web:school.example"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def offered(at: Founded, data: bytes) -> TrustOffer:
    offer = offer_of(at.site, "trust.json", data)
    assert isinstance(offer, TrustOffer)
    return offer


def did_document(*keys: bytes) -> bytes:
    methods = [
        {"id": f"{DID}#k{number}", "type": "Multikey", "controller": DID, "publicKeyMultibase": multikey(key)}
        for number, key in enumerate(keys)
    ]
    document = {"id": DID, "verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}
    return json.dumps(document).encode()


def test_a_trust_file_is_shown_with_its_fingerprint_before_anything_is_believed(at: Founded):
    offer = offered(at, write_trust([NORTHGATE]))
    assert [one.issuer.fingerprint for one in offer.issuers] == [NORTHGATE.fingerprint]
    assert verify(at.site, "x.json", issued().credential, NOW).outcome is Outcome.UNKNOWN_ISSUER


def test_what_an_admin_added_is_believed_until_it_is_taken_away(at: Founded):
    assert believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE]))) == 1
    assert verify(at.site, "x.json", issued().credential, NOW).outcome is Outcome.VALID
    again = offered(at, write_trust([NORTHGATE]))
    assert [one.known for one in again.issuers] == [True]
    assert believe(at.site, at.hannah, again) == 0
    forget(at.site, at.hannah, next(one for one in known_issuers(at.site) if not one.own))
    assert verify(at.site, "x.json", issued().credential, NOW).outcome is Outcome.UNKNOWN_ISSUER


def test_only_an_admin_decides_and_the_own_key_stays(at: Founded):
    offer = offered(at, write_trust([NORTHGATE]))
    with pytest.raises(NotAllowed, match="Only an admin"):
        believe(at.site, at.marco, offer)
    with pytest.raises(NotAllowed, match="own key"):
        forget(at.site, at.hannah, known_issuers(at.site)[0])


def test_a_file_cannot_call_itself_this_sites_own(at: Founded):
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE])))
    assert [one.own for one in known_issuers(at.site)] == [True, False]


def test_another_key_of_a_known_issuer_is_told_apart(at: Founded):
    believe(at.site, at.hannah, offered(at, did_document(public(ISSUER_KEY))))
    offer = offered(at, did_document(public(STRANGER_KEY)))
    assert [(one.known, one.other_keys) for one in offer.issuers] == [(False, True)]
    assert offer.issuers[0].issuer.name == "school.example"


def test_the_own_trust_file_makes_our_certificates_valid_elsewhere(at: Founded, tmp_path: Path):
    path = tmp_path / "northgate.json"
    assert [one.own for one in export_own(at.site, path)] == [True]
    other = found(tmp_path / "other", seed=2)
    offer = read_offer(other.site, path)
    assert isinstance(offer, TrustOffer)
    assert offer.new[0].fingerprint == known_issuers(at.site)[0].fingerprint
    other.site.close()


def test_a_status_list_from_a_file_is_kept_and_used(at: Founded):
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE])))
    data = json.dumps(badge()).encode()
    assert verify(at.site, "x.json", data, NOW).outcome is Outcome.VALID
    assert offer_of(at.site, "list.json", json.dumps(status_list(7)).encode()) == KeptList(ADDRESS, date(2026, 11, 20))
    assert verify(at.site, "x.json", data, NOW).outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"issuers": []}', b'{"issuers": [{"did": "did:key:x", "name": "y"}]}', b"x" * 1_100_000,
     json.dumps({**status_list(7), "id": "urn:x"}).encode(), did_document()],
)  # fmt: skip
def test_a_file_that_is_none_says_so(at: Founded, data: bytes):
    with pytest.raises(InputError):
        offer_of(at.site, "x.json", data)


def by_phone_list(at: Founded, day: date, *rows: StatusRow, key: Ed25519PrivateKey = ISSUER_KEY) -> KeptList:
    kept = offer_of(at.site, "status.bin", sign_status(day, rows, key))
    assert isinstance(kept, KeptList)
    return kept


TODAY = NOW.date()
NAME = status_name(FACTS.credential_id)


@pytest.mark.parametrize(
    ("code", "outcome", "words"),
    [
        (StatusCode.WITHDRAWN, Outcome.WITHDRAWN, "Withdrawn by Northgate Pressings since 3 Jun 2026."),
        (StatusCode.ON_HOLD, Outcome.ON_HOLD, "Suspended since 3 Jun 2026. Not valid until that is lifted."),
        (StatusCode.REPLACED, Outcome.REPLACED, "A newer certificate was issued. Ask the holder for it."),
    ],
)
def test_the_list_for_phones_of_another_organisation_holds_for_its_record_and_its_code(
    at: Founded, code: StatusCode, outcome: Outcome, words: str
):
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE])))
    made = issued()
    assert by_phone_list(at, TODAY, StatusRow(NAME, code, date(2026, 6, 3))) == KeptList("Northgate Pressings", TODAY)
    for verdict in (verify(at.site, "x.json", made.credential, NOW), verify_text(at.site, made.qr.text, NOW)):
        assert (verdict.outcome, verdict.sentence) == (outcome, words)
        assert next(check for check in verdict.checks if check.name == "status").figure == "since 3 Jun 2026, list of today"


def test_what_was_known_last_says_of_which_day_it_is(at: Founded):
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE])))
    by_phone_list(at, TODAY - timedelta(days=9))

    def line(days: int = 0) -> str:
        verdict = verify(at.site, "x.json", issued().credential, NOW + timedelta(days=days))
        assert verdict.valid
        return next(f"{check.text}: {check.figure}" for check in verdict.checks if check.name == "status")

    assert line() == "Not withdrawn on the issuer's list: list of 14 Nov 2026"
    assert "older than 30 days" in line(days=22)


def test_an_older_list_never_takes_the_place_of_a_newer_one(at: Founded):
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE])))
    by_phone_list(at, TODAY, StatusRow(NAME, StatusCode.WITHDRAWN, TODAY))
    assert not by_phone_list(at, TODAY - timedelta(days=1)).kept
    assert verify(at.site, "x.json", issued().credential, NOW).outcome is Outcome.WITHDRAWN
    newer, older = status_list(7), status_list(validFrom="2026-11-19T00:00:00Z")
    kept = [offer_of(at.site, "list.json", json.dumps(one).encode()) for one in (newer, older)]
    assert [one.kept for one in kept if isinstance(one, KeptList)] == [True, False]
    assert verify(at.site, "x.json", json.dumps(badge()).encode(), NOW).outcome is Outcome.WITHDRAWN


def test_a_list_for_phones_of_a_stranger_or_a_changed_one_is_refused(at: Founded):
    with pytest.raises(InputError, match="is not known here") as problem:
        by_phone_list(at, TODAY)
    assert "trust file first" in problem.value.hint
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE])))
    changed = bytearray(sign_status(TODAY, (), ISSUER_KEY))
    changed[-70] ^= 1
    head = b"\x84\x43\xa1\x01"
    for data in (bytes(changed), sign_status(TODAY, (), ISSUER_KEY) + b"\0", head, head + bytes(3_000_000)):
        with pytest.raises(InputError):
            offer_of(at.site, "status.bin", data)
    assert verify(at.site, "status.bin", bytes(changed), NOW).sentence == "This is a status list, not a certificate."


def test_a_new_key_that_the_old_one_signed_for_speaks_for_certificates_of_the_old_one(at: Founded, tmp_path: Path):
    made = certify(at.site, at.hannah, PIN)
    succeed_issuer_key(at.site, at.hannah, PIN)
    keys = unlock(at.site, at.hannah, PIN)
    rows = [StatusRow(status_name(made.facts.credential_id), StatusCode.WITHDRAWN, TODAY)]
    data = sign_status(TODAY, rows, issuer_key(at.site, keys))
    export_own(at.site, tmp_path / "northgate.json")
    other = found(tmp_path / "other", seed=2)
    try:
        offer = read_offer(other.site, tmp_path / "northgate.json")
        assert isinstance(offer, TrustOffer)
        assert [bool(one.before) for one in offer.new] == [True, False]
        believe(other.site, other.hannah, offer)
        assert verify(other.site, "x.json", made.credential, NOW).outcome is Outcome.VALID
        offer_of(other.site, "status.bin", data)
        assert verify(other.site, "x.json", made.credential, NOW).outcome is Outcome.WITHDRAWN
    finally:
        other.site.close()


def test_a_successor_is_told_apart_from_a_stranger_under_the_same_name(at: Founded, tmp_path: Path):
    before = known_issuers(at.site)[0]
    succeed_issuer_key(at.site, at.hannah, PIN)
    export_own(at.site, tmp_path / "northgate.json")
    other = found(tmp_path / "other", seed=2)
    try:
        believe(other.site, other.hannah, offered(other, write_trust([replace(before, own=False)])))
        offer = read_offer(other.site, tmp_path / "northgate.json")
        assert isinstance(offer, TrustOffer)
        assert [(one.known, one.other_keys, one.signed_by) for one in offer.issuers] == [
            (False, False, "Northgate Pressings"),
            (True, False, ""),
        ]
    finally:
        other.site.close()


def test_a_stranger_who_is_believed_too_says_nothing_about_others_certificates(at: Founded):
    stranger = TrustedIssuer(issuer=did_key(public(STRANGER_KEY)), public_key=public(STRANGER_KEY), name=NORTHGATE.name)
    believe(at.site, at.hannah, offered(at, write_trust([NORTHGATE, stranger])))
    by_phone_list(at, TODAY, StatusRow(NAME, StatusCode.WITHDRAWN, TODAY), key=STRANGER_KEY)
    assert verify(at.site, "x.json", issued().credential, NOW).outcome is Outcome.VALID


def test_a_file_that_is_not_there_says_so(at: Founded, tmp_path: Path):
    with pytest.raises(InputError, match="cannot be opened"):
        read_offer(at.site, tmp_path / "none.json")
