"""Backing up in a process of its own, and the commands backup and restore as they print."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from supervisor_app.errors import InputError, UserError
from supervisor_app.ledger.keys import Randomness
from supervisor_app.paths import make_private_folder
from supervisor_app.services.backing_up import back_up
from supervisor_app.services.backup_records import BackupReport, Cancelled, Progress, Stopped
from supervisor_app.services.opened_site import Clock
from supervisor_app.services.restore_answer import Answer
from supervisor_app.services.restore_preview import preview
from supervisor_app.services.restoring import finish, restore
from supervisor_app.services.worker_process import input_ended, program, run_worker, say_line
from supervisor_app.storage.database import sorted_errors
from supervisor_app.storage.instance_lock import InstanceLock

EXIT_DONE, EXIT_STOPPED, EXIT_NOT_DONE = 0, 1, 2
SILENCE = 120.0
"""Seconds without a line after which a backup is taken for stuck in its drive."""
_MOST_PASSPHRASE = 600


def back_up_in_process(
    folder: Path, progress: Progress, cancelled: Cancelled, *, only_if_changed: bool = False, silence: float = SILENCE
) -> BackupReport | None:
    """Back a data folder up in a worker process and return its report, None where it was stopped; raises as `back_up`."""
    options = ["--if-changed"] if only_if_changed else []
    command = program("backup", "--data-dir", str(folder), "--json", "--watch-input", *options)
    report = run_worker(command, progress, cancelled, silence=silence)
    return msgspec.json.decode(report, type=BackupReport) if report else None


def run_backup(
    folder: Path,
    to: Path | None,
    *,
    as_json: bool,
    watch_input: bool,
    only_if_changed: bool,
    clock: Clock,
    randomness: Randomness,
) -> int:
    """The command `backup`: print how it goes and what came of it; return 0, 1 where it was stopped, 2 where it failed."""
    cancelled = input_ended() if watch_input else _never
    try:
        report = back_up(
            folder,
            to=to.absolute() if to else None,
            clock=clock,
            randomness=randomness,
            only_if_changed=only_if_changed,
            progress=_say(as_json),
            cancelled=cancelled,
        )
    except Stopped:
        return EXIT_STOPPED
    except UserError as problem:
        if not as_json:
            raise
        say_line(problem=problem.message, hint=problem.hint)
        return EXIT_NOT_DONE
    if as_json:
        say_line(report=report)
    else:
        print(f"{report.sentence} {report.path}".rstrip())
    return EXIT_DONE


def run_restore(
    backup: Path,
    folder: Path,
    *,
    only_preview: bool,
    passphrase: str,
    as_json: bool,
    clock: Clock,
    randomness: Randomness,
    answer: Answer | None = None,
) -> int:
    """The command `restore`: print what a backup would do, or do it; no window may have the folder open.

    Where the folder holds a site, a member `answer`s for it.
    """
    say = _say(as_json)
    if only_preview:
        seen = preview(backup, folder, passphrase, clock=clock, progress=say, cancelled=_never)
        if as_json:
            say_line(report=seen)
        else:
            print("\n".join(seen.lines()))
        return EXIT_DONE
    with sorted_errors():
        make_private_folder(folder)
    lock = InstanceLock(folder)
    try:
        finish(folder, clock=clock)
        report = restore(
            backup, folder, passphrase, clock=clock, randomness=randomness, progress=say, cancelled=_never, answer=answer
        )
    finally:
        lock.release()
    if as_json:
        say_line(report=report)
    else:
        print(report.sentence)
        if report.aside:
            print(f"What was there before lies in {report.aside}.")
    return EXIT_DONE


def read_passphrase(path: Path | None) -> str:
    """Return the passphrase in a file, "" for no file; InputError where it cannot be read. It never comes as an argument."""
    if path is None:
        return ""
    try:
        text = path.read_bytes()[: _MOST_PASSPHRASE + 1].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            str(path), "the passphrase file cannot be read.", "Name a file that holds only the passphrase."
        ) from problem
    return text.rstrip("\r\n")


def _say(as_json: bool) -> Progress:
    return _say_json if as_json else _say_words()


def _say_json(done: int, total: int, words: str) -> None:
    say_line(progress=(done, total, words))


def _say_words() -> Callable[[int, int, str], None]:
    said: set[str] = set()

    def say(done: int, total: int, words: str) -> None:
        if words not in said:
            said.add(words)
            print(f"{words} ...", file=sys.stderr)

    return say


def _never() -> bool:
    return False
