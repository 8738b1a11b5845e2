"""Lines of text: nothing is lost, words stay whole where they fit, East Asian text breaks between characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.documents.wrapping import breaks_inside_words, wrapped


def count(text: str) -> float:
    return float(len(text))


@given(st.text(alphabet="abc de-\u5f20\u3002", max_size=80), st.integers(1, 20))
def test_lines_hold_all_of_the_text_and_none_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width, count)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width + 1 for line in lines)  # a closing mark may hang over by one


def test_words_are_broken_at_spaces_only() -> None:
    assert wrapped("one two three", 8, count) == ("one two", "three")


def test_a_word_wider_than_the_line_is_broken_rather_than_cut() -> None:
    lines = wrapped("abcdefgh", 3, count)
    assert lines == ("abc", "def", "gh")
    assert breaks_inside_words("abcdefgh", lines)
    assert not breaks_inside_words("one two", ("one", "two"))


def test_chinese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert wrapped("叉车操作员。", 5, count) == ("叉车操作", "员。")


def test_an_empty_text_has_no_lines() -> None:
    assert wrapped("  ", 5, count) == ()
