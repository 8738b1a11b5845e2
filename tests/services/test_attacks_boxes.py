"""Boxes laid out in the shared file for newcomers: whoever may write there changes them, takes them away or adds any number."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervisor_app.services import content_keys
from supervisor_app.services.joining import ask_to_join
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import choose_shared
from supervisor_app.storage import shared_boxes
from tests.services.open_door import close_door
from tests.services.sync_sites import PATIENCE, approve, bore_witness, closing, empty, heads, let_in
from tests.services.test_handed_keys import keys, new_key, write_worthless
from tests.services.test_syncing import Two, change, two

__all__ = ["two"]
EDITS = ("UPDATE welcome SET box = 'AAAA'", "DELETE FROM welcome", "UPDATE welcome SET box = substr(box, 2) || 'A'")


@pytest.fixture
def shared(two: Two, monkeypatch: pytest.MonkeyPatch) -> Two:
    let_in(two.a, two.b)
    close_door(monkeypatch)
    new_key(two.a)
    two.sync(two.a, two.b, two.a)
    return two


def newcomer(two: Two, folder: Path) -> Site:
    """A laptop that asks and reads nothing yet."""
    site = empty(folder, 7)
    choose_shared(site, two.shared, False, patience=PATIENCE)
    ask_to_join(site, "Hannah Weber", "Late laptop", "1234")
    bore_witness(site)
    two.sync(site)
    return site


@pytest.mark.parametrize("edit", EDITS)
def test_boxes_changed_by_hand_are_put_back_by_the_next_laptop_that_syncs(shared: Two, tmp_path: Path, edit: str) -> None:
    late = newcomer(shared, tmp_path / "late")
    with closing(late):
        shared.sync(shared.a, shared.b)
        approve(shared.a)
        shared.sync(shared.a, shared.b)
        change(shared.shared, edit)
        shared.sync(late)
        assert not keys(late)
        shared.sync(shared.b, late)
        assert keys(late) == keys(shared.a)
        shared.sync(shared.a, late, shared.b, late)
        assert heads(late) == heads(shared.a)


def test_any_number_of_boxes_with_invented_keys_on_the_file_keep_a_newcomer_from_no_record(
    shared: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_boxes, "MOST_BOXES", 5)
    late = newcomer(shared, tmp_path / "late")
    with closing(late):
        shared.sync(shared.a, shared.b)
        approve(shared.a)
        shared.sync(shared.a, shared.b)
        to = late.station.sealing_public
        row = f"INSERT INTO welcome SELECT '{to}', '{{:016x}}', box FROM welcome WHERE recipient = '{to}' LIMIT 1"
        change(shared.shared, *(row.format(number) for number in range(40)))
        shared.sync(late)
        assert keys(late) == keys(shared.a)
        assert heads(late) == heads(shared.a)


def test_of_boxes_with_invented_keys_that_a_laptop_of_the_site_writes_a_few_are_tried(
    shared: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_keys, "MOST_WORTHLESS", 3)
    a, liar = shared.a, shared.b
    for number in range(30):
        write_worthless(liar, f"{number:016x}", a.station.sealing_public)
    shared.sync(liar, a)
    tried: list[str] = []
    opens = content_keys._open
    monkeypatch.setattr(content_keys, "_open", lambda site, key, box: bool(tried.append(key)) or opens(site, key, box))
    held = set(a.content_keys)
    a.content_keys.clear()
    assert keys(a) == held
    assert len(tried) == len(held) + 3
