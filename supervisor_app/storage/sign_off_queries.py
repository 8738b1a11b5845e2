"""Sign-offs, read from the projections; the whole record comes from the entry that carries it, with its signature.

A correction or a countersignature of a record it does not fit (another worker, competency or team) says nothing about it: its
signer was judged by what it says itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from supervisor_app.domain.decision import ActSignature, Judgement, Outcome, SignOff
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import Attempt
from supervisor_app.ledger.envelope import decode_content, read_as
from supervisor_app.storage.connection import Connection

_SIGNED = "e.kind, e.content, e.hash, s.at FROM sign_off s JOIN entry e ON e.origin = s.origin AND e.seq = s.seq"


def _fits(one: str, row: str) -> str:
    """SQL: whether two acts are about the same worker, competency and team."""
    return " AND ".join(f"{one}.{name} = {row}.{name}" for name in ("worker", "competency", "team"))


def _confirmed(row: str) -> str:
    """SQL: whether another member countersigned a sign-off and may."""
    same = f"c.sign_off = {row}.id AND {_fits('c', row)}"
    return f"EXISTS (SELECT 1 FROM countersigned c WHERE {same} AND c.questioned = '' AND c.signer <> {row}.signer)"  # noqa: S608


def _counts(row: str) -> str:
    """SQL: whether a sign-off counts: its signer was authorised, and nobody is still asked to countersign it."""
    return f"({row}.questioned = '' AND ({row}.waits = 0 OR {_confirmed(row)}))"


# A correction that does not count hides nothing.
_NOT_AMENDED = (
    f"NOT EXISTS (SELECT 1 FROM sign_off later WHERE later.amends = s.id AND later.amends <> '' AND {_fits('later', 's')} "  # noqa: S608
    f"AND {_counts('later')})"
)
_STANDS = f"{_counts('s')} AND {_NOT_AMENDED}"
# Nearly every success is certified, and hardly a certificate is questioned: their few ids are read once.
_CERTIFIED = (
    "EXISTS (SELECT 1 FROM certified f WHERE f.sign_off = s.id "
    "AND f.certificate NOT IN (SELECT t.id FROM certificate t WHERE t.questioned <> ''))"
)
_LINE = (
    "s.id, s.worker, s.worker_name, s.assessor, s.assessor_name, s.competency, s.checklist_digest, s.finished, s.outcome, "
    "s.judgement, s.level, s.amends, s.context, s.success, s.critical_failed, s.questioned, "
    f"s.waits AND NOT {_confirmed('s')}, s.team"
)
_ATTEMPT = (
    "s.worker, s.competency, s.id, s.finished, s.assessor, s.assessor_name, s.context, s.success, s.critical_failed, s.level"
)
_ORDER = "s.finished, s.id"
_NEIGHBOURS = (
    "SELECT amends FROM sign_off WHERE id = ? AND amends <> '' UNION SELECT id FROM sign_off WHERE amends = ? AND amends <> ''"
)
_MOST_AMENDED = 100


@dataclass(frozen=True, slots=True)
class SignedOff:
    """A sign-off as it lies in the ledger: the record, the assessor's signature, the entry's hash (32 bytes) and stamp."""

    sign_off: SignOff
    signature: ActSignature
    hash: bytes
    at: int


@dataclass(frozen=True, slots=True)
class SignOffLine:
    """What lists show of a sign-off; `finished` in UTC, `amends` the id of the one it corrects."""

    id: str
    worker_id: str
    worker_name: str
    assessor_id: str
    assessor_name: str
    competency: str
    checklist_digest: str
    finished: datetime
    outcome: Outcome
    judgement: Judgement
    level: str
    amends: str
    context: str
    success: bool
    critical_failed: bool
    questioned: str  # why it does not count, "" where it does
    waits: bool  # for somebody else to countersign it
    team: str


def get_sign_off(connection: Connection, sign_off_id: str) -> SignedOff | None:
    """Return a sign-off by id; None where there is none, or its content was erased."""
    row = connection.exec_driver_sql(f"SELECT {_SIGNED} WHERE s.id = ?", (sign_off_id,)).first()
    return _signed(row) if row and row[1] is not None else None


def countersignatures(connection: Connection, sign_off_id: str) -> tuple[ActSignature, ...]:
    """Return the signatures of those who countersigned a sign-off and may, the first of them first, each once."""
    statement = (
        f"SELECT e.content FROM countersigned c JOIN sign_off s ON s.id = c.sign_off AND {_fits('s', 'c')} "  # noqa: S608
        "AND s.signer <> c.signer JOIN entry e ON e.origin = c.origin AND e.seq = c.seq "
        "WHERE c.sign_off = ? AND c.questioned = '' ORDER BY c.at, c.origin, c.seq"
    )
    contents = (decode_content(row[0]) for row in connection.exec_driver_sql(statement, (sign_off_id,)) if row[0] is not None)
    return tuple(dict.fromkeys(content.signature for content in contents if content.signature is not None))


def history(connection: Connection, worker_id: str, competency: str) -> tuple[SignedOff, ...]:
    """Return a worker's sign-offs for a competency as they stand now, oldest first.

    Amended, questioned and not yet countersigned ones are left out.
    """
    statement = f"SELECT {_SIGNED} WHERE s.worker = ? AND s.competency = ? AND {_STANDS} ORDER BY {_ORDER}"
    rows = connection.exec_driver_sql(statement, (worker_id, competency))
    return tuple(_signed(row) for row in rows if row[1] is not None)


def form_subject(number: str) -> str:
    """Return under which subject the records are found that were entered from a paper form."""
    return f"form {number}"


def entered_from(connection: Connection, number: str) -> tuple[tuple[str, datetime, str], ...]:
    """Return worker, end (aware) and id of every sign-off that was entered from a paper form, oldest first; no amendments."""
    found = "about a JOIN sign_off s ON s.origin = a.origin AND s.seq = a.seq WHERE a.subject = ? AND s.amends = ''"
    statement = f"SELECT s.worker_name, s.finished, s.id FROM {found} ORDER BY {_ORDER}"  # noqa: S608 - our own names
    rows = connection.exec_driver_sql(statement, (form_subject(number),))
    return tuple((name, datetime.fromisoformat(finished), sign_off) for name, finished, sign_off in rows)


def entered_twice(connection: Connection, since: datetime) -> tuple[tuple[str, str, datetime, str, str], ...]:
    """Return form, worker, end (aware), assessor and id of the standing sign-offs whose paper form has several, by form and age.

    Only forms of which one was observed since a moment (aware); a corrected record does not stand beside its correction.
    """
    forms = "a.subject >= 'form ' AND a.subject < 'form!'"
    several = f"SELECT a.subject FROM about a WHERE {forms} GROUP BY a.subject HAVING count(*) > 1"  # noqa: S608
    found = f"about a JOIN sign_off s ON s.origin = a.origin AND s.seq = a.seq WHERE a.subject IN ({several}) AND {_STANDS}"
    statement = f"SELECT a.subject, s.worker_name, s.finished, s.assessor_name, s.id FROM {found} ORDER BY a.subject, {_ORDER}"  # noqa: S608
    lines = [
        (subject.removeprefix("form "), worker, datetime.fromisoformat(finished), assessor, name)
        for subject, worker, finished, assessor, name in connection.exec_driver_sql(statement)
    ]
    counted = Counter(line[0] for line in lines)
    recent = {line[0] for line in lines if line[2] >= since and counted[line[0]] > 1}
    return tuple(line for line in lines if line[0] in recent)


def amended_by(connection: Connection, sign_off_id: str) -> str:
    """Return the id of the sign-off that corrects this one, the latest of several; "" where it stands as it is."""
    statement = (
        "SELECT l.id FROM sign_off l JOIN sign_off s ON s.id = l.amends "  # noqa: S608 - our own names
        f"WHERE l.amends = ? AND l.amends <> '' AND l.questioned = '' AND {_fits('l', 's')} "
        "ORDER BY l.at DESC, l.origin DESC, l.seq DESC LIMIT 1"
    )
    return connection.exec_driver_sql(statement, (sign_off_id,)).scalar() or ""


def amendment_chain(connection: Connection, sign_off_id: str) -> tuple[str, ...]:
    """Return the ids of a sign-off, of those it corrects and of those that correct it; at most a hundred."""
    found, waiting = dict.fromkeys([sign_off_id]), [sign_off_id]
    while waiting and len(found) < _MOST_AMENDED:
        one = waiting.pop()
        rows = connection.exec_driver_sql(_NEIGHBOURS, (one, one)).scalars()
        fresh = [other for other in rows if other and other not in found]
        found.update(dict.fromkeys(fresh))
        waiting += fresh
    return tuple(found)


def entry_of(connection: Connection, sign_off_id: str) -> tuple[bytes, int] | None:
    """Return the origin and the number of the entry that carries a sign-off; None where there is none."""
    row = connection.exec_driver_sql("SELECT origin, seq FROM sign_off WHERE id = ?", (sign_off_id,)).first()
    return (row[0], row[1]) if row else None


def worker_lines(connection: Connection, worker_id: str, limit: int = 500) -> tuple[SignOffLine, ...]:
    """Return a worker's sign-offs, also amended ones, newest first."""
    statement = f"SELECT {_LINE} FROM sign_off s WHERE s.worker = ? ORDER BY s.finished DESC, s.id LIMIT ?"  # noqa: S608
    return tuple(_line(row) for row in connection.exec_driver_sql(statement, (worker_id, limit)))


