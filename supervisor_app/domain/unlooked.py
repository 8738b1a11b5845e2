"""A critical miss that was seen and does not count yet: no certificate before somebody who may has looked at it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass

LOOK_AT_IT = "Somebody who may countersign looks at it first: it stands on Today."


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMiss:
    """An assessment that was stopped, or in which a critical step was missed, and that waits to be countersigned; `by` saw it."""

    by: str
    day: date


def held_up(misses: Iterable[SeenMiss]) -> str:
    """Return why no certificate is offered yet, as sentences, "" where nothing holds it up.

    Whoever saw it, also somebody whose assessments do not count alone: what they saw is a reason to look, and once it was looked
    at, it counts or does not by the rules like any other. It makes no difference whether successes came before it or after it.
    """
    ordered = sorted(misses, key=lambda miss: (miss.day, miss.by), reverse=True)
    if not ordered:
        return ""
    newest, more = ordered[0], len(ordered) - 1
    others = "" if not more else " There is one more." if more == 1 else f" There are {more} more."
    return (
        f"{newest.by} saw a critical step missed, or had to stop, on {day_in_words(newest.day)}, and nobody has looked at it "
        f"yet.{others} No certificate is issued before that."
    )
