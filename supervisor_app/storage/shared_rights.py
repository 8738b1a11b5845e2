"""What whoever looks after a PostgreSQL server does for a shared store: the sign of changes, and the least rights of a laptop."""

from __future__ import annotations

from sqlalchemy import Connection, text

from supervisor_app.storage.shared_errors import SharedFileError, Trouble, said_in_words
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_postgres import identified
from supervisor_app.storage.shared_session import locked_session
from supervisor_app.storage.shared_tables import shared_metadata

_QUOTED = text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name")
_SCHEMA = text("SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass('entry')")
_COUNTER = text("SELECT pg_get_serial_sequence('entry', 'pos')")
_DATABASE = text("SELECT quote_ident(current_database())")
_MAKES = text(
    "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass('entry') "
    "AND has_schema_privilege(CAST(:name AS name), relnamespace, 'CREATE')"
)
_NOT_OURS = (
    "This user does not own the tables of the shared store.",
    "Nothing was changed. Give the address with the user who made them, or with one who may do everything.",
)


def prepare_database(url: str, user: str, patience: Patience) -> str:
    """See to it that a store tells of changes by hand, and give `user` ("" for none) what a sync needs: read and write rows.

    That user cannot drop or alter a table. Return the schema in which they may make things of their own, "" where they may not:
    a function that they lay there may run with the rights of whoever else comes. Raises SharedFileError: as opening does, no
    right, no such user.
    """
    with locked_session(url, patience, lambda: None) as engine:
        store = identified(engine)
        if not store.sign.may_make:
            raise SharedFileError(Trouble.NO_RIGHT, *_NOT_OURS)
        with said_in_words(), engine.connect() as connection, connection.begin():
            if user:
                quoted = connection.execute(_QUOTED, {"name": user}).scalar()
                if quoted is None:
                    missing = f"The server has no user {user}."
                    raise SharedFileError(Trouble.NO_RIGHT, missing, "Make it first: CREATE ROLE ... LOGIN PASSWORD ...")
                let_sync(connection, quoted)
            return str(connection.execute(_MAKES, {"name": user}).scalar() or "") if user else ""


def let_sync(connection: Connection, user: str) -> None:
    """Give a user (as SQL names it) the rights that a sync needs, and no other ones."""
    schema, database = connection.execute(_SCHEMA).scalar_one(), connection.execute(_DATABASE).scalar_one()
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {database} TO {user}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {user}")
    for table in shared_metadata.tables:
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {user}")
    connection.exec_driver_sql(f"GRANT USAGE, SELECT, UPDATE ON SEQUENCE {connection.execute(_COUNTER).scalar_one()} TO {user}")
    connection.exec_driver_sql(f"GRANT SELECT, UPDATE ON change_sign TO {user}")
