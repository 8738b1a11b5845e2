"""What happened to certificates, as the rules of qualification see it: confirmations, endings, holds; and paper of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from supervisor_app.domain.certificate_life import LifeFacts, LifeKind, SignedAct, counting, holds_of
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.mastery import Attempt
from supervisor_app.domain.names import isolated
from supervisor_app.domain.qualification import Clock, Ending, Held, HeldStatus, History, Hold
from supervisor_app.ledger.clock import moment_of
from supervisor_app.storage import certificate_life_queries
from supervisor_app.storage.certificate_life_queries import DeclaredRow
from supervisor_app.storage.database import Connection

Key = tuple[str, str]
"""Worker and competency."""
_NOON = time(12, tzinfo=UTC)
_LAST = time(23, 59, 59, tzinfo=UTC)


def pasts(connection: Connection, worker_id: str = "") -> Mapping[Key, History]:
    """Return what happened to the certificates of one worker, or ("") of all: histories without their attempts."""
    names = certificate_life_queries.acted_on(connection, worker_id)
    facts = certificate_life_queries.life_facts_of(connection, names)
    acts = certificate_life_queries.acts_about(connection, {name for one in facts for name in (one.id, one.checklist_digest)})
    rests = certificate_life_queries.sign_offs_of(connection, names)
    found: dict[Key, History] = {}
    for one in facts:
        about = (*acts.get(one.id, ()), *acts.get(one.checklist_digest, ()))
        key = (one.worker_id, one.competency)
        found[key] = _with(found.get(key, History()), one, about, rests.get(one.id, ()))
    return found


def with_attempts(past: History | None, attempts: tuple[Attempt, ...]) -> History:
    """Return the history of one worker and competency, whole."""
    return replace(past, attempts=attempts) if past else History(attempts=attempts)


def declared_by_key(connection: Connection, worker_id: str = "") -> Mapping[Key, tuple[DeclaredRow, ...]]:
    """Return the registered paper that speaks for competencies of ours, of one worker or ("") of all."""
    rows: Iterable[DeclaredRow] = certificate_life_queries.declared_for_competencies(connection)
    found: defaultdict[Key, list[DeclaredRow]] = defaultdict(list)
    for row in rows:
        if worker_id in ("", row.worker_id):
            found[row.worker_id, row.competency].append(row)
    return {key: tuple(one) for key, one in found.items()}


def or_declared(held: Held, declared: Sequence[DeclaredRow], on: date) -> Held:
    """Return what is held, or that paper of others speaks for it: only where nobody ever assessed it here."""
    if held.status is not HeldStatus.NEVER:
        return held
    good = [row for row in declared if _counts(row, on)]
    if not good:
        return held
    row = max(good, key=lambda one: (one.valid_until or date.max, one.signed, one.id))
    until = f", valid until {day_in_words(row.valid_until)}" if row.valid_until else ""
    sentence = (
        f"Declared: paper of {isolated(row.issuer)}{until}, seen by {isolated(row.author)} on {day_in_words(row.signed)}. "
        "Not assessed here."
    )
    return replace(held, status=HeldStatus.DECLARED, since=row.issued, due=row.valid_until, sentence=sentence, trace=(sentence,))


def _counts(row: DeclaredRow, on: date) -> bool:
    ended = row.valid_until is not None and row.valid_until < on
    return not ended and row.signed <= on and (row.withdrawn is None or row.withdrawn > on)


def _with(past: History, facts: LifeFacts, acts: Sequence[SignedAct], sign_offs: tuple[str, ...]) -> History:
    ordered = counting(facts, acts)
    confirmed = (datetime.combine(act.on, _NOON) for act in ordered if act.kind is LifeKind.CONFIRMED)
    holds = (
        Hold(sign_off=name, first=act.on, last=last, text=act.reason) for act, last in holds_of(facts, acts) for name in sign_offs
    )
    return replace(
        past,
        confirmed=(*past.confirmed, *confirmed),
        endings=(*past.endings, *_endings(ordered, sign_offs)),
        holds=(*past.holds, *holds),
    )


def _endings(ordered: Iterable[SignedAct], sign_offs: Sequence[str]) -> Iterator[Ending]:
    for act in ordered:
        if act.kind is LifeKind.REVOKED:
            at, clock, text = moment_of(act.place[0]), Clock.TRIGGER, f"the certificate was withdrawn, {act.reason}"
        elif act.kind is LifeKind.TRIGGERED:
            at, clock, text = datetime.combine(act.on, _LAST), Clock.TRIGGER, act.reason
        elif act.kind is LifeKind.CHECKLIST_WITHDRAWN:
            at, clock, text = datetime.combine(act.on, _LAST), Clock.REVISION, act.reason
        else:
            continue
        yield from (Ending(at=at, clock=clock, text=text, sign_off=name) for name in sign_offs)
