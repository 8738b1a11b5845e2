"""The database to compare with: the same tables, without the indexes that only pages look through."""

from __future__ import annotations

from supervisor_app.storage import schema
from supervisor_app.storage.scratch import FOR_LISTS, scratch_database


def test_it_has_every_table_and_every_index_but_those_of_lists():
    indexes = {index.name for table in schema.metadata.tables.values() for index in table.indexes}
    assert indexes >= FOR_LISTS
    with scratch_database() as connection:
        made = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql IS NOT NULL")}
    assert made >= {table.name for table in schema.PROJECTIONS} | (indexes - FOR_LISTS)
    assert not made & FOR_LISTS
