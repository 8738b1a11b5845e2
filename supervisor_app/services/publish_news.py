"""What changed since the check page was published, and when it has to be published again; any laptop of the site knows it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from supervisor_app.credentials.status_list import MAX_AGE, NAME_BYTES, StatusCode, StatusRow, status_name
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.bodies import PagePublished
from supervisor_app.services.appending import append
from supervisor_app.services.listed_certificates import ListedCertificate, listed_certificates
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.services.site import site_facts
from supervisor_app.storage import certificate_queries, site_queries, status_queries
from supervisor_app.storage.database import Connection

REMIND_AFTER = timedelta(days=23)
"""A week before phones stop believing a list is time enough to publish again."""
_RECORD = NAME_BYTES + 1
_KEPT = 0x80


@dataclass(frozen=True, slots=True)
class Published:
    """What was published last: the day of the list, the issuer key in use then (hex id), the codes of the certificates on it.

    `kept` are those of them that were not in the records any more even then (erased, but their paper is still out there).
    """

    day: date
    key_id: str
    codes: Mapping[bytes, StatusCode]
    kept: frozenset[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishNews:
    """What is new since the last time: `changed` certificates do not hold and phones do not know it yet, `lifted` hold again and
    phones still refuse them. `last` is None where nothing was published yet; `days` is how old its list is.
    """

    last: date | None
    days: int
    changed: tuple[ListedCertificate, ...]
    lifted: int
    new_key: bool

    @property
    def late(self) -> bool:
        """Whether phones will soon call every status unknown."""
        return self.last is not None and self.days >= REMIND_AFTER.days

    @property
    def sentence(self) -> str:
        """What is new, in words; "" where nothing asks for publishing."""
        if self.changed:
            return f"Phones still accept {_count(len(self.changed), 'does', 'do')} not hold."
        if self.lifted:
            return f"Phones still refuse {_count(self.lifted, 'holds', 'hold')} again."
        if self.new_key:
            return "Phones do not know the organisation’s new key yet."
        if self.late:
            return f"The list for phones is {self.days} days old; they believe it for {MAX_AGE.days}."
        return ""


def publish_news(site: Site, today: date) -> PublishNews:
    """Return what is new since the check page was published last."""
    listed = listed_certificates(site, today)
    with site.database.read() as connection:
        before = last_published(connection)
        keys = site_queries.issuer_keys(connection)
        codes = before.codes if before else {}
        missing = set(codes) - {one.row.name for one in listed} - (before.kept if before else set())
        lifted = missing and missing & {status_name(name) for name in certificate_queries.certificate_ids(connection)}
    return PublishNews(
        last=before.day if before else None,
        days=(today - before.day).days if before else 0,
        changed=tuple(one for one in listed if codes.get(one.row.name) is not one.code),
        lifted=len(lifted),
        new_key=before is not None and bool(keys) and keys[0].key_id != before.key_id,
    )


def last_published(connection: Connection) -> Published | None:
    """Return what was published last, None where nothing was, or what stands there cannot be read."""
    row = status_queries.last_published(connection)
    if row is None:
        return None
    try:
        data = base64.b64decode(row.listed, validate=True)
        records = [data[start : start + _RECORD] for start in range(0, len(data), _RECORD)]
        codes = {one[:NAME_BYTES]: StatusCode(one[NAME_BYTES] & ~_KEPT) for one in records}
        kept = frozenset(one[:NAME_BYTES] for one in records if one[NAME_BYTES] & _KEPT)
        return Published(row.day, row.key_id, codes, kept)
    except (ValueError, binascii.Error, IndexError):
        return None


def note_published(
    site: Site, session: Session, day: date, key_id: str, rows: Iterable[StatusRow], kept: Iterable[StatusRow]
) -> None:
    """Record what was published, where it differs from the last time; `kept` are certificates that are not here any more."""
    records = {row.name + bytes([row.code]) for row in rows} | {row.name + bytes([row.code | _KEPT]) for row in kept}
    body = PagePublished(day=day, key_id=key_id, listed=base64.b64encode(b"".join(sorted(records))).decode())
    with site.database.write() as connection:
        before = status_queries.last_published(connection)
        if before is None or (before.day, before.key_id, before.listed) != (body.day, body.key_id, body.listed):
            append(site, connection, "page.published", by=session.member_id, about=site_facts(site).id, body=body)


def _count(number: int, one: str, many: str) -> str:
    return f"one certificate that {one}" if number == 1 else f"{number} certificates that {many}"
