"""What the authority facts come to, in small tables: written by their differences, read back as the records that judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Table

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role
from supervisor_app.domain.rights import Deed, Grant, Right
from supervisor_app.ledger.authority_facts import Fact
from supervisor_app.ledger.authority_state import Authority
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.envelope import read_as
from supervisor_app.ledger.stand_ins import Header, headers_of
from supervisor_app.ledger.standing import (
    Act,
    Granted,
    KeyStanding,
    Place,
    StationStanding,
    grant_at,
    question,
    question_people,
    question_said,
)
from supervisor_app.storage import authority_schema
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import Row, driver, run
from supervisor_app.storage.forged import REASON as FORGED
from supervisor_app.storage.forged import ForgedActs
from supervisor_app.storage.site_queries import WITHDRAWN

_STANDING = "SELECT origin, cut_at, cut_seq, cut_since, lost, before, listed FROM standing WHERE origin = ?"
_JOINED = "SELECT body FROM authority WHERE origin = ? AND seq = 1 AND kind = 'station.joined'"
_KEY = "SELECT member, station, ed25519, x25519, at, origin, seq, revoked_at FROM member_key WHERE ed25519 = ?"
_KEYS_OF = _KEY.replace("ed25519 = ?", "member = ?") + " ORDER BY at, origin, seq"
_KEYS_ON = _KEY.replace("ed25519 = ?", "station = ?") + " ORDER BY at, origin, seq"
_GRANTED = (
    f"SELECT at, origin, seq, {', '.join((*authority_schema.GRANT_TEXTS, *authority_schema.GRANT_DAYS))} FROM granted "  # noqa: S608 - our own names
    "WHERE member = ? ORDER BY at, origin, seq"
)


_Asked: TypeAlias = tuple[bytes, str, str, Right, str | None, str | None]
"""What an answer depends on where time does not matter: origin, member, key, right, competency, team."""
Judged: TypeAlias = tuple[str, bool]
"""Why an act does not count ("" where it does), and whether a trainee signed it."""


class Judging:
    """Judges acts by the tables as they are; every row is read once, so make a new one when they have changed."""

    def __init__(self, connection: Connection) -> None:
        self._plain = driver(connection)
        self._stations: dict[bytes, StationStanding | None] = {}
        self._keys: dict[str, KeyStanding | None] = {}
        self._keys_of: dict[str, list[KeyStanding]] = {}
        self._granted: dict[str, list[Granted]] = {}
        self._listed: dict[bytes, frozenset[Header]] = {}
        self._timeless: dict[_Asked, tuple[Place, str, Judged]] = {}
        self._forged = ForgedActs(connection)
        self._anyone: dict[tuple[Place, Right], bool] = {}
        self._people: dict[bytes, tuple[list[KeyStanding], Place | None, str]] = {}

    def station(self, origin: bytes) -> StationStanding | None:
        """Return the standing of an origin, None where it was not approved."""
        if origin not in self._stations:
            row = self._plain.execute(_STANDING, (origin,)).fetchone()
            self._stations[origin] = _station(row) if row else None
        return self._stations[origin]

    def lists(self, origin: bytes, header: Header) -> bool:
        """Whether an origin that stands in for a branch proves an entry to be of it."""
        if origin not in self._listed:
            row = self._plain.execute(_JOINED, (origin,)).fetchone()
            proof = read_as(StationJoined, row[0].encode()).branch if row else None
            self._listed[origin] = frozenset(headers_of(proof)) if proof is not None else frozenset()
        return header in self._listed[origin]

    def key(self, ed25519: str) -> KeyStanding | None:
        """Return a member's key, None for one that nobody was given."""
        if ed25519 not in self._keys:
            row = self._plain.execute(_KEY, (ed25519,)).fetchone()
            self._keys[ed25519] = _key(row) if row else None
        return self._keys[ed25519]

    def granted(self, member: str) -> list[Granted]:
        """Return what a member was granted, in order."""
        if member not in self._granted:
            self._granted[member] = [_grant(row) for row in self._plain.execute(_GRANTED, (member,))]
        return self._granted[member]

    def keys_of(self, member: str) -> list[KeyStanding]:
        """Return the keys that a member was given, on any laptop."""
        if member not in self._keys_of:
            self._keys_of[member] = [_key(row) for row in self._plain.execute(_KEYS_OF, (member,))]
        return self._keys_of[member]

    def question_people(self, place: Place) -> str:
        """Return why what a laptop says about people does not count, "" where it does."""
        origin = place[1]
        if origin not in self._people:
            self._people[origin] = self._who_records(origin)
        keys, since, answer = self._people[origin]
        return answer if since is not None and place > since else question_people(place, keys, self.granted)

    def _who_records(self, origin: bytes) -> tuple[list[KeyStanding], Place | None, str]:
        """Return the keys on a laptop, and what is answered after a place where neither a clock nor a day matters any more."""
        keys = self._keys_on(origin)
        granted = [one for key in keys for one in self.granted(key.member)]
        if any(key.revoked_at is not None for key in keys) or any(one.grant.has_days for one in granted):
            return keys, None, ""
        since = max([key.place for key in keys] + [one.place for one in granted], default=(-1, b"", 0))
        return keys, since, question_people((since[0] + 1, origin, 0), keys, self.granted)

    def anyone_may(self, place: Place, right: Right) -> bool:
        """Whether something counts that a laptop says without a name, as somebody has a key there who may do it."""
        if (place, right) not in self._anyone:
            members = {key.member for key in self._keys_on(place[1])}
            deed = Deed(right=right, day=moment_of(place[0]).date())
            acts = (Act(place=place, member=member, key="", deed=deed) for member in sorted(members))
            self._anyone[place, right] = any(not self.question_said(act) for act in acts)
        return self._anyone[place, right]

    def _keys_on(self, origin: bytes) -> list[KeyStanding]:
        """Return the keys that members were given on a laptop, under whatever origin it wrote then."""
        station = self.station(origin)
        names = (origin.hex(), *(station.before if station else ()))
        return [_key(row) for name in names for row in self._plain.execute(_KEYS_ON, (name,))]

    def question_said(self, act: Act) -> str:
        """Return why what a member said without signing it does not count, "" where it does."""
        return question_said(act, self.station(act.place[1]), self.keys_of(act.member), self.granted(act.member))

    def question(self, act: Act) -> str:
        """Return why an act does not count, "" where it does."""
        if act.place[1:] in self._forged:
            return FORGED
        return question(act, self.station(act.place[1]), self.key(act.key), self.granted(act.member))

    def by_trainee(self, act: Act) -> bool:
        """Whether its signer was a trainee when it was written; who names somebody whose key it is not says nothing of them."""
        key = self.key(act.key)
        if key is None or key.member != act.member:
            return False
        grant = grant_at(self.granted(act.member), act.place)
        return grant is not None and grant.role is Role.TRAINEE

    def known(
        self, place: Place, member: str, key: str, right: Right, competency: str | None, team: str | None, worker: str
    ) -> Judged | None:
        """Return what was answered before where time does not matter; None where it has to be worked out."""
        found = self._timeless.get((place[1], member, key, right, competency, team))
        if found is None or place <= found[0] or place[1:] in self._forged or (worker and worker == found[1]):
            return None
        return found[2]

    def remember(self, act: Act, judged: Judged) -> None:
        """Keep an answer for acts like this one, if nothing of what is known has a day or a clock in it.

        Then only the place of the newest grant counts, and whether the signer is the worker.
        """
        station, key, granted, deed = self.station(act.place[1]), self.key(act.key), self.granted(act.member), act.deed
        if (
            act.place[1:] in self._forged
            or station is None
            or station.has_end
            or key is None
            or key.revoked_at is not None
            or not granted
        ):
            return
        newest = granted[-1]
        if newest.grant.has_days or act.place <= newest.place or deed.worker_id == newest.grant.worker_id:
            return
        asked = (act.place[1], act.member, act.key, deed.right, deed.competency, deed.team)
        self._timeless[asked] = (newest.place, newest.grant.worker_id, judged)


