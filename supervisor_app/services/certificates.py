"""Certificates that were issued, as lists show them: found by words, by where they stand, or by a scanned code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.codes import certificate_code, read_code
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.texts import in_language
from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_lists, certificate_queries, checklist_queries
from supervisor_app.storage.certificate_lists import BY_END, Which
from supervisor_app.storage.certificate_rows import CertificateRow
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.storage.certificate_life_queries import DeclaredRow

__all__ = [
    "CertificateLine",
    "CertificatePage",
    "LifeState",
    "Which",
    "certificates",
    "count_certificates",
    "declared_line",
    "declared_lines",
    "find_scanned",
    "line_of",
    "list_certificates",
    "waiting_ids",
]

MOST_AT_ONCE = 1000
"""Certificates in one print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """One row of a list; `printed` counts its papers, 0 means that it waits for the printer."""

    id: str
    number: str
    worker_id: str
    holder: str
    employee_no: str
    competency: str
    title: str
    level: str
    issued: date
    valid_until: date | None
    standing: LifeState
    printed: int
    short_title: str = ""  # as lists show it, where the checklist is here
    ends: date | None = None  # by the earliest of its clocks as known now
    held_until: date | None = None  # the last day on hold
    confirm_months: int = 0
    questioned: str = ""  # why it does not count
    issuer: str = ""  # who issued it, for declared paper; ours where empty

    @property
    def declared(self) -> bool:
        """Whether this is paper of somebody else that a member registered."""
        return bool(self.issuer)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """Some rows of a list and how many there are: to print, in force, all."""

    rows: tuple[CertificateLine, ...]
    to_print: int
    in_force: int
    all: int


def certificates(
    site: Site, today: date, *, text: str = "", which: Which = Which.ALL, limit: int = 50, offset: int = 0
) -> CertificatePage:
    """Return certificates, the newest first; `text` finds any part of holder, number, employee number or title."""
    with site.database.read() as connection:
        rows = certificate_lists.certificate_rows(connection, today, text=text, which=which, limit=limit, offset=offset)
        titles = _short_titles(connection, rows)
        to_print, in_force, every = (
            certificate_lists.count_certificates(connection, today, which=kind)
            for kind in (Which.TO_PRINT, Which.VALID, Which.ALL)
        )
    lines = tuple(line_of(row, today, titles[row.checklist_digest]) for row in rows)
    return CertificatePage(rows=lines, to_print=to_print, in_force=in_force, all=every)


def list_certificates(
    site: Site,
    today: date,
    *,
    text: str = "",
    which: Which = Which.ALL,
    limit: int = 50,
    offset: int = 0,
    after: CertificateLine | None = None,
) -> tuple[CertificateLine, ...]:
    """Return a piece of a list, the newest first; those that are due, soonest first.

    The piece behind the row `after` costs the same however far down the list it is; what is due goes by `offset`.
    """
    if which is Which.DECLARED:
        return declared_lines(site, today, text=text)[offset : offset + limit]
    place = (after.issued.isoformat(), after.number, after.id) if after and which not in BY_END else None
    with site.database.read() as connection:
        rows = certificate_lists.certificate_rows(
            connection, today, text=text, which=which, limit=limit, offset=0 if place else offset, after=place
        )
        titles = _short_titles(connection, rows)
    return tuple(line_of(row, today, titles[row.checklist_digest]) for row in rows)


def count_certificates(site: Site, today: date, *, text: str = "", which: Which = Which.ALL) -> int:
    """Return how many rows such a list has in all."""
    if which is Which.DECLARED:
        return len(declared_lines(site, today, text=text))
    with site.database.read() as connection:
        return certificate_lists.count_certificates(connection, today, text=text, which=which)


def declared_lines(site: Site, today: date, *, text: str = "") -> tuple[CertificateLine, ...]:
    """Return the registered paper of others, the newest registration first."""
    from supervisor_app.storage import certificate_life_queries  # Today shows none of these

    with site.database.read() as connection:
        return tuple(declared_line(row, today) for row in certificate_life_queries.declared_rows(connection, text=text))


def declared_line(row: DeclaredRow, today: date) -> CertificateLine:
    """Return registered paper as a list shows it on a day: declared, expired by its own day, or taken back."""
    ended = row.valid_until is not None and row.valid_until < today
    return CertificateLine(
        id=row.id,
        number=row.number,
        worker_id=row.worker_id,
        holder=row.holder,
        employee_no=row.employee_no,
        competency=row.competency,
        title=row.title,
        level="",
        issued=row.issued or row.signed,
        valid_until=row.valid_until,
        standing=LifeState.WITHDRAWN if row.withdrawn else LifeState.EXPIRED if ended else LifeState.VALID,
        printed=1,
        ends=row.valid_until,
        questioned=row.questioned,
        issuer=row.issuer,
    )


def waiting_ids(site: Site, today: date) -> tuple[str, ...]:
    """Return the certificates that wait for the printer, the newest first, at most MOST_AT_ONCE of them."""
    with site.database.read() as connection:
        rows = certificate_lists.certificate_rows(connection, today, which=Which.TO_PRINT, limit=MOST_AT_ONCE)
    return tuple(row.id for row in rows)


def find_scanned(site: Site, text: str, today: date) -> CertificateLine | None:
    """Return the certificate whose QR text was scanned or pasted, or whose printed code was typed ("KN27S-Z91WS").

    None for any other text, and for a certificate that this laptop does not have.
    """
    found = _scanned_id(site, text)
    if not found:
        return None
    with site.database.read() as connection:
        row = certificate_queries.certificate_row(connection, found)
        return line_of(row, today, _short_titles(connection, (row,))[row.checklist_digest]) if row else None


def line_of(row: CertificateRow, today: date, short_title: str = "") -> CertificateLine:
    """Return a stored row as a list shows it on a day."""
    return CertificateLine(
        id=row.id,
        number=row.number,
        worker_id=row.worker_id,
        holder=row.holder,
        employee_no=row.employee_no,
        competency=row.competency,
        title=row.title,
        level=row.level,
        issued=row.issued,
        valid_until=row.valid_until,
        standing=row.state(today),
        printed=row.printed,
        short_title=short_title,
        ends=row.ends,
        held_until=row.held_until(today)[1],
        confirm_months=row.confirm_months,
        questioned=row.questioned,
    )


def _scanned_id(site: Site, text: str) -> str:
    from supervisor_app.credentials.qr_payload import NotACode, decode  # lists are shown without loading credentials

    try:
        return decode(text).credential_id
    except NotACode:
        code = read_code(text)
    if not code:
        return ""
    with site.database.read() as connection:
        return next((name for name in certificate_queries.certificate_ids(connection) if certificate_code(name) == code), "")


def _short_titles(connection: Connection, rows: Sequence[CertificateRow]) -> dict[str, str]:
    """Return the short titles of the checklists that rows rest on, by digest; empty where a checklist is not here."""
    titles = {}
    for digest in {row.checklist_digest for row in rows}:
        checklist = checklist_queries.get_checklist(connection, digest)
        titles[digest] = in_language(checklist.short_title) if checklist else ""
    return titles
