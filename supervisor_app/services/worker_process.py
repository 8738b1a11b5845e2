"""This same program as a process of its own, that can be killed: how it is started, heard and ended."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import IO

GRACE = 3.0
"""Seconds a worker has to end by itself once nobody waits for it."""


def program(*arguments: str) -> list[str]:
    """Return the command that runs this program with these arguments: as a module or, when frozen, as itself."""
    itself = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "supervisor_app"]
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
