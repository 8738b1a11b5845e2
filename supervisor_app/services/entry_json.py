"""An entry as JSON, the same in proofs, audit packs and what was set aside."""

from __future__ import annotations

from supervisor_app.ledger.entry import Entry


def entry_json(entry: Entry) -> dict[str, object]:
    """Return an entry as the JSON of proofs and audit packs: bytes in hex, the content as the text that was signed."""
    return {
        "origin": entry.origin.hex(),
        "seq": entry.seq,
        "kind": entry.kind,
        "at": entry.at,
        "prev": entry.prev.hex(),
        "content_digest": entry.content_digest.hex(),
        "hash": entry.hash.hex(),
        "sig": entry.sig.hex(),
        "salt": entry.salt.hex() if entry.salt is not None else None,
        "content": entry.content.decode("utf-8", "backslashreplace") if entry.content is not None else None,
    }
