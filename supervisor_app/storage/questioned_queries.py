"""Entries that do not count, read from the tables of acts and of facts, newest first."""

from __future__ import annotations

from supervisor_app.domain.contest import RIVAL, STANDS, WAY_OUT
from supervisor_app.domain.frozen import dataclass
from supervisor_app.storage.connection import Connection

_SIGN_OFF = (
    "SELECT at, origin, seq, CASE amends WHEN '' THEN 'assessment.signed' ELSE 'assessment.amended' END AS kind, "
    "id AS subject, worker, signer AS member, questioned AS reason FROM sign_off WHERE questioned <> ''"
)
_COUNTERSIGNED = (
    "SELECT at, origin, seq, 'assessment.countersigned', sign_off, worker, signer, questioned FROM countersigned "
    "WHERE questioned <> ''"
)
_ATTACHED = (
    "SELECT at, origin, seq, 'evidence.attached', sign_off, worker, signer, questioned FROM attached WHERE questioned <> ''"
)
_ATTACHED_ACT = "SELECT at, origin, seq, kind, sign_off, worker, signer, questioned FROM attached_act WHERE questioned <> ''"
_CERTIFICATE = (
    "SELECT at, origin, seq, 'certificate.issued', id, worker, signer, questioned FROM certificate WHERE questioned <> ''"
)
_CERTIFICATE_ACT = "SELECT at, origin, seq, kind, subject, worker, signer, questioned FROM certificate_act WHERE questioned <> ''"
_DECLARED = "SELECT at, origin, seq, 'certificate.declared', id, worker, signer, questioned FROM declared WHERE questioned <> ''"
_HANDED_OUT = "SELECT at, origin, seq, kind, id, worker, signer, questioned FROM handed_out WHERE questioned <> ''"
_FACT = (
    "SELECT a.at, a.origin, a.seq, a.kind, a.subject, '', coalesce(k.member, ''), a.refused FROM authority a "
    "LEFT JOIN member_key k ON k.ed25519 = a.key WHERE a.refused <> ''"
)
_SAID = "SELECT at, origin, seq, kind, subject, '', member, questioned FROM said WHERE questioned <> ''"
# Of several records under one id those that do not stand; a copy of the one that does is no record of its own.
_BESIDE = "claim c JOIN claim s ON s.realm = c.realm AND s.id = c.id AND s.stands = 1"
_WHY = (
    f"CASE c.questioned WHEN '' THEN '{RIVAL[0]}' || s.said || '{RIVAL[1]}{WAY_OUT}' "
    f"ELSE c.questioned || '{STANDS[0]}' || s.said || '{STANDS[1]}' END"
)
_CLAIM = (
    f"SELECT c.at, c.origin, c.seq, c.kind, c.id, c.worker, c.signer, {_WHY} FROM {_BESIDE} "  # noqa: S608 - our own names
    "WHERE c.stands = 0 AND c.content <> s.content"
)
_ACTS = (_SIGN_OFF, _COUNTERSIGNED, _ATTACHED, _ATTACHED_ACT, _CERTIFICATE, _CERTIFICATE_ACT, _DECLARED, _HANDED_OUT, _CLAIM)
_SOURCES = (*_ACTS, _FACT, _SAID)
_ALL = " UNION ALL ".join(f"SELECT *, {int(source is not _CLAIM)} FROM ({source})" for source in _SOURCES)  # noqa: S608
_COUNTS = " UNION ALL ".join(f"SELECT count(*) AS number FROM ({source})" for source in _SOURCES)  # noqa: S608 - our own names
"""Counted one by one each is a walk along its index of what does not count; all in one would read every row."""

_REASON = (
    "SELECT questioned FROM sign_off WHERE id = ? AND origin = ? AND seq = ? AND questioned <> '' UNION ALL "  # noqa: S608
    "SELECT questioned FROM certificate WHERE id = ? AND origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM countersigned WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM attached WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM attached_act WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM certificate_act WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM declared WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM handed_out WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    "SELECT questioned FROM said WHERE origin = ? AND seq = ? AND questioned <> '' UNION ALL "
    f"SELECT iif(c.content = s.content, c.questioned, {_WHY}) AS why FROM {_BESIDE} "
    "WHERE c.origin = ? AND c.seq = ? AND c.stands = 0 AND why <> '' UNION ALL "
    "SELECT refused FROM authority WHERE origin = ? AND seq = ? AND refused <> '' LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class QuestionedRow:
    """One entry that does not count; `at` is a clock stamp. `stands` is 0 beside another record that stands under its id."""

    at: int
    origin: bytes
    seq: int
    kind: str
    subject: str
    worker: str
    member: str
    reason: str
    stands: int


def reason_at(connection: Connection, origin: bytes, seq: int, record: str) -> str:
    """Return why one entry does not count, "" where it does; `record` is the id of the sign-off or certificate it carries."""
    place = (origin, seq)
    return connection.exec_driver_sql(_REASON, (record, *place, record, *place, *place * 9)).scalar() or ""


def questioned_rows(connection: Connection, limit: int) -> tuple[QuestionedRow, ...]:
    """Return what is questioned, newest first."""
    statement = f"{_ALL} ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT ?"
    return tuple(QuestionedRow(*row) for row in connection.exec_driver_sql(statement, (limit,)))


def beside_about(connection: Connection, worker: str, limit: int) -> tuple[QuestionedRow, ...]:
    """Return the records about a worker beside which another one stands under their id, newest first: no other table has them."""
    statement = f"SELECT *, 0 FROM ({_CLAIM}) WHERE worker = ? ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT ?"  # noqa: S608 - our own names
    return tuple(QuestionedRow(*row) for row in connection.exec_driver_sql(statement, (worker, limit)))


def count_questioned(connection: Connection) -> int:
    """Return how many entries are questioned."""
    return int(connection.exec_driver_sql(f"SELECT sum(number) FROM ({_COUNTS})").scalar_one())  # noqa: S608 - our own names


def count_contested(connection: Connection) -> int:
    """Return how many ids records with different contents were signed under."""
    statement = "SELECT count(*) FROM (SELECT 1 FROM claim GROUP BY realm, id HAVING min(content) <> max(content))"
    return int(connection.exec_driver_sql(statement).scalar_one())


def count_questioned_of(connection: Connection, origin: bytes) -> int:
    """Return how many acts of one station are questioned."""
    statement = f"SELECT count(*) FROM ({_ALL}) WHERE origin = ?"  # noqa: S608 - our own names
    return int(connection.exec_driver_sql(statement, (origin,)).scalar_one())
