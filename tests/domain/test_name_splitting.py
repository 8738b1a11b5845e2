"""A whole name in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain.name_splitting import split_name
from supervisor_app.domain.names import full_name


@pytest.mark.parametrize(
    ("name", "country", "parts"),
    [
        ("Lukáš Svoboda", "", ("Lukáš", "Svoboda")),
        ("Svoboda, Lukáš", "", ("Lukáš", "Svoboda")),
        ("Anna van der Berg", "", ("Anna", "van der Berg")),
        ("Maria de la Cruz", "", ("Maria", "de la Cruz")),
        ("Van Morrison", "", ("Van", "Morrison")),
        ("Maria Magdalena Huber", "", ("Maria Magdalena", "Huber")),
        ("Suharto", "", ("Suharto", "")),
        ("Weber,", "", ("Weber,", "")),
        ("王小明", "CN", ("小明", "王")),
        ("欧阳浩宇", "CN", ("浩宇", "欧阳")),
        ("김민준", "", ("민준", "김")),
        ("남궁민수", "", ("민수", "남궁")),
        ("宮崎 陽菜", "", ("陽菜", "宮崎")),
        ("宮崎陽菜", "JP", ("陽菜", "宮崎")),
        ("佐藤蓮", "JP", ("蓮", "佐藤")),
        ("王", "CN", ("王", "")),
        ("さくら", "JP", ("さくら", "")),
        ("محمد بن سلمان", "", ("محمد بن", "سلمان")),
        ("", "", ("", "")),
    ],
)
def test_a_whole_name_is_split_as_its_script_and_its_small_words_say(name, country, parts):
    assert split_name(name, country) == parts


@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=6), max_size=5).map(" ".join))
def test_no_letter_is_lost_by_splitting(name):
    given_name, family = split_name(name)
    assert sorted((given_name + family).replace(" ", "")) == sorted(name.replace(" ", ""))
    assert given_name or not family
    assert "".join(sorted(full_name(given_name, family))).split() == "".join(sorted(name)).split() or " " in name
