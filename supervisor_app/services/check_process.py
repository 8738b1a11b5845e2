"""Checking all records in a process of its own: minutes of work that the window does not feel; and the command `check`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.backup_records import Cancelled, Progress, Stopped
from supervisor_app.services.check_report import Check, CheckReport
from supervisor_app.services.checking import check
from supervisor_app.services.opened_site import Clock, Site, open_site
from supervisor_app.services.worker_process import input_ended, program, run_worker, say_line
from supervisor_app.settings import load_settings

EXIT_SOUND, EXIT_NOT_SOUND, EXIT_NOT_DONE = 0, 1, 2
SILENCE = 600.0
"""Comparing the tables of a large site takes a while without a word."""
SHARED_SILENCE = 180.0
"""SQLite's look at the structures of a long file takes a while, and so does another laptop's sync."""
ALLOCATIONS = 10_000
"""How many objects more than at the last look for cycles call for another one; Python's own bound is 700."""


def check_in_process(folder: Path, progress: Progress, cancelled: Cancelled) -> CheckReport | None:
    """Check a data folder, then the shared store it uses, each in a worker process of its own; None where that was stopped.

    A drive that does not answer takes nothing from what was found here. Raises UserError where this laptop could not be checked.
    """
    here = _checked(folder, progress, cancelled, "--backups", silence=SILENCE)
    if here is None or not load_settings(folder).shared:
        return here
    try:
        there = _checked(folder, progress, cancelled, "--only-shared", silence=SHARED_SILENCE)
    except UserError as problem:
        there = CheckReport((Check("Shared file", True, f"Not checked. {problem.message} {problem.hint}", looked=False),))
    return CheckReport((*here.checks, *there.checks)) if there else None


def _checked(folder: Path, progress: Progress, cancelled: Cancelled, option: str, *, silence: float) -> CheckReport | None:
    command = program("check", "--data-dir", str(folder), "--json", "--watch-input", option)
    report = run_worker(command, progress, cancelled, silence=silence)
    return CheckReport(msgspec.json.decode(report, type=_Told).checks) if report else None


class _Told(msgspec.Struct):
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to check: the records of this laptop (`here`) and their `backups`, the `shared` store."""

    here: bool = True
    backups: bool = False
    shared: bool = False


def run_check(folder: Path, wanted: Wanted, *, as_json: bool, watch_input: bool, clock: Clock, randomness: Randomness) -> int:
    """The command `check`: print the audit; return 0 where all is sound, 1 where not, 2 where not all was looked at."""
    cancelled = input_ended() if watch_input else _never
    site = open_site(folder, clock=clock, randomness=randomness)
    try:
        with collecting_seldom():
            report = _check(site, wanted, _say(watch_input), cancelled)
    except Stopped:
        return EXIT_NOT_DONE
    except UserError as problem:
        if not watch_input:
            raise
        say_line(problem=problem.message, hint=problem.hint)
        return EXIT_NOT_DONE
    finally:
        site.close()
    if watch_input:
        say_line(report=report)
    elif as_json:
        print(msgspec.json.encode(report).decode())
    else:
        print("\n".join(report.lines()))
    return EXIT_NOT_SOUND if not report.sound else EXIT_SOUND if report.whole else EXIT_NOT_DONE


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for cycles less often: a check makes millions of records and no cycle, and every look walks over many."""
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _check(site: Site, wanted: Wanted, progress: Progress, cancelled: Cancelled) -> CheckReport:
    report = check(site, progress, cancelled, backups=wanted.backups) if wanted.here else CheckReport(())
    if not wanted.shared:
        return report
    from supervisor_app.services.checking_shared import check_shared  # with SQLAlchemy, which the rest does without

    return CheckReport((*report.checks, *check_shared(site, progress, cancelled)))


def _say(aloud: bool) -> Progress:
    if not aloud:
        return _quiet
    return lambda done, total, words: say_line(progress=(done, total, words))


def _quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


def _never() -> bool:
    return False
