"""How long this site keeps what it holds about workers, and what is due to go. Nothing goes by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.retention import LIMITS, STANDARD, Due, RecordClass, RetentionClass, due_of, rule_of
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import drafts, people_queries, privacy_queries, site_queries
from supervisor_app.storage.database import Connection

RULE_FIELDS: Mapping[RecordClass, str] = {key: f"keep_{key.value}" for key in RecordClass}
"""The field of the site that holds the rule of a class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One thing that may go: a worker's content (`due`), or a draft that nobody finished (`draft`); `held` is why it must not."""

    name: str
    words: str
    since: date
    due: Due | None = None
    draft: str = ""
    held: str = ""


def retention_rules(site: Site) -> tuple[RetentionClass, ...]:
    """Return how long the site keeps what; the standard where it has set nothing."""
    with site.database.read() as connection:
        return _rules(site, connection)


def retention_due(site: Site, today: date, limit: int = 200) -> tuple[DueLine, ...]:
    """Return what may go on a day, longest due first; what a legal hold keeps is in the list, with its reason."""
    with site.database.read() as connection:
        rules = _rules(site, connection)
        left_by, ended_by, old = _bounds(rules, today)
        found = [
            _due_line(connection, rules, worker, today) for worker in privacy_queries.maybe_due(connection, left_by, ended_by)
        ]
        lines = [line for line in found if line is not None] + list(_old_drafts(connection, old))
    return tuple(sorted(lines, key=lambda line: (line.since, line.name))[:limit])


def due_about(site: Site, connection: Connection, worker_id: str, today: date) -> Due | None:
    """Return what of one worker may go on a day, None where nothing may."""
    worker = people_queries.get_worker(connection, worker_id)
    return _due_about(connection, _rules(site, connection), worker_id, worker.left_on if worker else None, today)


def maybe_due(site: Site, today: date) -> bool:
    """Return whether anything can be due on a day: a look into two indexes, cheap enough for the first page."""
    with site.database.read() as connection:
        left_by, ended_by, _ = _bounds(_rules(site, connection), today)
        return bool(privacy_queries.maybe_due(connection, left_by, ended_by, 1))


def count_due(site: Site, today: date) -> int:
    """Return how many things may go on a day and are not held: what Today and Settings tell an admin."""
    return sum(not line.held for line in retention_due(site, today))


def _due_line(connection: Connection, rules: tuple[RetentionClass, ...], worker_id: str, today: date) -> DueLine | None:
    worker = people_queries.get_worker(connection, worker_id)
    due = _due_about(connection, rules, worker_id, worker.left_on if worker else None, today)
    if due is None or worker is None:
        return None
    hold = privacy_queries.hold_on(connection, worker_id)
    return DueLine(name=worker.name, words=due.words, since=due.since, due=due, held=hold.reason if hold else "")


def _due_about(
    connection: Connection, rules: tuple[RetentionClass, ...], worker_id: str, left: date | None, today: date
) -> Due | None:
    return due_of(
        worker_id,
        rules,
        left=left,
        records=privacy_queries.signed_records(connection, worker_id),
        facts_gone=privacy_queries.hides_name(connection, worker_id),
        today=today,
    )


def _bounds(rules: tuple[RetentionClass, ...], today: date) -> tuple[date, date, date]:
    """Return until when somebody left, a certificate ended, a draft was saved, that may be due on a day."""
    facts, records, kept = (rule_of(rules, key).count for key in RecordClass)
    return add_months(today, -12 * min(facts, records)), add_months(today, -12 * records), today - timedelta(days=kept)


def _old_drafts(connection: Connection, before: date) -> Iterator[DueLine]:
    """Yield the drafts of this laptop that nobody worked on since a day."""
    for draft in drafts.list_drafts(connection):
        if draft.saved is None or draft.saved.date() >= before:
            continue
        worker = people_queries.get_worker(connection, draft.worker_id)
        day = draft.saved.date()
        words = f"A draft for {draft.competency}, last worked on on {day_in_words(day)}."
        yield DueLine(name=worker.name if worker else "", words=words, since=day, draft=draft.id)


def _rules(site: Site, connection: Connection) -> tuple[RetentionClass, ...]:
    row = site_queries.site_row(connection)
    set_here = privacy_queries.site_texts(connection, row.id if row else "", RULE_FIELDS.values())
    return tuple(replace(rule, count=_count(rule, set_here.get(RULE_FIELDS[rule.key], ""))) for rule in STANDARD)


def _count(rule: RetentionClass, text: str) -> int:
    """Return a time that the site has set; what is no number within bounds sets nothing."""
    least, most = LIMITS[rule.key]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most else rule.count
