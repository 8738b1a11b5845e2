"""Who claims one id: where several entries carry a record under it, one stands in the record's tables; none of them is lost.

Ids are drawn by lot, so hardly ever is there more than one, and then nothing is written here. Where there is, all are noted, and
the one that stands is worked out from all of them: one whose signer might sign goes before one whose signer might not, the
earliest before later ones. If another one with other contents counts as well, neither does: that is for people to settle.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from supervisor_app.domain.contest import RIVAL, rival_words
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.rights import Deed, Right
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.ledger.standing import Act, Place
from supervisor_app.storage import attachment_schema, certificate_schema, claim_schema, ledger_store, schema
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.certificate_schema import SIGNED
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.projections.batch import STAMP, Batch, keep_any
from supervisor_app.storage.projections.collecting import collect

Claimed: TypeAlias = dict[str, set[str]]
"""Ids that more than one entry came under, by the table of their records."""

_MOST_NAME = 120
"""Letters of a signer's name that stand in a sentence."""
_CLAIM = keep_any(claim_schema.claim)
_FIRST = "SELECT at, origin, seq FROM claim WHERE realm = ? AND id = ?{counts} ORDER BY at, origin, seq LIMIT 1"
_FIRST_THAT_COUNTS, _FIRST_OF_ALL = _FIRST.format(counts=" AND questioned = ''"), _FIRST.format(counts="")
_SOME = "SELECT 1 FROM claim WHERE realm = ? AND id = ? LIMIT 2"
_STANDS_NO_MORE = "UPDATE claim SET stands = 0 WHERE realm = ? AND id = ? AND stands = 1"
_STANDS = "UPDATE claim SET stands = 1 WHERE realm = ? AND id = ? AND at = ? AND origin = ? AND seq = ?"
_STANDING = "SELECT realm, id, content FROM claim WHERE stands = 1 AND questioned = ''"
_RIVAL = "SELECT said FROM claim WHERE realm = ? AND id = ? AND questioned = '' AND content <> ? ORDER BY at, origin, seq LIMIT 1"
_SIGNED_WITH = (
    "SELECT rowid, realm, id, at, origin, seq, signer, signed, competency, team, worker, questioned FROM claim "
    "WHERE signer_key = ?"
)


@dataclass(frozen=True, slots=True)
class _Realm:
    """Records that go by an id: the right that signing one takes, where their rows name their entry, and what goes with them.

    `names` are the columns of the table, `beside` the tables that say more of a record, each with the column of its id.
    """

    right: Right
    names: tuple[str, ...]
    beside: tuple[tuple[str, str], ...] = ()

    def place(self, row: Sequence[Any]) -> Place:
        """Return which entry a row is of."""
        at, origin, seq = (row[self.names.index(name)] for name in STAMP)
        return at, origin, seq


def _names(table: Any) -> tuple[str, ...]:  # noqa: ANN401 - a table of SQLAlchemy, whose columns have no better type
    return tuple(column.name for column in table.columns)


_OF_A_CERTIFICATE = (
    ("certified", "certificate"),
    ("stands_on", "certificate"),
    ("to_print", "certificate"),
    ("certificate_hold", "certificate"),
)
_REALMS: Mapping[str, _Realm] = {
    "sign_off": _Realm(Right.OBSERVE, _names(schema.sign_off)),
    "certificate": _Realm(Right.ISSUE, _names(certificate_schema.certificate), _OF_A_CERTIFICATE),
    "declared": _Realm(Right.CERTIFICATES, _names(certificate_schema.declared)),
    "handed_out": _Realm(Right.ISSUE, _names(certificate_schema.handed_out)),
    "attached": _Realm(Right.OBSERVE, _names(attachment_schema.attached)),
}


def note(connection: Connection, ledger: Connection, judging: Judging, met: Mapping[str, Sequence[Row]]) -> Claimed:
    """Note all that came under ids which some rows met in their tables; return the ids that more than one entry claims.

    `ledger` is where the entries lie. A row that met itself, as where an entry is projected again, is no other claim.
    """
    claimed: Claimed = {}
    for name, rows in met.items():
        places: defaultdict[str, set[Place]] = defaultdict(set)
        for row in rows:
            places[row[0]].add(_REALMS[name].place(row))
        here = f"SELECT id, at, origin, seq FROM {name} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own names
        for identity, *place in driver(connection).execute(here, (json.dumps(list(places)),)):
            places[identity].add((place[0], place[1], place[2]))
        contested = {identity: found for identity, found in places.items() if len(found) > 1}
        entries = (ledger_store.entry_at(ledger, *place[1:]) for found in contested.values() for place in sorted(found))
        run(connection, _CLAIM, [row for entry in entries if entry is not None for row in _claims(judging, name, entry)])
        if contested:
            claimed[name] = set(contested)
    return claimed


