"""What the Sync page says, decided without widgets: the verdict on the last sync, its rows, the history by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from supervisor_app.domain.dates import MONTHS, WEEKDAYS
from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.sync_records import HistoryLine, StationLine, SyncOverview
from supervisor_app.services.sync_words import CANNOT_TELL, day_words, joined, records
from supervisor_app.services.syncing import Trouble
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.day_lines import DayLine
from supervisor_app.ui.widgets.status_shape import StatusShape

SHORT = 4
_MB = 1_000_000
_CANNOT_TELL = "The shared database does not tell of changes by hand"
_AWAY = (Trouble.MISSING, Trouble.UNREACHABLE, Trouble.LOCKED, Trouble.BUSY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One row of the last sync: what, and the words below it; with an icon, or a shape where it needs a look."""

    title: str
    detail: str
    icon: Icon | None = None
    shape: StatusShape | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The head of the page."""

    shape: StatusShape
    title: str
    detail: str


def verdict(view: SyncOverview, told: str = "") -> Verdict:
    """Return how it stands: everything is there, something waits, something needs a look, the file is away.

    `told` is what a notice over the page says already: it is not said twice.
    """
    said = _verdict(view, told)
    return replace(said, title=named(said.title, view), detail=named(said.detail, view))


def named(words: str, view: SyncOverview) -> str:
    """Say words of what the shared store is: a file, or a database."""
    return words.replace("shared file", "shared database") if view.state.database else words


def _verdict(view: SyncOverview, told: str) -> Verdict:
    state, newest = view.state, view.lines[0] if view.lines else None
    if not state.chosen:
        return Verdict(shape=StatusShape.INFO, title="No shared file yet", detail="Everything is on this laptop only.")
    if newest is not None and trouble_stands(view):
        detail = f"{records(state.waiting)} waiting, safe on this laptop" if state.waiting else "Nothing was lost"
        title = "Not synced" if newest.sentence == told else newest.sentence.rstrip(".")
        shape = StatusShape.NOT_SEEN if newest.trouble in _AWAY else StatusShape.SOON
        return Verdict(shape=shape, title=title, detail=f"{_when(newest.at, view.now)}. {detail}.")
    if state.last_reached is None:
        return Verdict(shape=StatusShape.WAITING, title="Not synced yet", detail=state.sentence)
    if newest is not None and newest.done and not newest.clean:
        return Verdict(shape=StatusShape.SOON, title="Some records need a look", detail=_last(view))
    if view.remarks:
        return Verdict(shape=StatusShape.SOON, title="Something needs a look", detail=_last(view))
    if state.waiting:
        title = f"{records(state.waiting)} {'waits' if state.waiting == 1 else 'wait'} for the next sync"
        return Verdict(shape=StatusShape.WAITING, title=title, detail=_last(view))
    return Verdict(shape=StatusShape.SAFE, title="Everything is on the shared file", detail=_last(view))


def trouble_stands(view: SyncOverview) -> bool:
    """Whether the newest try did not reach the shared file."""
    newest, reached = view.lines[0] if view.lines else None, view.state.last_reached
    return newest is not None and not newest.done and (reached is None or newest.at >= reached)


def moved_rows(view: SyncOverview) -> list[Moved]:
    """Return the rows below the verdict: sent, received, put back, and what needs a look; none below a trouble."""
    standing = [Moved(title=remark.title, detail=remark.sentence, shape=StatusShape.SOON) for remark in view.remarks]
    if not view.state.tells:
        standing.append(Moved(title=_CANNOT_TELL, detail=CANNOT_TELL, icon=Icon.INFO))
    report = view.last_report
    if report is None or trouble_stands(view):
        return standing
    rows = standing
    if report.sent:
        rows.append(Moved(title=f"Sent {records(report.sent)}", detail=report.sent_words, icon=Icon.UPLOAD))
    if report.received:
        came = joined([f"{item.count:,} from {item.station}" for item in report.received_from])
        detail = f"{came}: {report.received_words[:1].lower()}{report.received_words[1:]}"
        rows.append(Moved(title=f"Received {records(report.received)}", detail=detail, icon=Icon.DOWNLOAD))
    if report.healed or report.still_lost:
        back = f"Put back {records(report.healed)} the shared file had lost"
        title = named(back if report.healed else "The shared file had lost records", view)
        rows.append(Moved(title=title, detail=report.healed_words, shape=StatusShape.SOON))
    if report.locked:
        title = f"{records(report.locked)} cannot be opened here"
        rows.append(Moved(title=title, detail=report.locked_words or report.sentence, shape=StatusShape.SOON))
    for fork in report.forks:
        rows.append(Moved(title=f"Two records under one number, {fork.station}", detail=fork.sentence, shape=StatusShape.SOON))
    for refused in report.quarantined:
        rows.append(Moved(title=f"Not accepted, from {refused.station}", detail=refused.sentence, shape=StatusShape.SOON))
    rows += [Moved(title=remark.title, detail=remark.sentence, shape=StatusShape.SOON) for remark in report.remarks]
    return rows


def aside_words(count: int, forks: int, left: int) -> str:
    """Return the link to what was set aside: what is to be decided there first; "" while there is nothing.

    `left` counts branches that do not stand, with records that stand nowhere else.
    """
    if forks:
        return "Settle a fork" if forks == 1 else f"Settle {forks} forks"
    return f"{count:,} set aside" if count else "Look at a branch" if left else ""


def day_lines(lines: tuple[HistoryLine, ...], now: datetime, *, whole: bool) -> list[DayLine]:
    """Return the history below the newest sync, a head before each day; a few lines of it, or all."""
    shown: list[DayLine] = []
    day = ""
    for line in lines[1:] if whole else lines[1 : SHORT + 1]:
        here = _day_head(line.at, now)
        if here != day:
            shown.append(DayLine(day=here))
            day = here
        shown.append(_day_line(line, now))
    return shown


def station_chip(line: StationLine) -> tuple[str, bool]:
    """Return the word on a laptop's chip and whether all is well."""
    if line.up_to_date:
        return "Up to date", True
    if line.here:
        return "Not all sent", False
    return (f"{line.days} days" if line.days > 1 else "Not all here"), False


