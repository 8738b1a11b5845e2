"""The list of what no longer holds: the same facts give the same bytes, and nothing else is read."""

from __future__ import annotations

from datetime import date, timedelta

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.credentials import cose
from supervisor_app.credentials.qr_payload import EXTERNAL_AAD as QR_AAD
from supervisor_app.credentials.status_list import (
    EXTERNAL_AAD,
    MAX_BYTES,
    StatusCode,
    StatusRow,
    read_status,
    sign_status,
    status_name,
)
from tests.credentials.samples import FACTS, ISSUER_KEY, STRANGER_KEY, public

DAY = date(2026, 11, 23)
ROW = StatusRow(status_name(FACTS.credential_id), StatusCode.WITHDRAWN, DAY)
ROWS = st.lists(
    st.builds(StatusRow, st.binary(min_size=8, max_size=8), st.sampled_from(StatusCode), st.dates()), max_size=40, unique=True
)


@given(day=st.dates(), rows=ROWS, chance=st.randoms())
def test_a_list_reads_as_it_was_written_whatever_the_order_of_its_rows(day: date, rows: list[StatusRow], chance: object) -> None:
    data = sign_status(day, rows, ISSUER_KEY)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert sign_status(day, [*rows, *rows], ISSUER_KEY) == data
    found = read_status(data)
    assert (found.day, found.rows) == (day, tuple(sorted(rows)))
    assert cose.holds(found.envelope, public(ISSUER_KEY), EXTERNAL_AAD)
    assert not cose.holds(found.envelope, public(STRANGER_KEY), EXTERNAL_AAD)


def test_a_list_is_no_code_and_says_nothing_of_a_person() -> None:
    data = sign_status(DAY, [ROW], ISSUER_KEY)
    assert not cose.holds(read_status(data).envelope, public(ISSUER_KEY), QR_AAD)
    assert FACTS.credential_id.encode() not in data
    assert len(sign_status(DAY, [StatusRow(bytes([n] * 8), StatusCode.ON_HOLD, DAY) for n in range(41)], ISSUER_KEY)) < 750


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {1: 1},
        {2: []},
        {1: 1, 2: [], 3: 1},
        {1: "1", 2: []},
        {1: True, 2: []},
        {1: 2**60, 2: []},
        {1: 1, 2: [[bytes(7), 1, 1]]},
        {1: 1, 2: [[bytes(8), 4, 1]]},
        {1: 1, 2: [[bytes(8), True, 1]]},
        {1: 1, 2: [[bytes(8), 1]]},
        {1: 1, 2: [[bytes(8), 1, "x"]]},
        [1],
    ],
    ids=str,
)
def test_another_form_is_refused_even_when_signed(payload: object) -> None:
    with pytest.raises(cose.NotCose):
        read_status(cose.sign_bytes(cbor2.dumps(payload, canonical=True), ISSUER_KEY, EXTERNAL_AAD))


@given(data=st.binary(max_size=200))
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(cose.NotCose):
        read_status(data)


def test_a_list_that_is_too_long_or_has_a_tail_is_refused() -> None:
    for data in (bytes(MAX_BYTES + 1), sign_status(DAY + timedelta(1), [ROW], ISSUER_KEY) + b"\0"):
        with pytest.raises(cose.NotCose):
            read_status(data)
