"""The station key and the station secret: in the system's keyring where asked for, else in a file only its owner may read.

They lie outside the database, so that a copy of the database alone can neither sign as this laptop nor try PINs.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import KEY_BYTES, StationKey
from supervisor_app.paths import write_atomically
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import sorted_errors

FILE_NAME = "station.key"
NEXT_NAME = "station.key.next"
_SERVICE = "supervisor-app station"


def save_station_key(folder: Path, key: StationKey, *, in_keyring: bool = False, name: str = FILE_NAME) -> None:
    """Keep the key for this data folder, in place of one that was never used; StorageError where that cannot be done."""
    path = folder / name
    origin = key.origin.hex()
    private = base64.b64encode(key.private.private_bytes_raw() + key.secret + key.sealing.private_bytes_raw()).decode()
    record = {"origin": origin, "private": private}
    if in_keyring and _keep_in_keyring(origin, private):
        record["private"] = ""
    with sorted_errors():
        write_atomically(path, json.dumps(record).encode(), private=True)


def load_station_key(folder: Path) -> StationKey:
    """Return the key of this data folder; StorageError where it is missing or cannot be read."""
    path = folder / FILE_NAME
    try:
        record = json.loads(path.read_bytes())
        origin = record["origin"]
        private = base64.b64decode(record["private"] or _from_keyring(origin), validate=True)
        if len(private) != 3 * KEY_BYTES:
            raise ValueError("wrong length")
        signing, secret, sealing = (private[start : start + KEY_BYTES] for start in range(0, 3 * KEY_BYTES, KEY_BYTES))
        return StationKey(
            bytes.fromhex(origin),
            Ed25519PrivateKey.from_private_bytes(signing),
            secret,
            X25519PrivateKey.from_private_bytes(sealing),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(
            "The key of this laptop is missing or cannot be read, so nothing can be signed here.",
            f"Put {FILE_NAME} back into {folder}, or join the site anew in another folder. The records are unharmed.",
        ) from error


def key_bytes(folder: Path) -> bytes:
    """Return the key file's content with the key itself in it, wherever it is kept; StorageError as `load_station_key`."""
    key = load_station_key(folder)
    record = json.loads((folder / FILE_NAME).read_bytes())
    return json.dumps({**record, "private": record["private"] or _from_keyring(key.origin.hex())}).encode()


def save_next_key(folder: Path, key: StationKey) -> None:
    """Put the key of a new origin beside the present one, kept in the same way; `adopt_next_key` makes it the present one."""
    with sorted_errors():
        kept_outside = not json.loads((folder / FILE_NAME).read_bytes()).get("private")
    save_station_key(folder, key, in_keyring=kept_outside, name=NEXT_NAME)


def adopt_next_key(folder: Path, connection: Connection) -> None:
    """Finish what `save_next_key` began, once the ledger has entries of the new origin; before that it counts for nothing."""
    path = folder / NEXT_NAME
    try:
        origin = bytes.fromhex(json.loads(path.read_bytes())["origin"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        return  # half written: the ledger knows nothing of it yet
    if connection.exec_driver_sql("SELECT 1 FROM head WHERE origin = ?", (origin,)).first():
        with sorted_errors():
            path.replace(folder / FILE_NAME)


def _keep_in_keyring(origin: str, private: str) -> bool:
    """Hand the key to the system's keyring and read it back; False where there is none that keeps it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, origin, private)
        return keyring.get_password(_SERVICE, origin) == private
    except KeyringError:
        return False


def _from_keyring(origin: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, origin) or ""
    except KeyringError as error:
        raise ValueError("the keyring does not answer") from error
