"""A batch judges alike acts once: what is remembered must be what judging each act for itself would say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.domain.rights import Right
from supervisor_app.ledger.bodies import KeyRevoked, MemberEnded, StationRevoked
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.ledger.keys import MemberKeys, new_member_keys, new_station_key
from supervisor_app.ledger.standing import stamp_of
from supervisor_app.storage import projections
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.database import Connection, Database
from supervisor_app.storage.projections.authority import judged
from tests.ledger.rooted import new_root
from tests.ledger.samples import sign_off
from tests.sites import START, seeded

STRANGER = new_member_keys("bob", seeded(8))
ELSEWHERE = new_station_key(seeded(9)).origin
DAY = START.date()
HOURS = st.integers(0, 6)
WORKERS = st.sampled_from(["w1", "w2"])
DAYS = st.sampled_from([None, *((DAY + timedelta(days=days)).isoformat() for days in (-1, 0, 1))])
GRANTS = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["admin", "assessor", "trainee", "auditor"]),
        "competencies": st.sampled_from(["", "forklift", "crane"]),
        "teams": st.sampled_from(["", "Bay 4"]),
        "worker_id": WORKERS,
        "since": DAYS,
        "until": DAYS,
    },
)
LATER = st.one_of(
    st.builds(lambda changes: ("member.changed", changes), GRANTS),
    st.builds(lambda changes: ("member.changed", changes), GRANTS),
    st.just(("member.ended", MemberEnded(ended_on=DAY))),
    st.just(("key.revoked", None)),
    st.just(("station.revoked", None)),
)


@dataclass(frozen=True)
class Asked:
    """An act to be judged, as a batch meets it."""

    hour: int
    day: date
    right: Right
    competency: str
    team: str
    worker: str
    by_stranger: bool
    elsewhere: bool


RARELY = st.sampled_from([False] * 9 + [True])
ACTS = st.lists(
    st.builds(
        Asked,
        hour=HOURS,
        day=st.sampled_from([DAY + timedelta(days=days) for days in (-2, 0, 2)]),
        right=st.sampled_from([*[Right.OBSERVE] * 4, Right.ISSUE, Right.ADMINISTER]),
        competency=st.sampled_from(["forklift", "crane"]),
        team=st.sampled_from(["Bay 4", "Bay 4", "Bay 5"]),
        worker=WORKERS,
        by_stranger=RARELY,
        elsewhere=RARELY,
    ),
    min_size=6,
    max_size=24,
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("judging")
    made = Database.create(folder / "one.sqlite")
    yield made
    made.close()


def judge_all(judgings: Iterator[Judging], keys: MemberKeys, acts: list[Asked], origin: bytes) -> list[Any]:
    root = new_root(seeded(7))
    entry = root.writer.act(keys, "assessment.signed", "w1", sign_off("s1"))
    found = []
    for number, act in enumerate(acts):
        content = decode_content(entry.content or b"")
        assert content.signature is not None
        who = STRANGER if act.by_stranger else keys
        signature = replace(content.signature, member=who.member, key=who.signing_public, signed=act.day.isoformat())
        place = replace(
            entry,
            at=stamp_of(START + timedelta(hours=act.hour)),
            origin=ELSEWHERE if act.elsewhere else origin,
            seq=100 + number,
        )
        signed = msgspec.structs.replace(content, signature=signature)
        about = {"competency": act.competency, "team": act.team, "worker": act.worker}
        found.append(judged(next(judgings), place, signed, act.right, **about))
    return found


def project(connection: Connection, later: list[tuple[int, tuple[str, Any]]]) -> tuple[MemberKeys, bytes]:
    """Found a site, let its founder be granted and lose things at some hours; return their keys and their laptop."""
    root = new_root(seeded(7))
    mine, origin = root.founder, root.writer.station.origin
    bodies = {
        "key.revoked": KeyRevoked(key=mine.signing_public, since=START + timedelta(hours=4)),
        "station.revoked": StationRevoked(station=origin.hex(), since=START + timedelta(hours=5), seq=104),
    }
    entries = [
        root.writer.act(mine, kind, mine.member, bodies.get(kind, body), START + timedelta(hours=hour))
        for hour, (kind, body) in sorted(later, key=lambda one: one[0])
    ]
    projections.clear(connection)
    projections.project(connection, [*root.entries, *entries])
    return mine, origin


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(HOURS, LATER), max_size=3), ACTS)
def test_judging_with_what_is_remembered_is_judging_each_act_for_itself(
    database: Database, later: list[Any], acts: list[Asked]
) -> None:
    with database.write() as connection:
        keys, origin = project(connection, later)
        one = Judging(connection)
        remembering = judge_all(iter([one] * len(acts)), keys, acts, origin)
        afresh = judge_all((Judging(connection) for _ in acts), keys, acts, origin)
        assert remembering == afresh


def test_alike_acts_are_judged_once_and_those_that_are_about_the_signer_for_themselves(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The law above would hold, too, if nothing were ever remembered."""
    worked_out: list[tuple[str, str]] = []
    question = Judging.question

    def counted(judging: Judging, act: Any) -> str:
        worked_out.append((act.deed.worker_id, act.deed.competency))
        return question(judging, act)

    monkeypatch.setattr(Judging, "question", counted)
    act = Asked(5, DAY, Right.OBSERVE, "forklift", "Bay 4", "w1", by_stranger=False, elsewhere=False)
    crane = replace(act, competency="crane")
    acts = [act, act, replace(act, worker="w2"), crane, act, crane, replace(crane, hour=2)]
    grants = [{}, {"role": "assessor", "competencies": "forklift", "worker_id": "w2"}]
    with database.write() as connection:
        keys, origin = project(connection, [(at * 3 + 1, ("member.changed", grant)) for at, grant in enumerate(grants)])
        judging = Judging(connection)
        reasons = [row[0][4] for row in judge_all(iter([judging] * len(acts)), keys, acts, origin)]
    assert worked_out == [("w1", "forklift"), ("w2", "forklift"), ("w1", "crane"), ("w1", "crane")]
    scope = "The signer was not authorised for this competency."
    assert reasons == ["", "", "The signer is the person it is about.", scope, "", scope, ""]
