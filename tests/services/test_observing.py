"""Observing on a real site: every tap is on the disk, a kill loses nothing that was answered, nobody assesses themself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from supervisor_app.domain.decision import Outcome
from supervisor_app.domain.observation import Context, Draft, MissReason, Observation, Result
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError, UserError
from supervisor_app.services import observing
from supervisor_app.services.catalogue import get_checklist
from supervisor_app.services.people import mark_left
from supervisor_app.services.signing import sign
from supervisor_app.services.site import Site, open_site
from tests.services.founded import PIN, Founded, as_role, choice, found, later, signed

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def begun(at: Founded, **context: str) -> Draft:
    return observing.start(at.site, at.hannah, at.ana.id, at.digests["forklift"], Context(**context))  # type: ignore[arg-type]


def met(step: str) -> Observation:
    return Observation(step=step, result=Result.MET)


def reopened(at: Founded) -> Site:
    """The same folder read by a second, independent opening: what is on the disk."""
    return open_site(at.site.folder, clock=at.time, randomness=lambda count: bytes(count))


def on_disk(at: Founded, draft_id: str) -> Draft:
    site = reopened(at)
    try:
        return observing.load(site, draft_id)
    finally:
        site.close()


def test_a_tap_is_on_the_disk_when_it_returns(at: Founded) -> None:
    draft = begun(at, machine="FT-07")
    assert on_disk(at, draft.id) == draft
    values = {"heel": (Decimal("150.0"), Decimal("151.50"))}
    draft = observing.record(at.site, draft.id, Observation(step="s02", result=Result.MET, values=values, note="two readings"))
    assert on_disk(at, draft.id) == draft
    assert draft.observation("s02").values == values
    assert (draft.observation("s02").order, draft.observation("s02").at) == (1, draft.saved)
    draft = observing.clear(at.site, draft.id, "s02")
    assert on_disk(at, draft.id) == draft
    assert draft.observations == ()


def test_undo_takes_back_one_answer_after_another_and_leaves_the_clock(at: Founded) -> None:
    draft = begun(at)
    observing.record(at.site, draft.id, met("s01"))
    observing.record(at.site, draft.id, met("s02"))
    observing.record(at.site, draft.id, Observation(step="s01", result=Result.NOT_MET))
    paused = observing.pause(at.site, draft.id)
    undone = observing.undo(at.site, draft.id)
    assert [(one.step, one.result) for one in undone.observations] == [("s01", Result.MET), ("s02", Result.MET)]
    assert undone.runs == paused.runs
    assert [one.step for one in observing.undo(at.site, draft.id).observations] == ["s01"]
    assert observing.undo(at.site, draft.id).observations == ()
    assert observing.undo(at.site, draft.id).observations == ()
    assert on_disk(at, draft.id).observations == ()


def test_pause_resume_and_the_time_observed(at: Founded) -> None:
    draft = begun(at)
    later(at, minutes=5)
    draft = observing.pause(at.site, draft.id)
    later(at, minutes=50)
    draft = observing.resume(at.site, draft.id)
    later(at, minutes=2)
    spent = observing.elapsed(observing.load(at.site, draft.id), at.time())
    assert timedelta(minutes=7) <= spent < timedelta(minutes=7, seconds=1)
    assert len(draft.runs) == 2


def test_after_a_safety_stop_nothing_can_be_answered(at: Founded) -> None:
    draft = begun(at)
    observing.go_to(at.site, draft.id, "s03")
    draft = observing.safety_stop(at.site, draft.id, "walked under the load")
    assert draft.safety_stop is not None
    assert (draft.safety_stop.step, draft.safety_stop.text) == ("s03", "walked under the load")
    for tap in (lambda: observing.record(at.site, draft.id, met("s01")), lambda: observing.undo(at.site, draft.id)):
        with pytest.raises(NotAllowed, match="stopped for safety"):
            tap()
    assert observing.resume(at.site, draft.id) == draft


def test_nobody_can_assess_themself(at: Founded) -> None:
    with pytest.raises(NotAllowed) as caught:
        observing.start(at.site, at.marco, at.yusef.id, at.digests["forklift"], Context())
    assert str(caught.value) == "You cannot assess yourself. Ask an admin, an assessor or a trainee assessor to sign in."
    assert observing.drafts(at.site) == ()


def test_readers_do_not_assess_and_who_has_left_is_not_assessed(at: Founded) -> None:
    with pytest.raises(NotAllowed):
        observing.start(at.site, as_role(at, Role.AUDITOR), at.ana.id, at.digests["forklift"], Context())
    mark_left(at.site, at.hannah, at.ana.id, at.time().date())
    with pytest.raises(NotAllowed, match="has left"):
        begun(at)


def test_what_is_not_here_is_said_in_words(at: Founded) -> None:
    with pytest.raises(UserError, match="not on this laptop"):
        observing.start(at.site, at.hannah, "0" * 32, at.digests["forklift"], Context())
    with pytest.raises(UserError, match="not on this laptop"):
        observing.start(at.site, at.hannah, at.ana.id, "0" * 64, Context())
    with pytest.raises(UserError, match="not here any more"):
        observing.record(at.site, "0" * 32, met("s01"))


@pytest.mark.parametrize("words", ["a\x07b", "x" * 5000, "abc\u202edef", "a\u2028b", "a\x1cb"])
def test_words_that_cannot_be_kept_are_refused_with_a_reason(at: Founded, words: str) -> None:
    draft = begun(at)
    for tap in (
        lambda: observing.record(at.site, draft.id, replace(met("s01"), note=words)),
        lambda: observing.record(at.site, draft.id, replace(met("s01"), reason_text=words)),
        lambda: observing.worker_comment(at.site, draft.id, words),
        lambda: observing.safety_stop(at.site, draft.id, words),
        lambda: begun(at, machine=words),
    ):
        with pytest.raises(InputError):
            tap()
    assert on_disk(at, draft.id) == draft


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("1E+9999"), Decimal("Infinity")])
def test_numbers_that_are_none_are_refused(at: Founded, value: Decimal) -> None:
    draft = begun(at)
    with pytest.raises(InputError):
        observing.record(at.site, draft.id, replace(met("s02"), values={"heel": (value,)}))


def test_a_comment_is_kept_with_its_lines(at: Founded) -> None:
    draft = begun(at)
    draft = observing.worker_comment(at.site, draft.id, "first line\nمتفق")
    assert draft.worker_comment == "first line\nمتفق"


def test_several_drafts_can_be_open_and_are_listed_with_their_marks(at: Founded) -> None:
    first, second = begun(at), begun(at)
    observing.record(at.site, first.id, met("s02"))
    lines = observing.drafts(at.site)
    assert [line.id for line in lines] == [first.id, second.id]
    assert lines[0].answers == (Result.NOT_SEEN, Result.MET, Result.NOT_SEEN)
    assert (lines[0].worker, lines[0].title, lines[0].progress) == (at.ana.name, "Counterbalance forklift", "1 of 3 answered")
    assert not lines[0].recovered


def test_only_its_assessor_or_an_admin_discards_a_draft(at: Founded) -> None:
    draft = begun(at)
    with pytest.raises(NotAllowed, match="somebody else"):
        observing.discard(at.site, at.marco, draft.id)
    observing.discard(at.site, at.hannah, draft.id)
    assert observing.drafts(at.site) == ()


# Troubles of the disk


def test_a_disk_that_cannot_be_written_is_said_before_the_start(at: Founded) -> None:
    with at.site.database.write() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StorageError, match="may be read but not written"):
        begun(at)
    site = reopened(at)
    assert observing.drafts(site) == ()
    site.close()


def test_a_tap_that_could_not_be_stored_raises_and_the_draft_is_as_before(at: Founded) -> None:
    draft = observing.record(at.site, begun(at).id, met("s01"))
    with at.site.database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    kept = draft

    def tap_on_and_on() -> None:
        nonlocal kept
        for number in range(2000):
            kept = observing.record(at.site, draft.id, replace(met("s02"), note=f"{number} " + "n" * 3900))

    with pytest.raises(StorageError, match="disk of this laptop is full"):
        tap_on_and_on()
    assert on_disk(at, draft.id) == kept


# The program dies


def test_a_draft_whose_clock_ran_is_paused_where_it_was_saved_and_says_so(at: Founded) -> None:
    draft = begun(at)
    for step in ("s01", "s02"):
        later(at, minutes=3)
        draft = observing.record(at.site, draft.id, met(step))
    later(at, days=3)
    lines = observing.recover(at.site)
    assert [line.id for line in lines] == [draft.id]
    assert (
        lines[0].recovered_words == "This laptop switched off on Monday at 07:06. Both answers were kept. Check them and go on."
    )
    recovered = observing.load(at.site, draft.id)
    assert observing.elapsed(recovered, at.time()) < timedelta(minutes=7)
    assert recovered.observations == draft.observations
    assert observing.recover(at.site) == observing.drafts(at.site)  # still to be looked at
    observing.resume(at.site, draft.id)
    assert not observing.drafts(at.site)[0].recovered


def test_a_draft_that_was_paused_is_not_called_recovered(at: Founded) -> None:
    draft = observing.pause(at.site, begun(at).id)
    assert observing.recover(at.site) == ()
    assert observing.load(at.site, draft.id) == draft


TAPPING = """
import sys, os
from datetime import datetime, timezone
from pathlib import Path
from supervisor_app.domain.observation import Observation, Result
from supervisor_app.services import observing
from supervisor_app.services.site import open_site
site = open_site(Path(sys.argv[1]), clock=lambda: datetime.now(timezone.utc), randomness=os.urandom)
for number in range(100000):
    observing.record(site, sys.argv[2], Observation(step=f"s{number % 3 + 1:02d}", result=Result.MET, note=str(number)))
    print(number, flush=True)
