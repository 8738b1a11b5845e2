"""Single certificates, those of a worker and their prints, read from the projections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.storage.certificate_rows import NOT_OUTLASTED, ROW, CertificateRow, row_of
from supervisor_app.storage.connection import Connection

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import IssuedCertificate

CERTIFICATE = "certificate"
_MAX_PRODUCT = 32


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """A certificate as it lies in the ledger: the record, the issuing member's signature, the entry's hash and stamp."""

    certificate: IssuedCertificate
    signature: ActSignature
    hash: bytes
    at: int


def get_certificate(connection: Connection, certificate_id: str) -> SignedCertificate | None:
    """Return a certificate by its credential id; None where there is none, or its content was erased."""
    from supervisor_app.ledger.contents import read_body  # lists are shown without loading every kind

    statement = (
        "SELECT e.kind, e.content, e.hash, c.at FROM certificate c JOIN entry e ON e.origin = c.origin AND e.seq = c.seq "
        "WHERE c.id = ?"
    )
    row = connection.exec_driver_sql(statement, (certificate_id,)).first()
    if row is None or row[1] is None:
        return None
    content = decode_content(row[1])
    if content.signature is None:
        raise ValueError("an act without signature is never projected")
    return SignedCertificate(read_body(row[0], content.body), content.signature, row[2], row[3])


def certificate_row(connection: Connection, certificate_id: str) -> CertificateRow | None:
    """Return one row by the credential's id."""
    row = connection.exec_driver_sql(f"SELECT {ROW} FROM certificate c WHERE c.id = ?", (certificate_id,)).first()  # noqa: S608
    return row_of(row) if row else None


def certificates_numbered(connection: Connection, beginning: str, limit: int) -> tuple[CertificateRow, ...]:
    """Return certificates whose number begins like this, found by the index; none for an empty beginning."""
    if not beginning:
        return ()
    statement = f"SELECT {ROW} FROM certificate c WHERE c.number >= ? AND c.number < ? ORDER BY c.number DESC LIMIT ?"  # noqa: S608
    rows = connection.exec_driver_sql(statement, (beginning, f"{beginning}\U0010ffff", limit))
    return tuple(row_of(row) for row in rows)


def certificate_ids(connection: Connection) -> tuple[str, ...]:
    """Return the credential ids of all certificates."""
    return tuple(connection.exec_driver_sql("SELECT id FROM certificate ORDER BY id").scalars())


def worker_certificates(connection: Connection, worker_id: str) -> tuple[CertificateRow, ...]:
    """Return a worker's certificates, newest first."""
    statement = f"SELECT {ROW} FROM certificate c WHERE c.worker = ? ORDER BY c.issued DESC, c.number DESC, c.id"  # noqa: S608
    return tuple(row_of(row) for row in connection.exec_driver_sql(statement, (worker_id,)))


def certificates_in(connection: Connection, competencies: Iterable[str]) -> tuple[CertificateRow, ...]:
    """Return the certificates of some competencies that count, whatever their state, in the order of their ids."""
    statement = (
        f"SELECT {ROW} FROM certificate c WHERE c.competency IN (SELECT value FROM json_each(?)) "  # noqa: S608 - our own names
        "AND c.questioned = '' ORDER BY c.id"
    )
    return tuple(row_of(row) for row in connection.exec_driver_sql(statement, (json.dumps(sorted(competencies)),)))


def newest_ids_of(connection: Connection, worker_id: str, limit: int) -> tuple[str, ...]:
    """Return the ids of a worker's newest certificates, and nothing else about them."""
    statement = "SELECT id FROM certificate WHERE worker = ? ORDER BY issued DESC LIMIT ?"
    return tuple(row[0] for row in connection.exec_driver_sql(statement, (worker_id, limit)))