def line(connection: Connection, sign_off_id: str) -> SignOffLine | None:
    """Return what lists show of one sign-off."""
    row = connection.exec_driver_sql(f"SELECT {_LINE} FROM sign_off s WHERE s.id = ?", (sign_off_id,)).first()  # noqa: S608
    return _line(row) if row else None


def waiting_lines(connection: Connection, limit: int) -> tuple[SignOffLine, ...]:
    """Return the sign-offs that wait to be countersigned, newest first."""
    statement = (
        f"SELECT {_LINE} FROM sign_off s WHERE s.waits = 1 AND s.questioned = '' AND NOT {_confirmed('s')} "  # noqa: S608
        "ORDER BY s.finished DESC, s.id LIMIT ?"
    )
    return tuple(_line(row) for row in connection.exec_driver_sql(statement, (limit,)))


def unlooked_misses(connection: Connection, worker_id: str, competency: str) -> tuple[SignOffLine, ...]:
    """Return a worker's sign-offs with a critical miss that still wait to be countersigned, for one competency."""
    statement = (
        f"SELECT {_LINE} FROM sign_off s WHERE s.worker = ? AND s.competency = ? AND s.critical_failed = 1 AND s.waits = 1 "  # noqa: S608
        f"AND s.questioned = '' AND NOT {_confirmed('s')} AND {_NOT_AMENDED} ORDER BY {_ORDER}"
    )
    return tuple(_line(row) for row in connection.exec_driver_sql(statement, (worker_id, competency)))


