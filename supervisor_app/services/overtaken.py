"""A change that would show nowhere: a clock more than a year ahead had set the same field, and its later stamp wins.

No clock follows one that is that wrong (`ledger.clock`), so whoever changes the field after it comes before it in the order of
all entries, on every laptop. Such a change is refused in words, instead of being taken and having no effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supervisor_app.domain.names import isolated
from supervisor_app.errors import UserError
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.appending import append
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.sync_words import date_words
from supervisor_app.storage import ledger_queries, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.ledger_queries import Place, place_of
from supervisor_app.storage.site_queries import Station

SITE, WORKER = "site", "worker"


def change_fields(site: Site, session: Session, values: Mapping[str, str]) -> None:
    """Write fields of the site, as who is signed in; UserError where they would not show, and then nothing is written."""
    about = site_facts(site).id
    with site.database.write() as connection:
        entry = append(site, connection, "site.changed", by=session.member_id, about=about, body=values)
        refuse_overtaken(site, connection, entry, SITE, about, values)


def refuse_overtaken(
    site: Site, connection: Connection, entry: Entry, realm: str, subject: str, values: Mapping[str, object]
) -> None:
    """UserError where a later stamp keeps a field of `values` as it was, inside the transaction that wrote `entry` with them."""
    now = ledger_queries.fields_now(connection, realm, subject)
    later = [now[name][1] for name, value in values.items() if name in now and (now[name][0] or "") != str(value or "")]
    refuse_after(site, connection, entry, later)


def refuse_after(site: Site, connection: Connection, entry: Entry, others: Iterable[Place]) -> None:
    """UserError where one of the entries at `others` comes after `entry`: whose laptop wrote it, of which day, and what helps."""
    later = max((place for place in others if place > place_of(entry)), default=None)
    if later is None:
        return
    station = site_queries.station(connection, later.origin)
    name = isolated(station.name) if station else "another laptop"
    day = date_words(moment_of(later.at).astimezone(site.clock().tzinfo))
    message = f"Nothing was changed: it would not show. The same was set on {name} while its clock said {day}."
    raise UserError(message, _what_helps(site, connection, station, name))


def _what_helps(site: Site, connection: Connection, station: Station | None, name: str) -> str:
    lost = "report it lost under Settings, then change this here."
    if station is not None and station.id in site_queries.predecessors(connection, site.station.origin):
        return "That was this laptop, before it was restored. Report it lost on another one, and change it there."
    if station is None or station.ended is not None or station.id in site_queries.superseded(connection):
        return f"{name} was restored or put away since: {lost}"
    return f"Set its clock right and make this change on {name}. If nobody has it any more, {lost}"
