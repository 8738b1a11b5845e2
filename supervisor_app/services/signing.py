"""Deciding and signing: the preview of a decision, the sign-off as a signed act, and its amendment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from supervisor_app.domain.checklist import Checklist, Level
from supervisor_app.domain.clock import counted_time
from supervisor_app.domain.decide import decide
from supervisor_app.domain.decision import (
    Decision,
    Judgement,
    SignOff,
    judgements_allowed,
)
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import MasteryState, mastery
from supervisor_app.domain.observation import Draft
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.appending import append_act
from supervisor_app.services.issue_offers import IssueOffer, Renewable, held_up_words, offer_for, renewable
from supervisor_app.services.observing import load
from supervisor_app.services.rights import Right, require
from supervisor_app.services.session import Session
from supervisor_app.services.signing_choice import SigningChoice, check_text, check_words
from supervisor_app.services.site import Site
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import checklist_queries, drafts, people_queries, sign_off_queries
from supervisor_app.storage.sign_off_queries import SignedOff

MEANINGS = {
    Judgement.COMPETENT: "I observed this and I judge it competent.",
    Judgement.WITH_SUPERVISION: "I observed this and I judge it competent under supervision only.",
    Judgement.NOT_YET: "I observed this and I judge it not yet competent.",
}
AMEND_MEANING = "I correct this record; what was seen stays as it was."


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPreview:
    """Everything the page "decide and sign" shows before anything is signed."""

    draft: Draft
    checklist: Checklist
    worker: Worker
    decision: Decision
    judgements: tuple[Judgement, ...]  # those that may be chosen: all but after a safety stop
    meanings: tuple[tuple[Judgement, str], ...]
    printed_name: str
    printed_title: str
    levels: tuple[Level, ...]
    level: str
    limits: str
    limits_short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedResult:
    """A sign-off as it was written; `offer` is there when the mastery rule is met and a certificate can be issued.

    `counts` is False while it waits for somebody else to countersign it (or was amended or is questioned).
    """

    sign_off: SignOff
    entry_hash: bytes
    mastery: MasteryState
    offer: IssueOffer | None
    counts: bool = True
    held: str = ""  # why no certificate is offered although the rule is met


def preview(site: Site, session: Session, draft_id: str) -> SigningPreview:
    """Work out the decision of a draft as it stands now and what would be signed; writes nothing."""
    draft = load(site, draft_id)
    with site.database.read() as connection:
        checklist = checklist_queries.get_checklist(connection, draft.checklist_digest)
        worker = people_queries.get_worker(connection, draft.worker_id)
    if checklist is None or worker is None:
        raise UserError("The checklist or the person of this draft is not on this laptop.", "Sync, then go on.")
    decision = _decide(site, draft, checklist)
    return SigningPreview(
        draft=draft,
        checklist=checklist,
        worker=worker,
        decision=decision,
        judgements=judgements_allowed(decision.outcome),
        meanings=tuple(MEANINGS.items()),
        printed_name=session.name,
        printed_title=session.title,
        levels=checklist.levels,
        level=checklist.cover_from,
        limits=in_language(checklist.limits or {}, draft.context.language),
        limits_short=in_language(checklist.limits_short or {}, draft.context.language),
    )


def check_pin(site: Site, session: Session, pin: str) -> None:
    """Check the PIN before the ten seconds run; NotAllowed says how many tries are left and when to try again."""
    unlock(site, session, pin)


def sign(site: Site, session: Session, draft_id: str, choice: SigningChoice, pin: str) -> SignedResult:
    """Sign a draft off: one act signed by the member's own key, projected and the draft removed in one transaction.

    Raises NotAllowed for oneself, a wrong PIN, a kind judgement after a safety stop, or a draft that was signed on a copy of this
    laptop; InputError for texts that cannot be kept.
    """
    shown = preview(site, session, draft_id)
    require(site, session, Right.OBSERVE, competency=shown.checklist.competency, worker_id=shown.worker.id)
    check_words(shown.checklist, shown.decision.outcome, choice)
    keys = unlock(site, session, pin)
    return _write(site, session, keys, "assessment.signed", _sign_off(shown, session, choice), choice.signed_at, draft_id)


def amend(
    site: Site, session: Session, sign_off_id: str, corrected: SignOff, reason: str, pin: str, signed_at: datetime
) -> SignedResult:
    """Write a corrected copy of a sign-off beside it, with the reason; the old record stays as it is and is shown as amended.

    `corrected` is the old record with other notes, limits, level or a stricter judgement; what was seen and who saw it cannot
    be changed: the amendment carries the signature of the one who corrects. Raises like `sign`.
    """
    old = get_sign_off(site, sign_off_id)
    if not reason.strip():
        raise InputError("Reason", "an amendment needs a reason.", "Say in a few words what was wrong.")
    check_text("Reason", reason)
    require(site, session, Right.OBSERVE, competency=old.competency, worker_id=old.worker_id)
    check_words(_checklist(site, old), old.decision.outcome, corrected)
    keys = unlock(site, session, pin)
    record = replace(
        old,
        id=site.randomness(16).hex(),
        judgement=corrected.judgement,
        judgement_reason=corrected.judgement_reason,
        level=corrected.level,
        limits=corrected.limits,
        limits_short=corrected.limits_short,
        assessor_note=corrected.assessor_note,
        amends=old.id,
        amend_reason=reason.strip(),
    )
    return _write(site, session, keys, "assessment.amended", record, signed_at, None)


def signed_result(site: Site, sign_off_id: str, today: date) -> SignedResult:
    """Return a sign-off as `sign` returned it, with the certificate it offers on this day; UserError where it is not here."""
    with site.database.read() as connection:
        found = sign_off_queries.get_sign_off(connection, sign_off_id)
        if found is None:
            raise UserError("This sign-off is not on this laptop.", "Sync, then look again.")
        record = found.sign_off
        checklist = checklist_queries.get_checklist(connection, record.checklist_digest)
        history = sign_off_queries.history(connection, record.worker_id, record.competency)
        renews = renewable(connection, record)
        held = held_up_words(connection, record.worker_id, record.competency)
    if checklist is None:
        raise UserError("The checklist of this sign-off is not on this laptop.", "Sync, then look again.")
    return _result(record, checklist, found.hash, history, today, renews, held)


def _result(
    record: SignOff,
    checklist: Checklist,
    entry_hash: bytes,
    history: Sequence[SignedOff],
    today: date,
    renews: Renewable | None,
    held: str,
) -> SignedResult:
    """Return a sign-off with where it leaves the person; one that does not count offers no certificate."""
    state = mastery(checklist.mastery, tuple(signed.sign_off for signed in history), today)
    counts = any(signed.sign_off.id == record.id for signed in history)
    ready = counts and state.met and record.success
    offer = offer_for(record, checklist, renews) if ready and not held else None
    return SignedResult(
        sign_off=record, entry_hash=entry_hash, mastery=state, offer=offer, counts=counts, held=held if ready else ""
    )


def get_sign_off(site: Site, sign_off_id: str) -> SignOff:
    """Return a sign-off by its id; UserError where this laptop does not have it."""
    with site.database.read() as connection:
        found = sign_off_queries.get_sign_off(connection, sign_off_id)
    if found is None:
        raise UserError("This sign-off is not on this laptop.", "Sync, then look again.")
    return found.sign_off


def _decide(site: Site, draft: Draft, checklist: Checklist) -> Decision:
    counted = counted_time(checklist, draft.runs, site.clock())
    return decide(checklist, draft.observations, elapsed=counted, safety_stop=draft.safety_stop)


def _checklist(site: Site, record: SignOff) -> Checklist:
    with site.database.read() as connection:
        checklist = checklist_queries.get_checklist(connection, record.checklist_digest)
    if checklist is None:
        raise UserError("The checklist of this sign-off is not on this laptop.", "Sync, then look again.")
    return checklist


def _finished(draft: Draft, signed_at: datetime) -> datetime:
    """When the observation ended: with the signature, or where it was entered from paper, when the paper says."""
    ended = [run.ended for run in draft.runs if run.ended is not None]
    return max(ended) if draft.context.form and ended else signed_at


def _sign_off(shown: SigningPreview, session: Session, choice: SigningChoice) -> SignOff:
    draft, checklist, worker = shown.draft, shown.checklist, shown.worker
    return SignOff(
        id=draft.id,
        worker_id=worker.id,
        worker_name=worker.name,
        employee_no=worker.employee_no,
        assessor_id=session.member_id,
        assessor_name=session.name,
        assessor_title=session.title,
        competency=checklist.competency,
        checklist_digest=draft.checklist_digest,
        checklist_revision=checklist.revision,
        context=draft.context,
        started=draft.started,
        finished=_finished(draft, choice.signed_at),
        runs=tuple(replace(run, ended=run.ended or choice.signed_at) for run in draft.runs),
        observations=draft.observations,
        decision=shown.decision,
        judgement=choice.judgement,
        judgement_reason=choice.judgement_reason,
        level=choice.level if choice.judgement is Judgement.COMPETENT else "",
        limits=choice.limits,
        limits_short=choice.limits_short,
        safety_stop=draft.safety_stop,
        assessor_note=draft.assessor_note,
        worker_comment=choice.worker_comment or draft.worker_comment,
        worker_signature=choice.worker_signature,
        team=worker.department,
    )


def _write(
    site: Site, session: Session, keys: MemberKeys, kind: str, record: SignOff, signed_at: datetime, draft_id: str | None
) -> SignedResult:
    with site.database.write() as connection:
        if draft_id is not None and sign_off_queries.entry_of(connection, record.id) is not None:
            raise NotAllowed(
                "This observation was signed already, on a copy of this laptop or before its records were restored.",
                "Look at the record on the person’s page, and discard this draft.",
            )
        entry = append_act(
            site,
            connection,
            session,
            keys,
            kind,
            about=record.worker_id,
            body=record,
            meaning=AMEND_MEANING if record.amends else MEANINGS[record.judgement],
            signed_at=signed_at,
        )
        if draft_id is not None:
            drafts.delete_draft(connection, draft_id)
        checklist = checklist_queries.get_checklist(connection, record.checklist_digest)
        history = sign_off_queries.history(connection, record.worker_id, record.competency)
        renews = renewable(connection, record)
        held = held_up_words(connection, record.worker_id, record.competency)
    if checklist is None:
        raise UserError("The checklist of this sign-off is not on this laptop.", "Sync, then look again.")
    return _result(record, checklist, entry.hash, history, signed_at.date(), renews, held)
