"""The search index: any part of a name, number or badge, in any script; kept with every change and by a rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.names import words
from supervisor_app.storage import people_queries, people_search, schema
from supervisor_app.storage.database import Database

COLUMNS = [column.name for column in schema.worker.columns]
INSERT = f"INSERT OR REPLACE INTO worker VALUES ({', '.join('?' * len(COLUMNS))})"

PEOPLE = {
    "a": {
        "employee_no": "010105",
        "given_name": "Љиљана",
        "family_name": "Kovačević",
        "given_latin": "Ljiljana",
        "badge": "NP-1234",
    },
    "b": {"employee_no": "010049", "given_name": "Isabella", "family_name": "Watson", "job": "Forklift Operator"},
    "c": {"employee_no": "010364", "given_name": "Aarya", "family_name": "यादव", "department": "Maintenance & Repair"},
    "d": {"employee_no": "010385", "given_name": "陽菜", "family_name": "宮崎", "family_latin": "Miyazaki", "country": "JP"},
    "e": {"employee_no": "010098", "given_name": "Jakub", "family_name": "Kozłowski", "job": "Forklift Operator"},
    "f": {"employee_no": "010399", "given_name": "Siobhán", "family_name": "O’Connor-Ní Bhriain"},
    "g": {"employee_no": "011225", "given_name": "서윤", "family_name": "김"},
    "h": {"employee_no": "011300", "given_name": "محمد", "family_name": "العتيبي"},
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.create(tmp_path / "people.sqlite")
    yield made
    made.close()


def put(database: Database, people: dict[str, dict[str, str]]) -> None:
    rows = [
        tuple({"left_on": None, "hired": None, "id": key, **facts}.get(name, "") for name in COLUMNS)
        for key, facts in people.items()
    ]
    with database.write() as connection:
        connection.exec_driver_sql(INSERT, rows)
        people_search.index_workers(connection, rows)


def found(database: Database, text: str, *, include_left: bool = False) -> set[str]:
    with database.read() as connection:
        rows = people_queries.find_workers(connection, text, include_left=include_left, limit=50, offset=0)
        assert people_queries.count_found(connection, text, include_left=include_left) == len(rows)
        return {row.id for row in rows}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("isabella", "b"),
        ("sabel", "b"),
        ("WATSON isa", "b"),
        ("vačev", "a"),
        ("vacev", "a"),
        ("љиљ", "a"),
        ("јана", ""),
        ("1234", "a"),
        ("np1234", "a"),
        ("NP-12", "a"),
        ("0105", "a"),
        ("0100", "be"),
        ("ादव", "c"),
        ("宮", "d"),
        ("崎", "d"),
        ("菜 miya", "d"),
        ("kozlow", "e"),
        ("oconn", "f"),
        ("o'connor", "f"),
        ("bhria siobhan", "f"),
        ("김", "g"),
        ("윤", "g"),
        ("기", "g"),
        ("تيب", "h"),
        ("forkl", "be"),
        ("forklift operator", "be"),
        ("forklift kub", "e"),
        ("orklift", ""),
        ("maintenan rep", "c"),
        ("x", ""),
        ('"', ""),
        ("* OR a", "f"),
        ("NEAR(a b)", ""),
    ],
)
def test_any_part_of_a_name_number_or_badge_and_the_beginning_of_a_job_finds(database: Database, text: str, who: str) -> None:
    put(database, PEOPLE)
    assert found(database, text) == set(who)


def test_a_change_forgets_the_words_that_were_and_learns_the_new_ones(database: Database) -> None:
    put(database, PEOPLE)
    put(database, {"b": {"employee_no": "010049", "given_name": "Isabella", "family_name": "Winter"}})
    assert found(database, "watson") == set()
    assert found(database, "forklift") == {"e"}
    assert found(database, "wint isab") == {"b"}


def test_who_left_is_found_only_when_asked_for_and_is_counted_apart(database: Database) -> None:
    put(database, PEOPLE)
    put(database, {"b": {**PEOPLE["b"], "left_on": "2026-01-01"}})
    assert found(database, "isabella") == set()
    assert found(database, "isabella", include_left=True) == {"b"}
    with database.read() as connection:
        assert people_queries.count_workers(connection) == 7
        assert people_queries.count_workers(connection, include_left=True) == 8
    put(database, {"b": PEOPLE["b"]})
    with database.read() as connection:
        assert people_queries.count_workers(connection) == 8


def test_who_is_taken_out_is_not_found_nor_counted_and_can_come_back(database: Database) -> None:
    put(database, PEOPLE)
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM worker WHERE id = 'b'")
        people_search.forget_workers(connection, ["b", "nobody"])
    assert found(database, "watson") == set()
    assert found(database, "forklift") == {"e"}
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT people FROM person_count WHERE gone = 0").scalar() == len(PEOPLE) - 1
    put(database, {"b": PEOPLE["b"]})
    assert found(database, "forklift") == {"b", "e"}


def test_the_list_is_in_the_order_of_latin_family_names_page_by_page(database: Database) -> None:
    put(database, {"a": PEOPLE["a"]})
    put(database, PEOPLE)
    pages = []
    with database.read() as connection:
        for offset in range(0, 9, 3):
            pages += people_queries.list_workers(connection, include_left=False, limit=3, offset=offset)
    assert [row.id for row in pages] == ["a", "e", "d", "f", "b", "h", "c", "g"]
    assert pages[2].name == "宮崎 陽菜"


def test_a_number_is_found_exactly_and_with_zeros_before_it(database: Database) -> None:
    put(database, PEOPLE)
    with database.read() as connection:
        assert [worker.id for worker in people_queries.workers_with_number(connection, " 010105 ")] == ["a"]
        assert people_queries.workers_with_number(connection, "10105") == ()
        assert [worker.id for worker in people_queries.workers_with_numbers(connection, ["10105", "011225"])] == ["a", "g"]
        assert [worker.id for worker in people_queries.workers_with_badge(connection, "np1234")] == ["a"]
        assert people_queries.workers_with_badge(connection, "") == ()


def test_an_emptied_index_filled_again_finds_the_same(database: Database) -> None:
    put(database, PEOPLE)
    with database.write() as connection:
        people_search.clear_index(connection)
    assert found(database, "isabella") == set()
    put(database, PEOPLE)
    assert found(database, "isabella") == {"b"}
    with database.read() as connection:
        assert people_queries.count_workers(connection) == len(PEOPLE)
        connection.exec_driver_sql("INSERT INTO person_words (person_words) VALUES ('integrity-check')")


TEXT = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd", "Pd", "Zs"]), max_size=8)
PERSON = st.fixed_dictionaries(dict.fromkeys(("employee_no", "given_name", "family_name", "badge", "job"), TEXT))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), PERSON), min_size=1, max_size=6), TEXT)
def test_what_is_found_is_what_holds_every_typed_word(
    database: Database, changes: list[tuple[str, dict[str, str]]], text: str
) -> None:
    with database.write() as connection:
        people_search.clear_index(connection)
        connection.exec_driver_sql("DELETE FROM worker")
    known: dict[str, dict[str, str]] = {}
    for key, facts in changes:
        known[key] = facts
        put(database, {key: facts})
    expected = {key for key, facts in known.items() if words(text) and all(_holds(facts, word) for word in words(text))}
    assert found(database, text) == expected


def _holds(facts: dict[str, str], word: str) -> bool:
    """The rule without an index: in a word of the name, at the start of a word of the job, in a number as one piece too."""
    parts = [*words(facts["given_name"]), *words(facts["family_name"])]
    for name in ("employee_no", "badge"):
        pieces = words(facts[name])
        parts += [*pieces, "".join(pieces)]
    return any(word in part for part in parts) or any(part.startswith(word) for part in words(facts["job"]))
