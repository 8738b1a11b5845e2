"""What happened to certificates after their issue, and what follows from it: their last day, withdrawn, replaced, on hold.

What follows is worked out by domain.certificate_life from all acts about a certificate, whenever one of either is new, gone or
judged anew: so it is a function of the set, whatever came first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from supervisor_app.domain.certificate_life import (
    RIGHT_FOR,
    CertificateAct,
    ChecklistWithdrawn,
    LifeFacts,
    LifeKind,
    SignedAct,
    decided_on,
    hold_spans,
    last_day,
)
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.names import fold
from supervisor_app.domain.rights import Right
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent
from supervisor_app.storage import certificate_schema
from supervisor_app.storage.certificate_life_queries import acts_about, life_facts_of
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.projections.authority import judged
from supervisor_app.storage.projections.batch import Batch, iso, keep_any, keep_one, note_about, stamp
from supervisor_app.storage.projections.files import name_file

_ACT = keep_any(certificate_schema.certificate_act)
_DECLARED = keep_one(certificate_schema.declared)
_ACTED_ON = (
    "SELECT id FROM certificate WHERE id IN (SELECT value FROM json_each(?1)) "
    "UNION SELECT c.id FROM certificate c JOIN json_each(?1) j ON c.checklist_digest = j.value"
)
_DERIVED = "UPDATE certificate SET ends = ?, withdrawn = ?, replaced = ?, successor = ? WHERE id = ?"


def certificate_act(batch: Batch, entry: Entry, content: Content, body: CertificateAct) -> None:
    """Something happened to one certificate."""
    kind = LifeKind(entry.kind)
    competency = body.competency or None
    signed, _ = judged(
        batch.judging, entry, content, RIGHT_FOR[kind], competency=competency, team=body.team, worker=body.worker_id
    )
    about = (body.certificate, kind.value, body.worker_id, body.competency, body.on.isoformat(), iso(body.until), body.by)
    batch.add(_ACT, (*about, body.reason, *_author(content), *signed, *stamp(entry)))
    note_about(batch, body.certificate, entry)
    batch.acted.add(body.certificate)


def checklist_withdrawn(batch: Batch, entry: Entry, content: Content, body: ChecklistWithdrawn) -> None:
    """A revision of a checklist holds no more, and with it every certificate that rests on it."""
    kind = LifeKind.CHECKLIST_WITHDRAWN
    signed, _ = judged(batch.judging, entry, content, RIGHT_FOR[kind], competency=body.competency or None, team="", worker="")
    about = (body.checklist, kind.value, "", body.competency, body.on.isoformat(), None, "")
    batch.add(_ACT, (*about, body.reason, *_author(content), *signed, *stamp(entry)))
    note_about(batch, body.competency, entry)
    batch.acted.add(body.checklist)


def certificate_declared(batch: Batch, entry: Entry, content: Content, body: DeclaredCertificate) -> None:
    """A member saw paper that somebody else issued; what speaks for no competency of ours lies beyond nobody's scope."""
    about = body.competency or None
    signed, _ = judged(batch.judging, entry, content, Right.CERTIFICATES, competency=about, team=body.team, worker=body.worker_id)
    scan = body.scan
    said = (body.id, body.worker_id, body.competency, body.title, body.issuer, body.number, iso(body.issued))
    more = (iso(body.valid_until), body.limits, body.note, scan.digest if scan else "", scan.media if scan else "")
    found_by = fold(f"{body.title} {body.issuer} {body.number}")
    batch.add(_DECLARED, (*said, *more, _author(content)[0], found_by, *signed, *stamp(entry)))
    if body.competency:
        note_about(batch, body.competency, entry)
    note_about(batch, body.id, entry)
    if scan:
        name_file(batch, entry, scan, record=body.id, worker=body.worker_id)


def derive(connection: Connection, batch: Batch) -> None:
    """Work out anew what follows for the certificates that this batch brought, or acts about them."""
    touched = batch.acted | _acted_among(connection, batch.issued)
    if touched:
        _derive(connection, touched)


def derive_signed_with(connection: Connection, keys: Iterable[str]) -> None:
    """Work out anew what follows from acts that were signed with some keys: whether they count may have changed."""
    statement = "SELECT DISTINCT subject FROM certificate_act WHERE signer_key IN (SELECT value FROM json_each(?))"
    subjects = {row[0] for row in driver(connection).execute(statement, (json.dumps(sorted(keys)),))} if keys else set()
    if subjects:
        _derive(connection, subjects)


def _acted_among(connection: Connection, subjects: set[str]) -> set[str]:
    """Return those of some certificates and checklists that acts are about."""
    if not subjects:
        return set()
    statement = "SELECT DISTINCT subject FROM certificate_act WHERE subject IN (SELECT value FROM json_each(?))"
    return {row[0] for row in driver(connection).execute(statement, (json.dumps(sorted(subjects)),))}


def _derive(connection: Connection, subjects: set[str]) -> None:
    names = json.dumps(sorted(subjects))
    plain = driver(connection)
    found = {row[0] for row in plain.execute(_ACTED_ON, (names,))}
    facts = life_facts_of(connection, sorted(found))
    acts = acts_about(connection, {name for one in facts for name in (one.id, one.checklist_digest)})
    plain.execute("DELETE FROM certificate_hold WHERE certificate IN (SELECT value FROM json_each(?))", (names,))
    run(connection, "DELETE FROM certificate_hold WHERE certificate = ?", [(name,) for name in sorted(found)])
    rows: list[Row] = []
    holds: list[Row] = []
    for one in facts:
        about = (*acts.get(one.id, ()), *acts.get(one.checklist_digest, ()))
        rows.append((*_derived(one, about), one.id))
        spans = enumerate(hold_spans(one, about))
        holds += [(one.id, number, first.isoformat(), iso(last)) for number, (first, last) in spans]
    run(connection, _DERIVED, rows)
    run(connection, "INSERT INTO certificate_hold (certificate, number, first, last) VALUES (?, ?, ?, ?)", holds)


def _derived(facts: LifeFacts, acts: Sequence[SignedAct]) -> tuple[str | None, str | None, str | None, str]:
    withdrawn, replaced = (decided_on(facts, acts, kind) for kind in (LifeKind.REVOKED, LifeKind.SUPERSEDED))
    days: Iterable[date | None] = (last_day(facts, acts), withdrawn.on if withdrawn else None, replaced.on if replaced else None)
    ends, gone, taken = (iso(day) for day in days)
    return ends, gone, taken, replaced.by if replaced else ""


def _author(content: Content) -> tuple[str, str, str]:
    if content.signature is None:
        raise UnreadableContent("an act without the signature of the member who acts")
    return content.signature.name, content.signature.title, content.signature.sig
