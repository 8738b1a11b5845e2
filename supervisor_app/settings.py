"""This laptop's own settings, in settings.json of the data folder; what other versions wrote there is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any

from supervisor_app.domain.frozen import dataclass
from supervisor_app.paths import write_atomically

FILE_NAME = "settings.json"
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark", "contrast"),
    "paper": ("A4", "Letter"),
    "paper_language": ("en", "de", "ar"),
    "second_language": ("", "en", "de", "ar"),
}
_MAX_IDLE_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSettings:
    """How the app behaves on this laptop.

    `shared` is the path of the shared file or a `postgresql://` address, empty where none was chosen; where it has a password,
    `shared_secret` is the whole address, sealed (`storage.shared_secret`). `station_letter` goes into certificate numbers;
    `yes_goes_on` moves to the next step after Y; `idle_lock_minutes` 0 never locks.
    `backup_folder` is "" for the one in the data folder, `backup_key` what backups are sealed for (no secret; "" leaves them
    open); `publish_folder` is where the check page was put last. `paper_language` and `second_language` are what the last
    certificate was issued in, whatever the screen's `language`.
    `unknown` keeps what this version does not know; `note` is a sentence about a file that could not be read (neither is
    asked of the user).
    """

    theme: str = "system"
    glove_mode: bool = False
    language: str = "en"
    paper: str = "A4"
    shared: str = ""
    shared_secret: str = ""
    auto_sync: bool = True
    station_letter: str = "A"
    yes_goes_on: bool = False
    idle_lock_minutes: int = 10
    backup_folder: str = ""
    backup_on_close: bool = True
    backup_key: str = ""
    publish_folder: str = ""
    paper_language: str = "en"
    second_language: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


_OWN = {item.name: type(item.default) for item in fields(StationSettings) if item.name not in ("unknown", "note")}


def load_settings(folder: Path) -> StationSettings:
    """Read the settings of a data folder; defaults where there are none, defaults with a `note` where they cannot be read."""
    try:
        data = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return StationSettings()
    except (OSError, ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return StationSettings(note="The settings of this laptop could not be read, so the usual ones are used.")
    known = {name: value for name, value in data.items() if name in _OWN and _fits(name, value)}
    unknown = {name: value for name, value in data.items() if name not in _OWN}
    return replace(StationSettings(), **known, unknown=unknown)


def save_settings(folder: Path, settings: StationSettings) -> None:
    """Write the settings whole or not at all; OSError where the folder cannot be written."""
    data = asdict(settings)
    unknown = data.pop("unknown")
    del data["note"]
    text = json.dumps({**unknown, **data}, indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder / FILE_NAME, text.encode(), private=True)


def _fits(name: str, value: object) -> bool:
    """Tell whether a value read from the file is one this setting may have."""
    if type(value) is not _OWN[name]:
        return False
    if name == "idle_lock_minutes":
        return isinstance(value, int) and 0 <= value <= _MAX_IDLE_MINUTES
    return value in _CHOICES.get(name, (value,))
