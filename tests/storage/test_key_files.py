"""The station key: kept for its owner, in the keyring where there is one, and never half read."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import keyring.errors
import pytest

from supervisor_app.errors import KeyLost, StorageError
from supervisor_app.ledger.keys import new_station_key
from supervisor_app.storage import system_keyring
from supervisor_app.storage.database import Database
from supervisor_app.storage.key_files import (
    FILE_NAME,
    adopt_next_key,
    is_in_keyring,
    load_station_key,
    move_key,
    save_next_key,
    save_station_key,
)
from tests.memory_keyring import MemoryKeyring, ring
from tests.sites import seeded

__all__ = ["ring"]
KEY = new_station_key(seeded(31))
REFUSALS = [keyring.errors.KeyringLocked, keyring.errors.NoKeyringError, OSError]


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


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_keyring_that_refuses_leaves_the_file(tmp_path: Path, ring: MemoryKeyring, refusal: type[Exception]) -> None:
    ring.refusal = refusal
    save_station_key(tmp_path, KEY, in_keyring=True)
    assert same(tmp_path)


def test_a_key_moves_into_the_keyring_and_back(tmp_path: Path, ring: MemoryKeyring) -> None:
    save_station_key(tmp_path, KEY)
    move_key(tmp_path, into_keyring=True)
    assert is_in_keyring(tmp_path)
    assert same(tmp_path)
    move_key(tmp_path, into_keyring=False)
    assert not is_in_keyring(tmp_path)
    assert same(tmp_path)
    assert ring.kept == {}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_key_stays_in_its_file_where_no_keyring_takes_it(tmp_path: Path, ring: MemoryKeyring, refusal: type[Exception]) -> None:
    save_station_key(tmp_path, KEY)
    ring.refusal = refusal
    with pytest.raises(StorageError, match="no keyring"):
        move_key(tmp_path, into_keyring=True)
    assert same(tmp_path)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_keyring_that_is_silent_is_said_and_is_no_lost_key(
    tmp_path: Path, ring: MemoryKeyring, refusal: type[Exception]
) -> None:
    save_station_key(tmp_path, KEY, in_keyring=True)
    ring.refusal = refusal
    with pytest.raises(StorageError, match="keyring of this system") as told:
        load_station_key(tmp_path)
    assert not isinstance(told.value, KeyLost)
    assert is_in_keyring(tmp_path)


@pytest.mark.parametrize("beneath", system_keyring._BENEATH, ids=lambda one: one[0])
def test_what_the_library_beneath_a_keyring_raises_is_a_refusal_too(
    tmp_path: Path, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, beneath: tuple[str, str]
) -> None:
    class TheirError(Exception):
        pass

    module = ModuleType(beneath[0])
    setattr(module, beneath[1], TheirError)
    monkeypatch.setitem(sys.modules, beneath[0], module)
    save_station_key(tmp_path, KEY, in_keyring=True)
    ring.refusal = TheirError
    with pytest.raises(StorageError, match="keyring of this system"):
        load_station_key(tmp_path)


@pytest.mark.parametrize("given", ["", "nothing of ours", "AAAA"])
def test_what_the_keyring_no_longer_holds_is_lost(tmp_path: Path, ring: MemoryKeyring, given: str) -> None:
    save_station_key(tmp_path, KEY, in_keyring=True)
    ring.kept = dict.fromkeys(ring.kept, given)
    with pytest.raises(KeyLost, match="key of this laptop"):
        load_station_key(tmp_path)


def test_the_key_of_a_new_origin_is_kept_like_the_one_before_and_that_one_goes(tmp_path: Path, ring: MemoryKeyring) -> None:
    after = new_station_key(seeded(32))
    save_station_key(tmp_path, KEY, in_keyring=True)
    save_next_key(tmp_path, after)
    with closing(Database.create(tmp_path / "one.sqlite")) as database, database.write() as connection:
        adopt_next_key(tmp_path, connection)
        assert same(tmp_path)  # no entry of it yet
        head = "INSERT INTO head (origin, seq, hash, at) VALUES (?, 1, x'00', 1)"
        connection.exec_driver_sql(head, (after.origin,))
        adopt_next_key(tmp_path, connection)
    assert load_station_key(tmp_path).origin == after.origin
    assert [origin for _, origin in ring.kept] == [after.origin.hex()]


def test_a_missing_key_file_is_lost_and_one_that_cannot_be_read_is_not(tmp_path: Path) -> None:
    with pytest.raises(KeyLost, match="missing or damaged"):
        load_station_key(tmp_path)
    (tmp_path / FILE_NAME).mkdir()  # as good as one that may not be read
    with pytest.raises(StorageError, match="cannot be read now") as told:
        load_station_key(tmp_path)
    assert not isinstance(told.value, KeyLost)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"7", b'{"origin":"zz","private":"AA=="}', b'{"origin":"00"}', b'{"origin":1,"private":2}']
)
def test_a_damaged_key_file_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    with pytest.raises(KeyLost, match="key of this laptop"):
        load_station_key(tmp_path)
