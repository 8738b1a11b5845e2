"""Which certificates do not hold now although their paper says so: what status lists say, and this site's own verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from supervisor_app.credentials.status_list import StatusCode, StatusRow, status_name
from supervisor_app.domain.certificate_life import LifeStanding, Listed, standing
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.stacking import MOST_FLOORS, above
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import certificate_life_queries, certificate_queries, status_queries
from supervisor_app.storage.certificate_rows import CertificateRow
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


def standings(connection: Connection, certificates: Iterable[str], today: date, depth: int = 0) -> dict[str, LifeStanding]:
    """Return where some certificates stand on a day, by their ids; those that are not here are left out.

    What stands on others is looked at with them, a few floors down (`depth` counts them): no record can send this round for ever.
    """
    facts = certificate_life_queries.life_facts_of(connection, certificates)
    acts = certificate_life_queries.acts_about(connection, {name for one in facts for name in (one.id, one.checklist_digest)})
    found = {one.id: standing(one, (*acts.get(one.id, ()), *acts.get(one.checklist_digest, ())), today) for one in facts}
    return found | (_above(connection, found, today, depth) if depth < MOST_FLOORS else {})


def _above(connection: Connection, found: Mapping[str, LifeStanding], today: date, depth: int) -> dict[str, LifeStanding]:
    """Return where those stand that are made of other certificates: on hold while one of these does not hold or count."""
    made_of = certificate_queries.stands_on(connection, found)
    if not made_of:
        return {}
    names = {name for below in made_of.values() for name in below}
    below_standings = standings(connection, names, today, depth + 1)
    rows = {name: certificate_queries.certificate_row(connection, name) for name in names}
    held = {}
    for name, parts in made_of.items():
        below = [(row.number, _counting(below_standings[part], row)) for part in parts if (row := rows[part]) is not None]
        held[name] = above(found[name], below)
    return held


def _counting(one: LifeStanding, row: CertificateRow) -> LifeStanding:
    """Return a part's standing; one that does not count is as good as on hold."""
    return replace(one, listed=Listed.ON_HOLD, since=row.issued) if row.questioned else one
