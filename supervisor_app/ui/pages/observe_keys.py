"""Which key does what on the step screen, as data: one press in, one command out, no Qt.

Letters follow the language of the interface; the cap on a button shows the key of the same table, so both cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Result


class Command(StrEnum):
    """What a key or a button asks of the step screen."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"
    PICK = "pick"  # with a number: a reason, or a value of a scale or choice
    NEXT = "next"
    BACK = "back"
    NEXT_STEP = "next_step"
    MORE = "more"
    FEWER = "fewer"
    DIGIT = "digit"
    WATCH = "watch"
    PAUSE = "pause"
    STOP = "stop"
    NOTE = "note"
    PHOTO = "photo"
    KEY_POINT = "key_point"
    LIST = "list"
    DECIDE = "decide"
    UNDO = "undo"
    LEAVE = "leave"


ANSWERS: Mapping[Command, Result] = {
    Command.MET: Result.MET,
    Command.NOT_MET: Result.NOT_MET,
    Command.NOT_APPLICABLE: Result.NOT_APPLICABLE,
    Command.NOT_SEEN: Result.NOT_SEEN,
}

_ENGLISH: Mapping[Command, str] = {
    Command.MET: "Y",
    Command.NOT_MET: "N",
    Command.NOT_APPLICABLE: "A",
    Command.NOT_SEEN: "S",
    Command.PAUSE: "P",
    Command.NOTE: "T",
    Command.PHOTO: "F",
    Command.WATCH: "W",
    Command.KEY_POINT: "K",
    Command.LIST: "L",
}
_NAMED: Mapping[str, Command] = {
    "Enter": Command.NEXT,
    "Backspace": Command.BACK,
    "Up": Command.BACK,
    "Down": Command.NEXT_STEP,
    "+": Command.MORE,
    "-": Command.FEWER,
    "F12": Command.STOP,
    "Ctrl+Enter": Command.DECIDE,
    "Ctrl+Z": Command.UNDO,
    "Esc": Command.LEAVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The letters of one interface language; the named keys are the same in all."""

    letters: Mapping[Command, str] = field(default_factory=lambda: _ENGLISH)

    def cap(self, command: Command) -> str:
        """The text of the key cap, empty where a command has no key."""
        if command in self.letters:
            return self.letters[command]
        return next((name for name, named in _NAMED.items() if named is command), "")


ENGLISH = Keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One command; `number` is the digit of PICK and DIGIT, else 0."""

    command: Command
    number: int = 0


def command_for(name: str, *, keys: Keys = ENGLISH, picking: bool, typing_numbers: bool) -> Press | None:
    """What the key called `name` ("Y", "3", "+", "Ctrl+Enter") means now; None where it means nothing here.

    `picking`: reasons or tiles are on show, so digits pick one. `typing_numbers`: the step has a number field that has no
    focus yet, so digits go there. Picking wins, because its caps are in sight.
    """
    if name in _NAMED:
        return Press(command=_NAMED[name])
    if len(name) == 1 and name in "0123456789":
        if picking and name in "12345":
            return Press(command=Command.PICK, number=int(name))
        return Press(command=Command.DIGIT, number=int(name)) if typing_numbers else None
    for command, letter in keys.letters.items():
        if letter == name:
            return Press(command=command)
    return None
