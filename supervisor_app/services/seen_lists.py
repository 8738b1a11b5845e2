"""Status lists of other issuers as this laptop last saw them, in its data folder; nothing here asks the web.

One file per list, by the digest of its address: {"address", "seen", "document"}. Whoever can write there can only make a status
unknown again: a list counts by its signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.listed_status import KnownList
from supervisor_app.credentials.proof import Json
from supervisor_app.errors import StorageError
from supervisor_app.paths import write_atomically

FOLDER = "status-lists"
MAX_LISTS = 500
MAX_FILE = 3_000_000


def seen_lists(folder: Path) -> Mapping[str, KnownList]:
    """Return the lists seen so far by their address; what cannot be read is left out."""
    found: dict[str, KnownList] = {}
    for path in sorted((folder / FOLDER).glob("*.json"))[:MAX_LISTS]:
        try:
            content = read_json(path.read_bytes()[:MAX_FILE])
            address, seen, document = content["address"], datetime.fromisoformat(content["seen"]), content["document"]
        except (OSError, NotReadable, KeyError, ValueError, TypeError):
            continue
        if isinstance(address, str) and isinstance(document, dict) and seen.tzinfo:
            found[address] = KnownList(document, seen)
    return found


def keep_list(folder: Path, address: str, document: Json, seen: datetime) -> None:
    """Keep a list under the address it is known by, instead of an older one. StorageError where the disk does not let us."""
    path = folder / FOLDER / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.json"
    content = {"address": address, "seen": seen.isoformat(timespec="seconds"), "document": document}
    try:
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, json.dumps(content, ensure_ascii=False).encode())
    except OSError as problem:
        raise StorageError(
            f"The status list cannot be kept: {problem.strerror}.", "Free some space, then try again."
        ) from problem
