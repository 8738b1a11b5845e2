"""What checklists answer to elsewhere: the library names only what exists, and files of one's own are held to the form."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.credentials.shapes import WEB
from supervisor_app.domain.checklist import Alignment
from supervisor_app.errors import InputError
from supervisor_app.exchange.checklist_dump import dump_checklist
from supervisor_app.exchange.checklist_yaml import parse_checklist
from supervisor_app.ledger.contents import body_of, checklist_digest
from supervisor_app.services.catalogue import library
from tests.services.founded import forklift


def of_library(framework: str) -> Iterator[Alignment]:
    for item in library():
        yield from (one for one in item.checklist.alignment if one.framework.startswith(framework))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_library_checklist_answers_to_something_and_every_address_can_be_signed():
    assert [item.file for item in library() if not item.checklist.alignment] == []
    assert [one.url for item in library() for one in item.checklist.alignment if not WEB.fullmatch(one.url)] == []


def test_occupations_and_tasks_of_onet_exist(shared_data: Path):
    titles = {row["O*NET-SOC Code"]: row["Title"] for row in rows(shared_data / "frameworks/onet-29.2/occupation_data.csv")}
    tasks = {(row["O*NET-SOC Code"], row["Task ID"]) for row in rows(shared_data / "frameworks/onet-29.2/task_statements.csv")}
    found = list(of_library("O*NET"))
    assert len(found) > 8
    for one in found:
        assert one.name == titles[one.code]
        assert one.url == f"https://www.onetonline.org/link/summary/{one.code}"
        assert {(one.code, number) for number in one.note.split(" ", 1)[1].split(", ")} <= tasks


def test_occupations_of_esco_exist(shared_data: Path):
    known = {row["conceptUri"]: row for row in rows(shared_data / "frameworks/esco/occupations_en.shopfloor.csv")}
    found = list(of_library("ESCO"))
    assert len(found) > 5
    for one in found:
        assert (known[one.url]["preferredLabel"], known[one.url]["code"]) == (one.name, one.code)


def test_clauses_exist(shared_data: Path):
    citations = {row["citation"]: row for row in rows(shared_data / "cfr/osha_clauses.csv")}
    found = [one for one in of_library("29 CFR") if "(" in one.code]
    assert len(found) > 4
    for one in found:
        assert one.name == citations[one.code]["section_title"]
        assert one.url.endswith("#" + one.code.removeprefix("29 CFR "))


def test_a_revision_without_alignment_keeps_the_digest_it_always_had():
    body = body_of(forklift())
    assert isinstance(body, dict)
    assert not {"alignment", "requires"} & body.keys()
    assert checklist_digest(forklift()) != checklist_digest(forklift(requires=("a-b",)))


MADE_OF_OTHERS = """format: supervisor-app checklist 1
competency: press-shop-operator
code: PSO-1
title: Press shop operator, stage 1
short_title: Press shop operator
requires: [press-brake-setup, loto-single-machine]
alignment:
  - name: Analyze proportional relationships
    url: http://opensalt-staging.opened.com/uri/ddcf67a6-abf2-4df1-8d95-8752d65f0ec2
    framework: What Standards Could Be
    type: CFItem
    code: CCSS.Math.Content.7.RP.A
"""


def test_a_competency_made_of_others_needs_no_steps_and_comes_back_the_same():
    checklist = parse_checklist(MADE_OF_OTHERS.encode(), "own.yaml")
    assert checklist.requires == ("press-brake-setup", "loto-single-machine")
    assert checklist.alignment[0].type == "CFItem"
    assert parse_checklist(dump_checklist(checklist).encode(), "again.yaml") == checklist


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("type: CFItem", "type: Item", "type"),
        ("url: http", "url: ftp", "url"),
        ("7.RP.A", "7.RP.A\n    extra: 1", "extra"),
        ("loto-single-machine]", "press-shop-operator]", "made of"),
        ("loto-single-machine]", "press-brake-setup]", "repeats"),
        ("loto-single-machine]", '"a b"]', "made of"),
        ("alignment:", "sections: [{name: x, steps: [{key: s01, kind: tick, text: x}]}]\nalignment:", "no steps of its own"),
        ("requires: [press-brake-setup, loto-single-machine]", "requires: []", "sections"),
    ],
)
def test_a_file_that_breaks_the_form_is_refused_with_the_reason(before: str, after: str, reason: str):
    with pytest.raises(InputError, match=reason):
        parse_checklist(MADE_OF_OTHERS.replace(before, after, 1).encode(), "own.yaml")
