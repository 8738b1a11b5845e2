"""The proof suites of others: the W3C vectors bit for bit with every intermediate value, and what must not pass."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.did import _b58btc_decode

from supervisor_app.credentials import proof
from supervisor_app.credentials.contexts import VC1, known_contexts, more_contexts
from supervisor_app.credentials.keys import multibase, read_multikey, verification_method
from supervisor_app.credentials.proof_problems import NotCovered, ProofProblem, UnknownProof
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, STRANGER_KEY, public
from tests.credentials.test_proof import EXAMPLES, minimal

VECTORS = [("eddsa-jcs-2022", "JCS"), ("Ed25519Signature2020", "EdSig"), ("eddsa-rdfc-2022", "DataInt")]


@pytest.mark.parametrize(("suite", "end"), VECTORS)
class TestVectorsOfTheW3C:
    @pytest.fixture
    def vector(self, shared_data: Path, suite: str) -> Path:
        return shared_data / "credentials/w3c-vc-di-eddsa" / suite

    def text(self, vector: Path, name: str) -> str:
        return (vector / name).read_text().strip()

    def test_every_intermediate_value(self, vector: Path, suite: str, end: str):
        document = json.loads((vector / f"signed{end}.json").read_text())
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        configuration = json.loads((vector / f"proofConfig{end}.json").read_text())
        contexts = {**more_contexts(), **EXAMPLES}

        def canonical(part: proof.Json) -> str:
            if end == "JCS":
                return proof.canonical_json(part).decode()
            return proof.canonical_nquads(part, contexts)

        assert canonical(unsecured).strip() == self.text(vector, f"canonDoc{end}.txt")
        assert canonical(configuration).strip() == self.text(vector, f"proofCanon{end}.txt")
        hashed = proof.hash_data(document, contexts).hex()
        assert hashed == self.text(vector, f"combinedHash{end}.txt")
        assert hashed[:64] == self.text(vector, f"proofHash{end}.txt")
        assert hashed[64:] == self.text(vector, f"docHash{end}.txt")
        assert hashlib.sha256(canonical(unsecured).encode()).hexdigest() == hashed[64:]

    def test_the_signature_is_the_published_one(self, vector: Path, suite: str, end: str):
        pair = json.loads((vector.parent / "keyPair.json").read_text())
        key = Ed25519PrivateKey.from_private_bytes(_b58btc_decode(pair["privateKeyMultibase"][1:])[2:])
        document = json.loads((vector / f"signed{end}.json").read_text())
        signature = key.sign(proof.hash_data(document, {**more_contexts(), **EXAMPLES}))
        assert signature.hex() == self.text(vector, f"sigHex{end}.txt")
        assert multibase(signature) == self.text(vector, f"sigBTC58{end}.txt") == document["proof"]["proofValue"]
        public_key = read_multikey(pair["publicKeyMultibase"])
        assert public_key
        proof.check(document, public_key, EXAMPLES)

    def test_one_changed_letter_breaks_it(self, vector: Path, suite: str, end: str):
        document = json.loads((vector / f"signed{end}.json").read_text())
        pair = json.loads((vector.parent / "keyPair.json").read_text())
        document["credentialSubject"]["alumniOf"] += "x"
        with pytest.raises(ProofProblem, match="does not match"):
            proof.check(document, read_multikey(pair["publicKeyMultibase"]) or b"", EXAMPLES)


def signed(document: proof.Json, embedded: proof.Json) -> proof.Json:
    """A document with a proof of any suite by our issuer key, made without looking at its form."""
    whole = {**document, "proof": {"created": "2026-11-23T09:12:00Z", "proofPurpose": "assertionMethod", **embedded}}
    whole["proof"].setdefault("verificationMethod", verification_method(ISSUER_DID))
    signature = ISSUER_KEY.sign(proof.hash_data(whole, more_contexts()))
    return {**whole, "proof": {**whole["proof"], "proofValue": multibase(signature)}}


JCS = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}
OLDER = {"type": "Ed25519Signature2020"}
SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


class TestJcs:
    def test_it_holds_and_every_member_counts_even_unknown_ones(self):
        document = signed(minimal(nickname="x"), JCS)
        proof.check(document, public(ISSUER_KEY))
        with pytest.raises(ProofProblem):
            proof.check({**document, "nickname": "y"}, public(ISSUER_KEY))

    def test_another_key_does_not_do(self):
        with pytest.raises(ProofProblem):
            proof.check(signed(minimal(), JCS), public(STRANGER_KEY))

    def test_a_proof_with_another_vocabulary_than_the_document_is_refused(self):
        inside = {**JCS, "@context": ["https://www.w3.org/2018/credentials/v1"]}
        with pytest.raises(ProofProblem, match="another vocabulary"):
            proof.check(signed(minimal(), inside), public(ISSUER_KEY))


class TestFirstDataModel:
    def document(self, **more: Any) -> proof.Json:
        return {
            **minimal(),
            "@context": [VC1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", SUITE_2020],
            "issuanceDate": "2026-11-23T09:12:00Z",
            **more,
        } | {"validFrom": "2026-11-23T09:12:00Z"}

    def test_a_badge_of_the_first_data_model_holds(self):
        proof.check(signed(self.document(), OLDER), public(ISSUER_KEY))

    @pytest.mark.parametrize(
        "more",
        [
            {"nickname": "nobody defines this"},
            {"evidence": [{"id": "relative", "type": ["Evidence"]}]},
            {"https://www.w3.org/2018/credentials#expirationDate": "2027-01-01T00:00:00Z"},
            {"type": ["VerifiableCredential", "AchievementCredential", "Nonsense"]},
        ],
    )
    def test_what_the_signature_leaves_out_is_not_accepted(self, more: proof.Json):
        with pytest.raises(NotCovered):
            proof.check(signed(self.document(**more), OLDER), public(ISSUER_KEY))

    def test_an_end_date_cannot_be_hidden_by_another_spelling(self):
        whole = signed(self.document(expirationDate="2026-11-24T00:00:00Z"), OLDER)
        hidden = {name: value for name, value in whole.items() if name != "expirationDate"}
        iri = "https://www.w3.org/2018/credentials#expirationDate"
        hidden[iri] = {"@value": "2026-11-24T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
        with pytest.raises(ProofProblem):
            proof.check(hidden, public(ISSUER_KEY))


class TestWhatCannotBeChecked:
    @pytest.mark.parametrize(
        ("embedded", "reason"),
        [
            ({"type": "RsaSignature2018"}, "RsaSignature2018"),
            ({"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"}, "ecdsa-sd-2023"),
            ({"type": "DataIntegrityProof", "cryptosuite": 3}, "DataIntegrityProof"),
            ({"type": ["x"]}, "names no kind"),
            ({**JCS, "domain": "https://other.example"}, "one place and one moment"),
            ({**JCS, "challenge": "abc"}, "one place and one moment"),
        ],
    )
    def test_it_says_which_proof_is_not_known(self, embedded: proof.Json, reason: str):
        with pytest.raises(UnknownProof, match=reason):
            proof.check({**minimal(), "proof": embedded}, public(ISSUER_KEY))

    def test_an_unknown_vocabulary_is_named_and_never_fetched(self):
        document = minimal()
        document["@context"] = [*document["@context"], "https://example.org/words/v1"]
        embedded = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
        whole = {**document, "proof": {**embedded, "verificationMethod": verification_method(ISSUER_DID), "proofValue": "z1"}}
        with pytest.raises(UnknownProof, match=r"example\.org/words/v1"):
            proof.check(whole, public(ISSUER_KEY))

    def test_words_defined_inside_are_refused(self):
        document = minimal()
        document["@context"] = [*document["@context"], {"nickname": "https://example.org/nickname"}]
        embedded = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
        whole = {**document, "proof": {**embedded, "verificationMethod": verification_method(ISSUER_DID), "proofValue": "z1"}}
        with pytest.raises(UnknownProof, match="words of its own"):
            proof.check(whole, public(ISSUER_KEY))


def test_the_shipped_contexts_are_those_of_the_real_inputs(shared_data: Path):
    folder = shared_data / "credentials"
    pairs = {
        VC1: "contexts/2018-credentials-v1.jsonld",
        SUITE_2020: "contexts/suites-ed25519-2020.jsonld",
        "https://www.w3.org/ns/credentials/status/v1": "bitstring-status-list/v1.jsonld",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "contexts/clr-v2p0-2.0.1.json",
    }
    for address, name in pairs.items():
        assert more_contexts()[address] == json.loads((folder / name).read_text())
    assert known_contexts() >= pairs.keys()
