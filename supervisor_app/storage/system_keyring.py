"""The keyring of the system (Windows: credentials, macOS: keychain, Linux: secret service): one text for each laptop."""

from __future__ import annotations

import sys
from contextlib import suppress

_SERVICE = "supervisor-app station"
_BENEATH = (("win32ctypes.pywin32.pywintypes", "error"), ("jeepney", "DBusErrorResponse"))
"""Their errors, by module: loaded by the keyring of Windows or Linux where that is the one in use."""


class KeyringSilentError(Exception):
    """The keyring is locked, away, or not to be asked by this user now."""


def _refusals() -> tuple[type[Exception], ...]:
    """What a keyring raises: its own error, the system's, and those of the library beneath, which some let through."""
    from keyring.errors import KeyringError

    beneath = (getattr(sys.modules.get(module), name, None) for module, name in _BENEATH)
    return (KeyringError, OSError, *(error for error in beneath if error is not None))


def keep(origin: str, private: str) -> bool:
    """Hand a text to the keyring and read it back; False where there is none that keeps it."""
    import keyring

    try:
        keyring.set_password(_SERVICE, origin, private)
        return keyring.get_password(_SERVICE, origin) == private
    except _refusals():
        return False


def given(origin: str) -> str:
    """Return what was handed over; "" where it is not there any more. KeyringSilentError where the keyring does not say."""
    import keyring

    try:
        return keyring.get_password(_SERVICE, origin) or ""
    except _refusals() as error:
        raise KeyringSilentError from error


def forget(origin: str) -> None:
    """Take a text out of the keyring; one that stays there opens nothing that is in use."""
    import keyring

    with suppress(*_refusals()):
        keyring.delete_password(_SERVICE, origin)
