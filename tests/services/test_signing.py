"""Signing off: what is signed, by whom, what is refused, and that nothing is left half done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.decision import Judgement, Outcome, WorkerSignature
from supervisor_app.domain.observation import Result
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.services.checking import check
from supervisor_app.services.observing import drafts, record
from supervisor_app.services.signing import AMEND_MEANING, amend, check_pin, get_sign_off, preview, sign
from supervisor_app.storage import ledger_store, sign_off_queries
from tests.services.founded import PIN, SECOND_PIN, Founded, choice, found, later, observe, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def entries(at: Founded) -> int:
    with at.site.database.read() as connection:
        return ledger_store.count_entries(connection)


def test_a_sign_off_carries_the_assessors_own_signature_over_what_was_seen(at: Founded) -> None:
    result = signed(at, at.ana)
    with at.site.database.read() as connection:
        entry = ledger_store.entries_about(connection, at.ana.id)[0]
        stored = sign_off_queries.get_sign_off(connection, result.sign_off.id)
    assert entry.kind == "assessment.signed"
    assert entry.hash == result.entry_hash
    assert act_problem(entry.kind, entry.content or b"") == ""
    assert stored is not None
    assert (stored.signature.name, stored.signature.meaning) == ("Hannah Weber", "I observed this and I judge it competent.")
    assert stored.sign_off == result.sign_off
    assert check(at.site).sound


def test_a_draft_that_was_signed_on_a_copy_of_the_laptop_is_not_signed_again(at: Founded) -> None:
    """The record came with a sync; the draft is still here, and would be a second record under the number of the first."""
    draft_id = observe(at, at.ana)
    with at.site.database.read() as connection:
        (draft,) = connection.exec_driver_sql("SELECT body FROM draft WHERE id = ?", (draft_id,)).one()
    sign(at.site, at.hannah, draft_id, choice(at), PIN)
    with at.site.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO draft (id, saved, body) VALUES (?, '', ?)", (draft_id, draft))
    before = entries(at)
    with pytest.raises(NotAllowed, match="signed already"):
        sign(at.site, at.hannah, draft_id, choice(at), PIN)
    assert entries(at) == before


def test_the_time_that_is_shown_is_the_time_that_is_stored_to_the_second(at: Founded) -> None:
    draft_id = observe(at, at.ana)
    chosen = choice(at)
    result = sign(at.site, at.hannah, draft_id, chosen, PIN)
    with at.site.database.read() as connection:
        stored = sign_off_queries.get_sign_off(connection, result.sign_off.id)
    assert stored is not None
    assert stored.signature.signed == chosen.signed_at.isoformat(timespec="seconds")
    assert result.sign_off.finished == chosen.signed_at


def test_the_draft_is_gone_with_the_signature_and_not_before(at: Founded) -> None:
    draft_id = observe(at, at.ana)
    with pytest.raises(NotAllowed):
        sign(at.site, at.hannah, draft_id, choice(at), "0000")
    assert [line.id for line in drafts(at.site)] == [draft_id]
    sign(at.site, at.hannah, draft_id, choice(at), PIN)
    assert drafts(at.site) == ()


def test_a_wrong_pin_writes_nothing_and_says_how_many_tries_are_left(at: Founded) -> None:
    draft_id = observe(at, at.ana)
    before = entries(at)
    with pytest.raises(NotAllowed, match="Two more tries"):
        sign(at.site, at.hannah, draft_id, choice(at), "0000")
    assert entries(at) == before
    check_pin(at.site, at.hannah, PIN)


def test_nobody_signs_for_themself(at: Founded) -> None:
    draft_id = observe(at, at.yusef)
    with pytest.raises(NotAllowed, match="yourself"):
        sign(at.site, at.marco, draft_id, choice(at), SECOND_PIN)


def test_a_judgement_kinder_than_the_rules_needs_a_reason(at: Founded) -> None:
    draft_id = observe(at, at.ana, critical=Result.NOT_MET)
    shown = preview(at.site, at.hannah, draft_id)
    assert shown.decision.outcome is Outcome.NOT_YET
    assert shown.judgements == tuple(Judgement)
    assert "looked away twice" in " ".join((shown.decision.sentence, *(reason.text for reason in shown.decision.reasons)))
    with pytest.raises(InputError, match="differs from the rules"):
        sign(at.site, at.hannah, draft_id, choice(at), PIN)


def test_a_judgement_stricter_than_the_rules_needs_a_reason_and_makes_no_offer(at: Founded) -> None:
    draft_id = observe(at, at.ana)
    strict = choice(at, judgement=Judgement.WITH_SUPERVISION)
    with pytest.raises(InputError, match="reason"):
        sign(at.site, at.hannah, draft_id, strict, PIN)
    result = sign(at.site, at.hannah, draft_id, replace(strict, judgement_reason="hesitant at the ramp"), PIN)
    assert (result.offer, result.mastery.met, result.sign_off.success) == (None, False, False)
    assert result.sign_off.decision.outcome is Outcome.COMPETENT


def test_a_measurement_outside_its_limits_is_not_competent_even_when_ticked_met(at: Founded) -> None:
    draft_id = observe(at, at.ana, heel="201")
    assert preview(at.site, at.hannah, draft_id).decision.outcome is Outcome.NOT_YET


def test_the_offer_comes_at_once_when_one_success_is_enough(at: Founded) -> None:
    offer = signed(at, at.ana).offer
    assert offer is not None
    assert offer.missing == ("training_date", "trainer")


def test_the_offer_waits_until_the_mastery_rule_is_met(at: Founded) -> None:
    assert signed(at, at.ana, "twice").offer is None
    later(at, days=1)
    assert signed(at, at.ana, "twice").offer is not None


def test_the_workers_mark_and_comment_are_part_of_what_is_signed(at: Founded) -> None:
    mark = WorkerSignature(name="Ana Kowalska", signed=at.time(), agrees=False, strokes=(((1, 2), (3, 4)),))
    result = sign(at.site, at.hannah, observe(at, at.ana), choice(at, worker_signature=mark, worker_comment="Too strict."), PIN)
    assert get_sign_off(at.site, result.sign_off.id).worker_signature == mark
    assert get_sign_off(at.site, result.sign_off.id).worker_comment == "Too strict."


@pytest.mark.parametrize("changes", [{"limits": "a\x00b"}, {"limits": "x" * 5000}, {"limits_short": "ü" * 31}, {"level": "Z"}])
def test_texts_that_cannot_be_kept_are_refused_before_anything_is_written(at: Founded, changes: dict[str, object]) -> None:
    draft_id, before = observe(at, at.ana), entries(at)
    with pytest.raises(InputError):
        sign(at.site, at.hannah, draft_id, choice(at, **changes), PIN)
    assert entries(at) == before


def test_after_signing_nothing_can_be_edited(at: Founded) -> None:
    result = signed(at, at.ana)
    with pytest.raises(UserError, match="not here any more"):
        record(at.site, result.sign_off.id, result.sign_off.observations[0])


def test_an_amendment_is_a_new_record_beside_the_old_one(at: Founded) -> None:
    old = signed(at, at.ana).sign_off
    corrected = replace(old, judgement=Judgement.NOT_YET, judgement_reason="wrong person on the truck", level="")
    with pytest.raises(InputError, match="reason"):
        amend(at.site, at.hannah, old.id, corrected, " ", PIN, at.time())
    new = amend(at.site, at.hannah, old.id, corrected, "wrong person", PIN, at.time()).sign_off
    assert (new.amends, new.amend_reason, new.success) == (old.id, "wrong person", False)
    assert get_sign_off(at.site, old.id) == old
    with at.site.database.read() as connection:
        standing = sign_off_queries.history(connection, at.ana.id, "forklift")
    assert [one.sign_off.id for one in standing] == [new.id]


def test_an_amendment_is_signed_by_the_one_who_corrects_and_keeps_who_saw_it(at: Founded) -> None:
    old = signed(at, at.ana).sign_off
    new = amend(
        at.site, at.marco, old.id, replace(old, limits="Indoors only"), "limits were missing", SECOND_PIN, at.time()
    ).sign_off
    with at.site.database.read() as connection:
        stored = sign_off_queries.get_sign_off(connection, new.id)
    assert stored is not None
    assert (stored.signature.name, stored.signature.meaning) == ("Marco Rossi", AMEND_MEANING)
    assert (new.assessor_name, new.limits) == ("Hannah Weber", "Indoors only")
    assert check(at.site).sound


@pytest.mark.parametrize("changes", [{"level": "Z"}, {"limits_short": "x" * 61}, {"assessor_note": "a\x07"}])
def test_an_amendment_is_held_to_the_same_words_as_a_sign_off(at: Founded, changes: dict[str, str]) -> None:
    old, before = signed(at, at.ana).sign_off, entries(at)
    with pytest.raises(InputError):
        amend(at.site, at.hannah, old.id, replace(old, **changes), "typing mistake", PIN, at.time())
    assert entries(at) == before


def test_nobody_amends_their_own_assessment(at: Founded) -> None:
    old = signed(at, at.yusef).sign_off
    with pytest.raises(NotAllowed, match="assess yourself"):
        amend(at.site, at.marco, old.id, old, "to my favour", SECOND_PIN, at.time())


def test_what_was_seen_cannot_be_changed_by_an_amendment(at: Founded) -> None:
    old = signed(at, at.ana).sign_off
    forged = replace(old, observations=(), decision=replace(old.decision, met=99))
    new = amend(at.site, at.hannah, old.id, forged, "typing mistake", PIN, at.time()).sign_off
    assert (new.observations, new.decision) == (old.observations, old.decision)