"""


@pytest.mark.parametrize("taps", [1, 7, 40])
def test_a_killed_program_loses_no_answer_that_was_shown_as_saved(at: Founded, taps: int) -> None:
    draft = begun(at)
    at.site.close()
    command = [sys.executable, "-c", TAPPING, str(at.site.folder), draft.id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT) as program:
        assert program.stdout is not None
        said = [int(program.stdout.readline()) for _ in range(taps)]
        program.kill()
        said += [int(line) for line in program.stdout.read().splitlines()]
    site = reopened(at)
    try:
        notes = [int(one.note) for one in observing.load(site, draft.id).observations]
        assert max(notes) >= said[-1]
        assert len(observing.recover(site)) == 1
    finally:
        site.close()


# Last time


def test_last_time_comes_from_the_sign_off_before(at: Founded) -> None:
    checklist = get_checklist(at.site, at.digests["forklift"])
    assert observing.last_time(at.site, at.ana.id, checklist, "s01") == ""
    signed(at, at.ana)
    assert observing.last_time(at.site, at.ana.id, checklist, "s01") == "Last time, 23 Nov 2026: met"
    draft = begun(at)
    prompted = replace(met("s01"), reason=MissReason.PROMPTED)
    heel = replace(met("s02"), values={"heel": (Decimal(220),)})
    left_out = Observation(step="s03", result=Result.NOT_APPLICABLE, reason_text="no load here")
    for observation in (prompted, heel, left_out):
        observing.record(at.site, draft.id, observation)
    later(at, days=1)
    decision = observing.load(at.site, draft.id)
    assert decision.observation("s01").reason is MissReason.PROMPTED
    sign(at.site, at.hannah, draft.id, choice(at, Outcome.NOT_YET), PIN)
    said = [observing.last_time(at.site, at.ana.id, checklist, step) for step in ("s01", "s02", "s03")]
    assert said == [
        "Last time, 24 Nov 2026: met after a prompt",
        "Last time, 24 Nov 2026: not met: fork heel 220 mm is above 200 mm",
        "Last time, 24 Nov 2026: left out: no load here",
    ]
