"""A shared database tells what no sync changed in it, and takes nothing else for that; a sync itself leaves no mark for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from supervisor_app.services.checking_shared import check_shared
from supervisor_app.services.sync_overview import overview
from supervisor_app.services.syncing import make_anew, sync_now, sync_state
from supervisor_app.storage import shared_sign
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.ui.pages.sync_view import moved_rows, verdict
from tests.postgres import postgres
from tests.services.database_sites import Pair, one_pair, pair, use
from tests.services.sync_sites import PATIENCE, add_people

__all__ = ["one_pair", "pair", "postgres"]
TABLES = {"entry": "kind", "head": "seq", "meta": "value", "welcome": "box", "blob": "parts", "wanted": "seq"}
_OLD = """DROP FUNCTION supervisor_app_changed() CASCADE; DROP TABLE change_sign"""
"""A database as a version of the program left it that did not know the sign."""


def test_no_sync_of_any_laptop_is_taken_for_a_change_by_hand(pair: Pair) -> None:
    add_people(pair.a, 120, first=500)  # by COPY
    add_people(pair.b, 3, first=700)
    pair.sync(pair.a, pair.b, pair.a, pair.b)
    assert not pair.changed()
    assert pair.sql("SELECT changes = looked_at FROM change_sign") == [(True,)]


def test_whatever_changes_a_table_by_hand_is_told(pair: Pair) -> None:
    for table, column in TABLES.items():
        for how in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table} WHERE false", f"TRUNCATE {table}"):
            if how not in ("TRUNCATE head", "TRUNCATE meta"):  # without those it tells by itself
                pair.sql(how)
                with pair.opened() as database:
                    assert database.doubtful, how
                    database.vouch()
                assert not pair.changed()


def test_what_copies_rows_in_is_told(pair: Pair) -> None:
    pair.sql("COPY wanted FROM PROGRAM 'printf \"\\\\\\\\\\\\\\\\x00\\\\t3\\\\n\"'")
    assert pair.changed()


def test_care_of_the_server_is_no_change(pair: Pair) -> None:
    for what in ("VACUUM FULL", "VACUUM ANALYZE", "REINDEX TABLE entry", "CLUSTER entry USING entry_pkey", "CHECKPOINT"):
        pair.sql(what)
        assert not pair.changed(), what


def test_who_looked_says_so_and_what_was_changed_meanwhile_stays_to_be_looked_at(pair: Pair) -> None:
    pair.sql("UPDATE entry SET kind = kind WHERE seq = 3")
    with pair.opened() as database:
        assert database.doubtful
        pair.sql("UPDATE entry SET kind = 'worker.left' WHERE seq = 40")
        database.vouch()
        assert not database.doubtful
    assert pair.changed()
    pair.sync()
    assert not pair.changed()
    pair.assert_whole()


def test_a_row_changed_by_hand_is_put_right_by_the_very_next_sync(pair: Pair) -> None:
    pair.sql("UPDATE entry SET sealed = NULL WHERE seq = 40")
    [report] = pair.sync(pair.b)
    assert {remark.title[:10] for remark in report.remarks} == {"Put right "}
    assert pair.wrong() == []


def test_a_sync_with_nothing_to_do_writes_nothing_and_asks_a_handful_of_times(pair: Pair) -> None:
    said: list[str] = []

    def hear(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        pair.sync(pair.a)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    assert not [one for one in said if one.split()[0] not in ("SELECT", "SET", "select", "show")], said
    assert len(said) <= 12


def dump(pair: Pair) -> str:
    pair.server.run("pg_dump", "-Fc", "-f", str(pair.server.folder / pair.name), pair.url)
    return str(pair.server.folder / pair.name)


def restore(pair: Pair, copy: str, *options: str) -> None:
    pair.server.run("pg_restore", "--clean", "--if-exists", *options, "-d", pair.url, copy)


def test_a_dump_that_was_put_back_is_told_also_where_it_is_of_this_very_moment(pair: Pair) -> None:
    for _ in range(2):
        restore(pair, dump(pair))
        assert pair.changed()
        pair.sync()
        assert not pair.changed()
    pair.assert_whole()


def test_one_table_of_a_dump_put_back_without_its_key_is_damage(pair: Pair) -> None:
    restore(pair, dump(pair), "-t", "welcome")  # pg_restore leaves keys and triggers of a single table out
    with pytest.raises(SharedFileError) as caught:
        pair.sync()
    assert caught.value.trouble is Trouble.DAMAGED
    make_anew(pair.a, patience=PATIENCE)


def test_a_sign_that_is_gone_or_never_was_is_made_by_who_may_and_what_was_there_is_looked_at(pair: Pair) -> None:
    for how in (
        "ALTER TABLE entry DISABLE TRIGGER supervisor_app_changed",
        "DROP TRIGGER supervisor_app_changed ON head",
        "DROP FUNCTION supervisor_app_changed() CASCADE",
        "DELETE FROM change_sign",
        "DROP TABLE change_sign",
        _OLD,
    ):
        pair.sql(how)
        with pair.opened() as database:
            assert (database.tells, database.doubtful) == (True, True), how
        pair.sql("UPDATE entry SET kind = 'worker.left' WHERE seq = 40")
        [report] = pair.sync(pair.a)
        assert report.remarks
        assert not pair.changed()
    pair.assert_whole()


def test_a_version_that_does_not_know_the_sign_goes_on_and_what_it_sends_costs_a_look(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    from supervisor_app.storage import shared_postgres

    add_people(pair.b, 3, first=800)
    with monkeypatch.context() as older:
        older.setattr(shared_postgres, "_BEGIN", shared_postgres._BEGIN.replace(shared_sign.SYNCING, "1"))
        pair.sync(pair.b)
    assert pair.changed()
    [report] = pair.sync(pair.a)
    assert (report.received, report.clean) == (3, True)
    assert not pair.changed()


@pytest.fixture
def laptops_user(pair: Pair) -> Iterator[str]:
    """A user who may read and write rows, and owns nothing: who made the tables gave the rights before there was a sign."""
    pair.sql("DROP ROLE IF EXISTS laptops")
    pair.sql("CREATE ROLE laptops LOGIN PASSWORD 'l'")
    pair.sql(_OLD)
    pair.sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO laptops")
    pair.sql("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO laptops")
    yield pair.server.url(pair.name, "laptops", "l")
    pair.sql("DROP OWNED BY laptops")


def test_where_nobody_may_make_the_sign_all_goes_on_as_before_and_it_is_said(pair: Pair, laptops_user: str) -> None:
    for site in (pair.a, pair.b):
        use(site, laptops_user)
    pair.sql("UPDATE entry SET kind = 'worker.left' WHERE seq = 40")
    add_people(pair.a, 1, first=900)
    assert pair.sync()[0].clean
    assert not sync_state(pair.a).tells
    view = overview(pair.a)
    [row] = [row for row in moved_rows(view) if "does not tell" in row.title]
    assert "supervisor-app store prepare" in row.detail
    assert verdict(view).title == "Everything is on the shared database"
    lines = check_shared(pair.a, lambda *_: None, lambda: False, patience=PATIENCE)
    assert [line.sound for line in lines if line.name == "Shared database: changes by hand"] == [True]


def test_a_laptop_of_the_owner_makes_it_for_all_and_the_others_read_and_answer_it(pair: Pair, laptops_user: str) -> None:
    use(pair.b, laptops_user)
    pair.sync(pair.a)
    pair.sql("DELETE FROM entry WHERE seq = 40")
    pair.sync(pair.b)
    assert sync_state(pair.b).tells
    assert not pair.changed()
    pair.assert_whole()


def test_who_may_only_read_is_not_asked_to_look(pair: Pair) -> None:
    pair.sql("DROP ROLE IF EXISTS looks")
    pair.sql("CREATE ROLE looks LOGIN PASSWORD 'l'")
    pair.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looks")
    pair.sql("UPDATE entry SET kind = kind WHERE seq = 3")
    use(pair.a, pair.server.url(pair.name, "looks", "l"))
    assert sync_now(pair.a, patience=PATIENCE).clean
    pair.sql("DROP OWNED BY looks")
