"""The station key and the station secret: in a file only its owner may read, or, where that was chosen, in the system's keyring.

They lie outside the database, so that a copy of the database alone can neither sign as this laptop nor try PINs.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from supervisor_app.errors import KeyLost, StorageError
from supervisor_app.ledger.keys import KEY_BYTES, StationKey
from supervisor_app.paths import write_atomically
from supervisor_app.storage import system_keyring
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.database import sorted_errors

FILE_NAME = "station.key"
NEXT_NAME = "station.key.next"


def save_station_key(folder: Path, key: StationKey, *, in_keyring: bool = False, name: str = FILE_NAME) -> None:
    """Keep the key for this data folder, in place of one that was never used; StorageError where that cannot be done.

    Where the system has no keyring that keeps it, the file does.
    """
    origin, private = key.origin.hex(), _private(key)
    record = _record(origin, "" if in_keyring and system_keyring.keep(origin, private) else private)
    with sorted_errors():
        write_atomically(folder / name, record, private=True)


def load_station_key(folder: Path) -> StationKey:
    """Return the key of this data folder.

    KeyLost where it is missing, damaged or no longer in the keyring; StorageError where disk or keyring do not give it now.
    """
    path = folder / FILE_NAME
    try:
        record = json.loads(path.read_bytes())
        origin = record["origin"]
        private = base64.b64decode(record["private"] or system_keyring.given(origin), validate=True)
        if len(private) != 3 * KEY_BYTES:
            raise ValueError("wrong length")
        signing, secret, sealing = (private[start : start + KEY_BYTES] for start in range(0, 3 * KEY_BYTES, KEY_BYTES))
        return StationKey(
            bytes.fromhex(origin),
            Ed25519PrivateKey.from_private_bytes(signing),
            secret,
            X25519PrivateKey.from_private_bytes(sealing),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyLost(
            "The key of this laptop is missing or damaged, so nothing can be signed here.",
            f"The records are unharmed. Where there is a copy of {FILE_NAME}, put it back into {folder}; else go on with a new "
            "key, which the window offers.",
        ) from error
    except system_keyring.KeyringSilentError as error:
        raise StorageError(
            "The keyring of this system does not give the key of this laptop.",
            "The records are unharmed. Unlock the keyring, as the user who chose it in Settings, and start again.",
        ) from error
    except OSError as error:
        raise StorageError(
            "The key of this laptop cannot be read now, so nothing can be signed here.",
            f"The records are unharmed. Ask for the right to read {path}, and check the disk.",
        ) from error


def is_in_keyring(folder: Path) -> bool:
    """Tell whether the system's keyring keeps the key; False also where the file cannot be read (`load_station_key` says so)."""
    return bool(_kept_outside(folder / FILE_NAME))


def move_key(folder: Path, *, into_keyring: bool) -> None:
    """Hand the key over to the system's keyring, or take it back into the file; killed anywhere, it is in one of them.

    StorageError where the system has no keyring that keeps it, and as `load_station_key`.
    """
    key = load_station_key(folder)
    save_station_key(folder, key, in_keyring=into_keyring)
    if not into_keyring:
        system_keyring.forget(key.origin.hex())
    elif not is_in_keyring(folder):
        raise StorageError("This system has no keyring that keeps the key.", "It stays in its file, as it was.")


def key_bytes(folder: Path) -> bytes:
    """Return the key file's content with the key itself in it, wherever it is kept; raises as `load_station_key`."""
    key = load_station_key(folder)
    return _record(key.origin.hex(), _private(key))


def save_next_key(folder: Path, key: StationKey) -> None:
    """Put the key of a new origin beside the present one, kept in the same way; `adopt_next_key` makes it the present one."""
    save_station_key(folder, key, in_keyring=is_in_keyring(folder), name=NEXT_NAME)


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
        before = _kept_outside(folder / FILE_NAME)
        with sorted_errors():
            path.replace(folder / FILE_NAME)
        if before:
            system_keyring.forget(before)


def _kept_outside(path: Path) -> str:
    """Return the origin of a key that lies in the keyring; "" for one that lies in its file, and where no one can tell."""
    try:
        record = json.loads(path.read_bytes())
        return "" if record["private"] else str(record["origin"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _private(key: StationKey) -> str:
    return base64.b64encode(key.private.private_bytes_raw() + key.secret + key.sealing.private_bytes_raw()).decode()


def _record(origin: str, private: str) -> bytes:
    return json.dumps({"origin": origin, "private": private}).encode()
