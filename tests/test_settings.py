"""This laptop's settings: kept whole, foreign keys kept, a broken file never stops the app."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.settings import FILE_NAME, StationSettings, load_settings, save_settings


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    settings = StationSettings(
        theme="dark", glove_mode=True, paper="Letter", shared="//server/Łódź/site.sqlite", idle_lock_minutes=0
    )
    save_settings(tmp_path, settings)
    assert load_settings(tmp_path) == settings


def test_without_a_file_the_usual_ones_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == StationSettings()


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"theme": "dark", "hologram": {"on": True}}))
    settings = load_settings(tmp_path)
    save_settings(tmp_path, replace(settings, theme="light"))
    kept = json.loads((tmp_path / FILE_NAME).read_text())
    assert (kept["theme"], kept["hologram"]) == ("light", {"on": True})


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"\xff\xfe", b"null", b"[" * 100_000])
def test_a_broken_file_gives_the_usual_ones_and_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    settings = load_settings(tmp_path)
    assert replace(settings, note="") == StationSettings()
    assert settings.note.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("glove_mode", "yes"),
        ("idle_lock_minutes", -1),
        ("idle_lock_minutes", True),
        ("paper", 4),
        ("shared", None),
    ],
)
def test_a_value_that_cannot_be_is_left_aside_and_the_rest_kept(tmp_path: Path, name: str, value: object) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"language": "de", name: value}))
    assert load_settings(tmp_path) == StationSettings(language="de")


def test_the_note_is_never_written(tmp_path: Path) -> None:
    save_settings(tmp_path, StationSettings(note="something"))
    assert "note" not in json.loads((tmp_path / FILE_NAME).read_text())
