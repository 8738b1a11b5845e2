"""Authority entries as facts; whenever there are more of them, what they come to is worked out anew, and what it touches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from supervisor_app.domain.certificate_acts import RIGHT_FOR
from supervisor_app.domain.decision import ActSignature
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Deed, Right
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.authority import judge
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content, UnreadableContent, decode_content
from supervisor_app.ledger.standing import Act, StationStanding
from supervisor_app.storage import authority_schema
from supervisor_app.storage.authority_tables import Difference, Judging, load_facts, write_refused, write_tables
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.projections.batch import keep_any

_FACT = keep_any(authority_schema.authority)
RIGHT_OF = (
    ("sign_off", Right.OBSERVE, ""),
    ("certificate", Right.ISSUE, ""),
    ("countersigned", Right.COUNTERSIGN, ""),
    ("attached", Right.OBSERVE, ""),
    ("attached_act", Right.OBSERVE, "AND kind = 'evidence.withdrawn'"),
    ("attached_act", Right.COUNTERSIGN, "AND kind = 'evidence.countersigned'"),
    ("declared", Right.CERTIFICATES, ""),
    ("handed_out", Right.ISSUE, ""),
    *(("certificate_act", right, f"AND kind = '{kind}'") for kind, right in RIGHT_FOR.items()),
    ("erasure", Right.ADMINISTER, ""),
    ("legal_hold", Right.ADMINISTER, ""),
)
"""The tables of acts that are judged, the right that each one takes, and which of its rows are meant."""
_BY_TRAINEE = {"sign_off": ("kinder", "waits"), "attached": ("0", "by_trainee"), "attached_act": ("0", "by_trainee")}
"""Where it matters that a trainee signed: what says the same of a row for another reason, and the column that says it."""

_OPEN = {
    "handed_out": "NULL, iif(worker = '', NULL, team)",
    "declared": "nullif(competency, ''), team",
    "certificate_act": "nullif(competency, ''), team",
}
"""Competency and team of what is about no single competency, or about nobody of the site: open, not empty. An act that names
none fits only paper of others that speaks for none."""


@dataclass(frozen=True, slots=True)
class Change:
    """What new facts change, if any: origins that are believed now, whether one is less or further, keys to judge acts anew,
    and the laptops (hex) on which these are.
    """

    facts: bool = False
    released: tuple[bytes, ...] = ()
    struck: bool = False
    keys: frozenset[str] = frozenset()
    stations: frozenset[str] = frozenset()


_NOTHING = Change()


def read_fact(entry: Entry) -> tuple[Content, Any]:
    """Return content and body of an authority entry; UnreadableContent where it says nothing or its signature does not fit."""
    if entry.content is None:
        raise UnreadableContent("its content was erased")
    content = decode_content(entry.content)
    body = read_body(entry.kind, content.body)
    if entry.kind != "station.joined" and (problem := act_problem(entry.kind, entry.content)):
        raise UnreadableContent(problem)
    return content, body


def take_in(connection: Connection, entries: Iterable[Entry]) -> Change:
    """Keep the facts among `entries`, work out what all facts come to, and return what that changes."""
    rows = [row for entry in entries if entry.kind in AUTHORITY_KINDS and (row := _fact_row(entry))]
    if not rows or not _keep(connection, rows):
        return _NOTHING
    state = judge(load_facts(connection))
    write_refused(connection, state.refused)
    changed = write_tables(connection, state)
    gone, new = ({row[0] for row in rows} for rows in (changed["standing"].gone, changed["standing"].new))
    keys = {row[0] for row in changed["member_key"].gone | changed["member_key"].new}
    members = {row[0] for row in changed["granted"].gone | changed["granted"].new}
    longer = _lengthened(changed["standing"])
    return Change(
        facts=True,
        released=tuple(sorted(new - gone)),
        struck=any(_is_struck(connection, state.stations.get(origin), origin) for origin in gone)
        or any(_reaches_beyond(connection, row[0], row[1], row[2]) for row in changed["standing"].gone),
        keys=frozenset(keys | {key.ed25519 for key in state.keys.values() if key.member in members or key.station in longer}),
        stations=frozenset(
            {row[2] for row in changed["member_key"].gone | changed["member_key"].new}
            | {key.station for key in state.keys.values() if key.member in members}
        )
        - {""}
        | longer,
    )


def _lengthened(standing: Difference) -> frozenset[str]:
    """Return the origins (hex) of laptops for which it turned out that another one goes on: their keys are good there."""
    before = {row[0]: row[5] for row in standing.gone}
    return frozenset(name for row in standing.new if before.get(row[0], row[5]) != row[5] for name in row[5].split("\n"))


def judge_again(connection: Connection, keys: Iterable[str]) -> None:
    """Judge the acts anew that were signed with these keys."""
    judging = Judging(connection)
    for key in sorted(keys):
        for table, right, which in RIGHT_OF:
            _judge_table(connection, judging, table, right, key, which)


def signed_day(signature: ActSignature, entry: Entry) -> date:
    """Return the day that a signature names, in its own zone; the entry's where it names none."""
    try:
        return date.fromisoformat(signature.signed[:10])
    except ValueError:
        return moment_of(entry.at).date()


