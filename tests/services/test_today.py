"""The first page: what waits, what ends, in words and real numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.services.certificate_drawing import mark_printed
from supervisor_app.services.issuing import issue
from supervisor_app.services.today import days_in_words, sentence, today
from tests.services.founded import DETAILS, PIN, Founded, found, later, observe, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def test_a_new_site_has_nothing_waiting(at: Founded) -> None:
    page = today(at.site, at.hannah, at.time())
    assert page.sentence == "Nothing is overdue. Nothing is waiting for you."
    assert (page.drafts, page.offers, page.to_print, page.due, page.signed_today) == ((), (), (), (), ())


def test_drafts_offers_and_papers_wait_until_they_are_done(at: Founded) -> None:
    observe(at, at.yusef)
    result = signed(at, at.ana)
    page = today(at.site, at.hannah, at.time())
    assert (len(page.drafts), len(page.offers), len(page.signed_today)) == (1, 1, 1)
    assert page.sentence == "Nothing is overdue. Two things are waiting for you."
    issued = issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())
    assert today(at.site, at.hannah, at.time()).to_print_count == 1
    mark_printed(at.site, at.hannah, [issued.facts.credential_id])
    page = today(at.site, at.hannah, at.time())
    assert (page.offers, page.to_print_count) == ((), 0)


def test_what_ends_is_counted_for_30_60_and_90_days_and_says_why(at: Founded) -> None:
    issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, days=3 * 365 + 1 - 40)
    page = today(at.site, at.hannah, at.time())
    assert page.due_within == ((30, 0), (60, 1), (90, 1))
    assert (page.due[0].when, page.due[0].why) == ("in 40 days", "36 months are over")
    later(at, days=42)
    page = today(at.site, at.hannah, at.time())
    assert (page.due, len(page.overdue)) == ((), 1)
    assert page.sentence.startswith("One certificate has ended.")


def test_a_renewed_certificate_is_no_longer_due(at: Founded) -> None:
    issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    later(at, days=3 * 365 - 20)
    assert len(today(at.site, at.hannah, at.time()).due) == 1
    issue(at.site, at.hannah, signed(at, at.ana).sign_off.id, DETAILS, PIN, at.time())
    assert today(at.site, at.hannah, at.time()).due == ()


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "in 1 day"), (4, "in 4 days"), (-1, "1 day ago"), (-3, "3 days ago")]
)
def test_days_are_said_as_people_say_them(days: int, words: str) -> None:
    assert days_in_words(days) == words


def test_the_sentence_counts_in_words_and_never_says_two_is() -> None:
    assert sentence(0, 1) == "Nothing is overdue. One thing is waiting for you."
    assert sentence(2, 12) == "2 certificates have ended. 12 things are waiting for you."
