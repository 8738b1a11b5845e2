"""Requests that were turned away: remembered once each, so many at most, the oldest forgotten first."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervisor_app.storage import turned_away
from supervisor_app.storage.database import Database


def test_each_is_remembered_once_and_the_oldest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turned_away, "MOST", 3)
    database = Database.create(tmp_path / "records.sqlite")
    with database.write() as connection:
        assert turned_away.turned_away(connection) == ()
        for station in ("aa", "bb", "aa", "cc", "dd"):
            turned_away.turn_away(connection, station)
        assert turned_away.turned_away(connection) == ("aa", "cc", "dd")
    database.close()
