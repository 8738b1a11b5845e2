"""Verifying many files: from a folder or a command line, on several processes, with progress, cancel and a table as CSV."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from supervisor_app.credentials.listed_status import SeenLists
from supervisor_app.credentials.status_list import MAX_BYTES
from supervisor_app.credentials.trust import TrustStore, read_trust
from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.exchange.csv_out import csv_bytes
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.opened_site import Clock, Site, is_site, open_site
from supervisor_app.services.saving import opening, save_file
from supervisor_app.services.seen_lists import joined, read_list
from supervisor_app.services.verifying import checker_of, concluded_at, find_each_in_file
from supervisor_app.services.verifying_papers import Placed
from supervisor_app.services.verifying_processes import find_by_processes
from supervisor_app.services.verifying_records import Checker

SUFFIXES = frozenset(
    "pdf json jsonld jwt 1ob txt png svg jpg jpeg webp tif tiff bmp gif".split()  # noqa: SIM905
)
"""What a certificate in a folder may be called; other files are passed over."""

MOST_FILES = 20_000
FEW = 40
"""So few are checked here: starting other processes would take longer."""
MOST_PROCESSES = 2
CSV_HEAD = ("File", "Result", "Reason", "Holder", "Employee no.", "Competency", "Level", "Limits", "Issued",
            "Valid until", "Number", "Issuer", "Checked", "Place")  # fmt: skip
Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """The verdict on one certificate of a file; `outcome` is the verdict's word ("valid"), `unreadable` means there was nothing
    to judge. `place` says where it stands ("page 2", "page 1, card 3"), "" where the file holds no other.
    """

    file: str
    outcome: str
    valid: bool
    unreadable: bool
    verdict: Verdict
    place: str = ""

    def lines(self) -> tuple[str, ...]:
        """Return the verdict as it is printed."""
        checks = (f"  {check.state.value:8} {check.text}  {check.figure}".rstrip() for check in self.verdict.checks)
        where = f"{self.file}, {self.place}" if self.place else self.file
        return (f"{where}: {self.verdict.headline}. {self.verdict.sentence}", *checks)


def files_in(places: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files named, and for each folder the certificates in it and below, by name; hidden ones are passed over.

    InputError where a folder cannot be read or holds more than MOST_FILES.
    """
    found: list[Path] = []
    for place in places:
        found += _in_folder(place) if place.is_dir() else [place]
        if len(found) > MOST_FILES:
            raise InputError(str(place), f"more than {MOST_FILES:,} files.", "Check one folder after the other.")
    return tuple(found)


def verify_files(
    files: Sequence[Path],
    folder: Path,
    *,
    clock: Clock,
    randomness: Randomness,
    trust: TrustStore | None = None,
    lists: SeenLists | None = None,
) -> tuple[FileVerdict, ...]:
    """Return the verdict on each file, judged with the trust and the records of the station in `folder`, if it is one.

    `trust` names more issuers to believe this once, `lists` are more status lists to hold certificates against this once.
    """
    site = open_site(folder, clock=clock, randomness=randomness) if is_site(folder) else None
    try:
        checker = checker_of(site, clock()) if site else Checker(trust=TrustStore(), now=clock())
        more = replace(
            checker,
            trust=checker.trust.with_issuers(trust.issuers if trust else ()),
            lists=joined(checker.lists, lists) if checker.lists and lists else lists or checker.lists,
        )
        return tuple(check_all(files, more))
    finally:
        if site is not None:
            site.close()


def verify_folder(
    site: Site, files: Sequence[Path], now: datetime, *, progress: Progress, cancelled: Callable[[], bool]
) -> tuple[FileVerdict, ...]:
    """Return the verdict on each certificate of each file, as far as it went before somebody stopped it."""
    found: list[FileVerdict] = []
    for verdict in check_all(files, checker_of(site, now), cancelled=cancelled):
        found.append(verdict)
        progress(files_among(found), len(files))
    return tuple(found)


