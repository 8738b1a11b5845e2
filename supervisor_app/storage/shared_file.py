"""A shared store in one SQLite file on a drive that several laptops reach: opened, used under the lock, closed.

SQLite counts the transactions of a file in its header. Each of ours writes down what the counter says after it, on a page that it
writes anyway (`head.mark`): where the two differ, something that is no sync has changed the file since. Versions of the program
that do not know the mark go on as before; the file then counts as changed, which costs a look.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.vectors import Vector
from supervisor_app.paths import put_in_place
from supervisor_app.storage.mounts import locks_do_not_work
from supervisor_app.storage.shared_engine import shared_engine, sqlite_address
from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words, trouble_of
from supervisor_app.storage.shared_guard import may_be_read, may_be_written, put_strange_journal_aside
from supervisor_app.storage.shared_header import COUNTER, WAL, WRITE_VERSION, look_at_start, number_at
from supervisor_app.storage.shared_lock import Patience, SharedLock
from supervisor_app.storage.shared_store import StoreFacts, read_facts, read_heads, structures_hold, write_facts
from supervisor_app.storage.shared_tables import APPLICATION_ID, SHARED_VERSION, shared_metadata

PAGE_SIZE = 8192


@dataclass(slots=True)
class Marks:
    """What the header counts, what the last sync left there as a mark (None: nothing), and whether there is a place for it."""

    counter: int
    left: int | None = None
    placed: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class SharedFile:
    """An open shared file under our lock. `heads` are those it was opened with; its transactions are the only way in.

    `was_wal`: somebody had switched the file to a write-ahead log, which no network drive carries; it was switched back.
    `strange_journal`: one lay beside it that no laptop of ours writes; it was set aside.
    """

    marks: Marks

    path: Path
    engine: Engine
    lock: SharedLock
    facts: StoreFacts
    heads: Vector
    was_wal: bool = False
    strange_journal: bool = False
    tells: bool = True

    def with_heads(self, heads: Vector) -> SharedFile:
        """Return the same store as it is known to be now."""
        return replace(self, heads=heads)

    @property
    def doubtful(self) -> bool:
        """Whether something that is no sync has changed the file since the last one; until `vouch` is called."""
        return self.marks.doubtful

    def vouch(self) -> None:
        """Say that what may have been changed was looked at: the file counts as left by a sync again."""
        if self.marks.doubtful:
            self.marks.doubtful = False
            with self.writing():
                pass

    def size(self) -> int:
        """How many bytes the file has."""
        with said_in_words():
            return self.path.stat().st_size

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the store."""
        with said_in_words(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that takes SQLite's write lock at once; the lock folder is looked at again before COMMIT."""
        with said_in_words(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not may_be_written(connection):
                raise SharedFileError(Trouble.DAMAGED)
            yield connection
            self._leave_mark(connection)
            self.lock.confirm()
        self.marks.counter += 1

    def _leave_mark(self, connection: Connection) -> None:
        """Write down what the header will say after this transaction; nothing where the file is in doubt, which so it stays."""
        if self.marks.doubtful:
            return
        if not self.marks.placed:
            connection.exec_driver_sql(_PLACE_OF_MARK)
            self.marks.placed = True
        statement = "UPDATE head SET mark = ? WHERE rowid = (SELECT min(rowid) FROM head)"
        connection.exec_driver_sql(statement, (self.marks.counter + 1,))


_PLACE_OF_MARK = "ALTER TABLE head ADD COLUMN mark BIGINT"


@contextmanager
def open_shared(path: Path, owner: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[SharedFile]:
    """Lock and open an existing shared file; never makes one. `owner` names us in the lock (hex), unlike any other.

    `waiting` is called while another laptop has the lock and may raise to stop. Raises SharedFileError: missing, unreachable,
    locked, read-only, full, not a shared file, damaged, newer.
    """
    with said_in_words():
        header = look_at_start(path)
    with locked(path, owner, patience, waiting) as lock:
        if lock.waited:
            with said_in_words():
                header = look_at_start(path)
        with said_in_words():
            strange = put_strange_journal_aside(path)
        if is_wal := header[WRITE_VERSION] == WAL:
            _leave_wal(path)
        engine, facts, heads, marks = _open_checked(path)
        marks.counter = number_at(header, COUNTER)
        marks.doubtful = (bool(heads) and marks.left != marks.counter) or is_wal or strange
        try:
            yield SharedFile(marks, path, engine, lock, facts, heads, is_wal, strange)
        finally:
            engine.dispose()


@contextmanager
def open_aside(aside: Path, lock: SharedLock) -> Iterator[SharedFile]:
    """Open a file that was set aside, to read what can still be read; nothing in it or beside it is changed.

    Raises SharedFileError (damaged) where not even its facts and heads can be read.
    """
    engine = shared_engine(aside, mode="ro&immutable=1")
    try:
        with said_in_words():
            facts, heads, marks = _identify(engine)
        yield SharedFile(marks, aside, engine, lock, facts, heads)
    finally:
        engine.dispose()


@contextmanager
def locked(path: Path, owner: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[SharedLock]:
    """Hold the application lock of a shared file, which need not exist yet (its folder must)."""
    lock = SharedLock(path, owner, patience)
    with said_in_words():
        lock.acquire(waiting)
    try:
        yield lock
    finally:
        lock.release()


def create_shared(path: Path, facts: StoreFacts, lock: SharedLock) -> None:
    """Make an empty shared file, whole or not at all. The caller holds its lock.

    Raises SharedFileError: exists, missing (the folder), read-only, full.
    """
    if path.exists():
        raise SharedFileError(Trouble.EXISTS)
    draft = lock.folder / "new"
    with said_in_words():
        _write_empty(draft, facts)
        put_in_place(draft, path)


def set_aside(path: Path, stamp: str) -> Path:
    """Rename a damaged shared file (and its journal) to a name that tells, and return it. The caller holds the lock."""
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.damaged-{stamp}-{number}{path.suffix}")
    with said_in_words():
        path.rename(aside)
        for side in ("-journal", "-wal", "-shm"):
            beside = path.with_name(path.name + side)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + side))
    return aside


def is_sound(path: Path, lock: SharedLock) -> bool:
    """Open the file anew and let SQLite check its structures: the second, independent look before a file counts as damaged.

    It reads all of the file, so the lock is kept alive meanwhile. SharedFileError (locked) where it was lost nevertheless.
    """
    with said_in_words():
        put_strange_journal_aside(path)
    engine = shared_engine(path, nolock=locks_do_not_work(path))
    try:
        with _beating(lock), engine.connect() as connection, connection.begin():
            return structures_hold(connection)
    except (DBAPIError, UnicodeDecodeError) as error:
        if trouble_of(error) is Trouble.DAMAGED:
            return False
        with said_in_words():
            raise
    finally:
        engine.dispose()


@contextmanager
def _beating(lock: SharedLock) -> Iterator[None]:
    """Keep a lock alive from a thread while one statement of SQLite takes longer than a lock may be silent."""
    ended = threading.Event()

    def beat() -> None:
        with suppress(SharedFileError, OSError):  # a lock that was lost is told at the end
            while not ended.wait(lock.beat_every):
                lock.beat()

    thread = threading.Thread(target=beat, daemon=True, name="lock-beats")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    lock.confirm()


def _open_checked(path: Path) -> tuple[Engine, StoreFacts, Vector, Marks]:
    """Open and identify; without SQLite's locks where the drive's do not work: our own lock is held."""
    with said_in_words():
        engine = shared_engine(path, nolock=locks_do_not_work(path))
        try:
            return engine, *_identify(engine)
        except BaseException:
            engine.dispose()
            raise


def _identify(engine: Engine) -> tuple[StoreFacts, Vector, Marks]:
    with engine.connect() as connection, connection.begin():
        if not may_be_read(connection):
            raise SharedFileError(Trouble.DAMAGED)
        found = read_facts(connection), read_heads(connection), _read_marks(connection)
        connection.exec_driver_sql("PRAGMA locking_mode=NORMAL")  # from the next transaction on
        return found


def _read_marks(connection: Connection) -> Marks:
    columns = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(head)")}
    if "mark" not in columns:
        return Marks(0)
    left = connection.exec_driver_sql("SELECT max(mark) FROM head").scalar()
    return Marks(0, left if isinstance(left, int) else None, placed=True)


def _leave_wal(path: Path) -> None:
    """Switch a file that somebody put into WAL mode back to a rollback journal, taking in the log. The caller holds the lock.

    Exclusive locking needs no shared memory beside the file, which network drives do not have.
    """
    with said_in_words(), closing(sqlite3.connect(sqlite_address(path, "rw", nolock=locks_do_not_work(path)), uri=True)) as plain:
        plain.execute("PRAGMA locking_mode=EXCLUSIVE").close()
        if plain.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise SharedFileError(Trouble.LOCKED)


def _write_empty(path: Path, facts: StoreFacts) -> None:
    """Write a file that lies in our own lock folder: nobody else can be in it, and on some drives SQLite's locks do not work."""
    engine = shared_engine(path, mode="rwc", nolock=True, first=(f"page_size={PAGE_SIZE}", "journal_mode=MEMORY"))
    try:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={SHARED_VERSION}")
            shared_metadata.create_all(connection)
            connection.exec_driver_sql(_PLACE_OF_MARK)
            write_facts(connection, facts)
    finally:
        engine.dispose()
