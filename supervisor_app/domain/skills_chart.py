"""The skills matrix as it hangs on a wall: initials and numbers only, and what each cell and each foot says."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from enum import StrEnum

from supervisor_app.domain.codes import CHART_PREFIX, certificate_code
from supervisor_app.domain.cover import AHEAD_DAYS, Cover, cover_of
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.qualification import Held, HeldStatus

HANGS_FOR = timedelta(days=7)
"""How long a chart may hang before it is replaced."""


class Sign(StrEnum):
    """What a cell shows; each also has its words in the legend."""

    HOLDS = "holds"
    SOON = "soon"
    EXPIRED = "expired"
    ON_HOLD = "on_hold"
    BEGUN = "begun"
    DECLARED = "declared"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartCell:
    """One cell: its sign, the level as `rank` of `count` (0 for none), whether it counts as cover, the day it ends in short."""

    sign: Sign
    level: str = ""
    rank: int = 0
    count: int = 0
    covers: bool = False
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartColumn:
    """One skill with its foot: how many of the whole site cover it now, in 90 days, of each shift; how many on this chart."""

    title: str
    now: int
    later: int
    shifts: tuple[int, ...]
    on_chart: int

    @property
    def cover(self) -> Cover:
        """How the skill stands now and later."""
        return cover_of(self.now, self.later)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """One person: initials and number, never the name; `covers` and `trains` count their cells of these kinds."""

    initials: str
    number: str
    team: str
    cells: tuple[ChartCell, ...]
    covers: int
    trains: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsChart:
    """Everything the chart says. `whole` tells that everybody of the site is on it; `shifts` name the feet by shift.

    `cover_from` is the level from which somebody counts as cover, "" where that differs by skill.
    """

    organisation: str
    place: str
    title: str
    as_of: date
    cover_from: str
    levels: tuple[tuple[str, str], ...]
    columns: tuple[ChartColumn, ...]
    rows: tuple[ChartRow, ...]
    shifts: tuple[str, ...]
    whole: bool

    @property
    def replace_by(self) -> date:
        """The day by which it is to be replaced."""
        return self.as_of + HANGS_FOR

    @property
    def code(self) -> str:
        """The chart's number, as "KN27S-Z91WS", from all it says: two charts with one number say the same."""
        return certificate_code(json.dumps(asdict(self), default=str, ensure_ascii=False))

    def sheet_code(self, number: int) -> str:
        """Return the text of the code on a sheet, counted from 1: its number and nothing else."""
        return f"{CHART_PREFIX}{self.code}:{number}"

    @property
    def signs(self) -> frozenset[Sign]:
        """Which signs there are, for the legend."""
        return frozenset(cell.sign for row in self.rows for cell in row.cells)


def chart_cell(held: Held, rank: int, count: int, on: date) -> ChartCell:
    """Return the cell of what somebody holds on a day, at level `rank` of a scale of `count`."""
    level = ChartCell(sign=Sign.HOLDS, level=held.level, rank=rank, count=count, covers=held.covers)
    match held.status:
        case HeldStatus.VALID | HeldStatus.DUE_SOON:
            return _ending(level, held.due, on)
        case HeldStatus.EXPIRED:
            return ChartCell(sign=Sign.EXPIRED)
        case HeldStatus.SUSPENDED:
            return ChartCell(sign=Sign.ON_HOLD, level=held.level, rank=rank, count=count)
        case HeldStatus.NOT_YET:
            return ChartCell(sign=Sign.BEGUN)
        case HeldStatus.DECLARED:
            return ChartCell(sign=Sign.DECLARED)
        case HeldStatus.NEVER:
            return ChartCell(sign=Sign.NEVER)


def _ending(level: ChartCell, due: date | None, on: date) -> ChartCell:
    """With the month it ends, or the day where that is near."""
    if due is None:
        return level
    soon = due - on <= timedelta(days=AHEAD_DAYS)
    end = " ".join(short_day(due).split()[:2]) if soon else f"{due:%m/%y}"
    return ChartCell(
        sign=Sign.SOON if soon else Sign.HOLDS,
        level=level.level,
        rank=level.rank,
        count=level.count,
        covers=level.covers,
        end=end,
    )