def ending_between(connection: Connection, first: date, last: date, limit: int = 1000) -> tuple[CertificateRow, ...]:
    """Return the certificates that end from `first` to `last`, soonest first, but not those that a later one outlasts."""
    statement = (
        f"SELECT {ROW} FROM certificate c WHERE c.ends BETWEEN ? AND ? "  # noqa: S608 - our own names
        f"AND {NOT_OUTLASTED} ORDER BY c.ends, c.holder, c.id LIMIT ?"
    )
    return tuple(row_of(row) for row in connection.exec_driver_sql(statement, (first.isoformat(), last.isoformat(), limit)))


def latest_by_competency(connection: Connection, worker_id: str) -> dict[str, CertificateRow]:
    """Return, for each competency a worker was certified in, the certificate that counts and holds longest.

    One that was withdrawn or replaced comes last: it is returned only where there is no other.
    """
    found: dict[str, CertificateRow] = {}
    for row in worker_certificates(connection, worker_id):
        if row.questioned:
            continue
        best = found.get(row.competency)
        if best is None or _end(row) > _end(best):
            found[row.competency] = row
    return found


def ids_numbered(connection: Connection, text: str) -> tuple[str, ...]:
    """Return the ids of the certificates with this number or this id."""
    statement = "SELECT id FROM certificate WHERE id = ?1 OR number = ?1 ORDER BY id"
    return tuple(connection.exec_driver_sql(statement, (text,)).scalars())


def last_number(connection: Connection, prefix: str) -> str:
    """Return the highest certificate number that begins with `prefix`, by length then text; "" where there is none."""
    statement = (
        "SELECT number FROM certificate WHERE number >= ? AND number < ? ORDER BY length(number) DESC, number DESC LIMIT 1"
    )
    return connection.exec_driver_sql(statement, (prefix, f"{prefix}\U0010ffff")).scalar() or ""


def holders_of_all(connection: Connection, competencies: Sequence[str]) -> tuple[str, ...]:
    """Return the workers with a certificate of every one of some competencies, whatever its state, by their ids."""
    statement = (
        "SELECT worker FROM certificate WHERE competency IN (SELECT value FROM json_each(?)) AND questioned = '' "
        "AND withdrawn IS NULL AND replaced IS NULL GROUP BY worker HAVING count(DISTINCT competency) = ? ORDER BY worker"
    )
    return tuple(connection.exec_driver_sql(statement, (json.dumps(list(competencies)), len(competencies))).scalars())


def stands_on(connection: Connection, certificates: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for those of some certificates that stand on other certificates of this site, which ones."""
    found: dict[str, list[str]] = {}
    statement = (
        "SELECT s.certificate, s.part FROM json_each(?) j JOIN stands_on s ON s.certificate = j.value "
        "JOIN certificate b ON b.id = s.part ORDER BY 1, 2"
    )
    for above, below in connection.exec_driver_sql(statement, (json.dumps(sorted(certificates)),)):
        found.setdefault(above, []).append(below)
    return {above: tuple(below) for above, below in found.items()}


def certificates_of_sign_off(connection: Connection, sign_off_id: str) -> tuple[str, ...]:
    """Return the ids of the certificates that rest on a sign-off."""
    statement = "SELECT certificate FROM certified WHERE sign_off = ? ORDER BY certificate"
    return tuple(connection.exec_driver_sql(statement, (sign_off_id,)).scalars())


def printed_name(certificate_id: str, product: str) -> str:
    """Return under which name the papers of a product are counted: the certificate's own id, or that with the product behind."""
    return certificate_id if product == CERTIFICATE else f"{certificate_id}#{product[:_MAX_PRODUCT]}"


def times_printed(connection: Connection, certificate_id: str, product: str = CERTIFICATE) -> int:
    """Return how many papers of a certificate were printed, or how many of another product made of it."""
    name = printed_name(certificate_id, product)
    return int(connection.exec_driver_sql("SELECT count(*) FROM printed WHERE certificate = ?", (name,)).scalar_one())


def _end(row: CertificateRow) -> tuple[bool, date, date]:
    return row.stands, row.ends or date.max, row.issued
