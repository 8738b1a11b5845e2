"""A process that dies: raised at the n-th of the steps of a sync, before or after it is done, and nothing runs after it.

Of a sync with a database every statement is a step: its session ends there, with the transaction open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from supervisor_app.services import (
    sync_anew,
    sync_blobs,
    sync_doing,
    sync_exchange,
    sync_forks,
    sync_parting,
    sync_pulling,
    sync_pushing,
    sync_remembering,
    syncing,
    witnessing,
)
from supervisor_app.storage import evidence_files, ledger_writing, remote_records, shared_session
from supervisor_app.storage.database import Database
from supervisor_app.storage.shared_file import SharedFile
from supervisor_app.storage.shared_lock import SharedLock
from supervisor_app.storage.shared_postgres import SharedDatabase


class Crash(BaseException):
    """The process is gone."""


class Death:
    """Counts steps down and kills; dead, it also keeps the lock from being given back, as a dead process does."""

    def __init__(self) -> None:
        self.left = -1
        self.steps = 0
        self.dead = False
        self.sessions: list[Any] = []  # with a server, those of this sync
        self._happens: Callable[[], object] = self._die

    def after(self, steps: int, happens: Callable[[], object] | None = None) -> None:
        """Die at that many steps from now, or let something else happen; -1 never."""
        self.left, self.steps, self.dead = steps, 0, False
        self.sessions.clear()
        self._happens = happens or self._die

    def step(self) -> None:
        """One step is before us, or just done."""
        self.steps += 1
        self.left -= 1
        if self.left == -1:
            self._happens()

    def _die(self) -> None:
        self.dead = True
        for session in self.sessions:
            session.close()
            session.rollback = lambda: None  # who is dead takes nothing back: the server does, once it misses us
        raise Crash


def arm(patch: pytest.MonkeyPatch, death: Death) -> None:
    """Let every step of a sync count: calls that read, write, begin and commit, on both files and in the lock's folder."""
    for module, name in (
        (sync_exchange, "read_heads"),
        (sync_parting, "read_heads"),
        (sync_pushing, "read_heads"),
        (sync_exchange, "read_run"),
        (sync_parting, "read_run"),
        (sync_pulling, "read_run"),
        (sync_pushing, "read_run"),
        (sync_pushing, "write_run"),
        (sync_forks, "drop_rows_from"),
        (sync_forks, "put_head"),
        (sync_forks, "append"),
        (ledger_writing, "take_back_after"),
        (sync_pushing, "take_out"),
        (sync_parting, "put_heads_right"),
        (sync_pushing, "write_boxes"),
        (sync_doing, "take_boxes"),
        (witnessing, "append"),
        (ledger_writing, "insert_entries"),
        (ledger_writing, "append_signed"),
        (remote_records, "write_seen"),
        (remote_records, "put_in_quarantine"),
        (remote_records, "add_history"),
        (remote_records, "forget_seen"),
        (sync_remembering, "note_reached"),
        (sync_blobs, "read_part"),
        (sync_blobs, "write_parts"),
        (sync_blobs, "remove_blobs"),
        (sync_blobs, "note_blobs"),
        (sync_blobs, "write_wanted"),
        (evidence_files, "put_file"),
        (evidence_files, "delete_file"),
        (sync_anew, "create_shared"),
        (sync_anew, "set_aside"),
        (syncing, "save_settings"),
        (SharedLock, "acquire"),
        (SharedLock, "confirm"),
    ):
        patch.setattr(module, name, _counted(getattr(module, name), death))
    patch.setattr(Database, "write", _counted_transaction(Database.write, death))
    patch.setattr(SharedFile, "writing", _counted_transaction(SharedFile.writing, death))
    patch.setattr(SharedDatabase, "writing", _counted_transaction(SharedDatabase.writing, death))
    patch.setattr(shared_session, "_engine", _counting_statements(shared_session._engine, death))
    release = SharedLock.release
    patch.setattr(SharedLock, "release", lambda lock: None if death.dead else release(lock))


def _counted(call: Callable[..., Any], death: Death) -> Callable[..., Any]:
    def counted(*args: Any, **named: Any) -> Any:
        death.step()
        result = call(*args, **named)
        death.step()
        return result

    return counted


def _counted_transaction(transaction: Callable[..., Any], death: Death) -> Callable[..., Any]:
    @contextlib.contextmanager
    def counted(*args: Any) -> Iterator[Any]:
        death.step()
        with transaction(*args) as connection:
            yield connection
            death.step()  # not committed
        death.step()  # committed, and nobody has heard of it

    return counted


def _counting_statements(make: Callable[[Any], Engine], death: Death) -> Callable[[Any], Engine]:
    def made(session: Any) -> Engine:
        engine = make(session)
        death.sessions.append(session)
        event.listen(engine, "before_cursor_execute", lambda *_: death.step())
        return engine

    return made
