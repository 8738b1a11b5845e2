"""What a newcomer sealed for a lost laptop's mailbox: said truly, and sealed anew by the newcomer, so that it can be let in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from supervisor_app.services.join_requests import JoinState, join_state, pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.lost_laptop import report_lost
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.syncing import choose_shared, sync_now
from tests.services.open_door import close_door
from tests.services.sync_sites import PATIENCE, Clock, add_people, approve_as, closing, empty, found, heads, second_laptop


def test_a_newcomer_seals_anew_what_only_a_lost_laptop_could_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close_door(monkeypatch)
    time, shared = Clock(), tmp_path / "site.db"
    a = found(tmp_path / "a", clock=time)
    choose_shared(a, shared, True, patience=PATIENCE)
    hannah = sign_in(a, list_members(a)[0].id, "1234")
    b = second_laptop(tmp_path / "b", shared, time, "1234")
    c = empty(tmp_path / "c", seed=4, clock=time)
    with closing(a, b, c):
        sync_now(b, patience=PATIENCE)
        sync_now(a, patience=PATIENCE)
        approve_as(a, hannah, "1234")
        for site in (a, b, a):
            sync_now(site, patience=PATIENCE)
        stolen_at = time()
        time.now += timedelta(hours=1)
        thief = sign_in(b, hannah.member_id, "1234")
        report_lost(b, thief, "1234", a.station.origin.hex(), time())  # a new key, for b alone
        sync_now(b, patience=PATIENCE)
        choose_shared(c, shared, False, patience=PATIENCE)
        ask_to_join(c, "Hannah Weber", "Bay 9 laptop", "1234")
        sync_now(c, patience=PATIENCE)  # sealed for the mailbox of that key
        report_lost(a, hannah, "1234", b.station.origin.hex(), stolen_at)
        add_people(a, 1)
        report = sync_now(a, patience=PATIENCE)
        assert pending(a) == ()
        assert "of a laptop that is to be let in" in report.sentence
        assert "once that laptop has synced again" in report.sentence
        sync_now(c, patience=PATIENCE)
        report = sync_now(a, patience=PATIENCE)
        assert report.clean, report.sentence
        (asking,) = pending(a)
        approve_station(a, hannah, "1234", asking.station, hannah.member_id)
        for site in (a, c, a, c):
            sync_now(site, patience=PATIENCE)
        assert join_state(c) is JoinState.JOINED
        assert heads(c)[c.station.origin] == heads(a)[c.station.origin]
