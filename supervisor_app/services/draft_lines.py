"""Drafts as lists show them, and what is done about those that were open when the program died."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain import drafting
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.dates import moment_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Draft, Result
from supervisor_app.domain.texts import in_language
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import checklist_queries, people_queries
from supervisor_app.storage import drafts as stored
from supervisor_app.storage.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft as lists show it: whose, for what, how far; `answers` one per step in the checklist's order.

    `recovered` tells that the program died while its clock ran; `recovered_words` is the sentence about it.
    """

    id: str
    worker_id: str
    worker: str
    competency: str
    title: str
    progress: str
    answers: tuple[Result, ...]
    paused: bool
    stopped: bool
    recovered: bool
    recovered_words: str
    saved: datetime | None


def drafts(site: Site) -> tuple[DraftLine, ...]:
    """Return every draft on this laptop, the one saved last first."""
    with site.database.read() as connection:
        return _lines(site, connection, stored.list_drafts(connection))


def recover(site: Site) -> tuple[DraftLine, ...]:
    """Pause the drafts whose clock ran when the program died, and return every recovered draft; called once at the start."""
    with site.database.write() as connection:
        kept = []
        for draft in stored.list_drafts(connection):
            if drafting.is_running(draft):
                stored.save_draft(connection, drafting.recovered(draft))
            kept.append(drafting.recovered(draft))
        return _lines(site, connection, tuple(draft for draft in kept if draft.recovered is not None))


def rest(site: Site) -> None:
    """Stop the clocks that run, because the program is being closed: only a program that dies leaves one running."""
    with site.database.write() as connection:
        for draft in stored.list_drafts(connection):
            if drafting.is_running(draft):
                stored.save_draft(connection, drafting.paused(draft, site.clock()))


def _lines(site: Site, connection: Connection, kept: tuple[Draft, ...]) -> tuple[DraftLine, ...]:
    checklists: dict[str, Checklist | None] = {}
    for draft in kept:
        if draft.checklist_digest not in checklists:
            checklists[draft.checklist_digest] = checklist_queries.get_checklist(connection, draft.checklist_digest)
    return tuple(_line(site, connection, draft, checklists[draft.checklist_digest]) for draft in kept)


def _line(site: Site, connection: Connection, draft: Draft, checklist: Checklist | None) -> DraftLine:
    worker = people_queries.get_worker(connection, draft.worker_id)
    steps = checklist.steps if checklist else ()
    count = len(drafting.answered(draft))
    return DraftLine(
        id=draft.id,
        worker_id=draft.worker_id,
        worker=worker.name if worker else "",
        competency=draft.competency,
        title=in_language(checklist.short_title) if checklist else draft.competency,
        progress="Stopped for safety" if draft.safety_stop else f"{count} of {len(steps)} answered",
        answers=tuple(draft.observation(step.key).result for step in steps),
        paused=not drafting.is_running(draft) and not draft.context.form,
        stopped=draft.safety_stop is not None,
        recovered=draft.recovered is not None,
        recovered_words=_recovered_words(draft, count, site.clock()),
        saved=draft.saved,
    )


def _recovered_words(draft: Draft, count: int, now: datetime) -> str:
    if draft.recovered is None:
        return ""
    kept = {
        0: "Nothing was answered yet. Go on.",
        1: "The 1 answer was kept. Check it and go on.",
        2: "Both answers were kept. Check them and go on.",
    }
    off = f"This laptop switched off {moment_in_words(draft.recovered.astimezone(now.tzinfo), now)}."
    return f"{off} {kept.get(count, f'All {count} answers were kept. Check them and go on.')}"
