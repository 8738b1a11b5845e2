"""did:key and Multikey: what other programs write we read, and the other way round."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given
from hypothesis import strategies as st
from openbadgeslib.ob3.did import did_key_from_pem

from supervisor_app.credentials import keys

PUBLIC_KEYS = st.binary(min_size=32, max_size=32)


@given(PUBLIC_KEYS)
@example(bytes(32))
@example(b"\xff" * 32)
def test_a_key_survives_the_way_through_its_did(public_key):
    did = keys.did_key(public_key)
    assert did.startswith("did:key:z6Mk")
    assert keys.read_did_key(did) == public_key


@given(PUBLIC_KEYS)
def test_another_library_spells_the_did_the_same(public_key):
    pem = Ed25519PublicKey.from_public_bytes(public_key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert keys.did_key(public_key) == did_key_from_pem(pem)


def test_the_w3c_key_pair_reads(shared_data):
    multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert multikey in (shared_data / "credentials/w3c-vc-di-eddsa/keyPair.json").read_text()
    public_key = keys.read_multikey(multikey)
    assert public_key is not None
    assert keys.multikey(public_key) == multikey


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:key:",
        "did:web:example.org",
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ0",  # 0 is no base58 digit
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6Mk",
        "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",  # a P-256 key
        "did:key:z" + "z" * 47,  # too large a number
        "did:key:z" + "1" * 47,
        "did:key:" + "z" * 1_000_000,
    ],
)
def test_anything_but_an_ed25519_did_key_is_no_key(did):
    assert keys.read_did_key(did) is None


@given(st.text())
def test_no_text_makes_reading_stumble(text):
    keys.read_did_key(f"did:key:{text}")
    keys.read_multikey(text)


def test_a_key_id_prints_in_fours():
    assert keys.key_id_words("e92255d5ca0ca346") == keys.key_id_words(bytes.fromhex("e92255d5ca0ca346")) == "e922 55d5 ca0c a346"
    assert len(keys.key_id(bytes(32))) == 8
