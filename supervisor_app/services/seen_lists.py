"""Status lists of other issuers as this laptop last saw them, in its data folder; nothing here asks the web.

One file per list that a certificate names, by the digest of its address: {"address", "seen", "document"}; one per issuer's list
for phones, by the key id, as it was published. Whoever can write there can only make a status unknown again: a list counts by
its signature. An older list never takes the place of a newer one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from supervisor_app.credentials import cose
from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.data_model import types_of
from supervisor_app.credentials.listed_status import LIST, KnownList, SeenLists
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.status_list import MAX_BYTES, StatusList, looks_like_status, read_status
from supervisor_app.errors import InputError
from supervisor_app.paths import write_atomically
from supervisor_app.storage.database import sorted_errors

FOLDER = "status-lists"
MAX_LISTS = 500
ANOTHER_LIST = "Ask the issuer for the published one."
MAX_FILE = 3_000_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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


def lists_for_phones(folder: Path) -> tuple[StatusList, ...]:
    """Return the lists for phones seen so far, the last one of each key; what cannot be read is left out."""
    found = []
    for path in sorted((folder / FOLDER).glob("*.bin"))[:MAX_LISTS]:
        try:
            with path.open("rb") as file:
                found.append(read_status(file.read(MAX_BYTES + 1)))
        except (OSError, cose.NotCose):
            continue
    return tuple(found)


def read_list(name: str, data: bytes, seen: datetime) -> SeenLists:
    """Return the status list in a file, of either kind, as if it were the only one seen. InputError where it is none."""
    try:
        if looks_like_status(data):
            return SeenLists({}, seen, (read_status(data),))
        document = read_json(data)
    except (NotReadable, cose.NotCose) as problem:
        raise InputError(name, f"this status list cannot be read, it is {problem}.", ANOTHER_LIST) from problem
    address = document.get("id")
    if LIST not in types_of(document) or not isinstance(address, str):
        raise InputError(name, "this is no status list.", ANOTHER_LIST)
    return SeenLists({address: KnownList(document, seen)}, seen)


def joined(one: SeenLists, other: SeenLists) -> SeenLists:
    """Return what both know; of two lists at one address the one that was made later."""
    newer = {
        address: known
        for address, known in other.by_address.items()
        if address not in one.by_address or made_at(known.document) >= made_at(one.by_address[address].document)
    }
    return SeenLists({**one.by_address, **newer}, other.now, (*one.for_phones, *other.for_phones))


def keep_for_phones(folder: Path, listed: StatusList, data: bytes) -> bool:
    """Keep a list for phones (`data` is its file), unless a newer one of the same key is kept; return whether it was kept."""
    older = [one for one in lists_for_phones(folder) if one.envelope.key_id == listed.envelope.key_id]
    if any(one.day > listed.day for one in older):
        return False
    _write(folder / FOLDER / f"{listed.envelope.key_id.hex()}.bin", data)
    return True


def keep_list(folder: Path, address: str, document: Json, seen: datetime) -> bool:
    """Keep a list under the address it is known by, unless a newer one is kept; return whether it was kept.

    StorageError where the disk does not let us.
    """
    path = folder / FOLDER / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.json"
    before = seen_lists(folder).get(address)
    if before is not None and made_at(before.document) > made_at(document):
        return False
    content = {"address": address, "seen": seen.isoformat(timespec="seconds"), "document": document}
    _write(path, json.dumps(content, ensure_ascii=False).encode())
    return True


def made_at(document: Json) -> datetime:
    """Return when a list says that it was made; long ago where it does not say it."""
    text = document.get("validFrom")
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else _LONG_AGO
    except ValueError:
        return _LONG_AGO
    return moment if moment.tzinfo else _LONG_AGO


def _write(path: Path, data: bytes) -> None:
    with sorted_errors():
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, data)
