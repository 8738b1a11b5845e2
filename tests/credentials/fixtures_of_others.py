"""The credentials of others in shared/data as a checker sees them: each with the keys pinned that it names itself.

Pinning what a document says of itself is what nobody should do; here it shows what a laptop would say that knows the issuer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from supervisor_app.credentials.baked import BrokenBadge, baked_in_png, baked_in_svg
from supervisor_app.credentials.listed_status import KnownList, SeenLists
from supervisor_app.credentials.seals import named_key
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore
from supervisor_app.credentials.web_token import NotAToken, read_token

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HARNESS_ISSUER = "did:key:z6MknNQD1WHLGGraFi6zcbGevuAgkVfdyCdtZnQTGWVVvR5Q"
"""The test suite of the W3C puts its own issuer into its inputs before they are issued."""

_ITS_LIST = "https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/e5WK8CbZ1GjycuPombrj"
_NO_ISSUER_ON_PURPOSE = re.compile(r"no-issuer|issuer-null|issuer-no-url|object-id-n|no-subject")


def input_bytes(folder: Path, name: str) -> bytes:
    """A fixture as it is to be checked: inputs of the W3C suite are completed as the suite does."""
    data = (folder / name).read_bytes()
    if not name.startswith(("vcdm2-input/", "bitstring-status-list/validVc")) or _NO_ISSUER_ON_PURPOSE.search(name):
        return data
    document = json.loads(data)
    if document.get("type") == ["VerifiablePresentation"]:
        return data
    issuer = document.get("issuer", HARNESS_ISSUER)
    if isinstance(issuer, dict) and "id" not in issuer:
        issuer = {**issuer, "id": HARNESS_ISSUER}
    text = json.dumps({**document, "issuer": issuer})
    text = text.replace("PAST DATE", "2024-01-01T00:00:00Z").replace("FUTURE DATE", "2034-01-01T00:00:00Z")
    return text.encode()


def trust_in_itself(data: bytes) -> TrustStore:
    """Every issuer inside, with the key that its own proof names."""
    return TrustStore(tuple(_issuers(data)))


def its_status_list(folder: Path) -> SeenLists:
    """The one status list among the fixtures, under the address that the badges name."""
    document = json.loads((folder / "dcc-verifier-core/status/e5WK8CbZ1GjycuPombrj.json").read_text())
    return SeenLists({_ITS_LIST: KnownList(document, NOW)}, NOW)


def _issuers(data: bytes) -> Iterator[TrustedIssuer]:
    text = _text(data)
    try:
        token = read_token(text) if text.startswith("eyJ") else None
    except NotAToken:
        return
    if token:
        if token.own_key:
            yield _pinned(_issuer(token.document), token.own_key)
        yield from _named_in(token.document)
        return
    try:
        yield from _named_in(json.loads(text))
    except ValueError:
        return


def _text(data: bytes) -> str:
    try:
        baked = baked_in_png(data) or (baked_in_svg(data) if b"<svg" in data[:4096] else None)
    except BrokenBadge:
        baked = None
    return (baked or data.decode("utf-8", "replace")).strip()


def _named_in(value: object) -> Iterator[TrustedIssuer]:
    if isinstance(value, list):
        for item in value:
            yield from _named_in(item)
    elif isinstance(value, str) and value.startswith("eyJ"):
        yield from _issuers(value.encode())
    elif isinstance(value, dict):
        proofs = value.get("proof")
        for proof in proofs if isinstance(proofs, list) else [proofs]:
            key = named_key(str(proof.get("verificationMethod"))) if isinstance(proof, dict) else None
            if key and _issuer(value):
                yield _pinned(_issuer(value), key)
        for item in value.values():
            yield from _named_in(item)


def _issuer(document: dict[str, Any]) -> str:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    return name if isinstance(name, str) else ""


def _pinned(issuer: str, key: bytes) -> TrustedIssuer:
    return TrustedIssuer(issuer=issuer, public_key=key, name="The issuer of the fixture", since=date(2026, 1, 1))
