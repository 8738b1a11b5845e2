"""The Sync page over a shared database: past use it offers to make it new; one that cannot tell of changes is said so, calmly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.services.site import Site
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.storage.shared_errors import SharedFileError
from tests.journeys.hands import words_of
from tests.postgres import Server, postgres
from tests.services.sync_sites import PATIENCE, bore_witness, closing, found
from tests.ui.pages.test_sync_page import window_on

__all__ = ["postgres"]


@pytest.fixture
def site(tmp_path: Path, postgres: Server) -> Iterator[Site]:
    made = found(tmp_path / "a")
    bore_witness(made, date.today())
    with closing(made):
        choose_shared(made, postgres.new_database(), True, patience=PATIENCE)
        yield made


def test_a_database_past_use_is_said_with_a_way_out(site: Site, postgres: Server, qtbot: QtBot) -> None:
    name = site.settings.shared.rsplit("/", 1)[1]
    postgres.sql("DROP TABLE entry", name)
    with pytest.raises(SharedFileError):
        sync_now(site, patience=PATIENCE)
    _, page = window_on(site, qtbot)
    said = words_of(page)
    assert "The shared database is damaged." in said
    assert "Make it new" in said
    assert make_anew(site, patience=PATIENCE).clean
    page.reload()
    assert "Everything is on the shared database" in words_of(page)


def test_a_database_that_cannot_tell_of_changes_is_said_and_all_is_well(site: Site, postgres: Server, qtbot: QtBot) -> None:
    name = site.settings.shared.rsplit("/", 1)[1]
    for statement in (
        "DROP FUNCTION supervisor_app_changed() CASCADE",
        "DROP TABLE change_sign",
        "DROP ROLE IF EXISTS laptops",
        "CREATE ROLE laptops LOGIN PASSWORD 'l'",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO laptops",
    ):
        postgres.sql(statement, name)
    site.settings = replace(site.settings, shared=postgres.url(name, "laptops", "l"), shared_secret="")
    sync_now(site, patience=PATIENCE)
    _, page = window_on(site, qtbot)
    said = words_of(page)
    assert "Everything is on the shared database" in said
    assert "The shared database does not tell of changes by hand" in said
    postgres.sql("DROP OWNED BY laptops", name)
