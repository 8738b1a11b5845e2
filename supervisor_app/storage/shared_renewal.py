"""Making the tables of a shared store new in their database: those that are past use go into a schema beside them, never away.

All of it is one transaction of the server: it is done, or nothing was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, UniqueConstraint, text
from sqlalchemy.dialects import postgresql

from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_postgres import SessionLock, SharedDatabase, identified, write_empty
from supervisor_app.storage.shared_rights import let_sync
from supervisor_app.storage.shared_session import locked_session
from supervisor_app.storage.shared_sign import Sign, users_with
from supervisor_app.storage.shared_store import StoreFacts, read_facts, read_heads
from supervisor_app.storage.shared_tables import shared_metadata

_THERE = text(
    "SELECT c.oid::regclass::text FROM unnest(CAST(:names AS text[])) AS name JOIN pg_class c ON c.oid = to_regclass(name) "
    "WHERE c.relkind = 'r'"
)
_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]
_MAY_NOT = (
    "This user may not make the shared database new.",
    "Everything is safe on this laptop. Ask who owns the database to do it from a laptop: supervisor-app sync --anew.",
)


@contextmanager
def renewed_database(
    url: str, facts: StoreFacts, stamp: str, patience: Patience, waiting: Callable[[], None]
) -> Iterator[SharedDatabase | None]:
    """Set the tables aside and make empty ones; give what can still be read of the old ones, to be taken in.

    None where nothing can, or where another laptop made them new meanwhile. Raises SharedFileError: no right, and as opening.
    """
    with locked_session(url, patience, waiting) as engine:
        if _is_well(engine, facts):
            yield None
            return
        schema = _set_aside(engine, facts, stamp)
        yield _open_aside(engine, schema)


def _is_well(engine: Engine, facts: StoreFacts) -> bool:
    """Whether it is our store, every table takes what we write, and every row can be read."""
    try:
        ours = identified(engine).facts.store == facts.store
        with said_in_words(), engine.connect() as connection, connection.begin():
            for table in shared_metadata.sorted_tables:
                connection.exec_driver_sql(f"EXPLAIN {_insert_of_nothing(table)}")
                connection.exec_driver_sql(f"SELECT count(md5(CAST(one AS text))) FROM {table.name} AS one")  # noqa: S608
    except SharedFileError as problem:
        if problem.trouble not in (Trouble.DAMAGED, Trouble.NOT_SHARED):
            raise
        return False
    return ours


def _insert_of_nothing(table: Table) -> str:
    """An insert that only a table with all columns, their types and its key can plan."""
    columns = [column for column in table.columns if column.name != "pos"]
    values = ", ".join(f"CAST(NULL AS {column.type.compile(_POSTGRES)})" for column in columns)
    unique = next((one for one in table.constraints if isinstance(one, UniqueConstraint)), table.primary_key)
    key = ", ".join(column.name for column in unique.columns)
    names = ", ".join(column.name for column in columns)
    return f"INSERT INTO {table.name} ({names}) SELECT {values} ON CONFLICT ({key}) DO NOTHING"


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
        connection.exec_driver_sql(f"ALTER TABLE {table} SET SCHEMA {schema}")


def _open_aside(engine: Engine, schema: str) -> SharedDatabase | None:
    """Return what was set aside as a store to read from, in a session that sees nothing else; None where it is not readable."""
    try:
        with said_in_words(), engine.connect() as connection, connection.begin():
            connection.exec_driver_sql(f"SET search_path = {schema}")
            facts, heads = read_facts(connection), read_heads(connection)
    except SharedFileError:
        return None
    return SharedDatabase(engine, facts, heads, Sign(whole=False, may_make=False), SessionLock())
