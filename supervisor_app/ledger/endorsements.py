"""What the key of an origin signs to say that another origin goes on for it: the same laptop, under new numbers."""

from __future__ import annotations

from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.keys import signature_holds

_TAG = b"supervisor-app/successor/v1\x00"


def successor_message(before: bytes, after: bytes, public: bytes) -> bytes:
    """Return what is signed: both origins, and the key (32 bytes) of the one that goes on."""
    return _TAG + before + after + public


def endorsement_holds(joined: StationJoined, origin: bytes, before: str) -> bool:
    """Whether `joined`, the first record of `origin`, was endorsed by the key (hex) of the origin that it names before it."""
    try:
        message = successor_message(bytes.fromhex(joined.prev_origin), origin, bytes.fromhex(joined.ed25519))
        return signature_holds(bytes.fromhex(before), bytes.fromhex(joined.endorsement), message)
    except ValueError:
        return False
