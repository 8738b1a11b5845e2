"""Moving the shared store in a worker process of its own: a drive or a server that does not answer never blocks the window.

The worker is `supervisor-app store move --json --watch-input`; PIN and new place go in by its input, never as arguments.
"""

from __future__ import annotations

import sys

import msgspec

from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.store_moving import Moved
from supervisor_app.services.sync_places import take_over_choice
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.services.worker_process import program, run_worker
from supervisor_app.storage.shared_errors import SharedFileError, Trouble

SILENCE = 120.0
"""Seconds without a line after which a worker is taken for stuck."""
_STEP = 10  # per cent between two lines on a terminal


def move_in_process(site: Site, session: Session, pin: str, to: str, progress: Progress, cancelled: Cancelled) -> Moved:
    """`move_store` in a worker process, as the member who is signed in; the open site takes the new place over.

    Raises SharedFileError (cancelled) and what the worker reports as StorageError.
    """
    member = ("--member", session.member_id, "--pin-file", "-")
    command = program("store", "move", "--data-dir", str(site.folder), "--to", "-", *member, "--json", "--watch-input")
    try:
        report = run_worker(command, progress, cancelled, silence=SILENCE, typed=(pin, to))
    finally:
        take_over_choice(site)
    if not report:
        raise SharedFileError(Trouble.CANCELLED)
    return msgspec.json.decode(report, type=Moved)


def say_on_terminal() -> Progress:
    """Return what tells a terminal how far a long piece of work is: each kind of work once, then every tenth of it."""
    said: dict[str, int] = {}

    def say(done: int, total: int, words: str = "") -> None:
        tenth = 100 * done // total // _STEP if total else 0
        if words not in said:
            print(f"{words} ...", file=sys.stderr, flush=True)
        elif total and tenth > said[words]:
            print(f"{words} ... {tenth * _STEP} % ({done:,} of {total:,})", file=sys.stderr, flush=True)
        said[words] = max(tenth, said.get(words, 0))

    return say