def lines_between(connection: Connection, start: datetime, end: datetime, limit: int = 1000) -> tuple[SignOffLine, ...]:
    """Return the sign-offs finished from `start` up to but not at `end` (aware), newest first."""
    statement = f"SELECT {_LINE} FROM sign_off s WHERE s.finished >= ? AND s.finished < ? ORDER BY s.finished DESC, s.id LIMIT ?"  # noqa: S608
    rows = connection.exec_driver_sql(statement, (utc_text(start), utc_text(end), limit))
    return tuple(_line(row) for row in rows)


def standing_attempts(connection: Connection, zone: tzinfo | None = UTC) -> Iterator[tuple[str, str, Attempt]]:
    """Yield worker, competency and attempt of every sign-off that counts and stands (see `history`), in this order and by time.

    The matrix reads all there are: no more is made of each than the rules ask for. Its day is the one in `zone`.
    """
    statement = f"SELECT {_ATTEMPT} FROM sign_off s WHERE {_STANDS} ORDER BY s.worker, s.competency, {_ORDER}"  # noqa: S608
    for worker, competency, identity, finished, assessor, name, context, success, critical, level in connection.exec_driver_sql(
        statement
    ):
        attempt = Attempt(
            sign_off=identity,
            at=datetime.fromisoformat(finished).astimezone(zone),
            assessor=assessor,
            assessor_name=name,
            context=context,
            success=bool(success),
            critical_failed=bool(critical),
            level=level,
        )
        yield worker, competency, attempt


def uncertified(connection: Connection, since: datetime, limit: int = 500) -> tuple[SignOffLine, ...]:
    """Return the successes since then that no certificate rests on and that no later sign-off corrects, newest first."""
    statement = (
        f"SELECT {_LINE} FROM sign_off s WHERE s.success = 1 AND s.finished >= ? "  # noqa: S608
        f"AND NOT {_CERTIFIED} AND {_STANDS} ORDER BY s.finished DESC, s.id LIMIT ?"
    )
    return tuple(_line(row) for row in connection.exec_driver_sql(statement, (utc_text(since), limit)))


def utc_text(moment: datetime) -> str:
    """Return a time as the projections keep it: UTC to the millisecond, so that text order is time order."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds")


def _signed(row: Sequence[Any]) -> SignedOff:
    content = decode_content(row[1])
    if content.signature is None:
        raise ValueError("an act without signature is never projected")
    return SignedOff(read_as(SignOff, content.body), content.signature, row[2], row[3])


def _line(row: Sequence[Any]) -> SignOffLine:
    finished, outcome, judgement = datetime.fromisoformat(row[7]), Outcome(row[8]), Judgement(row[9])
    flags = (bool(row[13]), bool(row[14]), row[15], bool(row[16]), row[17])
    values: tuple[Any, ...] = (*row[:7], finished, outcome, judgement, row[10], row[11], row[12], *flags)
    return SignOffLine(*values)
