"""The station key: kept for its owner, in the keyring where there is one, and never half read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import new_station_key
from supervisor_app.storage.key_files import FILE_NAME, load_station_key, save_station_key
from tests.sites import seeded

KEY = new_station_key(seeded(31))


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that keeps what it is given until the program ends; `locked` refuses."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before, mine = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def same(folder: Path) -> bool:
    loaded = load_station_key(folder)
    return (loaded.origin, loaded.public, loaded.secret) == (KEY.origin, KEY.public, KEY.secret)


def test_the_key_comes_back_from_its_file(tmp_path: Path) -> None:
    save_station_key(tmp_path, KEY)
    assert same(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    save_station_key(tmp_path, KEY)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_in_the_keyring_the_file_holds_no_secret(tmp_path: Path, ring: MemoryKeyring) -> None:
    save_station_key(tmp_path, KEY, in_keyring=True)
    assert same(tmp_path)
    (secret,) = ring.kept.values()
    assert secret not in (tmp_path / FILE_NAME).read_text()


def test_a_keyring_that_refuses_leaves_the_file(tmp_path: Path, ring: MemoryKeyring) -> None:
    ring.locked = True
    save_station_key(tmp_path, KEY, in_keyring=True)
    assert same(tmp_path)


@pytest.mark.parametrize("lost", ["locked", "emptied"])
def test_a_keyring_that_no_longer_answers_is_said(tmp_path: Path, ring: MemoryKeyring, lost: str) -> None:
    save_station_key(tmp_path, KEY, in_keyring=True)
    ring.locked = lost == "locked"
    ring.kept.clear()
    with pytest.raises(StorageError, match="key of this laptop"):
        load_station_key(tmp_path)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"7", b'{"origin":"zz","private":"AA=="}', b'{"origin":"00"}', b'{"origin":1,"private":2}']
)
def test_a_damaged_key_file_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    with pytest.raises(StorageError, match="key of this laptop"):
        load_station_key(tmp_path)
