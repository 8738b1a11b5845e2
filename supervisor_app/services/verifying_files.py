"""Verifying files from a folder or a command line, with the trust of a station where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from supervisor_app.credentials.carriers import MAX_FILE_BYTES
from supervisor_app.credentials.trust import TrustStore
from supervisor_app.credentials.verdict import Verdict, unreadable
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.opened_site import Clock, Site, is_site, open_site
from supervisor_app.services.verifying import verify, verify_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """The verdict on one file; `outcome` is the verdict's word ("valid"), `unreadable` means there was nothing to judge."""

    file: str
    outcome: str
    valid: bool
    unreadable: bool
    verdict: Verdict

    def lines(self) -> tuple[str, ...]:
        """Return the verdict as it is printed."""
        checks = (f"  {check.state.value:8} {check.text}  {check.figure}".rstrip() for check in self.verdict.checks)
        return (f"{self.file}: {self.verdict.headline}. {self.verdict.sentence}", *checks)


def verify_files(files: Sequence[Path], folder: Path, *, clock: Clock, randomness: Randomness) -> tuple[FileVerdict, ...]:
    """Return the verdict on each file, judged with the trust and the records of the station in `folder`, if it is one."""
    site = open_site(folder, clock=clock, randomness=randomness) if is_site(folder) else None
    try:
        return tuple(_file_verdict(site, path, clock()) for path in files)
    finally:
        if site is not None:
            site.close()


def _file_verdict(site: Site | None, path: Path, now: datetime) -> FileVerdict:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        verdict = unreadable(path.name, now, f"This file cannot be opened: {error.strerror}.", "Check the name, then try again.")
    else:
        verdict = verify(site, path.name, data, now) if site else verify_bytes(path.name, data, trust=TrustStore(), now=now)
    return FileVerdict(
        file=str(path), outcome=verdict.outcome.value, valid=verdict.valid, unreadable=verdict.unreadable, verdict=verdict
    )
