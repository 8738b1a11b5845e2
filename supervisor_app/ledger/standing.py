"""What is known of laptops, keys and members, and whether an act counts by it: a question about one act, asked of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Deed, Grant, Right, set_back, why_not
from supervisor_app.ledger.clock import COUNTER_BITS, MAX_STAMP, milliseconds, moment_of

Place: TypeAlias = tuple[int, bytes, int]
"""Where an entry stands in the total order: clock, origin, number."""
CLOCKS_APART = timedelta(days=1)
NOT_APPROVED = "It was written on a laptop that was not approved."
NOBODY_RECORDS = "It was written on a laptop on which nobody has a key who may record people."
SAID_BEFORE = "It repeats to the letter what was signed before, and a signature says a thing once."


@dataclass(frozen=True, slots=True, kw_only=True)
class StationStanding:
    """An origin that was approved. From `cut_at` (clock) on, and beyond entry `cut_seq`, it is not believed; None without end."""

    origin: bytes
    cut_at: int | None = None
    cut_seq: int | None = None
    cut_since: datetime | None = None
    lost: bool = False
    before: tuple[str, ...] = ()  # the origins (hex) of the same laptop that it goes on for
    listed: bool = False  # it stands in for a branch: only what that held is believed

    @property
    def has_end(self) -> bool:
        """Whether anything of it is not believed."""
        return self.cut_at is not None or self.cut_seq is not None

    def believes(self, place: Place) -> bool:
        """Whether an entry of this origin lies before the cut."""
        beyond = self.cut_seq is not None and place[2] > self.cut_seq
        return not beyond and (self.cut_at is None or place[0] < self.cut_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStanding:
    """A member's key: on which station (hex, "" for any), and from when on (clock) it signs no more."""

    member: str
    station: str
    ed25519: str
    x25519: str
    place: Place
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What a member may do from a place in the order on."""

    place: Place
    name: str
    title: str
    grant: Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is judged: where it stands, who signed it with which key, and what was done."""

    place: Place
    member: str
    key: str
    deed: Deed


def question(act: Act, station: StationStanding | None, key: KeyStanding | None, granted: Iterable[Granted]) -> str:
    """Return why an act does not count, as a sentence about its signer, or "" where it does.

    `granted` are the grants of the signing member in their order.
    """
    if station is None:
        return NOT_APPROVED
    if not station.believes(act.place):
        return _beyond_words(station)
    if key is None or key.member != act.member:
        return "It is signed with a key that no admin gave to this member."
    if key.station and key.station not in (act.place[1].hex(), *station.before):
        return "It is signed with the key of another laptop."
    if key.revoked_at is not None and act.place[0] >= key.revoked_at:
        return f"It was signed after this key was revoked on {_day_words(key.revoked_at)}."
    grant = grant_at(granted, act.place)
    reason = why_not(grant, act.deed, you=False)
    if reason or grant is None or (grant.until is None and grant.ended_on is None):
        return reason
    return set_back(grant, act.deed.day, day_seen(act.place[0]), you=False)


def question_said(act: Act, station: StationStanding | None, keys: Iterable[KeyStanding], granted: Iterable[Granted]) -> str:
    """Return why what a member said for the whole site without signing it does not count, or "" where it does.

    The laptop vouches for it: it counts where the member who is named has a key on that very laptop and may do it. `keys` and
    `granted` are those of the member; `act.key` says nothing. The day knows no zone, so that one beside it is good as well.
    """
    if station is None:
        return NOT_APPROVED
    if not station.believes(act.place):
        return _beyond_words(station)
    here = (act.place[1].hex(), *station.before)
    given = [key for key in keys if key.station in here and key.place < act.place]
    if not given:
        return "It was written on a laptop on which the member whom it names has no key."
    if not any(key.revoked_at is None or act.place[0] < key.revoked_at for key in given):
        return "It was written after the key of the member whom it names was revoked on that laptop."
    grant = grant_at(granted, act.place)
    reason = why_not(grant, act.deed, you=False)
    beside = (act.deed.day + timedelta(days=days) for days in (-1, 1) if date.min < act.deed.day < date.max)
    return "" if any(not why_not(grant, replace(act.deed, day=day), you=False) for day in beside) else reason


def question_people(place: Place, keys: Iterable[KeyStanding], granted: Callable[[str], Sequence[Granted]]) -> str:
    """Return why what a laptop says about people does not count, or "" where it does.

    Many say it, so nobody signs it: it counts from a laptop on which anybody has a key who may record people, whoever is named.
    `keys` are those given on the laptop; where there are none yet, nobody was let in whose role could say no.
    """
    day, none = moment_of(place[0]).date(), True
    for key in keys:
        none = False
        given = granted(key.member)
        grant = grant_at(given, place) or (given[0].grant if given else None)
        deed = Deed(right=Right.RECORD_PEOPLE, day=day)
        valid = key.revoked_at is None or place[0] < key.revoked_at
        if valid and not all(why_not(grant, replace(deed, day=one), you=False) for one in _around(day)):
            return ""
    return "" if none else NOBODY_RECORDS


def _around(day: date) -> tuple[date, ...]:
    """Return a day and those beside it: a stamp knows no zone."""
    return (day, *(day + timedelta(days=days) for days in (-1, 1) if date.min < day < date.max))


def grant_at(granted: Iterable[Granted], place: Place) -> Grant | None:
    """Return what was granted just before a place in the order; None before the first grant."""
    found = None
    for one in granted:
        if one.place >= place:
            break
        found = one.grant
    return found


def day_seen(stamp: int) -> date:
    """Return a day that a laptop had reached for certain when it wrote under a stamp: clocks and zones are a day apart at most.

    A stamp is never earlier than anything that its laptop had read before, whatever its clock said then.
    """
    return (moment_of(stamp) - CLOCKS_APART).date() if stamp > 0 else date.min


def stamp_of(moment: datetime) -> int:
    """Return the first clock stamp of a moment."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(milliseconds(aware) << COUNTER_BITS, MAX_STAMP)


def stricter(one: StationStanding | None, other: StationStanding) -> StationStanding:
    """Return the cut that believes no more than either."""
    if one is None:
        return other
    first = one if (one.cut_at or 0) <= (other.cut_at or 0) else other
    numbers = [cut.cut_seq for cut in (one, other) if cut.cut_seq is not None]
    return replace(first, cut_seq=min(numbers, default=None), lost=one.lost or other.lost)


def _beyond_words(station: StationStanding) -> str:
    since = f" on {day_in_words(station.cut_since.date())}" if station.cut_since else ""
    why = "reported lost" if station.lost else "retired"
    return f"It was written on a laptop that was {why}{since}, after that or without anybody having seen it before."


def _day_words(stamp: int) -> str:
    return day_in_words(moment_of(stamp).date())
