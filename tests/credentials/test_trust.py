"""Pinned issuers: read strictly, found by name and by key id."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.credentials.keys import key_id, multikey
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore, read_trust
from supervisor_app.errors import InputError
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, NORTHGATE, STRANGER_KEY, TRUST, public


def read(*issuers: object) -> TrustStore:
    return read_trust("trust.json", json.dumps({"issuers": issuers}).encode())


def test_a_did_key_brings_its_key_another_issuer_names_it():
    store = read(
        {"did": ISSUER_DID, "name": "Northgate Pressings", "since": "2026-05-04"},
        {"issuer": "https://example.com/issuers/1", "key": multikey(public(STRANGER_KEY)), "name": "Example"},
    )
    assert store.issuers[0] == NORTHGATE
    assert store.by_issuer("https://example.com/issuers/1")[0].public_key == public(STRANGER_KEY)


def test_every_key_with_the_same_key_id_is_found():
    twin = TrustedIssuer(issuer="did:web:example.org", public_key=public(ISSUER_KEY), name="Twin")
    found = TRUST.with_issuers([twin]).by_key_id(key_id(public(ISSUER_KEY)))
    assert found == (NORTHGATE, twin)
    assert TRUST.by_key_id(bytes(8)) == ()


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({}, "needs a name"),
        ({"did": ISSUER_DID}, "needs a name"),
        ({"did": ISSUER_DID[:-1], "name": "x"}, "key cannot be used"),
        ({"issuer": "https://example.com", "name": "x"}, "key cannot be used"),
        ({"did": ISSUER_DID, "name": "x", "since": "May"}, "not a day"),
        ("did:key:x", "needs a name"),
    ],
)
def test_a_wrong_entry_is_named_by_its_place(entry, reason):
    with pytest.raises(InputError, match=f"trust.json, issuer 2: .*{reason}"):
        read({"did": ISSUER_DID, "name": "Northgate Pressings"}, entry)


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_stumble(data):
    with pytest.raises(InputError):
        read_trust("trust.json", data)


def test_since_is_a_day():
    assert read({"did": ISSUER_DID, "name": "x"}).issuers[0].since is None
    assert read({"did": ISSUER_DID, "name": "x", "since": "2026-05-04"}).issuers[0].since == date(2026, 5, 4)
