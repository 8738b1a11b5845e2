"""What moved and when, as a supervisor says it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from supervisor_app.services.sync_words import joined, kinds_words, moment_words, records

NOW = datetime(2026, 11, 23, 10, 32, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({}, ""),
        ({"assessment.signed": 2, "certificate.issued": 1}, "Two sign-offs and one certificate"),
        ({"worker.recorded": 298, "worker.left": 2}, "300 changes to people"),
        ({"key.added": 1, "assessment.amended": 1, "certificate.printed": 12}, None),
        ({"future.kind": 1}, "One other record"),
        ({"future.kind": 5, "station.joined": 1}, "One new laptop and five other records"),
    ],
)
def test_kinds_are_counted_in_words_the_weightiest_first(kinds: dict[str, int], words: str | None):
    expected = "One amendment, twelve printed papers and one change to members and keys" if words is None else words
    assert kinds_words(kinds) == expected


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(minutes=80), "09:12"),
        (timedelta(hours=20), "yesterday 14:32"),
        (timedelta(days=3), "Friday 10:32"),
        (timedelta(days=24), "30 October 10:32"),
        (timedelta(days=400), "19 October 2025 10:32"),
    ],
)
def test_a_moment_is_said_from_today(ago: timedelta, words: str):
    assert moment_words(NOW - ago, NOW) == words


def test_lists_and_counts():
    assert [joined(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert [records(count) for count in (0, 1, 1234)] == ["0 records", "1 record", "1,234 records"]
