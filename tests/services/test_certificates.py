"""Finding certificates: newest first however deep, what is due soonest first, by a scanned code, by what was typed under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.codes import certificate_code
from supervisor_app.services.certificate_drawing import get_certificate, mark_printed, paper_named
from supervisor_app.services.certificates import Which, count_certificates, find_scanned, list_certificates, waiting_ids
from supervisor_app.services.issuing import issue
from supervisor_app.services.paper_preview import ReadBack, draw_paper, picture_of, read_again
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    founded = found(tmp_path_factory.mktemp("certificates") / "site")
    yield founded
    founded.site.close()


@pytest.fixture(scope="module")
def made(at: Founded) -> list[IssuedCertificate]:
    issued = []
    for _ in range(3):
        for worker in (at.ana, at.yusef):
            issued.append(issue(at.site, at.hannah, signed(at, worker).sign_off.id, DETAILS, PIN, at.time()))
            later(at, days=1)
    return issued


def test_pieces_behind_the_last_row_make_the_whole_list(at: Founded, made: list[IssuedCertificate]) -> None:
    day = at.time().date()
    whole = list_certificates(at.site, day)
    assert [line.issued for line in whole] == sorted((line.issued for line in whole), reverse=True)
    pieces, last = [], None
    while piece := list_certificates(at.site, day, limit=4, offset=len(pieces), after=last):
        pieces += piece
        last = piece[-1]
    assert tuple(pieces) == whole
    assert len(whole) == count_certificates(at.site, day) == len(made)
    assert {line.short_title for line in whole} == {"Counterbalance forklift"}


def test_a_scanned_code_and_the_code_typed_under_it_find_the_certificate(at: Founded, made: list[IssuedCertificate]) -> None:
    day, wanted = at.time().date(), made[2]
    for text in (wanted.qr_text, f"  {wanted.qr_text}\n", certificate_code(wanted.facts.credential_id).lower().replace("-", " ")):
        found = find_scanned(at.site, text, day)
        assert found is not None
        assert found.number == wanted.facts.number
    for text in ("", "Kowalewski", "00000-00000", wanted.qr_text[:-3], "7" * 300):
        assert find_scanned(at.site, text, day) is None


def test_what_is_due_comes_soonest_first_and_only_once_per_competency(at: Founded, made: list[IssuedCertificate]) -> None:
    last = max(certificate.facts.valid_until for certificate in made if certificate.facts.valid_until)
    due = list_certificates(at.site, last - timedelta(days=10), which=Which.DUE)
    assert [line.holder for line in due] == [made[4].facts.holder, made[5].facts.holder]
    assert count_certificates(at.site, last - timedelta(days=10), which=Which.DUE) == len(due)
    assert not list_certificates(at.site, last - timedelta(days=40), which=Which.DUE)


def test_only_what_was_never_printed_waits(at: Founded, made: list[IssuedCertificate]) -> None:
    day = at.time().date()
    assert len(waiting_ids(at.site, day)) == len(made)
    mark_printed(at.site, at.hannah, [made[0].facts.credential_id] * 2)
    assert made[0].facts.credential_id not in waiting_ids(at.site, day)
    line = next(line for line in list_certificates(at.site, day) if line.id == made[0].facts.credential_id)
    assert line.printed == 2


def test_the_drawn_page_is_read_back_and_held_against_the_record(at: Founded, made: list[IssuedCertificate]) -> None:
    one, other = (draw_paper(at.site, certificate.facts.credential_id, paper_named("Letter")) for certificate in made[:2])
    assert read_again(at.site, one) is ReadBack.MATCHES
    assert read_again(at.site, replace(one, pdf=other.pdf)) is ReadBack.DIFFERS
    picture = picture_of(one, one.pages - 1, 500)
    assert (picture.width, len(picture.rgba)) == (500, 500 * picture.height * 4)
    assert get_certificate(at.site, one.issued.facts.credential_id) == one.issued