def files_among(results: Sequence[FileVerdict]) -> int:
    """Return of how many files these are the verdicts; those on one file follow each other."""
    before = [None, *results]
    return sum(last is None or last.file != one.file or not one.place for last, one in zip(before, results, strict=False))


def check_all(
    files: Sequence[Path], checker: Checker, *, cancelled: Callable[[], bool] = lambda: False, workers: int | None = None
) -> Iterator[FileVerdict]:
    """Yield the verdict on each certificate of each file in their order; `workers` 1 checks in this process, more than 1 in so
    many others.

    The records of the site are asked here alone: other processes only read files and try signatures.
    """
    count = workers or (1 if len(files) <= FEW else min(os.cpu_count() or 1, MOST_PROCESSES))
    if count == 1:
        for path in files:
            if cancelled():
                return
            for placed in find_each_in_file(path, checker):
                if cancelled():
                    return
                yield _file_verdict(path, placed, checker)
        return
    for path, found in zip(files, find_by_processes(files, checker, cancelled, count), strict=False):
        for placed in find_each_in_file(path, checker) if _perhaps_typed(path, found) else found:
            yield _file_verdict(path, placed, checker)


def _perhaps_typed(path: Path, found: Sequence[Placed]) -> bool:
    """Whether a text that no other process could read may be a code that only this site's records know."""
    return path.suffix.lower() == ".txt" and any(isinstance(one.found, Verdict) and one.found.unreadable for one in found)


def read_status_files(paths: Sequence[Path], now: datetime) -> SeenLists | None:
    """Return the status lists in files, None for no file. InputError where one of them is none."""
    lists: SeenLists | None = None
    for path in paths:
        with opening(path), path.open("rb") as file:
            found = read_list(path.name, file.read(MAX_BYTES + 1), now)
        lists = joined(lists, found) if lists else found
    return lists


def read_trust_file(path: Path) -> TrustStore:
    """Return the issuers of a trust file; InputError where it cannot be read."""
    with opening(path):
        return read_trust(path.name, path.read_bytes())


def csv_table(results: Sequence[FileVerdict]) -> bytes:
    """Return verdicts as a CSV file, one line per certificate."""
    return csv_bytes([CSV_HEAD, *(_csv_row(result) for result in results)])


def save_csv(path: Path, results: Sequence[FileVerdict]) -> None:
    """Write the table; StorageError where the disk does not let us."""
    save_file(path, csv_table(results))


def _in_folder(folder: Path) -> list[Path]:
    found = []
    with opening(folder):
        for path in folder.rglob("*"):
            if path.suffix.lower().removeprefix(".") in SUFFIXES and not path.name.startswith(".") and path.is_file():
                found.append(path)
            if len(found) > MOST_FILES:
                break
    return sorted(found)


def _file_verdict(path: Path, placed: Placed, checker: Checker) -> FileVerdict:
    verdict = concluded_at(path.name, placed, checker)
    return FileVerdict(
        file=str(path),
        outcome=verdict.outcome.value,
        valid=verdict.valid,
        unreadable=verdict.unreadable,
        verdict=verdict,
        place=placed.place,
    )


def _csv_row(result: FileVerdict) -> tuple[str, ...]:
    verdict = result.verdict
    number = next((fact.detail.removeprefix("no. ") for fact in verdict.facts if fact.label == "Holder"), "")
    told = (verdict.fact(label) for label in ("Level", "Issued", "Valid until", "Number"))
    level, issued, until, certificate = told
    issuer = next((check.text.removeprefix("Signed by ") for check in verdict.checks if check.name == "issuer"), "")
    proven = verdict.outcome in (Outcome.VALID, Outcome.EXPIRED) or verdict.proven
    return (
        result.file,
        verdict.headline,
        verdict.sentence,
        verdict.fact("Holder"),
        number,
        verdict.fact("Competency"),
        level,
        verdict.limits,
        issued,
        until,
        certificate,
        issuer if proven else "",
        verdict.checked.isoformat(sep=" ", timespec="minutes"),
        result.place,
    )