def size_words(file_bytes: int) -> str:
    """Return a file's size in words, empty where it is not known."""
    if not file_bytes:
        return ""
    return f"{file_bytes / _MB:,.0f} MB" if file_bytes >= _MB else f"{max(1, file_bytes // 1000):,} kB"


def _last(view: SyncOverview) -> str:
    """Say when the file was reached and how long the sync took that moved something."""
    reached = view.state.last_reached
    if reached is None:
        return ""
    report = view.last_report
    if report is None or report.at < reached:  # what waits here is new since then
        return f"{_when(reached, view.now)}" if view.state.waiting else f"{_when(reached, view.now)}, nothing new since then"
    return f"{_when(reached, view.now)}, done in {_seconds(report.seconds)}"


def _when(moment: datetime, now: datetime) -> str:
    day = day_words(moment, now)
    return f"{day[:1].upper()}{day[1:]} at {moment.astimezone(now.tzinfo):%H:%M}"


def _day_head(moment: datetime, now: datetime) -> str:
    day = moment.astimezone(now.tzinfo).date()
    if day == now.date():
        return "Today"
    if day == now.date() - timedelta(days=1):
        return "Yesterday"
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _day_line(line: HistoryLine, now: datetime) -> DayLine:
    time = f"{line.at.astimezone(now.tzinfo):%H:%M}"
    if line.done:
        shape = StatusShape.SAFE if line.clean else StatusShape.SOON
        return DayLine(time=time, shape=shape, words=line.sentence, trailing=_short_seconds(line.seconds))
    tries = f"tried {line.tries} times" if line.tries > 1 else ""
    return DayLine(time=time, shape=StatusShape.NOT_SEEN, words=f"{line.sentence} Nothing was lost.", trailing=tries)


def _seconds(seconds: float) -> str:
    whole = max(1, round(seconds))
    return "1 second" if whole == 1 else f"{whole} seconds"


def _short_seconds(seconds: float) -> str:
    return f"{max(1, round(seconds))} s"
