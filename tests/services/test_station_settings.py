"""Settings of this laptop are kept at once, or the old ones stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.station_settings import change_settings
from supervisor_app.settings import FILE_NAME, load_settings, save_settings
from tests.sites import new_site


def test_a_change_is_in_force_and_written(tmp_path: Path) -> None:
    site, _ = new_site(tmp_path / "a")
    changed = replace(site.settings, theme="dark", idle_lock_minutes=5, unknown={"later": 1}, note="was damaged")
    kept = change_settings(site, changed)
    assert site.settings is kept
    assert load_settings(site.folder) == kept == replace(changed, note="")
    site.close()


def test_where_nothing_can_be_written_the_old_ones_stay(tmp_path: Path) -> None:
    site, _ = new_site(tmp_path / "a")
    before = site.settings
    (site.folder / (FILE_NAME + ".tmp")).mkdir()
    with pytest.raises(StorageError):
        change_settings(site, replace(before, theme="dark"))
    assert site.settings is before
    site.close()


def test_a_shared_file_that_a_command_chose_meanwhile_stays_chosen(tmp_path: Path) -> None:
    site, _ = new_site(tmp_path / "a")
    save_settings(site.folder, replace(site.settings, shared="/usb/site.sqlite"))
    kept = change_settings(site, replace(site.settings, theme="dark"))
    assert (kept.shared, kept.theme) == ("/usb/site.sqlite", "dark")
    assert load_settings(site.folder) == kept == site.settings
    site.close()
