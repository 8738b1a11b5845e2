"""Acts: contents that carry the personal signature of the member who acts, made after their PIN."""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any

import msgspec

from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.canonical import canonical_bytes
from supervisor_app.ledger.contents import body_of
from supervisor_app.ledger.envelope import VERSION, decode_content
from supervisor_app.ledger.keys import MemberKeys, signature_holds

ACT_TAG = b"supervisor-app/act/v1\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """How the acting member is named beside the signature: printed name and title."""

    name: str
    title: str


def sign_act(
    keys: MemberKeys, signer: Signer, *, kind: str, about: str, body: object, meaning: str, signed_at: datetime
) -> bytes:
    """Return the bytes of an act's content, signed by the member's own key.

    The kind is inside what is signed: nobody can pass one act off as another. `signed_at` is aware and kept with its offset.
    """
    signature = ActSignature(
        member=keys.member,
        name=signer.name,
        title=signer.title,
        meaning=meaning,
        signed=signed_at.isoformat(timespec="seconds"),
        key=keys.signing_public,
    )
    content = {
        "v": VERSION,
        "by": keys.member,
        "about": about,
        "kind": kind,
        "body": body_of(body),
        "signature": msgspec.to_builtins(signature),
    }
    content["signature"]["sig"] = _text(keys.ed25519.sign(_digest(canonical_bytes(content))))
    return canonical_bytes(content)


def act_problem(kind: str, content: bytes) -> str:
    """Return why an act's personal signature does not hold, or "" where it does. UnreadableContent for what is no content.

    The bytes must be those that signing made: the same act in another spelling would be taken for another one. Whether the key
    belongs to the member is not judged here: that takes the set of entries.
    """
    parts = decode_content(content)
    if parts.signature is None:
        return "the act carries no personal signature"
    if parts.kind != kind:
        return f"the act was signed as {parts.kind or 'nothing'}, not as {kind}"
    if parts.signature.member != parts.by:
        return "the act is signed by somebody else than the member it names"
    whole = msgspec.json.decode(content, type=dict[str, Any])
    whole["signature"] = {**whole["signature"], "sig": ""}
    try:
        signed, sig = canonical_bytes(whole), _bytes(parts.signature.sig)
        held = signature_holds(bytes.fromhex(parts.signature.key), sig, _digest(signed))
    except ValueError:
        return "the personal signature is damaged"
    if not held:
        return "the personal signature does not fit the act"
    written = (b'"sig":"%s"' % _text(sig).encode()).join(signed.rsplit(b'"sig":""', 1))
    return "" if written == content else "the act is spelled in another way than it was signed"


def _digest(canonical: bytes) -> bytes:
    return hashlib.sha256(ACT_TAG + canonical).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
