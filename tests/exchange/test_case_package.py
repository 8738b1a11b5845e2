"""CASE packages: real ones give their items with their addresses, broken ones a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.errors import InputError
from supervisor_app.exchange.case_package import MAX_ITEMS, read_case_package
from supervisor_app.exchange.checklist_dump import dump_checklist
from supervisor_app.exchange.checklist_yaml import parse_checklist
from tests.services.founded import forklift

ITEM = {"uri": "https://frameworks.example/uri/1", "fullStatement": "Checks the truck before use", "humanCodingScheme": "T.1"}


def package(*items: object, title: object = "Truck drivers") -> bytes:
    return json.dumps({"CFDocument": {"title": title}, "CFItems": list(items)}).encode()


def test_a_real_framework_gives_every_item_with_its_address_and_code(shared_data: Path):
    path = next((shared_data / "frameworks/case").glob("opensalt-framework-*.json"))
    said = json.loads(path.read_text(encoding="utf-8"))
    framework = read_case_package(path.read_bytes(), path.name)
    assert framework.title == said["CFDocument"]["title"]
    assert [one.url for one in framework.items] == [item["uri"] for item in said["CFItems"]]
    assert {one.type for one in framework.items} == {"CFItem"}
    assert framework.left_out == 0
    ratio = next(one for one in framework.items if one.code == "CCSS.Math.Content.7.RP.A")
    assert ratio.name.startswith("Analyze proportional relationships")


@pytest.mark.parametrize("file", ["opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json", "SmartLevelFramework.json"])
def test_every_real_item_can_stand_in_a_checklist_s_file_and_comes_back(shared_data: Path, file: str):
    items = read_case_package((shared_data / "frameworks/case" / file).read_bytes(), file).items
    assert items
    checklist = forklift(alignment=items)
    assert parse_checklist(dump_checklist(checklist).encode(), "own.yaml").alignment == items


def test_an_item_told_twice_counts_once_and_one_without_words_or_address_is_left_out():
    nothing = ({}, 7, {**ITEM, "uri": "ftp://x"}, {**ITEM, "uri": None}, {"uri": "https://a.example/2", "fullStatement": " \n "})
    framework = read_case_package(package(ITEM, ITEM, *nothing), "own.json")
    assert [(one.name, one.code) for one in framework.items] == [("Checks the truck before use", "T.1")]
    assert framework.left_out == 5


def test_a_long_statement_is_cut_visibly_and_stays_one_line():
    framework = read_case_package(package({**ITEM, "fullStatement": "a\nb\u2028c " * 100}), "own.json")
    [item] = framework.items
    assert item.name.startswith("a b c a b c")
    assert item.name.endswith("…")
    assert len(item.name) <= 200


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "well-formed"),
        (b"[" * 200_000, "well-formed"),
        (b"\xff\xfe", "well-formed"),
        (b"[]", "no CASE package"),
        (b'{"CFDocument": [], "CFItems": []}', "no CASE package"),
        (package(title=None), "no title"),
        (package(*([0] * (MAX_ITEMS + 1))), "50,000 items"),
        (b" " * 30_000_001, "larger than 30 MB"),
    ],
)
def test_what_is_no_package_is_refused_with_the_reason_and_the_file_s_name(data: bytes, reason: str):
    with pytest.raises(InputError, match=reason) as caught:
        read_case_package(data, "own.json")
    assert "own.json" in caught.value.message
    assert caught.value.hint


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["CFDocument", "CFItems", "title", "uri", "fullStatement"]) | st.text(), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(document=JSON)
def test_any_json_is_a_framework_or_a_refusal(document: object):
    try:
        framework = read_case_package(json.dumps(document).encode(), "any.json")
    except InputError:
        return
    assert framework.title
