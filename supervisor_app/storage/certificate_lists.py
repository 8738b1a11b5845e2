"""Lists of certificates: those of a state, those that a text finds, a page at a time, and how many there are."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from supervisor_app.domain.names import fold
from supervisor_app.storage.certificate_rows import NOT_OUTLASTED, ROW, CertificateRow, row_of
from supervisor_app.storage.connection import Connection

_STANDS = "c.questioned = '' AND (c.withdrawn IS NULL OR c.withdrawn > ?) AND (c.replaced IS NULL OR c.replaced > ?)"
_ON = "AND h.first <= ? AND (h.last IS NULL OR h.last >= ?)"
_HELD = (
    f"(SELECT h.certificate FROM certificate_hold h WHERE true {_ON} "  # noqa: S608 - our own names
    "UNION SELECT s.certificate FROM stands_on s JOIN certificate b ON b.id = s.part WHERE b.withdrawn <= ? "
    "OR b.questioned <> '' OR (b.ends IS NOT b.valid_until AND b.ends < ? AND b.replaced IS NULL) "
    f"OR EXISTS (SELECT 1 FROM certificate_hold h WHERE h.certificate = b.id {_ON}))"
)
"""The few that are on hold, or stand on one that does not hold, found once: not asked for every certificate."""
_GOES_ON = "(c.ends IS NULL OR c.ends >= ?)"


class Which(StrEnum):
    """Which certificates a list shows."""

    ALL = "all"
    VALID = "valid"
    ENDED = "ended"
    TO_PRINT = "to_print"
    DUE = "due"  # ends within a month or ended within a year, and no later one outlasts it
    LAPSING = "lapsing"  # ends within 90 days, and no later one outlasts it
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DECLARED = "declared"  # paper of others, which lies in a table of its own (certificate_life_queries)


_WHERE = {
    Which.ALL: "? IS NOT NULL",
    Which.VALID: f"{_GOES_ON} AND {_STANDS} AND c.id NOT IN {_HELD}",
    Which.ENDED: f"c.ends < ? AND {_STANDS}",
    Which.TO_PRINT: f"c.id IN (SELECT certificate FROM to_print) AND {_STANDS}",  # noqa: S608 - our own names
    Which.DUE: f"c.ends BETWEEN date(?, '-365 days') AND date(?, '+30 days') AND {NOT_OUTLASTED}",
    Which.LAPSING: f"c.ends BETWEEN ? AND date(?, '+90 days') AND c.questioned = '' AND {NOT_OUTLASTED}",
    Which.ON_HOLD: f"{_GOES_ON} AND {_STANDS} AND c.id IN {_HELD}",
    Which.WITHDRAWN: "c.withdrawn <= ?",
    Which.DECLARED: "? IS NULL",
    Which.REPLACED: "c.replaced <= ? AND (c.withdrawn IS NULL OR c.withdrawn > ?)",
}
_NEWEST = "c.issued DESC, c.number DESC, c.id DESC"
_ORDER = dict.fromkeys((Which.DUE, Which.LAPSING), "c.ends, c.holder, c.id")
BY_END = frozenset(_ORDER)
"""Lists that show what ends soonest first."""


Place = tuple[str, str, str]
"""Where a row stands in the list, newest first: day of issue (ISO), number, id."""


def certificate_rows(
    connection: Connection,
    today: date,
    *,
    text: str = "",
    which: Which = Which.ALL,
    limit: int = 100,
    offset: int = 0,
    after: Place | None = None,
) -> tuple[CertificateRow, ...]:
    """Return a page of certificates, newest first (those that are due: soonest first).

    `text` finds any part of holder, number, employee number or title. `after` is the place of the last row seen: the page behind
    it comes without walking over the rows before, however many there are (newest first only).
    """
    where, values = _search(today, text, which)
    if after is not None:
        where, values = f"{where} AND (c.issued, c.number, c.id) < (?, ?, ?)", (*values, *after)
    order = _ORDER.get(which, _NEWEST)
    statement = f"SELECT {ROW} FROM certificate c WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608 - our own names
    return tuple(row_of(row) for row in connection.exec_driver_sql(statement, (*values, limit, offset)))


def count_certificates(connection: Connection, today: date, *, text: str = "", which: Which = Which.ALL) -> int:
    """Return how many certificates `certificate_rows` would find in all."""
    where, values = _search(today, text, which)
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM certificate c WHERE {where}", values).scalar_one())  # noqa: S608


def _search(today: date, text: str, which: Which) -> tuple[str, tuple[str, ...]]:
    parts, values = [_WHERE[which]], [today.isoformat()] * _WHERE[which].count("?")
    for word in fold(text).split():
        parts.append("instr(c.found_by, ?) > 0")
        values.append(word)
    return " AND ".join(parts), tuple(values)
