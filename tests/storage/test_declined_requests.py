"""Requests that were declined: remembered once each, so many at most, the oldest forgotten first."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervisor_app.storage import declined_requests
from supervisor_app.storage.database import Database


def test_each_is_remembered_once_and_the_oldest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declined_requests, "MOST", 3)
    database = Database.create(tmp_path / "records.sqlite")
    with database.write() as connection:
        assert declined_requests.declined(connection) == ()
        for station in ("aa", "bb", "aa", "cc", "dd"):
            declined_requests.decline(connection, station)
        assert declined_requests.declined(connection) == ("aa", "cc", "dd")
    database.close()
