"""The ways into a site without waiting: with the code of an invitation or of a recovery sheet, looked at before a PIN is made."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from supervisor_app.domain.people import Member
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.invitations import STRETCHING, read_code
from supervisor_app.ledger.keys import Sealing
from supervisor_app.ledger.recovery import read_recovery_code
from supervisor_app.services.inviting import MAX_FILE_BYTES, invited_member, join_by_invitation, read_invitation_file
from supervisor_app.services.opened_site import Site
from supervisor_app.services.recovery import recover_site, sheet_owner
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.storage import site_queries


class WayIn(Enum):
    """How a laptop comes into a site."""

    ASK = "ask"
    INVITATION = "invitation"
    SHEET = "sheet"


def code_problem(way: WayIn, code: str) -> str:
    """Say in words why a code cannot be one, whatever the site: mistyped, or cut short; empty where it can."""
    if way is WayIn.INVITATION and not read_code(code):
        return "An invitation has three groups of four letters and digits. Compare it with the one you were given."
    if way is WayIn.SHEET and not read_recovery_code(code):
        return "A letter or digit of the sheet's code is wrong or missing. Compare it group by group."
    return ""


def read_invitation(path: Path) -> str:
    """Return the code in an invitation file. InputError where it is none or cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES)
    except OSError as error:
        raise InputError(path.name, "it cannot be read.", "Choose another file, or type the code.") from error
    return read_invitation_file(path.name, data)


def records_of(site: Site) -> str:
    """Return the name of the site whose records are on a laptop that asks to join; "" on a new one.

    It is one that was restored without its key, or that lost it.
    """
    with site.database.read() as connection:
        known = site_queries.site_row(connection)
    return known.name if known is not None else ""


def take_records(site: Site, shared: str, way: WayIn, code: str, progress: Progress, cancelled: Cancelled) -> Member | None:
    """Take a whole copy from the shared store, as far as the code opens it; return whom the code lets in, None without one.

    Raises as `choose_in_process` and `who_comes`.
    """
    from supervisor_app.services.sync_process import choose_in_process  # nobody joins twice

    try:
        if shared:
            choose_in_process(site, shared, False, progress, cancelled, invitation=code)
    except UserError:
        if cancelled() or not may_go_without(site, way, shared):  # else the Sync page says what is the matter with it
            raise
    return who_comes(site, way, code) if code else None


def may_go_without(site: Site, way: WayIn, shared: str) -> bool:
    """Tell whether a shared store is not needed to come in: its records are here, and the sheet opens them.

    Only for the store that was in use before (`shared` may be ""): one that is chosen now has to be the site's.
    """
    return way is WayIn.SHEET and shared == site.settings.shared and bool(records_of(site))


def who_comes(site: Site, way: WayIn, code: str, *, stretching: Sealing = STRETCHING) -> Member:
    """Return who a code lets in, once the records were taken with it; NotAllowed where it opened nothing, is used or over."""
    if not list_members(site):
        raise NotAllowed(
            "This code opens nothing there.",
            "Compare the code. Perhaps the laptop that made it has not synced since, or it was used or withdrawn: ask an admin.",
        )
    if way is WayIn.SHEET:
        return sheet_owner(site, code, stretching=stretching)
    return invited_member(site, code, stretching=stretching)


def come_in(site: Site, way: WayIn, code: str, station_name: str, pin: str, *, stretching: Sealing = STRETCHING) -> Session:
    """Let this laptop in; raises like `join_by_invitation` and `recover_site`."""
    let_in = recover_site if way is WayIn.SHEET else join_by_invitation
    return let_in(site, code, station_name, pin, stretching=stretching)
