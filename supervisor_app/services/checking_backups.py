"""Checking the backups of this laptop: open ones whole, sealed ones as far as that goes without their passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from supervisor_app.errors import UserError
from supervisor_app.services.backup_records import backup_folder, backups_in
from supervisor_app.services.check_report import Check
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import backup_file, sealed_file


def check_backups(site: Site, step: Callable[..., None]) -> Iterator[Check]:
    """Yield a line for each backup in the backup folder, the newest first; `step` raises where nobody waits any more."""
    folder = backup_folder(site.folder, site.settings)
    try:
        found = backups_in(folder) if folder.is_dir() else {}
    except OSError:
        yield Check("Backups", False, f"the backup folder {folder} cannot be read")
        return
    if not found:
        yield Check("Backups", True, "there are none yet")
    for moment in sorted(found, reverse=True):
        problem, finding = _look(found[moment], lambda done, total: step(done, total, "Checking the backups"))
        yield Check(f"Backup {found[moment].name}", not problem, problem or finding)


def _look(path: Path, step: backup_file.Step) -> tuple[str, str]:
    """Return what is wrong with a backup, "" where nothing is, and what is known of a good one."""
    try:
        if sealed_file.is_sealed(path):
            with path.open("rb") as file:
                sealed_file.read_head(file)
            return "", "sealed: its head is whole; the rest was read back when it was written, and opens with its passphrase"
        with backup_file.open_copy(path) as copy:
            return backup_file.copy_problem(copy, step), "opens, whole, each record in its place"
    except UserError as problem:
        return problem.message, ""
    except (OSError, ValueError):
        return "it cannot be read", ""
