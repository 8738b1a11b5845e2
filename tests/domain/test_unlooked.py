"""What holds a certificate up although the rule is met: a critical miss that nobody who may has looked at."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.unlooked import SeenMiss, held_up


def test_nothing_holds_it_up_where_nothing_was_missed() -> None:
    assert held_up(()) == ""


def test_the_newest_is_named_and_the_others_are_counted_in_any_order() -> None:
    first, second = SeenMiss(by="Tim New", day=date(2026, 3, 14)), SeenMiss(by="Łucja Øst", day=date(2026, 3, 20))
    said = held_up((first, second))
    assert said == held_up((second, first))
    assert said == (
        "Łucja Øst saw a critical step missed, or had to stop, on 20 March 2026, and nobody has looked at it yet. "
        "There is one more. No certificate is issued before that."
    )
    assert "There are 2 more." in held_up((first, second, first))
    assert "more" not in held_up((first,))
