"""did:web: which address a name stands for, which keys a document lets make assertions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.credentials.did_web import NoDocument, document_address, is_did_document, keys_of
from supervisor_app.credentials.keys import multikey
from tests.credentials.samples import ISSUER_KEY, STRANGER_KEY, public
from tests.credentials.tokens import encoded

DID = "did:web:school.example:people"


def document(**more: Any) -> dict[str, Any]:
    method = {"id": f"{DID}#k1", "type": "Multikey", "controller": DID, "publicKeyMultibase": multikey(public(ISSUER_KEY))}
    return {"id": DID, "verificationMethod": [method], "assertionMethod": [f"{DID}#k1"], **more}


@pytest.mark.parametrize(
    ("did", "address"),
    [
        ("did:web:school.example", "https://school.example/.well-known/did.json"),
        ("did:web:School.Example:a:b", "https://school.example/a/b/did.json"),
        ("did:web:localhost", ""),
        ("did:web:10.0.0.1", ""),
        ("did:web:school.example%3A8443", ""),
        ("did:web:school.example:..:x", ""),
        ("did:web:school.example:a%2Fb", ""),
        ("did:web:user@school.example", ""),
        ("did:web:", ""),
        ("did:key:z6Mk", ""),
    ],
)
def test_a_name_stands_for_one_ordinary_https_address(did: str, address: str):
    assert document_address(did) == address


@given(st.text(max_size=60))
def test_no_name_leads_anywhere_else(text: str):
    address = document_address(f"did:web:{text}")
    assert address == "" or (address.startswith("https://") and address.endswith("/did.json") and "@" not in address)


def test_keys_that_may_make_assertions_are_taken():
    assert keys_of(document()) == (DID, (public(ISSUER_KEY),))
    assert is_did_document(document())


def test_relative_names_inline_methods_and_jwk_are_understood():
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encoded(public(STRANGER_KEY))}
    inline = {"id": "#k2", "type": "JsonWebKey", "controller": DID, "publicKeyJwk": jwk}
    found = document(assertionMethod=["#k1", inline])
    assert keys_of(found) == (DID, (public(ISSUER_KEY), public(STRANGER_KEY)))


@pytest.mark.parametrize(
    "more",
    [
        {"id": "did:key:x"},
        {"id": "did:web:localhost"},
        {"assertionMethod": []},
        {"assertionMethod": None},
        {"verificationMethod": "x"},
        {"verificationMethod": [{"id": f"{DID}#k1", "controller": "did:web:other.example", "publicKeyMultibase": "z6Mk"}]},
        {"verificationMethod": [{"id": f"{DID}#k1", "publicKeyMultibase": "z6MkNonsense"}]},
    ],
)
def test_a_document_without_a_usable_key_says_so(more: dict[str, Any]):
    with pytest.raises(NoDocument):
        keys_of(document(**more))
