"""Data Integrity proofs: the published vectors bit for bit, the form that is signed, no network ever."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.did import _b58btc_decode
from openbadgeslib.ob3.ldp import MAX_LDP_DOCUMENT_BYTES
from pyld import jsonld

from supervisor_app.credentials import proof
from supervisor_app.credentials.keys import read_multikey, verification_method
from supervisor_app.credentials.shapes import CONTEXTS
from supervisor_app.errors import UserError
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, NOW, STRANGER_KEY, issued, public

EXAMPLES = {
    "https://www.w3.org/ns/credentials/examples/v2": {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
}


def without_proof(document: proof.Json) -> proof.Json:
    return {name: value for name, value in document.items() if name != "proof"}


def minimal(**more: object) -> proof.Json:
    return {
        "@context": list(CONTEXTS),
        "id": "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f30",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": ISSUER_DID, "type": ["Profile"]},
        "validFrom": "2026-11-23T09:12:00Z",
        "credentialSubject": {"id": "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f31", "type": ["AchievementSubject"]},
        **more,
    }


def signed(document: proof.Json) -> proof.Json:
    return proof.sign(document, ISSUER_KEY, verification_method(ISSUER_DID), NOW)


class TestPublishedVectors:
    @pytest.fixture
    def w3c(self, shared_data: Path) -> Path:
        return shared_data / "credentials/w3c-vc-di-eddsa"

    def test_every_intermediate_value_of_the_w3c_vector(self, w3c):
        vector = w3c / "eddsa-rdfc-2022"
        document = json.loads((vector / "signedDataInt.json").read_text())
        assert proof.canonical_nquads(without_proof(document), EXAMPLES) == (vector / "canonDocDataInt.txt").read_text()
        configuration = json.loads((vector / "proofConfigDataInt.json").read_text())
        assert proof.canonical_nquads(configuration, EXAMPLES) == (vector / "proofCanonDataInt.txt").read_text()
        hashed = proof.hash_data(document, EXAMPLES).hex()
        assert hashed == (vector / "combinedHashDataInt.txt").read_text().strip()
        assert hashed[64:] == (vector / "docHashDataInt.txt").read_text().strip()
        assert hashed[:64] == (vector / "proofHashDataInt.txt").read_text().strip()

    def test_signing_gives_the_w3c_signature(self, w3c):
        pair = json.loads((w3c / "keyPair.json").read_text())
        key = Ed25519PrivateKey.from_private_bytes(_b58btc_decode(pair["privateKeyMultibase"][1:])[2:])
        method = f"did:key:{pair['publicKeyMultibase']}#{pair['publicKeyMultibase']}"
        document = json.loads((w3c / "unsigned.json").read_text())
        ours = proof.sign(document, key, method, datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC), EXAMPLES)
        theirs = json.loads((w3c / "eddsa-rdfc-2022/signedDataInt.json").read_text())
        assert ours == {**theirs, "proof": [theirs["proof"]]}
        proof.check(ours, public(key), EXAMPLES)

    def test_the_open_badges_vector(self, shared_data):
        vector = shared_data / "credentials/ob30-proof-vector"
        document = json.loads((vector / "ob-2-signed-credential.json").read_text())
        canonical = (vector / "obv3p0-document-canon.txt").read_text(), (vector / "obv3p0-proof-canon.txt").read_text()
        assert proof.canonical_nquads(without_proof(document)).strip() == canonical[0].strip()
        configuration = {"@context": document["@context"], **document["proof"]}
        del configuration["proofValue"]
        assert proof.canonical_nquads(configuration).strip() == canonical[1].strip()
        proof.check(document, self._key(document["proof"]))

    def test_the_clr_vector(self, shared_data):
        folder = shared_data / "credentials"
        url = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
        contexts = {url: json.loads((folder / "contexts/clr-v2p0-2.0.1.json").read_text())}
        vector = folder / "ob30-proof-vector"
        document = json.loads((vector / "clr-3-signed-credential.json").read_text())
        canonical = proof.canonical_nquads(without_proof(document), contexts)
        assert canonical.strip() == (vector / "clrv2p0-document-canon.txt").read_text().strip()
        proof.check(document, self._key(document["proof"][0]), contexts)

    def _key(self, embedded: proof.Json) -> bytes:
        key = read_multikey(embedded["verificationMethod"].partition("#")[2])
        assert key is not None
        return key


class TestSigning:
    def test_what_we_sign_checks_and_is_the_same_every_time(self):
        assert signed(minimal()) == signed(minimal())
        proof.check(signed(minimal()), public(ISSUER_KEY))

    def test_pyld_alone_gives_the_same_canonical_bytes(self):
        document = without_proof(json.loads(issued().credential))
        from openbadgeslib.ob3.contexts import document_loader

        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": document_loader()}
        assert proof.canonical_nquads(document) == jsonld.normalize(document, options)

    def test_our_bound_is_the_library_s(self):
        assert proof.MAX_BYTES == MAX_LDP_DOCUMENT_BYTES

    @pytest.mark.parametrize(
        "more",
        [
            {"nickname": "not a term of any context"},
            {"evidence": [{"id": "relative/iri", "type": ["Evidence"]}]},
            {"evidence": [{"id": "urn:with space", "type": ["Evidence"]}]},
            {"type": ["VerifiableCredential", "AchievementCredential", "Nonsense"]},
            {"@context": [*CONTEXTS, {"nickname": "https://example.org/nickname"}]},
            {"@context": [*CONTEXTS, "https://example.org/unknown-context.json"]},
        ],
    )
    def test_what_a_proof_would_not_cover_is_not_signed(self, more):
        with pytest.raises(UserError, match="cannot be signed"):
            signed(minimal(**more))

    def test_the_proof_is_an_array_of_one_with_its_time_to_the_second(self):
        embedded = signed(minimal())["proof"]
        assert isinstance(embedded, list)
        assert [proof["created"] for proof in embedded] == ["2026-11-23T09:12:00Z"]


class TestChecking:
    def test_a_signature_with_a_leading_zero_byte_holds(self):
        """One signature in 256 begins with a zero byte, which base58 must keep; 27 seconds later ours is such a one."""
        document = proof.sign(minimal(), ISSUER_KEY, verification_method(ISSUER_DID), NOW + timedelta(seconds=27))
        value = _b58btc_decode(document["proof"][0]["proofValue"][1:])
        assert len(value) == 64
        assert value[0] == 0
        proof.check(document, public(ISSUER_KEY))

    def test_another_key_is_refused(self):
        with pytest.raises(proof.ProofProblem):
            proof.check(signed(minimal()), public(STRANGER_KEY))

    @pytest.mark.parametrize("embedded", [None, [], {}, "text", [None], [{}, {}], [{"type": "DataIntegrityProof"}]])
    def test_a_document_without_exactly_one_known_proof_is_refused(self, embedded):
        with pytest.raises(proof.ProofProblem):
            proof.check({**minimal(), "proof": embedded}, public(ISSUER_KEY))

    def test_two_proofs_are_refused_even_if_both_hold(self):
        document = signed(minimal())
        with pytest.raises(proof.ProofProblem):
            proof.check({**document, "proof": document["proof"] * 2}, public(ISSUER_KEY))

    def test_a_member_spelled_by_its_iri_is_refused(self):
        """The RDF and so the signature stay the same; the reader of validUntil would not see it."""
        document = signed(minimal(validUntil="2026-11-24T00:00:00Z"))
        hidden = {name: value for name, value in document.items() if name != "validUntil"}
        iri = "https://www.w3.org/2018/credentials#validUntil"
        hidden[iri] = {"@value": "2026-11-24T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
        with pytest.raises(proof.ProofProblem):
            proof.check(hidden, public(ISSUER_KEY))
