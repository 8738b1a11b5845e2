"""Checking all records in a process of its own: minutes of work that the window does not feel; and the command `check`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from supervisor_app.errors import UserError
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.backup_records import Cancelled, Progress, Stopped
from supervisor_app.services.check_report import Check, CheckReport
from supervisor_app.services.checking import check
from supervisor_app.services.opened_site import Clock, open_site
from supervisor_app.services.worker_process import input_ended, program, run_worker, say_line

EXIT_SOUND, EXIT_NOT_SOUND, EXIT_NOT_DONE = 0, 1, 2
SILENCE = 600.0
"""Comparing the tables of a large site takes a while without a word."""


def check_in_process(folder: Path, progress: Progress, cancelled: Cancelled) -> CheckReport | None:
    """Check a data folder in a worker process; None where it was stopped. Raises UserError where it could not be done."""
    command = program("check", "--data-dir", str(folder), "--json", "--watch-input", "--backups")
    report = run_worker(command, progress, cancelled, silence=SILENCE)
    return msgspec.json.decode(report, type=_Told).told() if report else None


class _Told(msgspec.Struct):
    checks: list[tuple[str, bool, str]]

    def told(self) -> CheckReport:
        return CheckReport(tuple(Check(*line) for line in self.checks))


def run_check(folder: Path, *, as_json: bool, watch_input: bool, backups: bool, clock: Clock, randomness: Randomness) -> int:
    """The command `check`: print the audit; return 0 where all is sound, 1 where not, 2 where it could not be done."""
    cancelled = input_ended() if watch_input else _never
    site = open_site(folder, clock=clock, randomness=randomness)
    try:
        report = check(site, _say(watch_input), cancelled, backups=backups)
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
        say_line(report={"checks": [(line.name, line.sound, line.finding) for line in report.checks]})
    elif as_json:
        print(msgspec.json.encode(report).decode())
    else:
        print("\n".join(report.lines()))
    return EXIT_SOUND if report.sound else EXIT_NOT_SOUND


def _say(aloud: bool) -> Progress:
    if not aloud:
        return _quiet
    return lambda done, total, words: say_line(progress=(done, total, words))


def _quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


def _never() -> bool:
    return False
