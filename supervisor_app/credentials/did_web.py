"""did:web documents: which keys an organisation publishes under its own web address, and where that document would be.

Reading one never asks the web. https only, no port, no user name, no address that is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from urllib.parse import unquote

from supervisor_app.credentials.keys import method_for, multikey
from supervisor_app.credentials.public_keys import key_from_jwk, key_from_multikey

Json: TypeAlias = dict[str, Any]

DID_WEB = "did:web:"
MAX_METHODS = 50
PAGE_FOLDER, DOCUMENT_NAME = "c", "did.json"
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)
_PART = re.compile(r"[A-Za-z0-9._~-]{1,200}", re.ASCII)


class NoDocument(Exception):  # noqa: N818 - says what is wrong, shown in a sentence of ours
    """The document is no did:web document with a key that can be used."""


def document_address(did: str) -> str:
    """Return where the document of a did:web lies, empty for anything that is not asked: ports, numbers, odd characters."""
    if not did.startswith(DID_WEB) or len(did) > 1000:
        return ""
    host, *path = (unquote(part) for part in did.removeprefix(DID_WEB).split(":"))
    if not _HOST.fullmatch(host.lower()) or not all(_PART.fullmatch(part) and part not in (".", "..") for part in path):
        return ""
    return f"https://{host.lower()}/{'/'.join(path) if path else '.well-known'}/did.json"


def did_for(host: str) -> str:
    """Return the did:web whose document lies beside the check page of a web address, "" where there can be none (a port, say).

    The page of "northgate.example" is https://northgate.example/c, so its document is https://northgate.example/c/did.json.
    """
    did = f"{DID_WEB}{host.lower().replace('/', ':')}:{PAGE_FOLDER}"
    return did if host and document_address(did) == f"https://{host.lower()}/{PAGE_FOLDER}/{DOCUMENT_NAME}" else ""


def document_for(did: str, public_keys: Iterable[bytes]) -> Json:
    """Return the document of a did:web with these Ed25519 keys, the one in use first; each may have signed certificates."""
    methods = [
        {"id": method_for(did, key), "type": "Multikey", "controller": did, "publicKeyMultibase": multikey(key)}
        for key in public_keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def host_of(did: str) -> str:
    """Return the host a did:web names, empty where it is no did:web."""
    return unquote(did.removeprefix(DID_WEB).partition(":")[0]) if did.startswith(DID_WEB) else ""


def is_did_document(document: Json) -> bool:
    """Whether a JSON document looks like one of these."""
    name = document.get("id")
    return isinstance(name, str) and name.startswith("did:") and "verificationMethod" in document


def keys_of(document: Json) -> tuple[str, tuple[bytes, ...]]:
    """Return the did of a document and the public keys it lets make assertions; NoDocument where there is none."""
    did = document.get("id")
    if not isinstance(did, str) or not did.startswith(DID_WEB):
        raise NoDocument("it does not name a did:web")
    if not document_address(did):
        raise NoDocument("its did:web is not an ordinary web address")
    allowed = {entry for entry in _list(document.get("assertionMethod")) if isinstance(entry, str)}
    keys = [key for method in _methods(document) if (key := _key(method, did, allowed))]
    if not keys:
        raise NoDocument("it holds no key that can be used here")
    return did, tuple(dict.fromkeys(keys))


def _methods(document: Json) -> Iterator[tuple[Json, bool]]:
    """Every verification method, and whether it stands inside assertionMethod itself."""
    found = _list(document.get("verificationMethod"))[:MAX_METHODS]
    yield from ((method, False) for method in found if isinstance(method, dict))
    inside = _list(document.get("assertionMethod"))[:MAX_METHODS]
    yield from ((method, True) for method in inside if isinstance(method, dict))


def _key(method: tuple[Json, bool], did: str, allowed: set[str]) -> bytes | None:
    fields, inside = method
    name = fields.get("id")
    if not isinstance(name, str) or fields.get("controller", did) != did:
        return None
    whole = name if name.startswith("did:") else did + name
    if not inside and not {whole, name, whole.removeprefix(did)} & allowed:
        return None
    words, jwk = fields.get("publicKeyMultibase"), fields.get("publicKeyJwk")
    if isinstance(words, str):
        return key_from_multikey(words)
    return key_from_jwk(jwk) if isinstance(jwk, dict) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