def load_facts(connection: Connection) -> list[Fact]:
    """Return all facts; a newcomer's own request is among them."""
    rows = driver(connection).execute("SELECT at, origin, seq, kind, subject, key, day, body, digest, sig FROM authority")
    return [
        Fact((at, origin, seq), kind, subject, key, date.fromisoformat(day), read_body(kind, body.encode()), digest, sig)
        for at, origin, seq, kind, subject, key, day, body, digest, sig in rows
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """The rows of a table that went and those that came."""

    gone: frozenset[Row]
    new: frozenset[Row]


def write_tables(connection: Connection, state: Authority) -> dict[str, Difference]:
    """Write what the facts come to; return what differs from before, by the table's name."""
    return {table.name: _replace(connection, table, rows) for table, rows in _tables(state)}


def write_refused(connection: Connection, refused: Mapping[tuple[bytes, int], str]) -> None:
    """Note beside each fact why it does not count."""
    plain = driver(connection)
    known = plain.execute("SELECT refused, origin, seq FROM authority").fetchall()
    changed = [(now, origin, seq) for before, origin, seq in known if (now := refused.get((origin, seq), "")) != before]
    run(connection, "UPDATE authority SET refused = ? WHERE origin = ? AND seq = ?", changed)


def _tables(state: Authority) -> Iterable[tuple[Table, set[Row]]]:
    stations = {
        (one.origin, one.cut_at, one.cut_seq, _text(one.cut_since), int(one.lost), "\n".join(one.before), int(one.listed))
        for one in state.stations.values()
    }
    yield authority_schema.standing, stations
    granted = {(member, *one.place, *_grant_row(one)) for member, all_of_it in state.members.items() for one in all_of_it}
    yield authority_schema.granted, granted
    yield authority_schema.member, {(member, *_grant_row(all_of_it[-1])) for member, all_of_it in state.members.items()}
    keys = {(one.ed25519, one.member, one.station, one.x25519, one.revoked_at, *one.place) for one in state.keys.values()}
    yield authority_schema.member_key, keys
    used = {key: origin.hex() for key, origin in state.used.items()} | dict.fromkeys(state.withdrawn, WITHDRAWN)
    invitations = {(one.key, one.member, one.until.isoformat(), used.get(one.key, "")) for one in state.invitations.values()}
    yield authority_schema.invitation, invitations
    issuers = {one.did: (one.did, one.ed25519, one.key_id, one.before, *one.place) for one in reversed(state.issuers)}
    yield authority_schema.issuer_key, set(issuers.values())
    decided = state.settled.items()
    yield authority_schema.settled, {(who, number, at.hex(), keep.hex(), *place) for (who, number, at), (keep, place) in decided}


def _replace(connection: Connection, table: Table, rows: set[Row]) -> Difference:
    """Make a table hold exactly these rows; return what differed."""
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    places = [names.index(key) for key in keys]
    before = set(driver(connection).execute(f"SELECT {', '.join(names)} FROM {table.name}"))  # noqa: S608 - our own names
    gone, new = frozenset(before - rows), frozenset(rows - before)
    where = " AND ".join(f"{key} = ?" for key in keys)
    run(connection, f"DELETE FROM {table.name} WHERE {where}", [tuple(row[at] for at in places) for row in gone])  # noqa: S608
    run(connection, f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", list(new))  # noqa: S608
    return Difference(gone, new)


def _grant_row(one: Granted) -> Row:
    grant = one.grant
    texts = (one.name, one.title, grant.role.value, "\n".join(grant.competencies), "\n".join(grant.teams), grant.worker_id)
    return (*texts, _text(grant.since), _text(grant.until), _text(grant.ended_on))


def _text(day: date | datetime | None) -> str | None:
    return day.isoformat() if day else None


def _station(row: Sequence[Any]) -> StationStanding:
    since = datetime.fromisoformat(row[3]) if row[3] else None
    before = tuple(row[5].split("\n")) if row[5] else ()
    lost, listed = bool(row[4]), bool(row[6])
    return StationStanding(origin=row[0], cut_at=row[1], cut_seq=row[2], cut_since=since, lost=lost, before=before, listed=listed)


def _key(row: Sequence[Any]) -> KeyStanding:
    place = (row[4], row[5], row[6])
    return KeyStanding(member=row[0], station=row[1], ed25519=row[2], x25519=row[3], place=place, revoked_at=row[7])


def _grant(row: Sequence[Any]) -> Granted:
    name, title, role, competencies, teams, worker, *days = row[3:]
    since, until, ended = (date.fromisoformat(day) if day else None for day in days)
    grant = Grant(
        role=Role(role),
        competencies=tuple(competencies.split("\n")) if competencies else (),
        teams=tuple(teams.split("\n")) if teams else (),
        since=since,
        until=until,
        ended_on=ended,
        worker_id=worker,
    )
    return Granted((row[0], row[1], row[2]), name, title, grant)
