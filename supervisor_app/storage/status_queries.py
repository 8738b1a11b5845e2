"""What status lists are made from: which certificates may have to be on one, and where each one's status stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver


class StatusPlaceRow(msgspec.Struct, frozen=True):
    """What a certificate says of its own status: its id, its issuer's id, the address of the list (or ""), the bit in it."""

    credential_id: str
    issuer_did: str
    status_list: str = ""
    status_index: int = 0


class _Issued(msgspec.Struct):
    facts: StatusPlaceRow


_PLACES = msgspec.json.Decoder(_Issued)
_ALL = "SELECT e.content FROM certificate c JOIN entry e ON e.origin = c.origin AND e.seq = c.seq WHERE e.content IS NOT NULL"


def status_places(connection: Connection) -> Iterator[StatusPlaceRow]:
    """Yield where the status of each certificate stands, also of those that name no list, in no order."""
    for (content,) in driver(connection).execute(_ALL):
        yield _PLACES.decode(decode_content(content).body).facts


@dataclass(frozen=True, slots=True)
class PerhapsListedRow:
    """A certificate that something happened to; `questioned` is why it does not count, "" where it does."""

    id: str
    number: str
    holder: str
    issued: date
    questioned: str


_PERHAPS = (
    "WITH troubled (id) AS ("
    "SELECT id FROM certificate WHERE withdrawn IS NOT NULL UNION SELECT id FROM certificate WHERE replaced IS NOT NULL "
    "UNION SELECT id FROM certificate WHERE questioned <> '' "
    "UNION SELECT id FROM certificate WHERE ends IS NOT valid_until AND ends < ?1 "
    "UNION SELECT certificate FROM certificate_hold WHERE first <= ?1 AND (last IS NULL OR last >= ?1)) "
    "SELECT id, number, holder, issued, questioned FROM certificate WHERE id IN (SELECT id FROM troubled "
    "UNION SELECT s.certificate FROM stands_on s JOIN troubled t ON s.part = t.id) ORDER BY id"
)


def perhaps_listed(connection: Connection, today: date) -> tuple[PerhapsListedRow, ...]:
    """Return the certificates whose end their own paper may not show, by their ids; found by indexes, however many there are."""
    rows = driver(connection).execute(_PERHAPS, (today.isoformat(),))
    return tuple(PerhapsListedRow(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4]) for row in rows)


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """What was published last: the day of the list, the issuer key in use (hex id), what was on it (see bodies.PagePublished)."""

    day: date
    key_id: str
    listed: str


_LAST = (
    "SELECT p.day, p.key_id, p.listed FROM page_published p JOIN said s ON s.origin = p.origin AND s.seq = p.seq "
    "WHERE s.questioned = '' ORDER BY p.at DESC, p.origin DESC, p.seq DESC LIMIT 1"
)


def last_published(connection: Connection) -> PublishedRow | None:
    """Return what was published last by somebody who might, None where nothing was."""
    row = driver(connection).execute(_LAST).fetchone()
    return PublishedRow(date.fromisoformat(row[0]), row[1], row[2]) if row else None
