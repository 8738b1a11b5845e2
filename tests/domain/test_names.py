"""Names: what is refused and why, folding for search, sort keys, initials."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.names import (
    MAX_TEXT,
    fold,
    full_name,
    harmless,
    initials_of,
    is_blank,
    isolated,
    number_key,
    sort_key,
    text_problem,
    words,
)


@pytest.mark.parametrize(
    "name", ["Hanna Gál", "محمد العتيبي", "می‌خواهم", "क्षेत्रिय", "O’Connor", "R\u200em", "👩‍🔧", "=1+1", "<b>x</b>"]
)
def test_a_name_of_letters_joiners_and_signs_is_taken_as_it_is(name):
    assert text_problem(name) == ""


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\t", "\n", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_control_character_is_refused_and_named(letter):
    assert text_problem(f"Ha{letter}nna") == f"holds a control character (U+{ord(letter):04X})"


@pytest.mark.parametrize("letter", [chr(0xD800), chr(0xDFFF), "\ufffe", "\uffff", "\ufdd0", "\U0001ffff"])
def test_what_is_no_character_is_refused(letter):
    assert "not a character" in text_problem(f"Ha{letter}")


def test_signs_that_turn_the_reading_direction_around_are_refused():
    assert "reading direction" in text_problem("Hanna\u202egpj.exe")
    assert "reading direction" in text_problem("Hanna\u202dx")


def test_direction_signs_must_close_what_they_open_so_that_nothing_outside_the_name_turns():
    assert text_problem("\u2068Hanna\u2069") == ""
    assert text_problem("\u202bيوسف\u202c") == ""
    assert "never closed" in text_problem("\u2067Hanna")
    assert "nothing opens" in text_problem("Hanna\u2069")
    assert "nothing opens" in text_problem("\u2067Hanna\u202c\u2069")


def test_a_text_longer_than_the_bound_is_refused():
    assert text_problem("a" * MAX_TEXT) == ""
    assert str(MAX_TEXT) in text_problem("a" * (MAX_TEXT + 1))


@given(st.text())
def test_a_text_without_problem_holds_no_control_character_and_no_half_pair(text):
    if not text_problem(text):
        assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in text)
        text.encode("utf-8")


def test_every_naughty_string_is_either_taken_whole_or_refused_with_a_reason(shared_data):
    strings = json.loads((shared_data / "fuzz/blns/blns.json").read_text(encoding="utf-8"))
    taken = [text for text in strings if not text_problem(text)]
    assert len(taken) > 400
    for text in taken:
        assert fold(text) == fold(fold(text))
        assert isinstance(initials_of(text), str)
    for text in strings:
        problem = text_problem(text)
        assert not problem or "U+" in problem or str(MAX_TEXT) in problem or "never closed" in problem


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kozłowski", "kozlowski"),
        ("ØSTERGÅRD", "ostergard"),
        ("Großmann", "grossmann"),
        ("Þorlákur Æsir", "thorlakur aesir"),
        ("Yılmaz İnci", "yilmaz inci"),
        ("Cəfərov", "ceferov"),
        ("Nguyễn Thị Hương", "nguyen thi huong"),
        ("Αθανάσιος", "αθανασιοσ"),
        ("Но́виков", "новиков"),
        ("إبراهيم", "ابراهيم"),
        ("علی", "علي"),
        ("O’Connor", "oconnor"),
        ("Şahin", "sahin"),
        ("ＡＢＣ１", "abc1"),
        ("שלום", "שלומ"),
    ],
)
def test_folding_takes_away_case_accents_and_signs_one_does_not_type(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["महर्जन", "রহমান", "สมชาย", "ใจดี", "തോമസ്"])
def test_folding_keeps_the_vowel_signs_of_scripts_that_spell_with_marks(text):
    assert fold(text) == unicodedata.normalize("NFKD", text)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once_and_words_are_words_of_the_fold(text):
    assert fold(fold(text)) == fold(text)
    assert all(word and not any(letter.isspace() for letter in word) for word in words(text))
    assert words(" ".join(words(text))) == words(text)


def test_numbers_are_compared_without_spaces_and_dashes_but_with_leading_zeros():
    assert number_key(" NP-0012 34 ") == "np001234"
    assert number_key("010105") != number_key("10105")
    assert number_key("—") == "—"


def test_a_list_of_mixed_scripts_is_sorted_by_the_latin_family_name():
    people = [("ბარბარე", "შენგელია", "Barbare", "Shengelia"), ("Maria", "Ørsted", "", ""), ("אבי", "כהן", "Avi", "Cohen")]
    assert [sort_key(*person) for person in sorted(people, key=lambda p: sort_key(*p))] == [
        "cohen avi",
        "orsted maria",
        "shengelia barbare",
    ]
    assert sort_key("", "") > sort_key("Z", "Z")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        (("Hannah Weber",), "HW"),
        (("ბარბარე შენგელია", "Barbare Shengelia"), "ბშ"),
        (("Љиљана Kovačević", "Ljiljana Kovačević"), "ЉK"),
        (("Rabina महर्जन", "Rabina Maharjan"), "RM"),
        (("Yusef חזן", "Yusef Hazan"), "YH"),
        (("宮崎 陽菜", "Hina Miyazaki"), "宮陽"),
        (("محمد حسين", "Mohammed Hussein"), "م\u200cح"),
        (("étienne o'brien",), "ÉO"),
        (("เมธา ใจดี",), "มจ"),
        (("ანა", "Ana Alievi"), "ა"),
        (("", "Ana Alievi"), "AA"),
        (("", ""), ""),
    ],
)
def test_initials_are_of_the_own_script_unless_two_scripts_would_not_stand_together(name, letters):
    assert initials_of(*name) == letters


def test_initials_of_a_name_in_one_piece_take_the_first_and_the_last_word():
    assert initials_of("Anna van der Berg") == "AB"
    assert initials_of("Cher") == "C"
    assert initials_of("佐藤 蓮") == "佐蓮"
    assert initials_of("!!!") == ""


def test_a_full_name_is_written_in_the_order_of_its_script():
    assert full_name("Hanna", "Gál", "HU") == "Hanna Gál"
    assert full_name("小明", "王", "CN") == "王小明"
    assert full_name("민준", "김", "KR") == "김민준"
    assert full_name("陽菜", "宮崎", "JP") == "宮崎 陽菜"
    assert full_name("さくら", "田中") == "田中 さくら"
    assert full_name("Ana", "") == "Ana"


def test_blank_means_that_nothing_can_be_seen():
    assert is_blank(" \u200b\u2060\ufeff\u00a0")
    assert not is_blank(".")
    assert not is_blank("👩‍🔧")


def test_a_name_of_another_direction_is_isolated_and_no_other():
    assert isolated("יוסף") == "\u2068יוסף\u2069"
    assert isolated("Hanna") == "Hanna"


@given(st.text(max_size=300) | st.text("a\u202e\u2067\u2069\u202a\u202c\x07\n", max_size=40))
def test_what_another_program_stored_is_shown_without_what_this_one_would_not_store(text):
    assert text_problem(harmless(text)) == ""
    assert harmless(text) == text or text_problem(text)
