"""Which certificates do not hold now although their paper says so: what status lists say, and this site's own verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from supervisor_app.credentials.status_list import StatusCode, StatusRow, status_name
from supervisor_app.domain.certificate_life import LifeStanding, Listed, standing
from supervisor_app.domain.dates import day_in_words
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import certificate_life_queries, status_queries
from supervisor_app.storage.database import Connection

_CODES = {
    Listed.WITHDRAWN: StatusCode.WITHDRAWN,
    Listed.ON_HOLD: StatusCode.ON_HOLD,
    Listed.REPLACED: StatusCode.REPLACED,
}

_WORDS = {StatusCode.WITHDRAWN: "withdrawn", StatusCode.ON_HOLD: "on hold", StatusCode.REPLACED: "replaced"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCertificate:
    """A certificate that does not hold, since when, and its number and holder for those who look after the list."""

    id: str
    number: str
    holder: str
    code: StatusCode
    since: date

    @property
    def words(self) -> str:
        """Return what is the matter: "withdrawn since 3 June 2026"."""
        return f"{_WORDS[self.code]} since {day_in_words(self.since)}"

    @property
    def row(self) -> StatusRow:
        """The same as a list says it, without a name or number."""
        return StatusRow(status_name(self.id), self.code, self.since)


def listed_certificates(site: Site, today: date) -> tuple[ListedCertificate, ...]:
    """Return the certificates that do not hold on a day although their paper says so, by their ids.

    Those that this site's records question are on hold: they may come back when more is known.
    """
    with site.database.read() as connection:
        rows = {row.id: row for row in status_queries.perhaps_listed(connection, today)}
        found = standings(connection, rows, today)
    listed = []
    for name, row in rows.items():
        held = found.get(name)
        if held is not None and held.listed is not None and held.since is not None:
            code, since = _CODES[held.listed], held.since
        elif row.questioned:
            code, since = StatusCode.ON_HOLD, row.issued
        else:
            continue
        listed.append(ListedCertificate(id=name, number=row.number, holder=row.holder, code=code, since=since))
    return tuple(listed)


def standings(connection: Connection, certificates: Iterable[str], today: date) -> dict[str, LifeStanding]:
    """Return where some certificates stand on a day, by their ids; those that are not here are left out."""
    facts = certificate_life_queries.life_facts_of(connection, certificates)
    acts = certificate_life_queries.acts_about(connection, {name for one in facts for name in (one.id, one.checklist_digest)})
    return {one.id: standing(one, (*acts.get(one.id, ()), *acts.get(one.checklist_digest, ())), today) for one in facts}
