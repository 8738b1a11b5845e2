"""Photos or documents that were forgotten: each added to a signed record as an act, withdrawn or countersigned by another one.

The signed record never changes, and nothing that is added turns a decision. Certificates issued later name what counts by then.
"""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import is_blank, text_problem
from supervisor_app.domain.people import Role
from supervisor_app.domain.rights import Right
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.appending import append_act
from supervisor_app.services.choosing_files import MOST_ADDED, ChosenFile
from supervisor_app.services.evidence import keep_data
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Permission, may
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import unlock
from supervisor_app.services.waiting import may_countersign_added
from supervisor_app.storage import attachment_queries, checklist_queries, privacy_queries, sign_off_queries
from supervisor_app.storage.attachment_queries import AttachedLine
from supervisor_app.storage.database import Connection
from supervisor_app.storage.sign_off_queries import SignedOff

__all__ = [
    "AttachedLine",
    "add_to_record",
    "countersign_added",
    "may_add",
    "may_countersign_added",
    "may_withdraw",
    "withdraw_added",
]

ADD_MEANING = "I add this to the signed record; the record stays as it was signed."
WITHDRAW_MEANING = "I withdraw what was added to this record; it stays to be seen, struck out."
COUNTERSIGN_MEANING = "I confirm what was added to this record; I looked at it."
MAX_CAPTION, MAX_REASON = 200, 1000
_LOOK = "Sync, then look again."


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToAdd:
    """One of the files of an addition, as it was looked at: the key of the step it shows ("" for all of it), a caption."""

    file: ChosenFile
    step: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What is to be added to a record at once, and why only now; each file is signed as an act of its own."""

    sign_off_id: str
    files: tuple[FileToAdd, ...]
    reason: str


def addition_problems(reason: str, caption: str) -> dict[str, str]:
    """Return what is wrong with the words of an addition, by field; empty when they can be signed."""
    problems = {}
    if is_blank(reason):
        problems["reason"] = "Say in a few words why it is added only now."
    for name, text, most in (("reason", reason, MAX_REASON), ("caption", caption, MAX_CAPTION)):
        if problem := text_problem(text, most):
            problems[name] = f"This text {problem}."
    return problems


def may_add(site: Site, session: Session, sign_off_id: str) -> Permission:
    """Tell whether the member may add something to a record, and if not why: whoever may amend it may, while it stands."""
    with site.database.read() as connection:
        return _may_add(site, session, connection, _record(connection, sign_off_id))


def may_withdraw(site: Site, session: Session, line: AttachedLine) -> Permission:
    """Tell whether the member may withdraw what was added; a trainee only what they added themselves."""
    if line.withdrawn is not None:
        return Permission(False, "It is withdrawn already.", "Look again; somebody may have done it.")
    if session.role is Role.TRAINEE and line.member != session.member_id:
        return Permission(False, "A trainee assessor withdraws only what they added themselves.", "Ask an assessor to sign in.")
    return may(site, session, Right.OBSERVE, competency=line.competency, worker_id=line.worker_id)


def add_to_record(site: Site, session: Session, addition: Addition, pin: str, signed_at: datetime) -> tuple[AttachedLine, ...]:
    """Sign that files belong to a record, with the reason why they come late: all of them or none, one act for each.

    They are on the disk when this returns. NotAllowed for who may not, a record that was corrected, erased or is full, a file
    that is there already, and a wrong PIN; InputError for no file, a missing reason or an unknown step; UserError where the
    record is not here.
    """
    if not addition.files:
        raise InputError("Files", "none is chosen.", "Choose one or several.")
    for one in addition.files:
        for name, problem in addition_problems(addition.reason, one.caption).items():
            raise InputError(name.capitalize(), f"{problem[0].lower()}{problem[1:].rstrip('.')}.")
    with site.database.read() as connection:
        record = _record(connection, addition.sign_off_id)
        _require(_may_add(site, session, connection, record))
        for one in addition.files:
            _check_step(connection, record, one.step)
            _check_new(connection, record, one.file.digest)
    keys = unlock(site, session, pin)
    bodies = [_body(site, record, addition.reason, one) for one in addition.files]
    with site.database.write() as connection:
        for body in bodies:
            _check_new(connection, record, body.file.digest)  # somebody else may have been quicker
            about, kind = body.worker_id, "evidence.attached"
            append_act(site, connection, session, keys, kind, about=about, body=body, meaning=ADD_MEANING, signed_at=signed_at)
        return tuple(_added(connection, body.id) for body in bodies)


def _body(site: Site, record: SignedOff, reason: str, one: FileToAdd) -> Attachment:
    """Keep a file and return what will be signed of it."""
    sign_off = record.sign_off
    return Attachment(
        id=site.randomness(16).hex(),
        sign_off=sign_off.id,
        worker_id=sign_off.worker_id,
        competency=sign_off.competency,
        team=sign_off.team,
        file=keep_data(site, one.file.media, one.file.data),
        reason=reason.strip(),
        step=one.step,
        caption=one.caption.strip(),
    )


def withdraw_added(site: Site, session: Session, attachment_id: str, reason: str, pin: str, signed_at: datetime) -> AttachedLine:
    """Withdraw what was added wrongly, with the reason: it stays to be seen, struck out, and counts nowhere.

    NotAllowed for who may not, what is withdrawn already, and a wrong PIN; InputError without a reason.
    """
    if is_blank(reason) or text_problem(reason, MAX_REASON):
        raise InputError("Reason", f"needed, at most {MAX_REASON} characters.", "Say why it should not have been added.")
    line = get_added(site, attachment_id)
    _require(may_withdraw(site, session, line))
    keys = unlock(site, session, pin)
    return _say(site, session, keys, "evidence.withdrawn", line, reason, WITHDRAW_MEANING, signed_at)


def countersign_added(
    site: Site, session: Session, attachment_id: str, pin: str, signed_at: datetime, note: str = ""
) -> AttachedLine:
    """Confirm what a trainee added, so that it counts. NotAllowed for who added it, who may not, and a wrong PIN."""
    if problem := text_problem(note, MAX_REASON):
        raise InputError("Note", f"it {problem}.", "Type it anew.")
    line = get_added(site, attachment_id)
    _require(may_countersign_added(site, session, line))
    keys = unlock(site, session, pin)
    return _say(site, session, keys, "evidence.countersigned", line, note, COUNTERSIGN_MEANING, signed_at)


def get_added(site: Site, attachment_id: str) -> AttachedLine:
    """Return one thing that was added; UserError where this laptop does not have it."""
    with site.database.read() as connection:
        return _added(connection, attachment_id)


def _say(
    site: Site,
    session: Session,
    keys: MemberKeys,
    kind: str,
    line: AttachedLine,
    reason: str,
    meaning: str,
    signed_at: datetime,
) -> AttachedLine:
    body = AttachmentAct(
        attachment=line.id,
        sign_off=line.sign_off_id,
        worker_id=line.worker_id,
        competency=line.competency,
        team=line.team,
        reason=reason.strip(),
    )
    with site.database.write() as connection:
        append_act(site, connection, session, keys, kind, about=line.worker_id, body=body, meaning=meaning, signed_at=signed_at)
        return _added(connection, line.id)


def _record(connection: Connection, sign_off_id: str) -> SignedOff:
    record = sign_off_queries.get_sign_off(connection, sign_off_id)
    if record is None:
        raise UserError("This sign-off is not on this laptop.", _LOOK)
    return record


def _added(connection: Connection, attachment_id: str) -> AttachedLine:
    line = attachment_queries.attachment(connection, attachment_id)
    if line is None:
        raise UserError("What was added is not on this laptop.", _LOOK)
    return line


def _may_add(site: Site, session: Session, connection: Connection, record: SignedOff) -> Permission:
    sign_off = record.sign_off
    permission = may(
        site,
        session,
        Right.OBSERVE,
        competency=sign_off.competency,
        worker_id=sign_off.worker_id,
        connection=connection,
    )
    if not permission.allowed:
        return permission
    if sign_off_queries.amended_by(connection, sign_off.id):
        return Permission(False, "This record was corrected already.", "Open the correction and add it there.")
    if any(one.scope != Scope.RECORDS for one in privacy_queries.erasures_about(connection, sign_off.worker_id)):
        return Permission(False, "What was held about this person was erased.", "Nothing is added to their records any more.")
    return permission


def _require(permission: Permission) -> None:
    if not permission.allowed:
        raise NotAllowed(permission.why_not, permission.hint)


def _check_step(connection: Connection, record: SignedOff, step: str) -> None:
    checklist = checklist_queries.get_checklist(connection, record.sign_off.checklist_digest) if step else None
    if step and (checklist is None or step not in {one.key for one in checklist.steps}):
        raise InputError("Step", "it is not one of this checklist.", "Choose one of the steps shown.")


def _check_new(connection: Connection, record: SignedOff, digest: str) -> None:
    """NotAllowed where the record has this file already, or as many as it may have."""
    added = attachment_queries.attached_to(connection, record.sign_off.id)
    signed = {one.digest for observed in record.sign_off.observations for one in observed.evidence}
    if digest in signed | {line.file.digest for line in added if line.withdrawn is None}:
        raise NotAllowed("This file belongs to the record already.", "Choose another one, or leave it.")
    if len(added) >= MOST_ADDED:
        raise NotAllowed(f"{MOST_ADDED} files were added to this record already.", "Put further ones into one PDF.")
