"""Paper forms that were entered more than once: two laptops cannot tell each other before a sync, so it is told afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import groupby

from supervisor_app.domain.dates import short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.sign_off_queries import entered_twice

_TOLD_FOR = timedelta(days=60)
"""How long it is told: both records stay, so nothing else ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTwice:
    """A form's number, its records in words, and the id of the latest of them."""

    number: str
    records: str
    sign_off_id: str


def forms_twice(connection: Connection, now: datetime) -> tuple[FormTwice, ...]:
    """Return the forms of which several records stand, as far as one was observed lately; `now` is aware."""
    lines = entered_twice(connection, now - _TOLD_FOR)
    return tuple(_told(number, tuple(group), now.tzinfo) for number, group in groupby(lines, key=lambda line: line[0]))


def _told(number: str, lines: Sequence[tuple[str, str, datetime, str, str]], zone: tzinfo | None) -> FormTwice:
    said = [
        f"{isolated(worker)} on {short_day(finished.astimezone(zone).date())}, by {isolated(assessor)}"
        for _, worker, finished, assessor, _ in lines
    ]
    return FormTwice(number=number, records="; ".join(said), sign_off_id=lines[-1][4])
