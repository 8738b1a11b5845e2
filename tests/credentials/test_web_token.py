"""Web tokens: three algorithms with a pinned key, everything else refused with its reason, nothing decided by the token alone."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.credentials.public_keys import (
    algorithm_of,
    key_from_jwk,
    key_words,
    public_bytes,
    read_key_words,
    signature_holds,
)
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore, read_trust, write_trust
from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.credentials.web_token import NotAToken, read_token
from tests.credentials.samples import ISSUER_KEY, NOW, STRANGER_KEY, issued, public
from tests.credentials.tokens import Private, encoded, token
from tests.services.verdicts import verify_pasted

ISSUER = "https://school.example/issuer"


@cache
def keys() -> dict[str, Private]:
    return {
        "EdDSA": ISSUER_KEY,
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "RS256": rsa.generate_private_key(65537, 2048),
    }


def bytes_of(key: Private) -> bytes:
    return public_bytes(key.public_key())


def claims(**more: Any) -> dict[str, Any]:
    document = json.loads(issued().credential)
    del document["proof"]
    document["issuer"] = {"id": ISSUER, "type": ["Profile"], "name": "School"}
    return {"iss": ISSUER, "jti": document["id"], "vc": document, **more}


def known(*held: bytes) -> TrustStore:
    return TrustStore(tuple(TrustedIssuer(issuer=ISSUER, public_key=key, name="School") for key in held))


def checked(text: str, trust: TrustStore) -> Verdict:
    return verify_pasted(text, trust=trust, now=NOW)


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
class TestThreeAlgorithms:
    def test_a_token_of_a_pinned_key_is_valid(self, algorithm: str):
        text = token(claims(), keys()[algorithm], algorithm)
        assert checked(text, known(bytes_of(keys()[algorithm]))).outcome is Outcome.VALID
        assert checked(text, TrustStore()).outcome is Outcome.UNKNOWN_ISSUER

    def test_a_changed_claim_is_found(self, algorithm: str):
        head, _body, seal = token(claims(), keys()[algorithm], algorithm).split(".")
        other = claims()
        other["vc"]["name"] = "Tower crane"
        text = ".".join((head, encoded(json.dumps(other).encode()), seal))
        assert checked(text, known(bytes_of(keys()[algorithm]))).outcome is Outcome.NOT_GENUINE

    def test_a_key_is_only_used_with_its_own_algorithm(self, algorithm: str):
        for other in {"EdDSA", "ES256", "RS256"} - {algorithm}:
            text = token(claims(), keys()[algorithm], other)
            assert checked(text, known(bytes_of(keys()[algorithm]))).outcome is Outcome.NOT_GENUINE

    def test_keys_survive_a_trust_file(self, algorithm: str):
        trust = known(bytes_of(keys()[algorithm]))
        assert read_trust("trust.json", write_trust(trust.issuers)) == trust
        assert read_key_words(key_words(bytes_of(keys()[algorithm]))) == bytes_of(keys()[algorithm])


@pytest.mark.parametrize(
    ("algorithm", "words"), [("none", "none"), ("HS256", "HS256"), ("ES384", "ES384"), (None, "no algorithm")]
)
def test_another_algorithm_is_refused_with_its_name(algorithm: str, words: str):
    verdict = checked(token(claims(), ISSUER_KEY, algorithm), known(public(ISSUER_KEY)))
    assert verdict.outcome is Outcome.UNSUPPORTED
    assert f"signed with {words}" in verdict.sentence


@pytest.mark.parametrize("header", [{"crit": ["b64"]}, {"b64": False}])
def test_a_demanded_extension_is_refused(header: dict[str, Any]):
    verdict = checked(token(claims(), ISSUER_KEY, "EdDSA", **header), known(public(ISSUER_KEY)))
    assert verdict.outcome is Outcome.UNSUPPORTED


def test_the_key_a_token_brings_says_nothing_about_who_signed():
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": encoded(public(STRANGER_KEY))}
    text = token(claims(), STRANGER_KEY, "EdDSA", jwk=jwk)
    assert checked(text, TrustStore()).outcome is Outcome.UNKNOWN_ISSUER
    assert checked(text, known(public(ISSUER_KEY))).outcome is Outcome.NOT_GENUINE
    assert checked(text[:-8] + "AAAAAAAA", TrustStore()).outcome is Outcome.NOT_GENUINE


@pytest.mark.parametrize("told", [{"iss": "https://other.example"}, {"jti": "urn:x"}, {"sub": "urn:other"}])
def test_a_token_may_not_contradict_what_it_carries(told: dict[str, Any]):
    with pytest.raises(NotAToken, match="one thing"):
        read_token(token(claims(**told), ISSUER_KEY, "EdDSA"))


def test_the_dates_of_the_token_count_where_the_certificate_is_silent():
    inside = claims(nbf=1_262_304_000, exp=1_293_840_000)
    del inside["vc"]["validFrom"], inside["vc"]["validUntil"]
    assert checked(token(inside, ISSUER_KEY, "EdDSA"), known(public(ISSUER_KEY))).outcome is Outcome.EXPIRED
    for odd in (-1, True, 10**12, "x"):
        with pytest.raises(NotAToken, match="date"):
            read_token(token({**inside, "exp": odd}, ISSUER_KEY, "EdDSA"))


@given(st.text(alphabet="eyJhbGciOiJF.-_=", max_size=200))
def test_no_text_is_more_than_refused(text: str):
    assert not checked("eyJ" + text, known(public(ISSUER_KEY))).valid


class TestKeys:
    def test_small_and_foreign_keys_are_not_believed(self):
        small = rsa.generate_private_key(65537, 1024).public_key()
        other = ec.generate_private_key(ec.SECP384R1()).public_key()
        for key in (small, other):
            data = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
            assert algorithm_of(data) == ""
            assert not signature_holds(data, b"x" * 64, b"y")

    @pytest.mark.parametrize(
        "jwk",
        [
            {},
            {"kty": "oct", "k": "AAAA"},
            {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
            {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
            {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
            {"kty": "RSA", "n": "!", "e": "AQAB"},
            {"kty": "OKP", "crv": "Ed448", "x": "AAAA"},
        ],
    )
    def test_a_jwk_that_is_no_key_of_ours_is_none(self, jwk: dict[str, str]):
        assert key_from_jwk(jwk) is None

    @given(st.binary(max_size=100))
    def test_any_bytes_are_a_key_or_not(self, data: bytes):
        assert algorithm_of(data) in ("", "EdDSA", "ES256", "RS256")
