"""Signing a credential, with its embedded endorsement, against PyLD alone; every result is held against PyLD's.

Run: python -m tests.benchmarks.credential [count]. CPU time, medians of alternated runs. "PyLD alone" makes the four canonical
forms that two proofs need (each proof's configuration, each document without its proof) with PyLD and contexts read once, hashes
and signs: the least that a signer with that processor must do. The goal is to be clearly faster, with the same signatures.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3.contexts import document_loader
from pyld import jsonld

from supervisor_app.credentials.issuing import issue
from supervisor_app.credentials.keys import multibase
from supervisor_app.credentials.proof import Json
from tests.credentials.samples import ASSESSOR_KEY, CHECKLIST, FACTS, ISSUER_KEY, NOW, STATEMENT

RUNS = 7
_OPTIONS = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": document_loader(None)}


def ours(number: int) -> bytes:
    """A credential from its facts: put together, the endorsement signed, the whole signed, its canonical bytes."""
    facts = replace(FACTS, number=f"NGP-A-{number:06}", holder=f"Ana Kowalska {number}")
    made = issue(facts, CHECKLIST, STATEMENT, issuer_key=ISSUER_KEY, assessor_key=ASSESSOR_KEY, created=NOW)
    return made.credential


def by_pyld(document: Json, key: Ed25519PrivateKey) -> str:
    """The proof value of a document whose proof is given but for its value."""
    proof = document["proof"][0]
    configuration = {name: value for name, value in proof.items() if name != "proofValue"} | {"@context": document["@context"]}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    forms = (jsonld.normalize(part, _OPTIONS) for part in (configuration, unsecured))
    return multibase(key.sign(b"".join(hashlib.sha256(form.encode()).digest() for form in forms)))


def floor(document: Json) -> tuple[str, str]:
    """Both signatures of a credential, as PyLD alone comes to them."""
    return by_pyld(document["endorsement"][0], ASSESSOR_KEY), by_pyld(document, ISSUER_KEY)


def cost(action: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    began = time.process_time()
    action()
    return (time.process_time() - began) * 1000


def main(count: int) -> None:
    documents: list[Json] = [json.loads(ours(number)) for number in range(count)]
    for document in documents:
        signed = (document["endorsement"][0]["proof"][0]["proofValue"], document["proof"][0]["proofValue"])
        assert floor(document) == signed, "PyLD signs something else"
    print(f"{count} credentials: both signatures equal those by PyLD in each")
    pairs = []
    for _ in range(RUNS):
        mine = cost(lambda: [ours(number) for number in range(count)]) / count
        theirs = cost(lambda: [floor(document) for document in documents]) / count
        pairs.append((mine, theirs))
    mine, theirs = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
    ratio = statistics.median(other / own for own, other in pairs)
    print(f"PyLD alone, contexts read once        {theirs:7.2f} ms")
    print(f"ours, from the facts to signed bytes  {mine:7.2f} ms   {ratio:.1f} times as fast")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
