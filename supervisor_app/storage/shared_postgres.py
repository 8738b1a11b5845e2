"""A shared store in a PostgreSQL database: the same tables, an advisory lock of the session in the place of the lock folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from sqlalchemy import Connection, Engine, insert, inspect, select, text

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.vectors import Vector
from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_session import HOLDS_LOCK, connect, locked_session
from supervisor_app.storage.shared_sign import SYNCING, Sign, make_sign, read_sign, vouch_for
from supervisor_app.storage.shared_store import StoreFacts, read_facts, read_heads, write_facts
from supervisor_app.storage.shared_structure import fit_in
from supervisor_app.storage.shared_tables import SHARED_VERSION, meta, shared_metadata

_SIZE = text("SELECT pg_total_relation_size('entry') + pg_total_relation_size('blob')")
_COUNTER = (
    "SELECT setval(counter, highest) FROM (SELECT pg_get_serial_sequence('entry', 'pos')::regclass AS counter, "  # noqa: S608
    f"max(pos) AS highest FROM entry WHERE pos < {1 << 62}) AS there WHERE highest > coalesce(pg_sequence_last_value(counter), 0)"
)
_BEGIN = f"SELECT set_config('synchronous_commit', 'on', true), {SYNCING}, {HOLDS_LOCK}"


class SessionLock:
    """The lock that a session holds for as long as it lives; there is nothing to beat, and nobody can take it over."""

    broke = False

    def confirm(self) -> None:
        """Each transaction that writes asks the server by itself."""

    def beat(self) -> None:
        """Nothing to show: the server knows whether the session lives."""


@dataclass(frozen=True, slots=True)
class SharedDatabase:
    """An open shared database under our lock. `heads` are those it was opened with."""

    engine: Engine
    facts: StoreFacts
    heads: Vector
    sign: Sign
    lock: SessionLock
    was_wal: bool = False
    strange_journal: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether something that is no sync has changed it since somebody looked; never where it does not tell."""
        return self.sign.changed and bool(self.heads)

    @property
    def tells(self) -> bool:
        """Whether it would tell."""
        return self.sign.whole

    def vouch(self) -> None:
        """Say that what may have been changed until it was opened was looked at."""
        if self.sign.changed:
            with self.writing() as connection:
                vouch_for(connection, self.sign)
            self.sign.changed = False

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
        with _said_of_reading(), self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that nobody else writes beside; SharedFileError (lock lost) where the session holds our lock no more.

        A pool that gives a transaction another session than the one before does not keep it. Where a row does not go in, its
        number may be taken, as the counter was set back by hand, which the sign does not tell: the second look finds it right.
        """
        try:
            with self._transaction() as connection:
                yield connection
        except SharedFileError as problem:
            if problem.trouble is Trouble.DAMAGED:
                with suppress(SharedFileError):
                    _put_counter_right(self.engine)
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with said_in_words(), self.engine.connect() as connection, connection.begin():
            *_, holds = connection.exec_driver_sql(_BEGIN).one()
            if not holds:
                raise SharedFileError(Trouble.LOCK_LOST)
            connection.exec_driver_sql("LOCK TABLE head IN SHARE ROW EXCLUSIVE MODE")
            yield connection


@contextmanager
def open_database(url: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[SharedDatabase]:
    """Lock and open a shared database, and see to it that it tells of changes by hand, where we may.

    Raises SharedFileError: unreachable, password, no database, no right, not shared, newer, locked.
    """
    with locked_session(url, patience, waiting) as engine:
        yield identified(engine)


def identified(engine: Engine) -> SharedDatabase:
    """Return the store that a locked session shows. Raises SharedFileError: not shared, newer, damaged, no right."""
    with _said_of_reading(), engine.connect() as connection, connection.begin():
        if not inspect(connection).has_table("meta"):
            raise SharedFileError(Trouble.NOT_SHARED)
        _check_version(connection)
        facts, heads, sign = read_facts(connection), read_heads(connection), read_sign(connection)
    if not sign.whole and sign.may_make:
        with suppress(SharedFileError):  # somebody reads the tables for long, a copy is made: then the next sync does it
            sign = _with_sign(engine)
    if sign.changed or not sign.whole:
        with suppress(SharedFileError):  # who may only read needs no new numbers
            _put_counter_right(engine)
    if sign.changed:
        with said_in_words(), engine.connect() as connection, connection.begin():
            fit_in(connection)
    return SharedDatabase(engine, facts, heads, sign, SessionLock())


def create_database(url: str, facts: StoreFacts, patience: Patience, waiting: Callable[[], None]) -> None:
    """Make the tables of an empty shared store, whole or not at all; the database itself too where it is missing and we may.

    Raises SharedFileError: exists, no right, read-only, and as opening does.
    """
    _make_missing(url)
    with locked_session(url, patience, waiting) as engine, said_in_words(), engine.connect() as connection, connection.begin():
        if any(inspect(connection).has_table(name) for name in shared_metadata.tables):
            raise SharedFileError(Trouble.EXISTS)
        if not connection.exec_driver_sql("SELECT has_schema_privilege(current_schema(), 'CREATE')").scalar():
            raise SharedFileError(Trouble.READ_ONLY, *_MAY_NOT_MAKE)
        write_empty(connection, facts)


_MAY_NOT_MAKE = (
    "This user may not make tables in that database.",
    "Ask who looks after the server to make the shared store, or to let this user: ALTER DATABASE ... OWNER TO ...",
)


def write_empty(connection: Connection, facts: StoreFacts) -> None:
    """Make the tables and say whose they are, inside a transaction."""
    shared_metadata.create_all(connection)
    write_facts(connection, facts)
    connection.execute(insert(meta).values(key="version", value=SHARED_VERSION.to_bytes(4, "big")))
    make_sign(connection)
    vouch_for(connection, read_sign(connection))


def _with_sign(engine: Engine) -> Sign:
    with said_in_words(), engine.connect() as connection, connection.begin():
        make_sign(connection)
        return read_sign(connection)


def _put_counter_right(engine: Engine) -> None:
    """Let the counter of `pos` go on behind the rows that are there: rows copied in by hand may lie ahead of it."""
    with said_in_words(), engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(_COUNTER)


@contextmanager
def _said_of_reading() -> Iterator[None]:
    """Who may not even read is told so."""
    try:
        with said_in_words():
            yield
    except SharedFileError as problem:
        if problem.trouble is not Trouble.READ_ONLY:
            raise
        raise SharedFileError(Trouble.NO_RIGHT) from problem


def _check_version(connection: Connection) -> None:
    value = connection.execute(select(meta.c.value).where(meta.c.key == "version")).scalar()
    version = int.from_bytes(value, "big") if isinstance(value, bytes) else 0
    if version > SHARED_VERSION:
        known = f"The shared database is of version {version}; this app knows versions up to {SHARED_VERSION}."
        raise SharedFileError(Trouble.NEWER, known)


def _make_missing(url: str) -> None:
    """Make the database that an address names, where it is missing and this user may."""
    try:
        connect(url).close()
    except SharedFileError as problem:
        if problem.trouble is not Trouble.NO_DATABASE:
            raise
        import psycopg
        from psycopg import sql
        from psycopg.conninfo import conninfo_to_dict

        name = str(conninfo_to_dict(url).get("dbname") or "")
        with said_in_words(), connect(url, dbname="postgres") as session:
            session.autocommit = True
            try:
                session.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
            except psycopg.Error as error:
                raise problem from error
