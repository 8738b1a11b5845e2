"""The checklist format: the shipped library against its source, what each rule refuses and where, and hostile files."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.checklist import Checklist, StepKind
from supervisor_app.errors import InputError
from supervisor_app.exchange.checklist_dump import dump_checklist
from supervisor_app.exchange.checklist_yaml import load_checklist, parse_checklist
from supervisor_app.exchange.yaml_nodes import MAX_BYTES
from supervisor_app.paths import resource_path

LIBRARY = sorted(resource_path("checklists").glob("*.yaml"))
SECONDS = 2.0

SMALL = """\
format: supervisor-app checklist 1
competency: some-skill
code: SKILL
title: {en: Some skill, de: Etwas können}
short_title: Skill
cut_percent: 85
sections:
  - name: Start
    steps:
      - kind: tick
        critical: true
        text: {en: Does it, no: Gjør det}
      - key: gap
        kind: measurement
        text: Measures the gap
        quantities:
          - {key: gap, label: Gap, unit: mm, minimum: 0.10, maximum: 2}
"""


def parse(text: str) -> Checklist:
    return parse_checklist(text.encode(), "some.yaml")


def refusal(text: str | bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_checklist(text.encode() if isinstance(text, str) else text, "some.yaml")
    assert re.fullmatch(r"some\.yaml, line [0-9]+", caught.value.place)
    assert caught.value.reason
    return caught.value


# The library


@pytest.fixture(scope="module")
def library() -> dict[str, Checklist]:
    return {path.stem: load_checklist(path) for path in LIBRARY}


def test_the_library_has_12_checklists_155_steps_and_88_critical_ones(library: dict[str, Checklist]) -> None:
    steps = [step for checklist in library.values() for step in checklist.steps]
    assert (len(library), len(steps), sum(step.critical for step in steps)) == (12, 155, 88)


def test_the_library_says_what_its_source_says(library: dict[str, Checklist], shared_data: Path) -> None:
    source = json.loads((shared_data / "library" / "content.json").read_text(encoding="utf-8"))["checklists"]
    assert {one["id"] for one in source} == set(library)
    for one in source:
        checklist = library[one["id"]]
        assert checklist.competency == one["id"]
        assert checklist.title["en"] == one["title"]
        ours = [(step.number, step.critical, step.text["en"]) for step in checklist.steps]
        assert ours == [(step["no"], step["critical"], step["text"]) for step in one["steps"]]


def test_every_limit_of_the_source_is_in_the_data(library: dict[str, Checklist], shared_data: Path) -> None:
    """A step whose evidence speaks of a number, a count or a time carries a quantity, points or choices."""
    source = json.loads((shared_data / "library" / "content.json").read_text(encoding="utf-8"))["checklists"]
    measured = re.compile(r"no more than|at least|\+/-|within [0-9]|below [0-9]|= 0|[0-9] of [0-9]|n of n|[0-9] (s|mm|min|%)\b")
    for one in source:
        for said, step in zip(one["steps"], library[one["id"]].steps, strict=True):
            if measured.search(said["evidence"]):
                assert step.quantities or step.choices or step.expected_points > 1, (
                    f"{one['id']} {step.number}: {said['evidence']}"
                )


def test_every_step_helps_the_one_who_watches(library: dict[str, Checklist]) -> None:
    for name, checklist in library.items():
        for step in checklist.steps:
            assert step.clause, f"{name} {step.number}"
            assert step.key_point, f"{name} {step.number}"
            assert step.why, f"{name} {step.number}"
            assert step.standard, f"{name} {step.number}"
            assert not re.match(r"(?!29 CFR )[0-9]", step.clause), f"{name} {step.number}: the clause is not in its full form"


def test_numbers_have_a_unit_or_are_counted_or_are_a_ratio(library: dict[str, Checklist]) -> None:
    bare = {
        (name, step.number, quantity.key)
        for name, checklist in library.items()
        for step in checklist.steps
        for quantity in step.quantities
        if not quantity.unit and not quantity.whole
    }
    assert bare == {("crane-signal-rigger", 4, "factor"), ("press-brake-setup", 4, "ratio")}


def test_every_checklist_is_complete_and_in_3_to_5_sections(library: dict[str, Checklist]) -> None:
    assert len({checklist.code for checklist in library.values()}) == 12
    for name, checklist in library.items():
        assert 3 <= len({str(step.section) for step in checklist.steps}) <= 5, name
        assert checklist.mastery.text, name
        assert checklist.validity.months, name
        assert checklist.certificate_fields, name
        assert checklist.context, name
        assert checklist.limits_short, name
        assert checklist.source_note, name
        assert "de" in checklist.title, name


def test_what_the_sources_ask_beyond_steps_is_data(library: dict[str, Checklist]) -> None:
    forklift = library["forklift-operator-eval"]
    assert (forklift.cut_percent, forklift.minimum_minutes, forklift.continuous) == (85, 15, True)
    assert (forklift.mastery.successes, forklift.mastery.attempts_a_day) == (1, 2)
    assert set(forklift.certificate_fields) >= {"training_date", "trainer", "evaluation_date", "evaluator"}
    assert (forklift.validity.months, forklift.validity.clause) == (36, "29 CFR 1910.178(l)(4)(iii)")
    assert len(forklift.validity.triggers) == 5
    assert all("de" in step.text for step in forklift.steps)
    assert [name for name, checklist in library.items() if checklist.ordered] == ["loto-single-machine"]
    assert library["gmaw-fillet-2f"].validity.confirm_every_months == 6
    kinds = {step.kind for checklist in library.values() for step in checklist.steps}
    assert kinds == set(StepKind) - {StepKind.SCALE}


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_checklist_written_out_loads_as_the_same(path: Path) -> None:
    checklist = load_checklist(path)
    assert parse(dump_checklist(checklist)) == checklist
    assert dump_checklist(checklist) == path.read_text(encoding="utf-8")


# The format


def test_a_small_file_loads_with_defaults() -> None:
    checklist = parse(SMALL)
    assert (checklist.revision, checklist.cover_from, checklist.ordered) == (1, "U", False)
    assert [step.key for step in checklist.steps] == ["s01", "gap"]
    assert checklist.short_title == {"en": "Skill"}
    assert checklist.steps[0].text == {"en": "Does it", "no": "Gjør det"}
    assert str(checklist.steps[1].quantities[0].minimum) == "0.10"


def line_of(text: str, words: str) -> str:
    return f"some.yaml, line {text[: text.index(words)].count(chr(10)) + 1}"


@pytest.mark.parametrize(
    ("old", "new", "reason", "hint"),
    [
        ("cut_percent: 85", "cut_percnt: 85", 'the checklist has no field "cut_percnt"', 'Did you mean "cut_percent"?'),
        ("cut_percent: 85", "cut_percent: 101", '"cut_percent" must be a whole number from 0 to 100, not "101"', ""),
        ("cut_percent: 85", "ordered: maybe", '"ordered" must be true or false, not "maybe"', ""),
        ("cut_percent: 85", "code: OTHER", '"code" is given twice, first on line 3', ""),
        ("cut_percent: 85", "cover_from: Z", '"cover_from" names no level: "Z"', ""),
        ("cut_percent: 85", "continuous: true", '"continuous" needs "minimum_minutes"', ""),
        ("cut_percent: 85", "mastery: {successes: 2, days: 3}", '"days" cannot be more than the 2 successes', ""),
        ("cut_percent: 85", "mastery: [1]", "the mastery rule must be a map of fields", ""),
        ("cut_percent: 85", "limits_short: " + "ä" * 31, '"limits_short" has 62 bytes in "en", at most 60 fit the code', ""),
        ("cut_percent: 85", "certificate_fields: [trainr]", 'a certificate has no field "trainr"', "Known: evaluated_on"),
        ("code: SKILL", "code: skill!", '"code" cannot be "skill!"', "It must fit"),
        ("format: supervisor-app checklist 1", "format: 7", "this is not a checklist of this program", "It must begin with"),
        ("kind: tick", "kind: tik", '"kind" cannot be "tik"', 'Did you mean "tick"?'),
        ("kind: tick", "kind: question", 'step 1: a question needs the "expected" answer', ""),
        ("kind: tick", "kind: choice", "step 1: a choice needs at least 2 answers, one of them accepted", ""),
        ("kind: tick", "kind: scale", 'step 1: a scale needs "anchors" and "pass_from"', ""),
        ("kind: measurement", "kind: timed", 'step 2: a timed step needs a quantity with the unit "s"', ""),
        ("kind: measurement", "kind: tick", "step 2: a tick has no quantities; its kind is another", ""),
        ("key: gap\n", "key: s01\n", 'the step key "s01" is used twice', ""),
        ("minimum: 0.10", "minimum: 1e3", '"minimum" must be a number like 12 or 0.05, not "1e3"', ""),
        ("minimum: 0.10", "minimum: 3", "the minimum 3 is above the maximum 2", ""),
        ("en: Some skill", "english: Some skill", '"english" is not a language code', "Use codes like"),
        ("en: Some skill", "en: ' '", '"title" is empty', ""),
        ("critical: true", "not_applicable: No\n        critical: true", "step 1: a critical step cannot be left out", ""),
        ("text: Measures the gap", "text: [a]", '"text" must be a text, or a map from language to text', ""),
        ("short_title: Skill\n", "", 'the checklist has no "short_title"', ""),
        ("cut_percent: 85", "ordered: &x true", "anchors and aliases (& and *) are not part of the format", ""),
        ("cut_percent: 85", "ordered: !!python/object:os.system x", "tags (!) are not part of the format", ""),
        ("cut_percent: 85", "ordered: a\x07b", "the control character U+0007 is not allowed", ""),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(old: str, new: str, reason: str, hint: str) -> None:
    assert old in SMALL
    error = refusal(SMALL.replace(old, new, 1))
    assert error.reason == reason
    assert error.hint.startswith(hint)


@pytest.mark.parametrize("words", ["cut_percnt: 85", "ordered: maybe"])
def test_the_line_that_is_named_is_the_one_to_mend(words: str) -> None:
    text = SMALL.replace("cut_percent: 85", words)
    assert refusal(text).place == line_of(text, words)


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the file cannot be read"):
        load_checklist(tmp_path / "none.yaml")


# Hostile files


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"\x00" * 100,
        b"[" * (MAX_BYTES - 1),
        b"{" * (MAX_BYTES - 1),
        b"[" * 100_000 + b"]" * 100_000,
        b"{a: " * 100_000,
        b"- " * (MAX_BYTES // 2 - 1),
        b"? " * (MAX_BYTES // 2 - 1),
        b"a: " * (MAX_BYTES // 3 - 1),
        b"[a, " * (MAX_BYTES // 4 - 1),
        b"a: b\n" * (MAX_BYTES // 5 - 1),
        b"".join(b"k%d: v\n" % number for number in range(45_000)),
        b"'" + b"a" * (MAX_BYTES - 2),
        b'"' + b"\\x41" * (MAX_BYTES // 4 - 1),
        b"|\n" + b" a\n" * (MAX_BYTES // 3 - 1),
        b"#" * (MAX_BYTES - 1),
        b"a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n",
        b"--- a\n--- b\n",
        b"a" * (MAX_BYTES + 1),
        b"!!python/object/apply:os.system [ls]",
        b"%YAML 9.9\n---\na: b\n",
        "a: \u2028b".encode(),
    ],
    ids=range(23),
)
def test_hostile_files_are_refused_quickly(data: bytes) -> None:
    began = time.monotonic()
    refusal(data)
    assert time.monotonic() - began < SECONDS


def test_no_file_of_the_fuzz_collections_is_taken_or_crashes(shared_data: Path) -> None:
    files = [path for path in sorted((shared_data / "fuzz").rglob("*")) if path.is_file()]
    assert len(files) > 1000
    for path in files:
        began = time.monotonic()
        with pytest.raises(InputError):
            load_checklist(path)
        assert time.monotonic() - began < SECONDS, path


def test_the_texts_inside_the_yaml_test_suite_are_refused_in_words(shared_data: Path) -> None:
    """Each file of the suite describes small documents; they are tried by themselves too."""
    found = 0
    for path in sorted((shared_data / "fuzz" / "yaml-test-suite").glob("*.yaml")):
        for block in re.findall(r"^  yaml: \|\n((?:    .*\n|\n)+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            found += 1
            text = re.sub(r"^    ", "", block, flags=re.MULTILINE)
            refusal(text.replace("␣", " ").replace("»", "\t").replace("—", "").replace("↵", "\n").replace("∎\n", ""))
    assert found > 200


def test_naughty_words_are_kept_as_they_are_or_refused(shared_data: Path) -> None:
    strings = json.loads((shared_data / "fuzz" / "blns" / "blns.json").read_text(encoding="utf-8"))
    kept = 0
    for words in strings:
        text = SMALL.replace("text: Measures the gap", f"text: {json.dumps(words, ensure_ascii=False)}")
        try:
            checklist = parse(text)
        except InputError:
            continue
        kept += 1
        assert checklist.steps[1].text["en"] == " ".join(words.split())
    assert kept > 400


@given(st.data())
def test_a_damaged_file_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    whole = SMALL.encode()
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 20))
    damaged = whole[:place] + data.draw(st.binary(max_size=10)) + whole[place + length :]
    try:
        parse_checklist(damaged, "some.yaml")
    except InputError as error:
        place = error.place
    else:
        return
    assert place.startswith("some.yaml, line ")
