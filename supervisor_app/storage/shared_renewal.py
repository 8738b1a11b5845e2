"""Making the tables of a shared store new in their database: those that are past use go into a schema beside them, never away.

All of it is one transaction of the server: it is done, or nothing was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from supervisor_app.ledger.chain import Head
from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_postgres import SessionLock, SharedDatabase, identified, write_empty
from supervisor_app.storage.shared_rights import let_sync
from supervisor_app.storage.shared_row_types import is_head
from supervisor_app.storage.shared_session import locked_session
from supervisor_app.storage.shared_sign import Sign, users_with, without_sign
from supervisor_app.storage.shared_store import StoreFacts
from supervisor_app.storage.shared_structure import fit_in, read_through
from supervisor_app.storage.shared_tables import shared_metadata

_THERE = text(
    "SELECT c.oid::regclass::text FROM unnest(CAST(:names AS text[])) AS name JOIN pg_class c ON c.oid = to_regclass(name) "
    "WHERE c.relkind = 'r'"
)
_NEWEST = text("SELECT DISTINCT ON (origin) origin, seq, hash FROM entry ORDER BY origin, seq DESC")
_MAY_NOT = (
    "This user may not make the shared database new.",
    "Everything is safe on this laptop. Ask who owns the database to do it from a laptop: supervisor-app sync --anew.",
)


@contextmanager
def renewed_database(
    url: str, facts: StoreFacts, stamp: str, patience: Patience, waiting: Callable[[], None], reading: Callable[[], None]
) -> Iterator[SharedDatabase | None]:
    """Set the tables aside and make empty ones; give what can still be read of the old ones, to be taken in.

    None where nothing can, or where another laptop made them new meanwhile. Raises SharedFileError: no right, and as opening.
    `waiting` is called while others hold the lock, `reading` before each table is read through.
    """
    with locked_session(url, patience, waiting) as engine:
        if _is_well(engine, facts, reading):
            yield None
            return
        schema = _set_aside(engine, facts, stamp)
        yield _open_aside(engine, schema, facts)


def _is_well(engine: Engine, facts: StoreFacts, reading: Callable[[], None]) -> bool:
    """Whether all is there and can be read. Raises SharedFileError (other site, other store): it is not ours to set aside."""
    try:
        there = identified(engine).facts
        if there.site != facts.site:
            raise SharedFileError(Trouble.OTHER_SITE)
        if there.store != facts.store:
            raise SharedFileError(Trouble.OTHER_STORE)
        with said_in_words(), engine.connect() as connection, connection.begin():
            fit_in(connection)
            read_through(connection, reading)
    except SharedFileError as problem:
        if problem.trouble not in (Trouble.DAMAGED, Trouble.NOT_SHARED):
            raise
        return False
    return True


def _set_aside(engine: Engine, facts: StoreFacts, stamp: str) -> str:
    """Move what lies there into a schema of its own; return its name."""
    schema = f"damaged_{stamp}"
    try:
        with said_in_words(), engine.connect() as connection, connection.begin():
            users = users_with(connection, "UPDATE")
            _move(connection, schema)
            write_empty(connection, facts)
            for user in users:
                let_sync(connection, user)
    except SharedFileError as problem:
        if problem.trouble is not Trouble.READ_ONLY:
            raise
        raise SharedFileError(Trouble.NO_RIGHT, *_MAY_NOT) from problem
    return schema


def _move(connection: Connection, schema: str) -> None:
    there = connection.execute(_THERE, {"names": [*shared_metadata.tables, "change_sign"]}).scalars().all()
    if there:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    for table in there:
        without_sign(connection, table)  # an older dump that is put back makes the function anew which it would call
        connection.exec_driver_sql(f"ALTER TABLE {table} SET SCHEMA {schema}")


def _open_aside(engine: Engine, schema: str, facts: StoreFacts) -> SharedDatabase | None:
    """Return what was set aside as a store to read from, in a session that sees nothing else; None where no record can be read.

    The rows say themselves how far each laptop got, as the list of heads may be what was damaged.
    """
    try:
        with said_in_words(), engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"SET search_path = {schema}")
            rows = connection.execute(_NEWEST).all()
        heads = {row.origin: Head(row.origin, row.seq, row.hash) for row in rows if is_head(row.origin, row.seq, row.hash)}
    except SharedFileError:
        return None
    return SharedDatabase(engine, facts, heads, Sign(whole=False, may_make=False), SessionLock())
