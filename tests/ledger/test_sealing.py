"""Sealed contents: opened by their key and by nothing else, refused once a bit is changed, never showing what they hold."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ledger.keys import new_station_key
from supervisor_app.ledger.sealing import (
    KEY_ID_BYTES,
    MAX_OVERHEAD,
    BrokenSeal,
    ContentKey,
    KeyRing,
    Mailbox,
    NoKey,
    Sealer,
    box_key,
    new_content_key,
    open_entries,
    open_or_bare,
    seal_entries,
    unbox_key,
)
from tests.storage.ledgers import randomness, run_of

KEY, OTHER = (new_content_key(randomness(seed)) for seed in (1, 2))
RING = KeyRing({KEY.id: KEY}, KEY)
HASH, SALT = b"h" * 32, b"s" * 16
STATION = new_station_key(randomness(3))

contents = st.binary(max_size=2000)
sealers: st.SearchStrategy[Sealer] = st.sampled_from([KEY, KEY.mailbox])


@given(contents, sealers)
def test_what_is_sealed_opens_again_and_is_a_bounded_bit_longer(content: bytes, sealer: Sealer):
    sealed = sealer.seal(HASH, SALT, content)
    assert RING.open(HASH, sealed) == (SALT, content)
    assert len(sealed) <= len(content) + MAX_OVERHEAD


@given(contents, sealers, st.data())
def test_any_flipped_bit_is_refused(content: bytes, sealer: Sealer, data: st.DataObject):
    sealed = bytearray(sealer.seal(HASH, SALT, content))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((BrokenSeal, NoKey)):
        RING.open(HASH, bytes(sealed))


def test_every_bit_of_one_sealed_content_counts():
    for sealer in (KEY, KEY.mailbox):
        sealed = sealer.seal(HASH, SALT, b'{"name":"Ana Kowalska"}')
        for bit in range(len(sealed) * 8):
            flipped = bytearray(sealed)
            flipped[bit // 8] ^= 1 << bit % 8
            with pytest.raises((BrokenSeal, NoKey)):
                RING.open(HASH, bytes(flipped))


@given(contents, sealers, st.data())
def test_a_cut_or_lengthened_content_is_refused(content: bytes, sealer: Sealer, data: st.DataObject):
    sealed = sealer.seal(HASH, SALT, content)
    cut = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    for changed in (cut, sealed + b"\x00"):
        with pytest.raises((BrokenSeal, NoKey)):
            RING.open(HASH, changed)


@given(st.binary(max_size=400))
def test_no_bytes_at_all_crash_the_opening(noise: bytes):
    for start in (b"", b"\x01" + KEY.id, b"\x02" + KEY.id):
        with pytest.raises((BrokenSeal, NoKey)):
            RING.open(HASH, start + noise)


def test_a_sealed_content_of_another_entry_is_refused():
    for sealer in (KEY, KEY.mailbox):
        with pytest.raises(BrokenSeal):
            RING.open(b"i" * 32, sealer.seal(HASH, SALT, b"content"))


@given(st.binary(min_size=8, max_size=300), sealers)
def test_no_eight_bytes_of_a_content_are_in_what_is_sealed(content: bytes, sealer: Sealer):
    sealed = sealer.seal(HASH, SALT, content)
    assert all(content[at : at + 8] not in sealed for at in range(len(content) - 7))
    assert SALT not in sealed


def test_the_same_entry_is_sealed_to_the_same_bytes_and_no_two_entries_share_a_nonce():
    run = run_of(STATION, 50)
    first, second = seal_entries(run, KEY), seal_entries(run, ContentKey(KEY.secret))
    assert first == second
    assert len({(entry.sealed or b"")[9:21] for entry in first}) == len(run)


def test_a_key_that_was_not_given_is_said_and_the_run_stops_there():
    run = run_of(STATION, 6)
    sealed = [*seal_entries(run[:3], KEY), *seal_entries(run[3:], OTHER)]
    opened = open_entries(sealed, RING)
    assert (opened.entries, opened.stopped) == (tuple(run[:3]), "locked")
    assert open_entries(sealed, KeyRing({KEY.id: KEY, OTHER.id: OTHER})).entries == tuple(run)
    assert open_entries(sealed, KeyRing({})).stopped == "locked"


def test_a_changed_content_stops_the_run_and_its_header_stays_readable():
    run = run_of(STATION, 3)
    sealed = seal_entries(run, KEY)
    opened = open_entries([sealed[0], seal_entries([run[2]], KEY)[0], sealed[2]], RING)
    assert [entry.seq for entry in opened.entries] == [1, 3, 3]
    swapped = open_entries([sealed[0], _with_sealed(sealed[1], sealed[2].sealed)], RING)
    assert (len(swapped.entries), swapped.stopped) == (1, "seal")
    alone = open_or_bare(_with_sealed(sealed[1], b"\x01nonsense"), RING)
    assert (alone.hash, alone.content) == (run[1].hash, None)


def _with_sealed(entry, sealed):
    return entry._replace(sealed=sealed)


def test_an_erased_content_stays_erased():
    from dataclasses import replace

    [entry] = run_of(STATION, 1)
    erased = replace(entry, salt=None, content=None)
    [sealed] = seal_entries([erased], KEY)
    assert sealed.sealed is None
    assert open_entries([sealed], RING).entries == (erased,)


def test_a_box_opens_for_its_laptop_only_and_holds_the_key_it_names():
    mine, theirs = new_station_key(randomness(4)), new_station_key(randomness(5))
    box = box_key(KEY, mine.sealing_public)
    assert unbox_key(mine.sealing, KEY.id, box) == KEY
    for private, key_id, wrong in (
        (theirs.sealing, KEY.id, box),
        (mine.sealing, OTHER.id, box),
        (mine.sealing, KEY.id, box[:-1]),
        (mine.sealing, KEY.id, b""),
    ):
        with pytest.raises(BrokenSeal):
            unbox_key(private, key_id, wrong)


def test_everything_about_a_key_follows_from_its_secret_and_the_secret_shows_nowhere():
    again = ContentKey(KEY.secret)
    assert (again.id, again.mailbox) == (KEY.id, KEY.mailbox)
    assert len(KEY.id) == KEY_ID_BYTES
    assert KEY.mailbox != OTHER.mailbox
    assert repr(KEY.secret)[2:10] not in repr(KEY) + repr(RING)
    assert KEY.id not in KEY.secret


def test_the_mailbox_takes_from_anybody_and_only_the_key_reads():
    box = Mailbox(KEY.mailbox.key_id, KEY.mailbox.public)
    sealed = box.seal(HASH, SALT, b"asks to join")
    assert RING.open(HASH, sealed) == (SALT, b"asks to join")
    assert box.seal(HASH, SALT, b"asks to join") != sealed
    with pytest.raises(NoKey):
        KeyRing({OTHER.id: OTHER}).open(HASH, sealed)


def test_a_thousand_entries_come_back_as_they_were():
    run = run_of(STATION, 1000, text=random.Random(6).randbytes(20).hex())
    assert open_entries(seal_entries(run, KEY), RING).entries == tuple(run)
