"""Single values by name: the last one counts, an empty one is none."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.storage.database import Database
from supervisor_app.storage.meta_values import put_value, value_of


def test_a_value_takes_the_place_of_the_one_before_and_an_empty_one_takes_it_away(tmp_path: Path) -> None:
    database = Database.create(tmp_path / "records.sqlite")
    with database.write() as connection:
        assert value_of(connection, "colour") == ""
        for value in ("red", "green"):
            put_value(connection, "colour", value)
            assert value_of(connection, "colour") == value
        put_value(connection, "size", "7")
        put_value(connection, "colour", "")
        assert (value_of(connection, "colour"), value_of(connection, "size")) == ("", "7")
        assert connection.exec_driver_sql("SELECT 1 FROM meta WHERE key = 'colour'").first() is None
    database.close()
