"""The address of a shared database with its password, sealed for the settings of this laptop under the secret of its key.

The settings go into backups and are shown to whoever helps; the key lies in a file or keyring of its own. Who has both has the
password, as with any password file.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from supervisor_app.ledger.keys import KEY_BYTES, Randomness, cipher
from supervisor_app.storage.shared_address import without_password

_NONCE_BYTES = 12
_PURPOSE = b"supervisor-app address of a shared database"


def seal_address(address: str, secret: bytes, randomness: Randomness) -> tuple[str, str]:
    """Return an address as it is shown, without a password, and sealed whole (base64; "" where it has no password)."""
    shown = without_password(address)
    if shown == address:
        return address, ""
    nonce = randomness(_NONCE_BYTES)
    sealed = cipher(_key(secret)).encrypt(nonce, address.encode(), shown.encode())
    return shown, base64.b64encode(nonce + sealed).decode()


def open_address(shown: str, sealed: str, secret: bytes) -> str:
    """Return the whole address; as it is shown where what is sealed belongs to another one, or to another laptop's key."""
    try:
        data = base64.b64decode(sealed, validate=True)
        opened = cipher(_key(secret)).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], shown.encode())
        return opened.decode()
    except (InvalidTag, ValueError, binascii.Error):
        return shown


def _key(secret: bytes) -> bytes:
    return HKDFExpand(algorithm=hashes.SHA256(), length=KEY_BYTES, info=_PURPOSE).derive(secret)
