"""The sign by which a shared database tells that something changed it which is no sync: as SQLite's own count does in a file.

Every table has a trigger that counts the statements which change it, unless their transaction says that it is a sync
(`SYNCING`). So a sync leaves no mark and writes nothing for it; a row edited by hand, a table emptied, records sent by a version
of the program that does not know the sign, all count. Beside the count stands what it was when somebody last looked, and a
digest of the tables as they were then: the numbers that the server gave them (it gives others where they are made again, as by a
dump that is put back), their columns and keys. Vacuuming, copying the server as it is and going over to its copy change neither.

It is no lock: who may write there can say of their own SQL that it is a sync. What they change so is never taken for a record,
and `check --shared` finds it. Who owns the tables can switch triggers off, and who restores the whole server to an older day
restores the count too: then the lists of heads, which went back, tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_tables import shared_metadata

SYNCING = "set_config('supervisor_app.sync', 'yes', true)"
"""What a transaction says of itself, for as long as it lasts."""
_TABLES = sorted(shared_metadata.tables)
_NAME = "supervisor_app_changed"
_ONLY = "current_setting('supervisor_app.sync', true) IS DISTINCT FROM 'yes'"
_OURS = (
    f"unnest(ARRAY[{', '.join(repr(name) for name in _TABLES)}]) AS name LEFT JOIN pg_class c ON c.oid = to_regclass(name) "
    f"LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = '{_NAME}' AND t.tgenabled IN ('O', 'A')"
)
_COLUMNS = "(SELECT string_agg(atttypid::text, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0)"
_KEYS = "(SELECT count(*) FROM pg_index WHERE indrelid = c.oid AND indisunique)"
_LOOK = text(
    "SELECT count(c.oid) AS tables, count(t.oid) AS triggers, "  # noqa: S608
    "bool_and(coalesce(pg_has_role(c.relowner, 'USAGE'), false)) AS ours, "
    f"encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', c.oid, {_COLUMNS}, {_KEYS}), ',' ORDER BY name), '') || "
    f"coalesce(to_regproc('{_NAME}')::oid::text, ''), 'UTF8')), 'hex') AS place, "
    "coalesce(has_table_privilege(to_regclass('change_sign'), 'SELECT') "
    "AND has_table_privilege(to_regclass('change_sign'), 'UPDATE'), false) AS may "
    f"FROM {_OURS}"
)
_WITHOUT = text(f"SELECT c.oid::regclass::text FROM {_OURS} WHERE c.oid IS NOT NULL AND t.oid IS NULL")  # noqa: S608
_SCHEMA = text("SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass('entry')")
_READ = text("SELECT changes, looked_at, place FROM change_sign")
_VOUCH = text("UPDATE change_sign SET looked_at = :changes, place = :place")
_TABLE = (
    "CREATE TABLE IF NOT EXISTS change_sign (one smallint PRIMARY KEY DEFAULT 1 CHECK (one = 1), "
    "changes bigint NOT NULL DEFAULT 1, looked_at bigint NOT NULL DEFAULT 0, place text NOT NULL DEFAULT '')"
)


@dataclass(slots=True)
class Sign:
    """What a database tells. `whole`: it would tell of every change; `may_make`: this user can see to it that it does.

    `changed`: something that is no sync changed it since somebody last looked. `changes` and `place` are what is vouched for.
    """

    whole: bool
    may_make: bool
    changed: bool = False
    changes: int = 0
    place: str = ""


def read_sign(connection: Connection) -> Sign:
    """Return what a database tells now; not `whole` where it does not tell, or this user may not read or answer it.

    Raises SharedFileError (damaged) where a table is gone.
    """
    look = connection.execute(_LOOK).one()
    if look.tables < len(_TABLES):
        raise SharedFileError(Trouble.DAMAGED)
    row = connection.execute(_READ).first() if look.may else None
    if row is None or look.triggers < len(_TABLES):
        return Sign(whole=False, may_make=look.ours)
    changed = row.changes != row.looked_at or row.place != look.place
    return Sign(whole=True, may_make=look.ours, changed=changed, changes=row.changes, place=look.place)


def vouch_for(connection: Connection, sign: Sign) -> None:
    """Write down that what was counted until then was looked at."""
    connection.execute(_VOUCH, {"changes": sign.changes, "place": sign.place})


def make_sign(connection: Connection) -> None:
    """Make what is missing of it; what was there before counts as not looked at. Only who owns the tables may."""
    connection.exec_driver_sql(_TABLE)
    connection.exec_driver_sql("INSERT INTO change_sign DEFAULT VALUES ON CONFLICT DO NOTHING")
    connection.exec_driver_sql("UPDATE change_sign SET changes = changes + 1")
    schema = connection.execute(_SCHEMA).scalar_one()
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "  # noqa: S608 - quoted by the server
        f"SET search_path = {schema}, pg_temp "
        "AS 'BEGIN UPDATE change_sign SET changes = changes + 1; RETURN NULL; END'"
    )
    for table in connection.execute(_WITHOUT).scalars().all():
        without_sign(connection, table)
        connection.exec_driver_sql(
            f"CREATE TRIGGER {_NAME} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT WHEN ({_ONLY}) EXECUTE FUNCTION {_NAME}()"
        )
    for right, users in (("SELECT", users_with(connection, "SELECT")), ("SELECT, UPDATE", users_with(connection, "UPDATE"))):
        for user in users:
            connection.exec_driver_sql(f"GRANT {right} ON change_sign TO {user}")


def without_sign(connection: Connection, table: str) -> None:
    """Let a table, as SQL names it, count no more: what is set aside is no part of the store."""
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {_NAME} ON {table}")


def users_with(connection: Connection, right: str) -> list[str]:
    """Return who was given a right on the heads beside the owner, as SQL names them: they read or answer the sign too."""
    query = text(
        "SELECT DISTINCT CASE WHEN given.grantee = 0 THEN 'PUBLIC' ELSE given.grantee::regrole::text END "
        "FROM pg_class c, aclexplode(c.relacl) AS given "
        "WHERE c.oid = to_regclass('head') AND given.privilege_type = :right AND given.grantee <> c.relowner"
    )
    return list(connection.execute(query, {"right": right}).scalars())
