"""What happened to certificates, read from the projections as the records that domain.certificate_life judges."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from supervisor_app.domain.certificate_life import LifeFacts, LifeKind, SignedAct
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver

_ACTS = (
    "SELECT kind, subject, worker, competency, day, until, successor, reason, author, author_title, signer, signed, questioned, "
    "at, origin, seq FROM certificate_act WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY at, origin, seq"
)
_FACTS = (
    "SELECT id, worker, competency, checklist_digest, evaluated, valid_until, valid_rule, confirm_months FROM certificate "
    "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
)


def acts_about(connection: Connection, subjects: Iterable[str]) -> Mapping[str, tuple[SignedAct, ...]]:
    """Return the acts about certificates or checklists by their subject, oldest first, questioned ones among them."""
    found: defaultdict[str, list[SignedAct]] = defaultdict(list)
    for row in driver(connection).execute(_ACTS, (json.dumps(sorted(subjects)),)):
        found[row[1]].append(_act(row))
    return {subject: tuple(acts) for subject, acts in found.items()}


def life_facts_of(connection: Connection, certificates: Iterable[str]) -> tuple[LifeFacts, ...]:
    """Return what some certificates say of their own end, in the order of their ids; those not here are left out."""
    rows = driver(connection).execute(_FACTS, (json.dumps(sorted(certificates)),))
    return tuple(_facts(row) for row in rows)


def _act(row: Sequence[Any]) -> SignedAct:
    return SignedAct(
        kind=LifeKind(row[0]),
        subject=row[1],
        worker_id=row[2],
        competency=row[3],
        on=date.fromisoformat(row[4]),
        until=date.fromisoformat(row[5]) if row[5] else None,
        by=row[6],
        reason=row[7],
        author=row[8],
        author_title=row[9],
        author_id=row[10],
        signed=date.fromisoformat(row[11]),
        questioned=row[12],
        place=(row[13], row[14], row[15]),
    )


def _facts(row: Sequence[Any]) -> LifeFacts:
    return LifeFacts(
        id=row[0],
        worker_id=row[1],
        competency=row[2],
        checklist_digest=row[3],
        evaluated=date.fromisoformat(row[4]),
        valid_until=date.fromisoformat(row[5]) if row[5] else None,
        valid_rule=row[6],
        confirm_every_months=row[7],
    )
