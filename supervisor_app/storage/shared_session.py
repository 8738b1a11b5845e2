"""One session with a PostgreSQL server: connected, told how to behave, holding the lock of the shared store in it.

The address goes to libpq as it is, so that `?service=`, a password file and certificates work as everywhere else. One session
does one sync; when it breaks, the server gives the lock back, and the sync ends: nothing goes on in a session that lost its lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from supervisor_app.errors import StorageError
from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words
from supervisor_app.storage.shared_lock import Patience

if TYPE_CHECKING:
    import psycopg

LOCK = 0x53_4F_53_48_4C_4F_43_4B
"""The key of the advisory lock ("SOSHLOCK"): one store lies in one database."""
HOLDS_LOCK = (
    "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted "
    f"AND classid = {LOCK >> 32} AND objid = {LOCK & 0xFFFFFFFF} AND objsubid = 1)"
)
"""Whether the session that asks holds it; pg_locks shows a key of 64 bits in two halves."""
CONNECT_SECONDS = 10
SILENT_SECONDS = 30
"""For how long a side of the network may be silent in the middle of something: then it is gone."""
_KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": SILENT_SECONDS * 1000}
_SETTINGS = {
    "client_min_messages": "warning",
    "lock_timeout": "15s",
    "statement_timeout": "5min",  # also where the server has a shorter one for its other users
    "transaction_timeout": "0",
    # A laptop that lost its network or sleeps holds the lock until the server misses it: not for hours.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "idle_session_timeout": "5min",
    "idle_in_transaction_session_timeout": "5min",
}
"""Told after connecting, as far as this server knows them: what is between may refuse them in the address."""
_SET = (
    "SELECT set_config(wanted.name, wanted.value, false) FROM unnest(%s::text[], %s::text[]) AS wanted (name, value) "
    "JOIN pg_settings known ON known.name = wanted.name"
)
_NO_DRIVER = "This laptop cannot use a shared database yet."
_NO_DRIVER_HINT = "Whoever looks after it installs the driver: pip install supervisor-app[postgres]."
_BUSY_WORDS = ("too many", "remaining connection slots", "starting up", "shutting down", "in recovery mode")


@contextmanager
def locked_session(url: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[Engine]:
    """Give an engine of exactly one session, which holds the lock. Raises SharedFileError: unreachable, password, locked, ..."""
    with said_in_words():
        session = connect(url)
    engine = _engine(session)
    try:
        with said_in_words():
            session.execute(_SET, (list(_SETTINGS), list(_SETTINGS.values())))
            _take_lock(session, patience, waiting)
        yield engine
    finally:
        engine.dispose()
        session.close()


def connect(url: str, **options: Any) -> psycopg.Connection[Any]:  # noqa: ANN401 - libpq's own options
    """Connect; texts come and go as UTF-8 whatever the database keeps them in.

    Raises SharedFileError: address, password, no database, no right, busy, unreachable; StorageError without the driver.
    """
    try:
        import psycopg
    except ImportError as error:
        raise StorageError(_NO_DRIVER, _NO_DRIVER_HINT) from error
    ours: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "supervisor-app", "client_encoding": "utf8"}
    try:
        return psycopg.connect(url, **{**ours, **_KEPT_ALIVE, **options})
    except psycopg.ProgrammingError as error:
        raise SharedFileError(Trouble.ADDRESS) from _without_words(error)
    except psycopg.OperationalError as error:
        raise SharedFileError(_refused(url, error)) from None  # its words may hold what it was given


def _without_words(error: Exception) -> Exception:
    """Return what may be told of an address that libpq cannot read: its words quote the address, with the password in it."""
    return ValueError(type(error).__name__)


def _refused(url: str, error: psycopg.OperationalError) -> Trouble:
    """Return why a server did not let us in; libpq hands on no code for it, only words in the server's language."""
    words = str(error)
    if any(said in words for said in _BUSY_WORDS):
        return Trouble.BUSY
    if 'database "' in words and "does not exist" in words:
        return Trouble.NO_DATABASE
    if "pg_hba.conf" in words:
        return Trouble.NO_RIGHT
    if "SSL" in words or "certificate" in words:
        return Trouble.NOT_TRUSTED
    if error.pgconn is not None and error.pgconn.used_password:
        return _refused_after_the_password(url)
    asked = error.pgconn is not None and error.pgconn.needs_password
    return Trouble.PASSWORD if asked or "password" in words or "authentication" in words else Trouble.UNREACHABLE


def _refused_after_the_password(url: str) -> Trouble:
    """Tell a password that is not right from a database that is not there or not ours: by asking the server's own database."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    name = conninfo_to_dict(url).get("dbname")
    try:
        with psycopg.connect(url, dbname="postgres", connect_timeout=CONNECT_SECONDS, client_encoding="utf8") as session:
            there = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    except psycopg.Error:
        return Trouble.PASSWORD
    return Trouble.NO_RIGHT if there else Trouble.NO_DATABASE


def _engine(session: psycopg.Connection[Any]) -> Engine:
    """An engine that knows this session and never opens another one: it would not hold the lock."""
    given: list[psycopg.Connection[Any]] = [session]

    def once() -> psycopg.Connection[Any]:
        if not given:
            raise SharedFileError(Trouble.UNREACHABLE)
        return given.pop()

    return create_engine(
        "postgresql+psycopg://", creator=once, poolclass=StaticPool, use_native_hstore=False, hide_parameters=True
    )


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
