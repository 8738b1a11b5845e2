"""Whom a laptop believes: only what an admin added after seeing the fingerprint, only here, and it can be taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.credentials.keys import multikey
from supervisor_app.credentials.trust import write_trust
from supervisor_app.errors import InputError, NotAllowed
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
from supervisor_app.services.verifying import Outcome, verify
from tests.credentials.samples import ISSUER_KEY, NORTHGATE, NOW, STRANGER_KEY, issued, public
from tests.credentials.test_listed_status import ADDRESS, badge, status_list
from tests.services.founded import Founded, found

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
    assert offer_of(at.site, "list.json", json.dumps(status_list(7)).encode()) == KeptList(ADDRESS)
    assert verify(at.site, "x.json", data, NOW).outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"issuers": []}', b'{"issuers": [{"did": "did:key:x", "name": "y"}]}', b"x" * 1_100_000,
     json.dumps({**status_list(7), "id": "urn:x"}).encode(), did_document()],
)  # fmt: skip
def test_a_file_that_is_none_says_so(at: Founded, data: bytes):
    with pytest.raises(InputError):
        offer_of(at.site, "x.json", data)


def test_a_file_that_is_not_there_says_so(at: Founded, tmp_path: Path):
    with pytest.raises(InputError, match="cannot be opened"):
        read_offer(at.site, tmp_path / "none.json")
