"""How SQLite is opened on a shared file: what goes wrong there is told without what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from supervisor_app.storage.shared_engine import shared_engine


def test_the_words_of_a_fault_hold_nothing_that_was_to_be_written(tmp_path: Path) -> None:
    engine = shared_engine(tmp_path / "a.sqlite", mode="rwc")
    with engine.connect() as connection, pytest.raises(DBAPIError) as fault:
        connection.execute(text("INSERT INTO nowhere VALUES (:sealed)"), {"sealed": b"secret of the site"})
    engine.dispose()
    assert "secret of the site" not in str(fault.value)
