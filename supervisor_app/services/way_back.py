"""Whether the site has a way back when an admin forgets their PIN or every laptop is lost; told to admins, who can see to it."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.storage.database import Connection

_ADMINS = "SELECT count(*) FROM member WHERE role = 'admin' AND ended_on IS NULL"
_SHEETS = (
    "SELECT count(*) FROM member_key k JOIN member m ON m.id = k.member "
    "WHERE k.station = '' AND k.revoked_at IS NULL AND m.role = 'admin' AND m.ended_on IS NULL"
)


@dataclass(frozen=True, slots=True)
class WayBack:
    """What is missing: `title` and `state` are one line, `sentence` says what it means and what to do."""

    title: str
    state: str
    sentence: str


_NEITHER = WayBack("No recovery sheet", "and no second admin", "Nobody could replace a forgotten PIN.")
_NO_SHEET = WayBack("No recovery sheet", "in any safe", "It brings the site back if all laptops are lost.")
_ALONE = WayBack("You are the only admin", "of this site", "A second one can replace a forgotten PIN.")


def missing_way_back(site: Site, session: Session) -> WayBack | None:
    """Return what is missing for an admin to see to; None where nothing is, and for anybody else."""
    if session.role is not Role.ADMIN:
        return None
    with site.database.read() as connection:
        alone, sheets = _count(connection, _ADMINS) < 2, _count(connection, _SHEETS)
    if not sheets:
        return _NEITHER if alone else _NO_SHEET
    return _ALONE if alone else None


def _count(connection: Connection, statement: str) -> int:
    return int(connection.exec_driver_sql(statement).scalar() or 0)
