"""One sign-off whole: its proof is checked against the entry, corrections are linked both ways, certificates are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.decision import Judgement
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.services.issuing import issue
from supervisor_app.services.records import amendment_preview, record_whole
from supervisor_app.services.signing import SignedResult, amend
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, found, later, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def amended(at: Founded, first: SignedResult) -> SignedResult:
    later(at, hours=1)
    corrected = replace(first.sign_off, judgement=Judgement.NOT_YET, judgement_reason="It was another truck", level="")
    return amend(at.site, at.hannah, first.sign_off.id, corrected, "Wrong truck", PIN, at.time())


def test_a_record_comes_with_its_proof_in_words(at: Founded) -> None:
    result = signed(at, at.ana)
    whole = record_whole(at.site, result.sign_off.id)
    assert whole.sign_off == result.sign_off
    assert all(line.holds for line in whole.proof)
    words = " ".join(line.words for line in whole.proof)
    assert "Hannah Weber’s own key" in words
    assert "Entry " in words
    assert result.entry_hash.hex() in whole.proof[-1].code.replace(" ", "")
    assert whole.corrects is None
    assert whole.corrected_by is None
    assert whole.certificates == ()


def test_a_changed_entry_does_not_prove_the_record(at: Founded) -> None:
    result = signed(at, at.ana)
    with at.site.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE entry SET content = CAST(replace(CAST(content AS TEXT), ?, ?) AS BLOB) WHERE hash = ?",
            ("FT-07", "FT-09", result.entry_hash),
        )
    proof = record_whole(at.site, result.sign_off.id).proof
    assert not proof[0].holds
    assert "does not hold" in proof[0].words


def test_a_key_the_site_does_not_know_is_said(at: Founded) -> None:
    result = signed(at, at.ana)
    with at.site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM member_key")
    proof = record_whole(at.site, result.sign_off.id).proof
    assert [line.holds for line in proof] == [True, False, True]


def test_a_correction_is_found_from_both_ends(at: Founded) -> None:
    first = signed(at, at.ana)
    second = amended(at, first)
    old, new = record_whole(at.site, first.sign_off.id), record_whole(at.site, second.sign_off.id)
    assert old.corrected_by is not None
    assert new.corrects is not None
    assert (old.corrected_by.sign_off_id, old.corrected_by.reason) == (second.sign_off.id, "Wrong truck")
    assert (new.corrects.sign_off_id, new.corrects.reason) == (first.sign_off.id, "Wrong truck")
    assert old.sign_off.judgement is Judgement.COMPETENT
    assert all(line.holds for line in new.proof)


def test_certificates_that_rest_on_it_are_named(at: Founded) -> None:
    result = signed(at, at.ana)
    issued = issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    assert [row.number for row in record_whole(at.site, result.sign_off.id).certificates] == [issued.facts.number]


def test_an_amendment_starts_from_the_record_and_may_only_be_stricter(at: Founded) -> None:
    result = signed(at, at.ana)
    start = amendment_preview(at.site, at.hannah, result.sign_off.id)
    assert (start.level, start.limits, start.decision) == ("U", "Up to 2.5 t", result.sign_off.decision)
    assert start.judgements == tuple(Judgement)


def test_one_cannot_amend_ones_own_assessment_nor_what_was_corrected(at: Founded) -> None:
    own = signed(at, at.yusef)
    with pytest.raises(NotAllowed, match="assess yourself"):
        amend(at.site, at.marco, own.sign_off.id, replace(own.sign_off, limits="None"), "Too wide", SECOND_PIN, at.time())
    amended(at, own)
    with pytest.raises(NotAllowed, match="corrected already"):
        amendment_preview(at.site, at.hannah, own.sign_off.id)


def test_a_record_that_is_not_here_is_said(at: Founded) -> None:
    with pytest.raises(UserError, match="not on this laptop"):
        record_whole(at.site, "0" * 32)
