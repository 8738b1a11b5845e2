"""Lists of people into a real site: shown first, written whole or not at all, twice the same."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.domain.people_import import RowKind
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.paths import resource_path
from supervisor_app.services.people import (
    ImportPreview,
    add_worker,
    count_people,
    get_worker,
    preview_import,
    run_import,
    search_people,
)
from supervisor_app.services.people_import import ImportResult
from supervisor_app.storage import ledger_store, people_queries
from tests.services.founded import Founded, as_role, found


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def state(at: Founded) -> tuple[int, int]:
    with at.site.database.read() as connection:
        return ledger_store.count_entries(connection), len(list(people_queries.all_workers(connection)))


def preview(at: Founded, text: str, **options: object) -> ImportPreview:
    return preview_import(at.site, text.encode(), "list.csv", **options)  # type: ignore[arg-type]


def test_nothing_is_written_before_it_is_asked_for_and_the_second_import_writes_nothing(at: Founded, shared_data: Path) -> None:
    path = shared_data / "people/roster-utf8-comma.csv"
    before = state(at)
    shown = preview_import(at.site, path)
    assert state(at) == before
    assert shown.summary == "299 people are new, 1 person has changes."
    assert run_import(at.site, at.hannah, shown) == ImportResult(new=299, changed=1)
    after = state(at)
    assert after == (before[0] + 300, before[1] + 299)
    again = preview_import(at.site, path)
    assert again.summary == "Nothing is new on this list."
    assert run_import(at.site, at.hannah, again) == ImportResult()
    assert run_import(at.site, at.hannah, shown) == ImportResult()
    assert state(at) == after


def test_csv_and_xlsx_of_the_demo_roster_give_the_same_people(at: Founded) -> None:
    data = resource_path("people", "demo-roster.csv").read_bytes()
    run_import(at.site, at.hannah, preview_import(at.site, data, "demo.csv"))
    book = openpyxl.Workbook()
    for line in data.decode().splitlines():
        book.active.append(line.split(","))
    buffer = io.BytesIO()
    book.save(buffer)
    assert preview_import(at.site, buffer.getvalue(), "demo.xlsx").counts[RowKind.UNCHANGED] == 60


def test_an_entry_holds_only_what_changed(at: Founded) -> None:
    run_import(at.site, at.hannah, preview(at, "No,First,Last,Job\n20417,Ana,Kowalska,Welder\n"))
    with at.site.database.read() as connection:
        newest = ledger_store.entries_about(connection, at.ana.id)[0]
    assert newest.content is not None
    content = decode_content(newest.content)
    assert (newest.kind, json.loads(content.body), content.by) == ("worker.recorded", {"job": "Welder"}, at.hannah.member_id)


def test_a_whole_roster_marks_who_is_missing_as_left_and_deletes_nobody(at: Founded) -> None:
    text = "No,First,Last\n20417,Ana,Kowalska\n"
    assert preview(at, text).to_import == 0
    shown = preview(at, text, whole_roster=True)
    assert shown.counts[RowKind.LEFT] == 1
    assert run_import(at.site, at.hannah, shown).left == 1
    assert get_worker(at.site, at.yusef.id).left_on == at.time().date()
    assert count_people(at.site, "", include_left=True) == 2
    assert preview(at, text, whole_roster=True).to_import == 0


def test_rows_that_need_a_look_are_left_out_and_the_others_written(at: Founded) -> None:
    shown = preview(at, "No,First,Last\n1,Bo,Li\n2,Cy,\n1,Di,Ray\n3,A\x07na,Silva\n")
    assert shown.summary == (
        "1 person is new, 3 rows need a look: row 3 has no family name, row 4 repeats number 1, "
        "row 5 has a given name that holds a control character (U+0007)."
    )
    assert run_import(at.site, at.hannah, shown) == ImportResult(new=1, skipped=3)


def test_columns_that_are_not_known_are_asked_for_and_mapped_by_hand(at: Founded) -> None:
    shown = preview(at, "a,b,c\n7,Li,Bo\n")
    assert (shown.rows, shown.to_import) == ((), 0)
    assert "which column has the number" in shown.missing
    mapped = preview_import(at.site, shown.table, mapping=("employee_no", "family_name", "given_name"))
    assert (mapped.missing, mapped.counts[RowKind.NEW], mapped.sample(1)) == ("", 1, "Li")
    run_import(at.site, at.hannah, mapped)
    assert search_people(at.site, "bo li").rows[0].name == "Bo Li"


def test_somebody_recorded_meanwhile_is_not_recorded_twice(at: Founded) -> None:
    shown = preview(at, "No,First,Last\n77,Bo,Li\n")
    add_worker(at.site, at.hannah, PersonFields(employee_no="77", given_name="Bo", family_name="Li"))
    assert run_import(at.site, at.hannah, shown) == ImportResult()
    assert search_people(at.site, "77").total_shown == 1


def test_a_cancelled_import_takes_everything_back(at: Founded) -> None:
    text = "No,First,Last\n" + "".join(f"{number:06d},Bo,Li\n" for number in range(2500))
    before, asked = state(at), iter([False, True])
    result = run_import(at.site, at.hannah, preview(at, text), cancelled=lambda: next(asked))
    assert result.cancelled
    assert state(at) == before
    assert search_people(at.site, "li").total_shown == 0


def test_progress_counts_up_to_all(at: Founded) -> None:
    text = "No,First,Last\n" + "".join(f"{number:06d},Bo,Li\n" for number in range(2500))
    told: list[tuple[int, int]] = []
    run_import(at.site, at.hannah, preview(at, text), progress=lambda done, total: told.append((done, total)))
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_an_auditor_imports_nothing(at: Founded) -> None:
    with pytest.raises(NotAllowed):
        run_import(at.site, as_role(at, Role.AUDITOR), preview(at, "No,First,Last\n1,Bo,Li\n"))


def test_naughty_names_are_stored_as_they_are_or_refused_with_a_reason(at: Founded, shared_data: Path) -> None:
    import csv

    strings = [text for text in json.loads((shared_data / "fuzz/blns/blns.json").read_text(encoding="utf-8")) if text.strip()]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["No", "First", "Last"])
    writer.writerows([f"N{number:04d}", "Bo", text] for number, text in enumerate(strings))
    shown = preview_import(at.site, buffer.getvalue().encode("utf-8", "surrogatepass"), "naughty.csv")
    refused = [row for row in shown.rows if row.kind is RowKind.ERROR]
    assert len(shown.rows) == len(strings)
    assert len(refused) < 60
    assert all(row.reason for row in refused)
    run_import(at.site, at.hannah, shown)
    for row in shown.rows:
        if row.kind is RowKind.NEW:
            number = int(str(row.source.values["employee_no"])[1:]) if row.source else 0
            (stored,) = search_people(at.site, f"N{number:04d}").rows
            assert get_worker(at.site, stored.id).family_name == strings[number].strip()


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"PK\x03\x04junk", b'No,First\n1,"Bo\n', b"\xd0\xcf\x11\xe0"])
def test_a_list_that_cannot_be_read_writes_nothing(at: Founded, data: bytes) -> None:
    before = state(at)
    with pytest.raises(InputError) as refused:
        preview_import(at.site, data, "list.csv")
    assert refused.value.place.startswith("list.csv")
    assert state(at) == before
