"""Keys: sealed ones open with the right PIN on the right laptop only; the issuer key opens for its recipient only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from supervisor_app.ledger.keys import (
    ISSUER_BOX,
    WrongPin,
    new_member_keys,
    new_station_key,
    open_member_keys,
    open_sealed,
    seal_for,
    seal_member_keys,
    signature_holds,
)
from tests.sites import LIGHT, PIN, seeded

RANDOM = seeded(3)
SECRET = RANDOM(32)


def test_sealed_keys_open_with_the_pin_and_are_the_same_keys() -> None:
    keys = new_member_keys("m1", RANDOM)
    sealed = seal_member_keys(keys, PIN, SECRET, LIGHT, RANDOM)
    opened = open_member_keys(sealed, PIN, SECRET)
    assert (opened.signing_public, opened.sealing_public) == (keys.signing_public, keys.sealing_public)
    assert (sealed.ed25519, sealed.x25519) == (keys.signing_public, keys.sealing_public)


def test_a_pin_is_the_same_however_its_accents_are_composed() -> None:
    sealed = seal_member_keys(new_member_keys("m1", RANDOM), "caf\u00e9", SECRET, LIGHT, RANDOM)
    assert open_member_keys(sealed, "cafe\u0301", SECRET)


@pytest.mark.parametrize(("pin", "secret"), [("2581", SECRET), (PIN, bytes(32)), ("", SECRET)])
def test_another_pin_or_another_laptop_does_not_open(pin: str, secret: bytes) -> None:
    sealed = seal_member_keys(new_member_keys("m1", RANDOM), PIN, SECRET, LIGHT, RANDOM)
    with pytest.raises(WrongPin):
        open_member_keys(sealed, pin, secret)


def test_sealed_keys_cannot_be_passed_off_as_another_members() -> None:
    sealed = seal_member_keys(new_member_keys("m1", RANDOM), PIN, SECRET, LIGHT, RANDOM)
    with pytest.raises(WrongPin):
        open_member_keys(replace(sealed, member="m2"), PIN, SECRET)


def test_a_box_opens_for_its_recipient_and_purpose_only() -> None:
    ann, bob = new_member_keys("ann", RANDOM), new_member_keys("bob", RANDOM)
    box = seal_for(ann.sealing_public, b"the issuer key", ISSUER_BOX + b"did:key:a")
    assert open_sealed(ann, box, ISSUER_BOX + b"did:key:a") == b"the issuer key"
    for keys, data, purpose in (
        (bob, box, ISSUER_BOX + b"did:key:a"),
        (ann, box, ISSUER_BOX + b"did:key:b"),
        (ann, box[:-1] + bytes([box[-1] ^ 1]), ISSUER_BOX + b"did:key:a"),
        (ann, b"", ISSUER_BOX + b"did:key:a"),
    ):
        with pytest.raises(ValueError, match="another key or is damaged"):
            open_sealed(keys, data, purpose)


def test_a_signature_holds_for_its_data_and_key_only() -> None:
    station, other = new_station_key(RANDOM), new_station_key(RANDOM)
    signature = station.sign(b"data")
    public = bytes.fromhex(station.public)
    assert signature_holds(public, signature, b"data")
    assert not signature_holds(public, signature, b"date")
    assert not signature_holds(bytes.fromhex(other.public), signature, b"data")
    assert not signature_holds(public, b"", b"data")
    assert not signature_holds(b"short", signature, b"data")


def test_no_private_byte_shows_in_what_is_kept() -> None:
    keys = new_member_keys("m1", RANDOM)
    kept = repr(seal_member_keys(keys, "a long passphrase", SECRET, LIGHT, RANDOM))
    for secret in (keys.ed25519.private_bytes_raw().hex(), keys.x25519.private_bytes_raw().hex(), SECRET.hex(), "passphrase"):
        assert secret not in kept
