"""When a sync has to look at what is kept of branches: after each change on which the answer hangs, and only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supervisor_app.services.opened_site import Site
from supervisor_app.storage import local_state, projections, remote_records
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.kept_looks import look_due, note_looked
from supervisor_app.storage.local_state import OriginMark, OriginState
from supervisor_app.storage.remote_records import Refused
from tests.services.sync_sites import add_people, closing, found

KEPT = b"k" * 16
"""A laptop of which something is kept."""
PARTING = "INSERT INTO branch VALUES (?, 2, '', ?, '', 0, x'', 0)"
FACT = "INSERT INTO authority VALUES (x'', 0, 0, '', '', '', '', '', '', '', x'')"
REFUSED = Refused(origin=KEPT, seq=2, hash=b"h" * 32, reason="fork", seen="")


@pytest.fixture
def parted(tmp_path: Path) -> Iterator[Site]:
    """A site where a chain parted; all that is kept was looked at."""
    site = found(tmp_path / "a")
    with closing(site):
        with site.database.write() as connection:
            connection.exec_driver_sql("INSERT INTO head VALUES (?, 1, x'01', 1)", (KEPT,))
            connection.exec_driver_sql(PARTING, (KEPT, "one"))
            remote_records.put_in_quarantine(connection, [REFUSED])
            note_looked(connection, look_due(connection))
        yield site


def asks(site: Site) -> bool:
    with site.database.read() as connection:
        return bool(look_due(connection))


def keep_more(connection: Connection) -> None:
    remote_records.put_in_quarantine(connection, [Refused(origin=KEPT, seq=3, hash=b"i" * 32, reason="fork", seen="")])


def let_go(connection: Connection) -> None:
    remote_records.let_go_of_accepted(connection, KEPT)


def move_its_head(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE head SET seq = 2, hash = x'02' WHERE origin = ?", (KEPT,))


def learn_who_may_act(connection: Connection) -> None:
    connection.exec_driver_sql(FACT)


def hear_of_a_parting(connection: Connection) -> None:
    connection.exec_driver_sql(PARTING, (KEPT, "two"))


def stop_writing(connection: Connection) -> None:
    local_state.mark_origin(connection, b"o" * 16, OriginMark(OriginState.WAITING, "", ""))


CHANGES = (keep_more, let_go, move_its_head, learn_who_may_act, hear_of_a_parting, stop_writing)


@pytest.mark.parametrize("change", CHANGES)
def test_a_look_is_due_again_after_a_change_on_which_the_answer_hangs(parted: Site, change: Callable[[Connection], None]) -> None:
    assert not asks(parted)
    with parted.database.write() as connection:
        change(connection)
    assert asks(parted)


def test_a_look_is_due_after_the_tables_were_made_anew_by_other_rules(parted: Site) -> None:
    with parted.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM head WHERE origin = ?", (KEPT,))  # there are no entries of it
        note_looked(connection, look_due(connection))
        assert look_due(connection) == ""
        projections.rebuild(connection)
        connection.exec_driver_sql(PARTING, (KEPT, "one"))
    assert asks(parted)


def test_records_of_a_laptop_of_which_nothing_is_kept_ask_for_no_look(parted: Site) -> None:
    add_people(parted, 3)
    assert not asks(parted)


def test_what_changes_while_one_looks_asks_for_another_look(parted: Site) -> None:
    with parted.database.write() as connection:
        keep_more(connection)
        due = look_due(connection)
        let_go(connection)
        note_looked(connection, due)
    assert asks(parted)


def test_where_no_chain_parted_no_look_is_due(tmp_path: Path) -> None:
    site = found(tmp_path / "a")
    with closing(site), site.database.write() as connection:
        remote_records.put_in_quarantine(connection, [REFUSED])
        assert look_due(connection) == ""
