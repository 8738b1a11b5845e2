"""A sync in a process of its own, that can be killed: a drive that does not answer must never freeze the window.

The worker writes one JSON object a line: {"progress": {...}} as it goes, at the end {"report": {...}} or {"problem": {...}}. It
stops by itself when its standard input ends, so it never outlives the window that started it.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from supervisor_app.errors import StorageError, UserError
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.opened_site import Clock, Site, open_site
from supervisor_app.services.sync_places import PATIENCE, take_over_choice
from supervisor_app.services.sync_records import Cancelled, Progress, SyncReport
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.services.worker_process import end_worker, input_ended, lines_of, program, start_worker
from supervisor_app.settings import load_settings
from supervisor_app.storage.shared_address import is_database
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_place import in_words_of

EXIT_DONE, EXIT_LOOK, EXIT_NOT_DONE = 0, 1, 2
SILENCE = 90.0
"""Seconds without a line after which a worker is taken for stuck: longer than SQLite waits, longer than a stale lock."""
SERVER_SILENCE = 330.0
"""The same where a damaged database is made new: its server reads through each table first, for as long as we let a statement."""
_LOOK_EVERY = 0.1


class _Line(msgspec.Struct):
    """One line of a worker."""

    progress: tuple[int, int, str] | None = None
    report: SyncReport | None = None
    problem: str | None = None
    hint: str = ""
    trouble: str = ""
    moved_to: str = ""


def run_sync(
    folder: Path,
    shared: str | None,
    *,
    as_json: bool,
    clock: Clock,
    randomness: Randomness,
    create: bool = False,
    anew: bool = False,
    follow: bool = False,
    invitation: str = "",
    watch_input: bool = False,
    patience: Patience = PATIENCE,
) -> int:
    """Sync a data folder and print how it goes; return 0, 1 where something needs a look, 2 where it could not be done.

    `shared` chooses the shared store first: `create` makes it, the code of an `invitation` opens its records. `anew` makes a
    damaged one new, `follow` goes where it moved. Raises UserError only when not `as_json`; with it, it is the last line.

    Making one new is done by a worker here too: a server that hangs in it must not hold a script for ever.
    """
    say = _say_json if as_json else _say_words()
    cancelled = input_ended() if watch_input else _never
    try:
        if anew and not watch_input:
            with in_words_of(load_settings(folder).shared):
                report = sync_in_process(
                    folder, say, cancelled, shared=shared or "", create=create, anew=True, follow=follow, invitation=invitation
                )
        else:
            with closing(open_site(folder, clock=clock, randomness=randomness)) as site:
                report = _sync(site, shared, say, cancelled, patience, create=create, anew=anew, follow=follow, code=invitation)
    except UserError as problem:
        if not as_json:
            raise
        _print(_told(problem))
        return EXIT_NOT_DONE
    return _done(report, as_json=as_json)


def _done(report: SyncReport, *, as_json: bool) -> int:
    if as_json:
        _print({"report": msgspec.to_builtins(report)})
    else:
        print("\n".join(report_lines(report)))
    return EXIT_DONE if report.clean else EXIT_LOOK


def _told(problem: UserError) -> dict[str, str]:
    said = {"problem": problem.message, "hint": problem.hint, "trouble": "", "moved_to": ""}
    if isinstance(problem, SharedFileError):
        said |= {"trouble": problem.trouble.value, "moved_to": problem.moved_to}
    return said


def report_lines(report: SyncReport) -> list[str]:
    """Return a report as it prints on a terminal."""
    lines = [report.sentence]
    if report.sent:
        lines.append(f"Sent: {report.sent_words}")
    if report.received:
        came = ", ".join(f"{item.count:,} from {item.station}" for item in report.received_from)
        lines.append(f"Received: {report.received_words} ({came})")
    needs = [*(fork.sentence for fork in report.forks), *(refused.sentence for refused in report.quarantined)]
    return [*lines, *needs, *(f"{remark.title}. {remark.sentence}" for remark in report.remarks)]


def worker_command(folder: Path, *options: str) -> list[str]:
    """Return the command that starts a worker: this program again, as a module or, when frozen, as itself."""
    return program("sync", "--data-dir", str(folder), "--json", "--watch-input", *options)


def sync_in_process(
    folder: Path,
    progress: Progress,
    cancelled: Cancelled,
    deadline: float = 0.0,
    *,
    shared: str = "",
    create: bool = False,
    anew: bool = False,
    follow: bool = False,
    invitation: str = "",
) -> SyncReport:
    """Sync in a worker process and return its report; to be called from any thread but the window's.

    `deadline` is how many seconds the worker may be silent before it is killed, 0.0 for what its work needs. Raises
    SharedFileError and UserError as `sync_now` does, and where the worker was stopped or killed; whatever it had exchanged by
    then stays on both sides.
    """
    wishes = {"--create": create, "--anew": anew, "--follow": follow}
    typed = [line for line in (shared, invitation) if line]
    options = [
        *(("--shared", "-") if shared else ()),
        *(("--invited",) if invitation else ()),
        *(option for option, wished in wishes.items() if wished),
    ]
    worker = start_worker(worker_command(folder, *options))
    try:
        if typed and worker.stdin:  # not as arguments: an address may hold a password, and a code is one
            worker.stdin.write("".join(f"{line}\n" for line in typed).encode())
            worker.stdin.flush()
        return _follow(worker, progress, cancelled, deadline or _silence(folder, anew=anew))
    finally:
        end_worker(worker)


def _silence(folder: Path, *, anew: bool) -> float:
    return SERVER_SILENCE if anew and is_database(load_settings(folder).shared) else SILENCE


def choose_in_process(
    site: Site, shared: Path | str, create: bool, progress: Progress, cancelled: Cancelled, *, invitation: str = ""
) -> SyncReport:
    """`choose_shared` in a worker process; the open site takes over the new choice."""
    try:
        return sync_in_process(site.folder, progress, cancelled, shared=str(shared), create=create, invitation=invitation)
    finally:
        take_over_choice(site)


def _sync(
    site: Site,
    shared: str | None,
    say: Progress,
    cancelled: Cancelled,
    patience: Patience,
    *,
    create: bool,
    anew: bool,
    follow: bool,
    code: str,
) -> SyncReport:
    if follow:
        from supervisor_app.services.store_moving import follow_store

        return follow_store(site, say, cancelled, patience=patience)
    if shared is not None:
        return choose_shared(site, shared, create, say, cancelled, invitation=code, patience=patience)
    if anew:
        return make_anew(site, say, cancelled, patience=patience)
    return sync_now(site, say, cancelled, invitation=code, patience=patience)


def _follow(worker: subprocess.Popen[bytes], progress: Progress, cancelled: Cancelled, deadline: float) -> SyncReport:
    """Pass the worker's lines on until its last one, watching the clock and the user's wish to stop."""
    lines = lines_of(worker.stdout)
    heard = time.monotonic()
    while True:
        if cancelled():
            raise SharedFileError(Trouble.CANCELLED)
        if time.monotonic() - heard > deadline:
            raise SharedFileError(Trouble.UNREACHABLE)
        try:
            raw = lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            continue
        if raw is None:
            raise StorageError("The sync ended before it was done.", "Everything is safe on this laptop. Sync again.")
        heard = time.monotonic()
        line = msgspec.json.decode(raw, type=_Line)
        if line.progress is not None:
            progress(*line.progress)
        elif line.report is not None:
            return line.report
        else:
            raise _problem(line)


def _problem(line: _Line) -> UserError:
    if line.trouble:
        return SharedFileError(Trouble(line.trouble), line.problem or "", line.hint, moved_to=line.moved_to)
    return StorageError(line.problem or "The sync could not be done.", line.hint)


def _never() -> bool:
    return False


def _print(value: Any) -> None:  # noqa: ANN401 - any JSON value
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def _say_json(done: int, total: int, words: str) -> None:
    _print({"progress": [done, total, words]})


def _say_words() -> Progress:
    """Print each new kind of work once: a terminal is not a progress bar."""
    said: set[str] = set()

    def say(done: int, total: int, words: str) -> None:
        if words not in said:
            said.add(words)
            print(f"{words} ...", file=sys.stderr)

    return say
