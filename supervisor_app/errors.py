"""What the user is told when something cannot be done: what happened, then what to do."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can understand and act on; shown as it is, in full sentences, without class names."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(UserError):
    """A file or text that cannot be read: names the place (file, line or row) and the reason."""

    def __init__(self, place: str, reason: str, hint: str = "") -> None:
        super().__init__(f"{place}: {reason}", hint)
        self.place = place
        self.reason = reason


class StorageError(UserError):
    """The disk, the database or the shared file does not let us: busy, full, read-only, damaged, newer, of another site."""


class KeyLost(StorageError):  # noqa: N818 - what happened, as for the others
    """The key of this laptop is gone: missing, damaged, or no longer in the system's keyring. A new one can take its place."""


class NotAllowed(UserError):  # noqa: N818 - the word the window shows
    """The person who asks may not do this: wrong PIN, own assessment, missing key."""
