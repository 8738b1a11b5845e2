"""One sign-off whole: the record, its signature, the proof of both in words, what corrects it and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.contest import RIVAL
from supervisor_app.domain.decision import ActSignature, Judgement, SignOff, judgements_allowed
from supervisor_app.domain.observation import Draft
from supervisor_app.domain.people import Worker
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.certificates import CertificateLine, line_of
from supervisor_app.services.evidence import missing_files
from supervisor_app.services.session import Session
from supervisor_app.services.signing import AMEND_MEANING, SigningPreview
from supervisor_app.services.site import Site
from supervisor_app.storage import (
    attachment_queries,
    certificate_queries,
    checklist_queries,
    ledger_store,
    member_queries,
    people_queries,
    sign_off_queries,
    site_queries,
)
from supervisor_app.storage.attachment_queries import AttachedLine
from supervisor_app.storage.database import Connection
from supervisor_app.storage.sign_off_queries import SignOffLine

_NOT_HERE = "Sync, then look again. One that was erased does not come back."


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One thing that was checked, said in words; `code` is the figure behind it (hex in fours), empty where there is none."""

    holds: bool
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Another sign-off that this one corrects, or that corrects this one."""

    sign_off_id: str
    assessor: str
    signed: str  # RFC 3339, as it was signed
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWhole:
    """Everything there is about one sign-off. `corrects` is the older record, `corrected_by` the newer one."""

    sign_off: SignOff
    checklist: Checklist
    worker: Worker | None
    signature: ActSignature
    confirmed_by: tuple[ActSignature, ...]  # who countersigned it and may, the first of them first
    waits: bool  # for somebody to countersign it
    questioned: str  # why it does not count, "" where nothing speaks against it
    proof: tuple[ProofLine, ...]
    corrects: Correction | None
    corrected_by: Correction | None
    certificates: tuple[CertificateLine, ...]
    added: tuple[AttachedLine, ...] = ()  # after signing, to this record and those it corrects, oldest first
    missing: frozenset[str] = frozenset()  # digests of its photos and files that are not on this laptop
    beside: str = ""  # its entry (origin in hex:number) where another record with its number keeps it from counting


def record_whole(site: Site, sign_off_id: str) -> RecordWhole:
    """Return one sign-off with all that belongs to it; UserError where the record or its checklist is not on this laptop."""
    today = site.clock().date()
    with site.database.read() as connection:
        signed = sign_off_queries.get_sign_off(connection, sign_off_id)
        if signed is None:
            raise UserError("This sign-off is not on this laptop.", _NOT_HERE)
        sign_off = signed.sign_off
        checklist = checklist_queries.get_checklist(connection, sign_off.checklist_digest)
        if checklist is None:
            raise UserError("The checklist of this sign-off is not on this laptop.", "Sync, then look again.")
        line = sign_off_queries.line(connection, sign_off_id)
        ids = certificate_queries.certificates_of_sign_off(connection, sign_off_id)
        rows = (certificate_queries.certificate_row(connection, certificate_id) for certificate_id in ids)
        later = sign_off_queries.amended_by(connection, sign_off_id)
        added = attachment_queries.attached_to(connection, sign_off_id)
        files = [file for one in sign_off.observations for file in one.evidence] + [one.file for one in added]
        return RecordWhole(
            sign_off=sign_off,
            checklist=checklist,
            worker=people_queries.get_worker(connection, sign_off.worker_id),
            signature=signed.signature,
            confirmed_by=sign_off_queries.countersignatures(connection, sign_off_id),
            waits=line is not None and line.waits,
            questioned=line.questioned if line is not None else "",
            proof=_proof(connection, sign_off_id, signed.signature),
            corrects=_correction(connection, sign_off.amends, sign_off.amend_reason),
            corrected_by=_correction(connection, later),
            certificates=tuple(line_of(row, today) for row in rows if row is not None),
            added=added,
            missing=missing_files(site, files),
            beside=_beside(connection, line) if line is not None else "",
        )


def amendment_preview(site: Site, session: Session, sign_off_id: str) -> SigningPreview:
    """Return what an amendment would start from: the record as it is, and the judgements that may be chosen.

    Whether the member may amend is `may`; `signing.amend` refuses. NotAllowed where a later record corrects this one already.
    """
    whole = record_whole(site, sign_off_id)
    record = whole.sign_off
    if whole.corrected_by is not None:
        raise NotAllowed("This record was corrected already.", "Open the correction and amend that one.")
    if whole.worker is None:
        raise UserError("The person of this sign-off is not on this laptop.", "Sync, then look again.")
    return SigningPreview(
        draft=_as_draft(record),
        checklist=whole.checklist,
        worker=whole.worker,
        decision=record.decision,
        judgements=judgements_allowed(record.decision.outcome),
        meanings=tuple((judgement, AMEND_MEANING) for judgement in Judgement),
        printed_name=session.name,
        printed_title=session.title,
        levels=whole.checklist.levels,
        level=record.level or whole.checklist.cover_from,
        limits=record.limits,
        limits_short=record.limits_short,
    )


def _as_draft(record: SignOff) -> Draft:
    """What was seen, in the form the page "decide and sign" reads; it is never stored."""
    return Draft(
        id=record.id,
        worker_id=record.worker_id,
        assessor_id=record.assessor_id,
        competency=record.competency,
        checklist_digest=record.checklist_digest,
        context=record.context,
        started=record.started,
        runs=record.runs,
        observations=record.observations,
        safety_stop=record.safety_stop,
        assessor_note=record.assessor_note,
        worker_comment=record.worker_comment,
    )


def _beside(connection: Connection, line: SignOffLine) -> str:
    place = sign_off_queries.entry_of(connection, line.id) if line.questioned.startswith(RIVAL[0]) else None
    return f"{place[0].hex()}:{place[1]}" if place else ""


def _correction(connection: Connection, sign_off_id: str, reason: str = "") -> Correction | None:
    """Return the other end of an amendment; `reason` where this end tells it, else the other one does."""
    signed = sign_off_queries.get_sign_off(connection, sign_off_id) if sign_off_id else None
    if signed is None:
        return None
    return Correction(
        sign_off_id=sign_off_id,
        assessor=signed.signature.name,
        signed=signed.signature.signed,
        reason=reason or signed.sign_off.amend_reason,
    )


def _proof(connection: Connection, sign_off_id: str, signature: ActSignature) -> tuple[ProofLine, ...]:
    place = sign_off_queries.entry_of(connection, sign_off_id)
    entry = ledger_store.entry_at(connection, *place) if place else None
    if entry is None:
        return (ProofLine(holds=False, words="The entry of this record is not on this laptop."),)
    return _signed_line(entry, signature), _key_line(connection, signature), _entry_line(connection, entry)


def _signed_line(entry: Entry, signature: ActSignature) -> ProofLine:
    problem = act_problem(entry.kind, entry.content or b"")
    if problem:
        return ProofLine(holds=False, words=f"The signature does not hold: {problem}.")
    return ProofLine(holds=True, words=f"Signed by {signature.name}’s own key. Nothing was changed since.")


def _key_line(connection: Connection, signature: ActSignature) -> ProofLine:
    """Say whose key it is: the site's list of keys is asked, not the record itself."""
    known = member_queries.member_key(connection, signature.key)
    code = in_fours(signature.key[:16])
    if known is None or known.member != signature.member:
        return ProofLine(holds=False, words=f"This site has no such key of {signature.name}.", code=code)
    station = site_queries.station(connection, bytes.fromhex(known.station))
    where = f", made on {station.name}" if station and station.name else ""
    return ProofLine(holds=True, words=f"The key is {signature.name}’s{where}.", code=code)


def _entry_line(connection: Connection, entry: Entry) -> ProofLine:
    station = site_queries.station(connection, entry.origin)
    name = station.name if station and station.name else "a laptop without a name"
    return ProofLine(holds=True, words=f"Entry {entry.seq} of {name}.", code=in_fours(entry.hash.hex()))


def signed_moment(signed: str) -> datetime | None:
    """Return the time of a signature; None where it cannot be read as one."""
    try:
        return datetime.fromisoformat(signed)
    except ValueError:
        return None
