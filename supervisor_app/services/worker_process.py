"""This same program as a process of its own, that can be killed: how it is started, heard and ended."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO

import msgspec

from supervisor_app.errors import StorageError

GRACE = 3.0
_LOOK_EVERY = 0.1
"""Seconds a worker has to end by itself once nobody waits for it."""


def program(*arguments: str) -> list[str]:
    """Return the command that runs this program with these arguments: as a module or, when frozen, as itself.

    `-P` keeps the folder one happens to be in out of the module path: a `json.py` on somebody's stick is nothing to run.
    """
    itself = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "supervisor_app"]
    return [*itself, *arguments]


def start_worker(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a worker: what it says comes by its output, the end of its input tells it that nobody waits any more."""
    return subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class _Line(msgspec.Struct):
    """One line of a worker: how far it is, or at the end what came of it."""

    progress: tuple[int, int, str] | None = None
    report: msgspec.Raw = msgspec.Raw(b"")
    problem: str = ""
    hint: str = ""


def run_worker(
    command: Sequence[str],
    progress: Callable[[int, int, str], None],
    cancelled: Callable[[], bool],
    *,
    silence: float,
    typed: Sequence[str] = (),
) -> bytes:
    """Run a worker to its end and return its report as JSON, b"" where `cancelled`; from any thread but the window's.

    `typed` are lines for its input: what no list of processes may show.
    Raises the UserError it reports, and StorageError where it says nothing for `silence` seconds or ends without a word.
    """
    worker = start_worker(command)
    try:
        if typed and worker.stdin:
            worker.stdin.write("".join(f"{line}\n" for line in typed).encode())
            worker.stdin.flush()
        return _followed(lines_of(worker.stdout), progress, cancelled, silence)
    finally:
        end_worker(worker)


def _followed(
    lines: queue.Queue[bytes | None], progress: Callable[[int, int, str], None], cancelled: Callable[[], bool], silence: float
) -> bytes:
    heard = time.monotonic()
    while not cancelled():
        try:
            raw = lines.get(timeout=_LOOK_EVERY)
        except queue.Empty:
            if time.monotonic() - heard > silence:
                raise StorageError("The disk or the drive does not answer.", "Check it, then do it again.") from None
            continue
        if raw is None:
            raise StorageError("The work ended before it was done.", "Nothing was changed. Do it again.")
        heard = time.monotonic()
        line = msgspec.json.decode(raw, type=_Line)
        if line.progress is not None:
            progress(*line.progress)
        elif line.problem:
            raise StorageError(line.problem, line.hint)
        else:
            return bytes(line.report)
    return b""


def say_line(**parts: object) -> None:
    """Write one line as a worker: progress=(done, total, words), report=record, or problem= and hint=."""
    sys.stdout.write(msgspec.json.encode(parts).decode() + "\n")
    sys.stdout.flush()


def lines_of(stream: IO[bytes] | None) -> queue.Queue[bytes | None]:
    """Read a pipe in a thread, as no system can wait for a pipe and a clock in the same way; None at its end."""
    lines: queue.Queue[bytes | None] = queue.Queue()

    def read() -> None:
        for line in stream or ():
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True, name="worker-lines").start()
    return lines


def end_worker(worker: subprocess.Popen[bytes]) -> None:
    """Let a worker end by itself (its input ends, it gives back what it holds), else kill it."""
    if worker.stdin:
        worker.stdin.close()
    try:
        worker.wait(GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        threading.Thread(target=worker.wait, daemon=True, name="worker-reaper").start()  # one stuck in the drive dies late


def input_ended() -> Callable[[], bool]:
    """Watch standard input in a thread: at its end nobody waits for us any more."""
    ended = threading.Event()

    def watch() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=watch, daemon=True, name="worker-input").start()
    return ended.is_set
