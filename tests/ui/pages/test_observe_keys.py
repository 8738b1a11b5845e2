"""The keys of the step screen."""

from __future__ import annotations

import pytest

from supervisor_app.ui.pages.observe_keys import ENGLISH, Command, Press, command_for


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("Y", Command.MET),
        ("N", Command.NOT_MET),
        ("A", Command.NOT_APPLICABLE),
        ("S", Command.NOT_SEEN),
        ("Enter", Command.NEXT),
        ("Backspace", Command.BACK),
        ("Up", Command.BACK),
        ("Down", Command.NEXT_STEP),
        ("P", Command.PAUSE),
        ("F12", Command.STOP),
        ("T", Command.NOTE),
        ("K", Command.KEY_POINT),
        ("L", Command.LIST),
        ("Ctrl+Enter", Command.DECIDE),
        ("Ctrl+Z", Command.UNDO),
    ],
)
def test_each_key_of_the_table_does_what_it_says(name: str, command: Command) -> None:
    assert command_for(name, picking=False, typing_numbers=False) == Press(command=command)


def test_digits_pick_where_reasons_or_tiles_are_in_sight_and_else_begin_a_number() -> None:
    assert command_for("3", picking=True, typing_numbers=True) == Press(command=Command.PICK, number=3)
    assert command_for("7", picking=True, typing_numbers=True) == Press(command=Command.DIGIT, number=7)
    assert command_for("3", picking=False, typing_numbers=True) == Press(command=Command.DIGIT, number=3)
    assert command_for("3", picking=False, typing_numbers=False) is None


def test_no_two_commands_share_a_letter_and_every_cap_is_the_key_that_works() -> None:
    letters = list(ENGLISH.letters.values())
    assert len(letters) == len(set(letters))
    for command, letter in ENGLISH.letters.items():
        assert command_for(letter, picking=False, typing_numbers=False) == Press(command=command)
        assert ENGLISH.cap(command) == letter
