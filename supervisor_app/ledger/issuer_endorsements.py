"""How one key of the organisation endorses the next, so that both are believed."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import IssuerKeySucceeded
from supervisor_app.ledger.keys import signature_holds
from supervisor_app.ledger.standing import Place

SUCCESSION_TAG = b"supervisor-app/issuer-succession/v1\x00"


@dataclass(frozen=True, slots=True)
class Issuer:
    """A key of the organisation; `before` is the did of the one that endorsed it, "" for the first."""

    did: str
    ed25519: str
    key_id: str
    before: str
    place: Place


def succession_message(before: str, after: str) -> bytes:
    """Return what the old issuer key signs to endorse the new one (both Ed25519 in hex)."""
    return SUCCESSION_TAG + bytes.fromhex(before) + bytes.fromhex(after)


def endorsed(before: Issuer, body: IssuerKeySucceeded) -> bool:
    """Whether the key before signed the new one."""
    try:
        message = succession_message(before.ed25519, body.ed25519)
        return signature_holds(bytes.fromhex(before.ed25519), bytes.fromhex(body.endorsement), message)
    except ValueError:
        return False
