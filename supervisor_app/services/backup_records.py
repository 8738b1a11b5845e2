"""What a backup is, what is remembered of the last one, and where they lie. Frozen records and two small files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.paths import write_atomically
from supervisor_app.settings import StationSettings
from supervisor_app.storage.database import sorted_errors

STATE_NAME = "backups.json"
NEAR_FOLDER = "backups"
"""Inside the data folder: where backups go while no other folder was chosen."""
SUFFIX = ".backup"
FACTS, SETTINGS, KEY = "facts.json", "settings.json", "station.key"
EVIDENCE = "evidence"
"""Names of what comes with the database; evidence files keep their path below the data folder."""

_NAME = re.compile(r"sign-off-([0-9a-f]{8})-(\d{8}-\d{6})\.backup")
_STAMP = "%Y%m%d-%H%M%S"

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


class Stopped(Exception):  # noqa: N818 - an expected end
    """The person asked to stop; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """What a backup says of itself. `origin` in hex; `entries` is the number of records of all laptops."""

    made: datetime
    site: str
    site_name: str
    origin: str
    station_name: str
    entries: int
    has_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What one backup came to. `path` is "" where none was needed; `removed` older ones were no longer kept."""

    at: datetime
    path: str
    file_bytes: int = 0
    entries: int = 0
    sealed: bool = False
    near: bool = False
    kept: int = 0
    removed: int = 0
    seconds: float = 0.0
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTrouble:
    """Why the last try came to nothing."""

    at: datetime
    message: str
    hint: str = ""

    @property
    def problem(self) -> UserError:
        """As it is shown."""
        return UserError(self.message, self.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """What is remembered between two starts: the last backup, what it held, and what went wrong since (None for nothing)."""

    last: BackupReport | None = None
    fingerprint: str = ""
    trouble: BackupTrouble | None = None


def read_state(folder: Path) -> BackupState:
    """Return what is remembered; nothing where the file cannot be read."""
    try:
        return msgspec.json.decode((folder / STATE_NAME).read_bytes(), type=BackupState)
    except (OSError, msgspec.DecodeError):
        return BackupState()


def write_state(folder: Path, state: BackupState) -> None:
    """Remember; StorageError where the data folder cannot be written."""
    with sorted_errors():
        write_atomically(folder / STATE_NAME, msgspec.json.encode(state), private=True)


def backup_folder(folder: Path, settings: StationSettings) -> Path:
    """Return where backups of a data folder go."""
    return Path(settings.backup_folder) if settings.backup_folder else folder / NEAR_FOLDER


def backup_name(origin: bytes, at: datetime) -> str:
    """Return the name of a backup: whose laptop, and when by its clock."""
    return f"sign-off-{origin.hex()[:8]}-{at.strftime(_STAMP)}{SUFFIX}"


def backups_in(folder: Path, origin: bytes | None = None) -> dict[datetime, Path]:
    """Return the backups in a folder by their time (naive, by the laptop's clock), of one laptop or of all; OSError."""
    found = {}
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match and (origin is None or match[1] == origin.hex()[:8]):
            try:
                found[datetime.strptime(match[2], _STAMP)] = path  # by the laptop's own clock
            except ValueError:
                continue
    return found
