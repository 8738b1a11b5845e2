"""A system with a keyring, for tests: it keeps what it is given until the test ends."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.errors
import pytest


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that keeps what it is given until the program ends; with a `refusal` it raises that whatever it is asked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.refusal: type[Exception] | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.refusal:
            raise self.refusal
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.refusal:
            raise self.refusal
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.refusal:
            raise self.refusal
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before, mine = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)