def judged(
    judging: Judging, entry: Entry, content: Content, right: Right, *, competency: str | None, team: str | None, worker: str
) -> tuple[Row, bool]:
    """Return the columns schema.SIGNED of an act, and whether its signer was a trainee; None leaves competency or team open."""
    signature = content.signature
    if signature is None:
        raise UnreadableContent("an act without the signature of the member who acts")
    day, member, key = signed_day(signature, entry), signature.member, signature.key
    place = (entry.at, entry.origin, entry.seq)
    known = judging.known(place, member, key, right, competency, team, worker)
    if known is None:
        deed = Deed(right=right, day=day, competency=competency, team=team, worker_id=worker)
        act = Act(place=place, member=member, key=key, deed=deed)
        known = judging.question(act), judging.by_trainee(act)
        judging.remember(act, known)
    return (team or "", member, key, day.isoformat(), known[0]), known[1]


def _fact_row(entry: Entry) -> Row | None:
    try:
        content, _ = read_fact(entry)
        signature = content.signature
        day = (signed_day(signature, entry) if signature else moment_of(entry.at).date()).isoformat()
    except (UnreadableContent, OverflowError):
        return None
    key, sig = (signature.key, signature.sig) if signature else ("", "")
    said = (content.about, key, day, content.body.decode(), "", sig)
    return (entry.origin, entry.seq, entry.at, entry.kind, *said, entry.content_digest)


def _keep(connection: Connection, rows: list[Row]) -> bool:
    plain = driver(connection)
    before = plain.total_changes
    run(connection, _FACT, rows)
    return bool(plain.total_changes - before)


def _is_struck(connection: Connection, standing: StationStanding | None, origin: bytes) -> bool:
    """Whether entries of an origin that were taken in are no longer believed."""
    if standing is None:
        return True
    return _reaches_beyond(connection, origin, standing.cut_at, standing.cut_seq)


def _reaches_beyond(connection: Connection, origin: bytes, cut_at: int | None, cut_seq: int | None) -> bool:
    """Whether an origin has entries beyond a cut: those of a cut that is no more, or is a later one, have to be taken in."""
    if cut_at is None and cut_seq is None:
        return False
    statement = "SELECT 1 FROM entry WHERE origin = ? AND (seq > ? OR at >= ?) LIMIT 1"
    values = (origin, cut_seq if cut_seq is not None else 2**62, cut_at if cut_at is not None else 2**62)
    return driver(connection).execute(statement, values).fetchone() is not None


def _judge_table(connection: Connection, judging: Judging, table: str, right: Right, key: str, which: str) -> None:
    other, by_trainee = _BY_TRAINEE.get(table, ("0", ""))
    about = _OPEN.get(table, "competency, team")
    columns = f"rowid, at, origin, seq, signer, signed, {about}, worker, questioned, {other}, {by_trainee or 0}"
    rows = driver(connection).execute(f"SELECT {columns} FROM {table} WHERE signer_key = ? {which}", (key,)).fetchall()  # noqa: S608
    changed: list[Row] = []
    waits: list[Row] = []
    for row in rows:
        deed = Deed(right=right, day=date.fromisoformat(row[5]), competency=row[6], team=row[7], worker_id=row[8])
        act = Act(place=(row[1], row[2], row[3]), member=row[4], key=key, deed=deed)
        if (reason := judging.question(act)) != row[9]:
            changed.append((reason, row[0]))
        if by_trainee and (now := int(row[10] or judging.by_trainee(act))) != row[11]:
            waits.append((now, row[0]))
    run(connection, f"UPDATE {table} SET questioned = ? WHERE rowid = ?", changed)  # noqa: S608 - our own names
    if waits:
        run(connection, f"UPDATE {table} SET {by_trainee} = ? WHERE rowid = ?", waits)  # noqa: S608 - our own names
