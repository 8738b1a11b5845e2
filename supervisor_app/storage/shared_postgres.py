"""A shared store in a PostgreSQL database: the same tables, an advisory lock of the session in the place of the lock folder.

The address goes to libpq as it is, so that `?service=`, a password file and certificates work as everywhere else. One session
does one sync; when it breaks, the server gives the lock back, and the sync ends: nothing goes on in a session that lost its lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select, text
from sqlalchemy.pool import StaticPool

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import StorageError
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_store import StoreFacts, read_facts, read_heads, write_facts
from supervisor_app.storage.shared_tables import SHARED_VERSION, meta, shared_metadata

if TYPE_CHECKING:
    import psycopg

LOCK = 0x53_4F_53_48_4C_4F_43_4B
"""The key of the advisory lock ("SOSHLOCK"): one store lies in one database."""
CONNECT_SECONDS = 10
_OPTIONS = "-c client_min_messages=warning -c lock_timeout=15000"
_SIZE = text("SELECT pg_total_relation_size('entry') + pg_total_relation_size('blob')")
_NO_DRIVER = "This laptop cannot use a shared database yet."
_NO_DRIVER_HINT = "Whoever looks after it installs the driver: pip install supervisor-app[postgres]."


class SessionLock:
    """The lock that a session holds for as long as it lives; there is nothing to beat, and nobody can take it over."""

    broke = False

    def confirm(self) -> None:
        """A session that answers holds its lock."""

    def beat(self) -> None:
        """Nothing to show: the server knows whether the session lives."""


@dataclass(frozen=True, slots=True)
class SharedDatabase:
    """An open shared database under our lock. `heads` are those it was opened with."""

    engine: Engine
    facts: StoreFacts
    heads: Vector
    lock: SessionLock
    was_wal: bool = False
    doubtful: bool = False

    def vouch(self) -> None:
        """Nothing to say: a database does not tell who changed it. The daily looks go round there."""

    def with_heads(self, heads: Vector) -> SharedDatabase:
        """Return the same store as it is known to be now."""
        return replace(self, heads=heads)

    def size(self) -> int:
        """How many bytes the records take there."""
        with self.reading() as connection:
            return int(connection.execute(_SIZE).scalar_one())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the store."""
        with said_in_words(), self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that nobody else writes beside, not even through a pool that mixes up sessions."""
        with said_in_words(), self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
            connection.exec_driver_sql("LOCK TABLE head IN SHARE ROW EXCLUSIVE MODE")
            yield connection


@contextmanager
def open_database(url: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[SharedDatabase]:
    """Lock and open a shared database. Raises SharedFileError: unreachable, password, no database, not shared, newer, locked."""
    with _locked(url, patience, waiting) as engine:
        with said_in_words(), engine.connect() as connection, connection.begin():
            if not inspect(connection).has_table("meta"):
                raise SharedFileError(Trouble.NOT_SHARED)
            _check_version(connection)
            facts, heads = read_facts(connection), read_heads(connection)
        yield SharedDatabase(engine, facts, heads, SessionLock())


def create_database(url: str, facts: StoreFacts, patience: Patience, waiting: Callable[[], None]) -> None:
    """Make the tables of an empty shared store, whole or not at all; the database itself too where it is missing and we may.

    Raises SharedFileError: exists, read-only, and as opening does.
    """
    _make_missing(url)
    with _locked(url, patience, waiting) as engine, said_in_words(), engine.connect() as connection, connection.begin():
        if any(inspect(connection).has_table(name) for name in shared_metadata.tables):
            raise SharedFileError(Trouble.EXISTS)
        shared_metadata.create_all(connection)
        write_facts(connection, facts)
        connection.execute(insert(meta).values(key="version", value=SHARED_VERSION.to_bytes(4, "big")))


@contextmanager
def _locked(url: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[Engine]:
    """Give an engine of exactly one session, which holds the lock."""
    with said_in_words():
        session = _connect(url)
    engine = _engine(session)
    try:
        with said_in_words():
            _take_lock(session, patience, waiting)
        yield engine
    finally:
        engine.dispose()
        session.close()


def _connect(url: str, **options: Any) -> psycopg.Connection[Any]:  # noqa: ANN401 - libpq's own options
    try:
        import psycopg
    except ImportError as error:
        raise StorageError(_NO_DRIVER, _NO_DRIVER_HINT) from error
    kept_alive = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "application_name": "supervisor-app"}
    try:
        return psycopg.connect(url, **{"connect_timeout": CONNECT_SECONDS, "options": _OPTIONS, **kept_alive, **options})
    except psycopg.ProgrammingError as error:
        raise SharedFileError(Trouble.ADDRESS) from error  # libpq cannot read the address: its words may hold the password
    except psycopg.OperationalError as error:
        raise SharedFileError(_refused(error)) from None  # nor what it was given


def _refused(error: psycopg.OperationalError) -> Trouble:
    """Return why a server did not let us in; libpq hands on no code for it, only the server's words."""
    words = str(error)
    if 'database "' in words and "does not exist" in words:
        return Trouble.NO_DATABASE
    asked = error.pgconn is not None and (error.pgconn.needs_password or error.pgconn.used_password)
    return Trouble.PASSWORD if asked or "password" in words or "authentication" in words else Trouble.UNREACHABLE


def _engine(session: psycopg.Connection[Any]) -> Engine:
    """An engine that knows this session and never opens another one: it would not hold the lock."""
    given: list[psycopg.Connection[Any]] = [session]

    def connect() -> psycopg.Connection[Any]:
        if not given:
            raise SharedFileError(Trouble.UNREACHABLE)
        return given.pop()

    return create_engine("postgresql+psycopg://", creator=connect, poolclass=StaticPool)


def _take_lock(session: psycopg.Connection[Any], patience: Patience, waiting: Callable[[], None]) -> None:
    started = patience.monotonic()
    while True:
        row = session.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        session.commit()
        if row is not None and row[0]:
            return
        if patience.monotonic() - started >= patience.give_up_after:
            raise SharedFileError(Trouble.LOCKED)
        waiting()
        patience.sleep(patience.look_every)


def _check_version(connection: Connection) -> None:
    value = connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar()
    version = int.from_bytes(value, "big") if isinstance(value, bytes) else 0
    if version > SHARED_VERSION:
        known = f"The shared database is of version {version}; this app knows versions up to {SHARED_VERSION}."
        raise SharedFileError(Trouble.NEWER, known)


def _make_missing(url: str) -> None:
    """Make the database that an address names, where it is missing and this user may."""
    try:
        _connect(url).close()
    except SharedFileError as problem:
        if problem.trouble is not Trouble.NO_DATABASE:
            raise
        import psycopg
        from psycopg import sql
        from psycopg.conninfo import conninfo_to_dict

        name = str(conninfo_to_dict(url).get("dbname") or "")
        with said_in_words(), _connect(url, dbname="postgres") as session:
            session.autocommit = True
            try:
                session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except psycopg.Error as error:
                raise problem from error
