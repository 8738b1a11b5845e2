"""The catalogue on a real site: the library, publishing, and what a worker needs next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.decision import Outcome
from supervisor_app.domain.observation import Result
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.contents import checklist_digest
from supervisor_app.services.catalogue import (
    get_checklist,
    library,
    list_checklists,
    load_checklist_file,
    made_of_others,
    next_for,
    publish,
)
from supervisor_app.services.signing import sign
from tests.services.founded import PIN, Founded, choice, forklift, found, later, observe, signed
from tests.services.holding import held_by

TODAY = date(2026, 11, 23)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def entries(at: Founded) -> int:
    with at.site.database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one())


def test_the_library_is_published_whole_and_reads_back_as_it_was(at: Founded) -> None:
    items = library()
    assert len(items) == 12
    lines = publish(at.site, at.hannah, [item.checklist for item in items])
    assert [line.digest for line in lines] == [item.digest for item in items]
    assert all(get_checklist(at.site, item.digest) == item.checklist for item in items)
    forklift_line = next(line for line in lines if line.code == "FLT-CB")
    assert (forklift_line.steps, forklift_line.critical, forklift_line.validity) == (14, 7, "36 months")
    assert "Gegengewichtsstapler" in {line.short_title for line in list_checklists(at.site, language="de")}


def test_the_examples_made_of_others_need_only_what_the_library_has() -> None:
    shipped = {item.checklist.competency for item in library()}
    (example,) = made_of_others()
    assert set(example.checklist.requires) <= shipped
    assert (example.checklist.competency in shipped, example.checklist.steps) == (False, ())


def test_publishing_the_same_again_writes_nothing(at: Founded) -> None:
    before = entries(at)
    assert publish(at.site, at.hannah, [forklift()])[0].digest == at.digests["forklift"]
    assert publish(at.site, at.hannah, [forklift(revision=7)])[0].digest == at.digests["forklift"]
    assert entries(at) == before


def test_other_content_under_a_number_that_is_taken_gets_the_next(at: Founded) -> None:
    line = publish(at.site, at.hannah, [forklift(cut_percent=90)])[0]
    assert line.revision == 2
    assert get_checklist(at.site, line.digest).cut_percent == 90
    assert get_checklist(at.site, at.digests["forklift"]).cut_percent == 50
    current = next(one for one in list_checklists(at.site) if one.competency == "forklift")
    assert current.digest == line.digest == checklist_digest(forklift(cut_percent=90, revision=2))


def test_only_admins_and_quality_publish(at: Founded) -> None:
    before = entries(at)
    with pytest.raises(NotAllowed, match="An assessor may not publish checklists"):
        publish(at.site, at.marco, [forklift(cut_percent=90)])
    assert entries(at) == before


def test_a_bad_file_names_file_and_line_and_nothing_is_published(at: Founded, tmp_path: Path) -> None:
    before = entries(at)
    path = tmp_path / "bad.yaml"
    path.write_text("format: supervisor-app checklist 1\ncompetency: NO\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.yaml, line 2"):
        load_checklist_file(path)
    assert entries(at) == before


def test_a_checklist_that_is_not_here_is_said_in_words(at: Founded) -> None:
    with pytest.raises(UserError, match="not on this laptop"):
        get_checklist(at.site, "0" * 64)
    assert held_by(at.site, at.ana.id, "no-such-thing", TODAY) is None


def test_what_a_worker_needs_next_comes_first(at: Founded) -> None:
    assert [(one.line.competency, one.status, one.words) for one in next_for(at.site, at.ana.id, TODAY)] == [
        ("forklift", HeldStatus.NEVER, "Not yet assessed"),
        ("twice", HeldStatus.NEVER, "Not yet assessed"),
    ]
    signed(at, at.ana)
    signed(at, at.ana, "twice")
    found = next_for(at.site, at.ana.id, TODAY)
    assert [(one.line.competency, one.status) for one in found] == [("twice", HeldStatus.NOT_YET), ("forklift", HeldStatus.VALID)]
    assert found[0].words == "One more success is missing, on another day. The next visit can finish it."
    assert found[1].words == "Valid until 23 Nov 2029"
    assert next_for(at.site, at.ana.id, date(2029, 11, 1))[0].words == "Ends on 23 Nov 2029"
    assert next_for(at.site, at.ana.id, date(2029, 11, 24))[0].words == "Ended on 23 Nov 2029"


def test_who_was_qualified_on_a_day_is_the_same_question_for_any_day(at: Founded) -> None:
    signed(at, at.ana)
    held = held_by(at.site, at.ana.id, "forklift", TODAY)
    assert held is not None
    assert (held.status, held.covers, held.due) == (HeldStatus.VALID, True, date(2029, 11, 23))
    before = held_by(at.site, at.ana.id, "forklift", TODAY - timedelta(days=1))
    assert before is not None
    assert before.status is HeldStatus.NEVER


def test_a_missed_critical_step_later_wipes_where_the_rule_says_so(at: Founded) -> None:
    strict = forklift(mastery=replace(forklift().mastery, none_critical_since=True))
    digest = publish(at.site, at.hannah, [strict])[0].digest
    at.digests["forklift"] = digest
    signed(at, at.ana)
    later(at, days=2)
    draft = observe(at, at.ana, critical=Result.NOT_MET)
    sign(at.site, at.hannah, draft, choice(at, Outcome.NOT_YET), PIN)
    held = held_by(at.site, at.ana.id, "forklift", TODAY + timedelta(days=2))
    assert held is not None
    assert held.status is HeldStatus.NOT_YET
    day_before = held_by(at.site, at.ana.id, "forklift", TODAY + timedelta(days=1))
    assert day_before is not None
    assert day_before.status is HeldStatus.VALID
