"""JSON-LD contexts that credentials of others name, beside those the library pins: shipped here, pinned by digest, never fetched.

From the W3C (Software and Document License) and Digital Bazaar (BSD 3-Clause), unchanged; the one of CLR 2.0 is the library's.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from supervisor_app.paths import resource_path

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
MOVING = frozenset(
    {"https://purl.imsglobal.org/spec/ob/v3p0/context.json", "https://purl.imsglobal.org/spec/clr/v2p0/context.json"}
)
"""Addresses whose content changed over the years: a signature that does not fit one of them says nothing about the content."""

_SHIPPED = {
    VC1: ("credentials-v1.jsonld", "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8"),
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "ed25519-signature-2020-v1.jsonld",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
    ),
    "https://www.w3.org/ns/credentials/status/v1": (
        "vc-bitstring-status-list-v1.jsonld",
        "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
    ),
}


@functools.cache
def more_contexts() -> Mapping[str, dict[str, Any]]:
    """Return the further contexts by address; ValueError where a shipped file is not the one that was pinned."""
    from openbadgeslib.ob3.clr import bundled_clr_contexts

    return {**bundled_clr_contexts(), **{address: _read(*pinned) for address, pinned in _SHIPPED.items()}}


@functools.cache
def known_contexts() -> frozenset[str]:
    """Return the address of every context that can be used here."""
    from openbadgeslib.ob3.contexts import bundled_contexts

    return frozenset(bundled_contexts()) | frozenset(more_contexts())


def context_addresses(document: Mapping[str, Any]) -> tuple[object, ...]:
    """Return the entries of a document's "@context"; anything but texts among them is a context written inside."""
    found = document.get("@context")
    return tuple(found) if isinstance(found, list) else () if found is None else (found,)


def _read(name: str, digest: str) -> dict[str, Any]:
    data = resource_path("contexts", name).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"the shipped context {name} was changed")
    content: dict[str, Any] = json.loads(data)
    return content
