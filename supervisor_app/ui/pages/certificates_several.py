"""Which certificates are chosen, and what is said of them: no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from supervisor_app.domain.certificate_acts import LifeKind, LifeState
from supervisor_app.services.certificate_view import Possible, SeveralView

Between = Callable[[str, str], Sequence[str]]
"""Returns the keys of the rows from one to another."""

_STATES = {
    LifeState.VALID: "in force",
    LifeState.DUE_SOON: "ending soon",
    LifeState.EXPIRED: "expired",
    LifeState.SUSPENDED: "on hold",
    LifeState.WITHDRAWN: "withdrawn",
    LifeState.REPLACED: "replaced",
}
_TOLD = {
    LifeKind.SUSPENDED: ("is on hold", "are on hold"),
    LifeKind.REINSTATED: ("holds again", "hold again"),
    LifeKind.REVOKED: ("is withdrawn", "are withdrawn"),
    LifeKind.CONFIRMED: ("is confirmed", "are confirmed"),
    LifeKind.TRIGGERED: ("has ended", "have ended"),
}


class Several:
    """Which certificates are chosen, in the order of choosing; `on` while several are being chosen."""

    def __init__(self) -> None:
        self.on = False
        self.ids: dict[str, None] = {}
        self._start = ""  # where a reach began
        self._end = ""  # and where it has come to
        self._before: dict[str, None] = {}  # what was chosen before it

    def toggle(self, key: str) -> None:
        """Take a certificate in, or out again."""
        if key in self.ids:
            del self.ids[key]
        else:
            self.ids[key] = None
        self._end = ""

    def take(self, keys: Sequence[str]) -> None:
        """Take all of these in."""
        self.ids |= dict.fromkeys(keys)
        self._end = ""

    def reach(self, before: str, key: str, between: Between) -> None:
        """Reach on from the row `before` to `key`: all in between are chosen, and none that the reach has drawn back from."""
        if before != self._end:
            self._start, self._before = before, dict(self.ids)
        self.ids = self._before | dict.fromkeys(between(self._start, key))
        self._end = key

    def keep(self, keys: Sequence[str]) -> None:
        """Forget what is not among these any more."""
        here = set(keys)
        self.ids = {key: None for key in self.ids if key in here}

    def end(self) -> None:
        """Choose none, and several no more."""
        self.on = False
        self.ids.clear()
        self._end = ""


def chosen_words(view: SeveralView) -> tuple[str, str, str]:
    """Return how many are chosen, whose they are, and how they stand."""
    number = len(view.ids)
    title = f"{number:,} certificate{'' if number == 1 else 's'} selected"
    people = "of one person" if view.people == 1 else f"of {view.people:,} people"
    states = ", ".join(f"{count:,} {_STATES[state]}" for state, count in view.states)
    return title, people, f"{states[:1].upper()}{states[1:]}."


def possible_words(possible: Possible) -> str:
    """Return about how many something may be decided: "all 14", "11 of 14", or why about none."""
    if not possible.number:
        return f"None of them. {possible.why_not}"
    if possible.number == possible.of:
        return f"all {possible.of:,}" if possible.of > 1 else "this one"
    return f"{possible.number:,} of {possible.of:,}"


def told_words(kind: LifeKind, number: int, of: int) -> str:
    """Return what was done: "11 certificates are confirmed, 3 are left as they were."."""
    done = f"{number:,} certificate{'' if number == 1 else 's'} {_TOLD[kind][number > 1]}"
    left = of - number
    return f"{done}, {left:,} {'is left as it was' if left == 1 else 'are left as they were'}." if left else f"{done}."
