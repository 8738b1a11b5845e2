"""The chain: what one laptop appended is accepted whole; any change is found, and what came before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.ledger.chain import WORDS, Head, check_run, head_after, next_entry
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import StationKey, new_station_key
from tests.sites import START, seeded

RANDOM = seeded(6)
STATION = new_station_key(RANDOM)
PUBLIC = bytes.fromhex(STATION.public)
NONE = Head(STATION.origin)


def run_of(count: int, station: StationKey = STATION) -> list[Entry]:
    head, run = Head(station.origin), []
    for number in range(count):
        content = encode_content(by="", about="", body={"n": number})
        run.append(next_entry(head, station, "test.kind", content, latest=0, now=START, salt=RANDOM(16)))
        head = head_after(run[-1])
    return run


RUN = run_of(6)


@given(st.integers(0, 6), st.booleans())
def test_a_run_is_accepted_from_any_head_on(start: int, every: bool) -> None:
    head = head_after(RUN[start - 1]) if start else NONE
    result = check_run(head, RUN[start:], PUBLIC, every_signature=every)
    assert (list(result.good), result.problem) == (RUN[start:], None)
    assert result.head == head_after(RUN[-1])


def damaged(entry: Entry) -> list[tuple[str, Entry]]:
    flip = lambda data: bytes([data[0] ^ 1]) + data[1:]  # noqa: E731
    return [
        ("digest", replace(entry, content=b"{}")),
        ("digest", replace(entry, salt=bytes(16))),
        ("digest", replace(entry, salt=None)),
        ("digest", replace(entry, salt=(entry.salt or b"") + (entry.content or b"")[:1], content=(entry.content or b"")[1:])),
        ("chain", replace(entry, prev=b"\x01" * 32)),
        ("hash", replace(entry, kind="test.other")),
        ("hash", replace(entry, at=entry.at + 1)),
        ("hash", replace(entry, content_digest=flip(entry.content_digest))),
        ("hash", replace(entry, hash=flip(entry.hash))),
        ("header", replace(entry, kind="tést")),
        ("header", replace(entry, kind="")),
        ("header", replace(entry, sig=b"short")),
        ("header", replace(entry, sig="text")),  # type: ignore[arg-type]
        ("header", replace(entry, hash="text")),  # type: ignore[arg-type]
        ("header", replace(entry, kind=b"kind")),  # type: ignore[arg-type]
        ("header", replace(entry, at="late")),  # type: ignore[arg-type]
        ("digest", replace(entry, content="{}")),  # type: ignore[arg-type]
        ("header", replace(entry, kind="k" * 65)),
        ("header", replace(entry, at=2**63)),
        ("header", replace(entry, at=-1)),
        ("gap", replace(entry, seq=entry.seq + 1)),
        ("gap", replace(entry, origin=bytes(16))),
    ]


@pytest.mark.parametrize("place", [0, 3, 5])
def test_any_change_is_found_and_the_entries_before_it_stay_good(place: int) -> None:
    for reason, bad in damaged(RUN[place]):
        for every in (False, True):
            result = check_run(NONE, [*RUN[:place], bad, *RUN[place + 1 :]], PUBLIC, every_signature=every)
            assert result.problem is not None
            assert (result.problem.reason, result.problem.seq) == (reason, bad.seq)
            assert list(result.good) == RUN[:place]
            assert reason in WORDS


@pytest.mark.parametrize("place", [0, 3, 5])
def test_a_bad_signature_is_found_where_every_one_is_checked(place: int) -> None:
    bad = replace(RUN[place], sig=bytes(64))
    result = check_run(NONE, [*RUN[:place], bad, *RUN[place + 1 :]], PUBLIC, every_signature=True)
    assert list(result.good) == RUN[:place]
    assert result.problem is not None
    assert result.problem.reason == "signature"


def test_the_newest_signature_vouches_for_those_before_it() -> None:
    unsigned = [replace(entry, sig=bytes(64)) for entry in RUN[:-1]]
    assert check_run(NONE, [*unsigned, RUN[-1]], PUBLIC).problem is None


def test_without_a_good_newest_signature_the_run_is_cut_after_the_last_good_one() -> None:
    bad = [replace(entry, sig=bytes(64)) for entry in RUN[4:]]
    result = check_run(NONE, [*RUN[:4], *bad], PUBLIC)
    assert list(result.good) == RUN[:4]
    assert result.head == head_after(RUN[3])
    assert result.problem is not None
    assert (result.problem.seq, result.problem.reason) == (5, "signature")


def test_a_run_by_another_key_is_refused_whole() -> None:
    other = replace(new_station_key(RANDOM), origin=STATION.origin)
    result = check_run(NONE, run_of(3, other), PUBLIC)
    assert (result.good, result.head) == ((), NONE)


def test_a_time_that_goes_back_is_found() -> None:
    first, second = RUN[0], RUN[1]
    late = next_entry(NONE, STATION, "test.kind", b"{}", latest=second.at + 5, now=START, salt=bytes(16))
    back = next_entry(replace(head_after(late), at=0), STATION, "test.kind", b"{}", latest=0, now=START, salt=bytes(16))
    result = check_run(NONE, [late, back], PUBLIC)
    assert result.problem is not None
    assert result.problem.reason == "clock"
    assert first.seq == 1


def test_an_erased_content_still_verifies() -> None:
    erased = replace(RUN[2], content=None, salt=None)
    assert check_run(NONE, [*RUN[:2], erased, *RUN[3:]], PUBLIC, every_signature=True).problem is None


def test_nobody_appends_to_anothers_origin() -> None:
    with pytest.raises(ValueError, match="own origin"):
        next_entry(Head(bytes(16)), STATION, "k", b"{}", latest=0, now=START, salt=bytes(16))


def written(head: Head, now: datetime, latest: int = 0) -> Entry:
    return next_entry(head, STATION, "test.kind", b"{}", latest=latest, now=now, salt=bytes(16))


def test_a_clock_that_was_years_ahead_and_is_put_right_does_not_break_the_chain() -> None:
    """What it wrote while ahead stays; the next entry follows it, and others still accept the chain."""
    ahead = written(NONE, START + timedelta(days=800))
    after = written(head_after(ahead), START, latest=ahead.at)
    assert after.at == ahead.at + 1
    assert check_run(NONE, (ahead, after), PUBLIC, every_signature=True).problem is None


def test_somebody_elses_clock_years_ahead_and_ours_set_back_a_little_keep_our_chain_rising() -> None:
    first = written(NONE, START)
    stranger = first.at + (800 * 24 * 3600 * 1000 << 16)
    after = written(head_after(first), START - timedelta(minutes=5), latest=stranger)
    assert after.at == first.at + 1
