"""What a checklist answers to elsewhere: chosen from a real framework, kept in order, bounded, and named by its certificates."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervisor_app.domain.checklist import Alignment
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.aligning import MOST_ALIGNMENTS, aligned, found, read_framework
from tests.services.founded import forklift


def item(number: int) -> Alignment:
    address = f"https://frameworks.example/uri/{number}"
    return Alignment(name=f"Item {number}", url=address, framework="Trucks", type="CFItem", code=f"T.{number}")


def test_what_was_chosen_stands_behind_what_is_there_and_nothing_twice():
    once = aligned(forklift(), (item(1), item(2)))
    again = aligned(once, (item(2), item(3)))
    assert again.alignment == (*forklift().alignment, item(1), item(2), item(3))
    assert aligned(again, ()) == again


def test_more_than_a_certificate_carries_is_refused_with_the_count():
    with pytest.raises(UserError, match=f"at most {MOST_ALIGNMENTS} items of frameworks; these would be"):
        aligned(forklift(), [item(number) for number in range(MOST_ALIGNMENTS + 1)])


def test_every_word_must_be_in_code_or_name():
    items = (item(1), item(2), item(12))
    assert found(items, "t.1 ITEM") == (item(1), item(12))
    assert found(items, " ") == items
    assert found(items, "welding") == ()


def test_a_file_that_is_gone_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"trades\.json"):
        read_framework(tmp_path / "trades.json")


def test_a_real_framework_is_read_and_searched(shared_data: Path):
    path = next((shared_data / "frameworks/case").glob("opensalt-framework-*.json"))
    assert len(found(read_framework(path).items, "7.RP proportional")) >= 2
