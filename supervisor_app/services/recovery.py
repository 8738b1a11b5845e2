"""The printed recovery sheet of an admin, and the two ways back with it: a forgotten PIN, or every laptop gone.

The code on the sheet stands for keys of the admin that are bound to no laptop. They are recorded as any other key; the site's key
and the content keys are sealed for them. Whoever holds the sheet is that admin: it belongs in a safe.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.bodies import KeyAdded, KeyRevoked
from supervisor_app.ledger.invitations import Invited
from supervisor_app.ledger.keys import MemberKeys, Sealing
from supervisor_app.ledger.recovery import STRETCHING, new_recovery_code, read_recovery_code, recovery_keys
from supervisor_app.services.content_keys import boxes_for, take_boxes_here
from supervisor_app.services.deciding import decide, give_keys, share_issuer_key
from supervisor_app.services.field_checks import check_text
from supervisor_app.services.letting_in import let_oneself_in
from supervisor_app.services.membership import revoke_keys_here
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import require_admin
from supervisor_app.services.saving import save_file
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.site import site_facts
from supervisor_app.services.unlocking import check_new_pin, forget_wrong_pins, issuer_key, unlock
from supervisor_app.storage import member_queries
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.documents.page import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What is printed on a sheet. The code is nowhere else: where the sheet is lost, a new one is made."""

    code: str = field(repr=False)
    site_name: str
    place: str
    member_name: str
    made: date


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A sheet that opens nothing yet: what is printed on it, its keys, and those of the admin that put it in force."""

    sheet: RecoverySheet
    session: Session
    own: MemberKeys = field(repr=False)
    keys: MemberKeys = field(repr=False)


def draft_recovery_sheet(site: Site, session: Session, pin: str, *, stretching: Sealing = STRETCHING) -> DraftSheet:
    """Draw up the recovery sheet of the admin who is signed in; nothing is written before `put_in_force`.

    NotAllowed for anybody but an admin, and on a wrong PIN.
    """
    require_admin(site, session)
    own = unlock(site, session, pin)
    facts = site_facts(site)
    code = new_recovery_code(site.randomness)
    keys = recovery_keys(code, bytes.fromhex(facts.id), session.member_id, stretching)
    made = site.clock().date()
    sheet = RecoverySheet(code=code, site_name=facts.name, place=facts.place, member_name=session.name, made=made)
    return DraftSheet(sheet, session, own, keys)


def put_in_force(site: Site, draft: DraftSheet) -> RecoverySheet:
    """From now on the sheet opens what it is for, and an older one of the same admin opens nothing. Raises as `issuer_key`."""
    session, keys, sheet = draft.session, draft.own, draft.keys
    require_admin(site, session)
    private = issuer_key(site, keys)
    with site.database.write() as connection:
        for old in _sheets_of(connection, session.member_id):
            decide(site, connection, session, keys, "key.revoked", about=session.member_id, body=KeyRevoked(key=old))
        body = KeyAdded(
            member=session.member_id,
            station="",
            ed25519=sheet.signing_public,
            x25519=sheet.sealing_public,
            boxes=boxes_for(site, connection, sheet.sealing_public),
        )
        decide(site, connection, session, keys, "key.added", about=session.member_id, body=body)
        share_issuer_key(site, connection, private, by=session.member_id)
    return draft.sheet


def save_and_put_in_force(site: Site, draft: DraftSheet, path: Path, paper: Paper) -> RecoverySheet:
    """Write a sheet as `save_recovery_sheet`, then put it in force: a sheet that lies nowhere counts for nothing.

    Where the second does not go, the file is taken away again: its code opens nothing.
    """
    save_recovery_sheet(site, draft.sheet, path, paper)
    try:
        return put_in_force(site, draft)
    except UserError:
        with suppress(OSError):
            path.unlink()
        raise


def save_recovery_sheet(site: Site, sheet: RecoverySheet, path: Path, paper: Paper) -> None:
    """Write the sheet as a PDF that only its owner may read; StorageError where it cannot be written."""
    from supervisor_app.documents.recovery_sheet import RecoveryPage, render_recovery_sheet  # not for asking whether there is one

    page = RecoveryPage(
        organisation=sheet.site_name, place=sheet.place, admin=sheet.member_name, code=sheet.code, made=site.clock()
    )
    save_file(path, render_recovery_sheet(page, paper=paper), private=True)


def has_recovery_sheet(site: Site, member_id: str) -> bool:
    """Tell whether a member has a sheet that opens something."""
    with site.database.read() as connection:
        return bool(_sheets_of(connection, member_id))


def recover_pin(site: Site, code: str, pin: str, *, stretching: Sealing = STRETCHING) -> Session:
    """Give the admin of a sheet a new PIN on this laptop, which belongs to the site; the key behind the old PIN signs no more.

    NotAllowed where the code is not that of a sheet in use; InputError where it was mistyped or the PIN cannot be taken.
    """
    check_new_pin(pin)
    keys, member = _open_sheet(site, code, stretching)
    session = session_of(member)
    require_admin(site, session)
    private = issuer_key(site, keys)
    with site.database.write() as connection:
        revoke_keys_here(site, connection, session, keys, member.id)
        give_keys(site, connection, session, keys, member.id, pin)
        forget_wrong_pins(site, connection, member.id)
        share_issuer_key(site, connection, private, by=member.id)
    return session


def recover_site(site: Site, code: str, station_name: str, pin: str, *, stretching: Sealing = STRETCHING) -> Session:
    """Let a new laptop in with a sheet, when no other is left: the records were taken by `choose_shared(..., invitation=code)`,
    or lay here before.

    The lost laptops are then reported lost, each since its day. Raises like `recover_pin`.
    """
    check_text("Laptop", station_name, needed=True)
    check_new_pin(pin)
    keys, member = _open_sheet(site, code, stretching)
    take_boxes_here(site, Invited(keys.sealing_public, keys.x25519.private_bytes_raw(), sheet=True))
    return let_oneself_in(site, keys, member, station_name, pin)


def sheet_owner(site: Site, code: str, *, stretching: Sealing = STRETCHING) -> Member:
    """Return whose sheet it is. Raises like `recover_pin`."""
    return _open_sheet(site, code, stretching)[1]


def _open_sheet(site: Site, code: str, stretching: Sealing) -> tuple[MemberKeys, Member]:
    letters = read_recovery_code(code)
    if not letters:
        raise InputError("Code of the sheet", "a letter or digit of it is wrong or missing.", "Compare it group by group.")
    keys = recovery_keys(letters, bytes.fromhex(site_facts(site).id), "", stretching)
    with site.database.read() as connection:
        known = member_queries.member_key(connection, keys.signing_public)
        member = member_queries.member(connection, known.member) if known else None
    if known is None or member is None or known.station:
        raise NotAllowed("This sheet is not one of this site's.", "Look at the name of the site on it.")
    if known.revoked_at is not None:
        raise NotAllowed("A newer sheet took the place of this one.", "Use the newest one.")
    if member.role is not Role.ADMIN or member.ended_on is not None:
        raise NotAllowed(f"{member.name} is no admin of the site any more.", "Use the sheet of another admin.")
    return replace(keys, member=member.id), member


def _sheets_of(connection: Connection, member_id: str) -> tuple[str, ...]:
    keys = member_queries.member_keys(connection, member_id)
    return tuple(key.ed25519 for key in keys if not key.station and key.revoked_at is None)
