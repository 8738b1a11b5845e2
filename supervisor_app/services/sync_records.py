"""What a sync tells: its report, the state between two syncs, the laptops of the site, the history. Frozen records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.sync_state import SyncState

Progress = Callable[[int, int, str], None]
"""How much is done, of how much (0 where that is not known), and what it is in words."""
Cancelled = Callable[[], bool]
"""Whether the user asked to stop; looked at between batches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How many records came from one laptop."""

    station: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkLine:
    """Two records claim one number of one laptop; the one that came first stays, the other is kept as proof."""

    station: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A record of the shared file that was not accepted, and why."""

    station: str
    seq: int
    sentence: str


WENT_ON = "This laptop goes on under a new number"
NOT_ALL = "Not everything is taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that was out of order: what, and in a sentence what became of it or what to do."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one sync did. `sentence` says it whole; the `_words` say what kinds ("Two sign-offs and one certificate").

    `locked` records are on the shared file, but this laptop was not given the key that opens them; `locked_words` say so.
    `healed` records were put back because the shared file had lost them; `still_lost` of them this laptop does not hold either.
    """

    at: datetime
    seconds: float
    sent: int
    sent_words: str
    received: int
    received_words: str
    received_from: tuple[Received, ...]
    healed: int
    healed_words: str
    still_lost: int
    forks: tuple[ForkLine, ...]
    quarantined: tuple[RefusedLine, ...]
    sentence: str
    file_bytes: int = 0
    locked: int = 0
    locked_words: str = ""
    remarks: tuple[Remark, ...] = ()  # what was put right
    files: int = 0  # evidence files that came or went

    @property
    def moved(self) -> bool:
        """Whether anything came or went."""
        return bool(self.sent or self.received or self.healed or self.files)

    @property
    def went_on(self) -> str:
        """Why this laptop now writes under a new number, "" where it does not."""
        return next((remark.sentence for remark in self.remarks if remark.title == WENT_ON), "")

    @property
    def clean(self) -> bool:
        """Whether everything on both sides is in order."""
        return not (self.forks or self.quarantined or self.still_lost or self.locked)


class Standing(Enum):
    """How a laptop stands with the site."""

    APPROVED = 0
    ASKS = 1
    RETIRED = 2
    LOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StationLine:
    """One laptop of the site. `words` say when it was last heard of; `days` is how many days ago that is."""

    origin: str
    name: str
    here: bool
    last_seen: datetime | None
    records: int
    up_to_date: bool
    days: int
    words: str
    standing: Standing = Standing.APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One past sync, or one trouble (a value of `Trouble`) met `tries` times in a row. `done`: records were exchanged."""

    at: datetime
    sentence: str
    done: bool
    seconds: float = 0.0
    tries: int = 1
    clean: bool = True
    trouble: str = ""
    report: SyncReport | None = None
    moved_to: str = ""  # where the shared store went, where that is the trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOverview:
    """Everything the Sync page shows. `lines` are the newest first."""

    state: SyncState
    lines: tuple[HistoryLine, ...]
    stations: tuple[StationLine, ...]
    now: datetime
    remarks: tuple[Remark, ...] = ()  # what stands whatever the last sync did: records missing, clocks that are wrong

    @property
    def last_report(self) -> SyncReport | None:
        """The newest sync that moved something."""
        return next((line.report for line in self.lines if line.report is not None), None)
