"""How far this laptop's own records went, kept outside the data folder: it shows that a folder was restored or copied back.

It may lag (it is not forced to the disk, and written now and then): that says nothing. Where it leads, the records here are older
than what was written before: proof that something took them back.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.chain import Head
from supervisor_app.paths import make_private_folder, write_atomically


@dataclass(frozen=True, slots=True)
class OwnCounter:
    """The newest own entry that was noted: its number and hash."""

    seq: int
    hash: bytes


def note_own(folder: Path, head: Head) -> None:
    """Note how far an origin went. A folder that cannot be written is no fault: the counter then lags."""
    with suppress(OSError):
        make_private_folder(folder)
        text = json.dumps({"seq": head.seq, "hash": head.hash.hex()})
        write_atomically(_path(folder, head.origin), text.encode(), private=True, durable=False)


def read_own(folder: Path, origin: bytes) -> OwnCounter | None:
    """Return what was noted of an origin; None for nothing, and for what cannot be read, which proves nothing."""
    try:
        record = json.loads(_path(folder, origin).read_bytes())
        counter = OwnCounter(record["seq"], bytes.fromhex(record["hash"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return counter if isinstance(counter.seq, int) and len(counter.hash) == 32 else None


def _path(folder: Path, origin: bytes) -> Path:
    return folder / f"{origin.hex()}.json"