def forget(connection: Connection, batch: Batch) -> Claimed:
    """Forget the claims that a batch of entries made; return their ids, under which others stand now."""
    claimed: Claimed = {}
    for name, rows in batch.records():
        known = "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM claim WHERE realm = ? AND id = value)"
        ids = {row[0] for row in driver(connection).execute(known, (json.dumps([row[0] for row in rows]), name))}
        gone = [(name, row[0], *_REALMS[name].place(row)) for row in rows if row[0] in ids]
        run(connection, "DELETE FROM claim WHERE realm = ? AND id = ? AND at = ? AND origin = ? AND seq = ?", gone)
        if ids:
            claimed[name] = ids
    return claimed


def judge_again(connection: Connection, keys: Iterable[str]) -> Claimed:
    """Judge the claims anew that were signed with some keys; return the ids of those that count now, or count no more."""
    judging, claimed = Judging(connection), defaultdict[str, set[str]](set)
    changed: list[Row] = []
    for key in sorted(keys):
        for row in driver(connection).execute(_SIGNED_WITH, (key,)).fetchall():
            if (reason := _question(judging, key, row)) != row[-1]:
                changed.append((reason, row[0]))
                claimed[row[1]].add(row[2])
    run(connection, "UPDATE claim SET questioned = ? WHERE rowid = ?", changed)
    return dict(claimed)


def stand(connection: Connection, claimed: Claimed) -> list[Place]:
    """Take what stands under some ids out of its tables, and return which entries are to stand there, to be projected.

    Where only one claim is left there is nothing to note any more.
    """
    standing: list[Place] = []
    for name, ids in claimed.items():
        for table, column in ((name, "id"), *_REALMS[name].beside):
            run(connection, f"DELETE FROM {table} WHERE {column} = ?", [(one,) for one in sorted(ids)])  # noqa: S608
        standing += [place for one in sorted(ids) if (place := _choose(connection, name, one))]
    return standing


def question(connection: Connection, claimed: Claimed | None = None) -> None:
    """Question what stands, though its signer might sign, beside another record that counts as well: of some ids, or of all."""
    plain = driver(connection)
    if claimed is None:
        rows = plain.execute(_STANDING).fetchall()
    else:
        asked = [(name, identity) for name, ids in claimed.items() for identity in sorted(ids)]
        rows = [row for one in asked for row in plain.execute(f"{_STANDING} AND realm = ? AND id = ?", one).fetchall()]
    for name, identity, content in rows:
        rival = plain.execute(_RIVAL, (name, identity, content)).fetchone()
        if rival is not None:
            update = f"UPDATE {name} SET questioned = ? WHERE id = ? AND questioned = ''"  # noqa: S608 - our own names
            run(connection, update, [(rival_words(rival[0]), identity)])


def lift(connection: Connection) -> None:
    """Take back what `question` said of sign-offs, before it is looked at whether their checklists count: that is said first."""
    run(connection, f"UPDATE sign_off SET questioned = '' WHERE questioned <> '' AND questioned LIKE '{RIVAL[0]}%'", [()])  # noqa: S608


def _claims(judging: Judging, realm: str, entry: Entry) -> list[Row]:
    """Return the claim that an entry makes, as a row; none where it says nothing."""
    batch = Batch(judging)
    collect(batch, entry)
    rows = [row for name, found in batch.records() if name == realm for row in found]
    return [_claim(realm, entry, dict(zip(_REALMS[realm].names, row, strict=True))) for row in rows]


def _claim(realm: str, entry: Entry, facts: Mapping[str, Any]) -> Row:
    content = entry.content or b""
    signature = decode_content(content).signature
    said = f"{signature.name[:_MOST_NAME] if signature else ''} on {day_in_words(date.fromisoformat(facts['signed']))}"
    about = (hashlib.sha256(content).hexdigest(), entry.kind, facts["worker"], facts.get("competency", ""), said)
    return (realm, facts["id"], *about, *(facts[name] for name in SIGNED), 0, entry.at, entry.origin, entry.seq)


def _choose(connection: Connection, realm: str, identity: str) -> Place | None:
    """Return which claim stands under an id, and note it; None where there is none any more."""
    plain, asked = driver(connection), (realm, identity)
    first = plain.execute(_FIRST_THAT_COUNTS, asked).fetchone() or plain.execute(_FIRST_OF_ALL, asked).fetchone()
    if len(plain.execute(_SOME, asked).fetchall()) < 2:
        run(connection, "DELETE FROM claim WHERE realm = ? AND id = ?", [asked])
    elif first is not None:
        run(connection, _STANDS_NO_MORE, [asked])
        run(connection, _STANDS, [(*asked, *first)])
    return (first[0], first[1], first[2]) if first else None


def _question(judging: Judging, key: str, row: Row) -> str:
    """Return why a claim does not count, "" where it does; what is handed out, and some paper, is about no single competency."""
    _, realm, _, at, origin, seq, member, day, competency, team, worker, _ = row
    open_to = (None, team if worker else None) if realm == "handed_out" else (competency, team)
    open_to = (None, team) if realm == "declared" and not competency else open_to
    deed = Deed(right=_REALMS[realm].right, day=date.fromisoformat(day), competency=open_to[0], team=open_to[1], worker_id=worker)
    return judging.question(Act(place=(at, origin, seq), member=member, key=key, deed=deed))
