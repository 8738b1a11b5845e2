"""What a sync leaves written down on this laptop: heads seen, refused records, and a line in the history."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_exchange import Exchanged
from supervisor_app.services.sync_records import HistoryLine, SyncReport
from supervisor_app.services.sync_report import short_words
from supervisor_app.services.sync_state import Reached, note_reached
from supervisor_app.storage import erasing, remote_records
from supervisor_app.storage.database import Connection
from supervisor_app.storage.shared_errors import SharedFileError, Trouble


def remember(site: Site, exchanged: Exchanged, report: SyncReport) -> None:
    """Write down what changed, if anything did; that the file was reached goes beside the database, not into it."""
    with site.database.read() as connection:
        store, _ = remote_records.chosen_store(connection)
        refused = remote_records.new_refusals(connection, exchanged.refused)
        same = report.locked == _locked_before(connection)
    heads = {origin: head for origin, head in exchanged.heads.items() if origin not in exchanged.outside}
    changed = {origin: head for origin, head in heads.items() if exchanged.before.get(origin) != head}
    told = bool(report.moved or refused or exchanged.lost or report.remarks or not same)
    if changed or told:
        with site.database.write() as connection:
            if exchanged.lost:
                remote_records.forget_seen(connection, store)
            remote_records.write_seen(connection, store, heads if exchanged.lost else changed)
            remote_records.put_in_quarantine(connection, refused)
            if refused:
                erasing.settle_quarantine(connection)
            if told:
                line = HistoryLine(
                    at=report.at,
                    sentence=short_words(report),
                    done=True,
                    seconds=report.seconds,
                    clean=report.clean,
                    report=report,
                )
                remote_records.add_history(connection, report.at.isoformat(), store, _encoded(line))
    note_reached(site, Reached(report.at, report.file_bytes, exchanged.tells))


def _locked_before(connection: Connection) -> int:
    """Return how many records could not be opened when the history was written last: the same again is no news."""
    newest = remote_records.read_history(connection, 1)
    last = msgspec.json.decode(newest[0][2], type=HistoryLine) if newest else None
    return last.report.locked if last is not None and last.report is not None else 0


def remember_trouble(site: Site, problem: SharedFileError) -> None:
    """Add a line about a sync that could not be; the same trouble again only counts the tries."""
    if problem.trouble in (Trouble.CANCELLED, Trouble.NOT_CHOSEN):
        return
    now = site.clock()
    line = HistoryLine(
        at=now, sentence=problem.message, done=False, clean=False, trouble=problem.trouble, moved_to=problem.moved_to
    )
    with site.database.write() as connection:
        store, _ = remote_records.chosen_store(connection)
        newest = remote_records.read_history(connection, 1)
        last = msgspec.json.decode(newest[0][2], type=HistoryLine) if newest else None
        if last is not None and not last.done and last.sentence == line.sentence and last.at.date() == now.date():
            again = replace(line, tries=last.tries + 1)
            remote_records.replace_last_history(connection, now.isoformat(), store, _encoded(again))
        else:
            remote_records.add_history(connection, now.isoformat(), store, _encoded(line))


def _encoded(line: HistoryLine) -> str:
    return msgspec.json.encode(line).decode()
