"""Clocks that cannot be right: records dated ahead of this laptop's clock, and this laptop's own clock gone back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.vectors import Vector
from supervisor_app.services.sync_records import Remark
from supervisor_app.services.sync_words import date_words

ALLOWED = timedelta(days=1)
"""Laptops on a shop floor are minutes apart, or hours where somebody mistook the time zone: that needs no word."""


def clock_remarks(heads: Vector, names: Mapping[bytes, str], own: bytes, now: datetime) -> tuple[Remark, ...]:
    """Return what to say about clocks, from the newest stamp of each laptop."""
    ahead = {origin: moment_of(head.at) for origin, head in heads.items() if moment_of(head.at) - now > ALLOWED}
    others = {origin: moment for origin, moment in ahead.items() if origin != own}
    if others and (others.keys() == heads.keys() - {own} and len(others) > 1):
        return (_ours_behind(max(others.values()), now),)
    remarks = [_theirs_ahead(names.get(origin) or "A laptop", moment, now) for origin, moment in sorted(others.items())]
    if own in ahead and not others:
        remarks.append(_ours_went_back(ahead[own], now))
    return tuple(remarks)


def _ours_behind(newest: datetime, now: datetime) -> Remark:
    return Remark(
        title="The clock of this laptop is wrong",
        sentence=f"It says {date_words(now)}; every other laptop has records of up to {_day(newest, now)}. "
        "Set the clock right: what you sign now carries its time.",
    )


def _theirs_ahead(name: str, newest: datetime, now: datetime) -> Remark:
    return Remark(
        title=f"The clock of {name} or of this one is wrong",
        sentence=f"{name} has records of {_day(newest, now)}; the clock of this laptop says {date_words(now)}. "
        "Nothing is lost. Look at both clocks and set the wrong one right.",
    )


def _ours_went_back(newest: datetime, now: datetime) -> Remark:
    return Remark(
        title="The clock of this laptop went back",
        sentence=f"It says {date_words(now)}, but this laptop has written records of {_day(newest, now)}. "
        "Nothing is lost. If it is right now, the records of that time carry a wrong time.",
    )


def _day(moment: datetime, now: datetime) -> str:
    return date_words(moment.astimezone(now.tzinfo))
