"""A passport's pages are held against the certificates inside it, row by row, however many pages there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from supervisor_app.credentials.passport import sign_passport as sign_record
from supervisor_app.credentials.verdict import Outcome
from supervisor_app.documents.page import Paper
from supervisor_app.documents.passport import render_passport
from supervisor_app.domain.passport import SignedPassport
from tests.credentials.passports import badge_of
from tests.credentials.samples import FACTS, ISSUER_DID, ISSUER_KEY, NOW, TRUST
from tests.documents.passports import HELD, PAGE, STACKED
from tests.services.verdicts import verify_bytes


def long_passport(count: int, **printed: object) -> tuple[SignedPassport, SignedPassport]:
    """A signed passport with so many certificates, over several pages; and the same with its last row printed otherwise."""
    badges = [badge_of(one, number=f"NGP-A-{one:06}", title=f"Task {one}") for one in range(count)]
    lines = tuple(
        replace(
            HELD[0],
            certificate_id=badge["id"],
            number=f"NGP-A-{one:06}",
            title=f"Task {one}",
            level=FACTS.level,
            limits=FACTS.limits,
            since=FACTS.evaluated,
            valid_until=FACTS.valid_until,
        )
        for one, badge in enumerate(badges)
    )
    page = replace(PAGE, held=lines, stacked=(), in_progress=(), next_step=None, issuer_did=ISSUER_DID)
    record = sign_record(page, badges, ISSUER_KEY, NOW)
    whole = SignedPassport(passport=page, credential=record.credential, qr_text=record.qr.text, qr_mask=3)
    other = replace(page, held=(*lines[:-1], replace(lines[-1], **printed)))  # type: ignore[arg-type]
    return whole, replace(whole, passport=other)


def test_every_row_of_every_page_is_held_against_the_certificate_inside() -> None:
    whole, _ = long_passport(60)
    for language in ("en", "de", "ar"):
        spoken = replace(whole, passport=replace(whole.passport, language=language))
        data = render_passport(spoken, paper=Paper.A4)
        verdict = verify_bytes("passport.pdf", data, trust=TRUST, now=NOW)
        assert verdict.valid, [field for field in verdict.differences if not field.same]
        assert sum(field.label == "Number" for field in verdict.differences) == 60


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("Competency", {"title": "Crane"}),
        ("Level", {"level": "O"}),
        ("Limits", {"limits": "up to 25 t"}),
        ("Since", {"since": date(2020, 1, 1)}),
        ("Valid until", {"valid_until": date(2040, 1, 1)}),
        ("Valid until", {"valid_until": None}),
    ],
)
def test_a_changed_row_of_the_last_page_is_named(label: str, printed: dict[str, object]) -> None:
    _, other = long_passport(45, **printed)
    data = render_passport(other, paper=Paper.LETTER)
    assert len(pypdfium2.PdfDocument(data)) > 2
    verdict = verify_bytes("passport.pdf", data, trust=TRUST, now=NOW)
    assert verdict.outcome is Outcome.PAPER_DIFFERS
    assert [field.label for field in verdict.differences if not field.same] == [label]


def test_a_row_too_many_and_one_too_few_are_found() -> None:
    whole, _ = long_passport(30)
    lines = whole.passport.held
    for held, shown in ((lines[:-1], ""), ((*lines, replace(lines[0], number="NGP-A-009999")), "NGP-A-009999")):
        data = render_passport(replace(whole, passport=replace(whole.passport, held=held)), paper=Paper.A4)
        verdict = verify_bytes("passport.pdf", data, trust=TRUST, now=NOW)
        assert [(field.label, field.on_paper) for field in verdict.differences if not field.same] == [("Number", shown)]


def test_a_certificate_made_of_others_is_held_against_its_record() -> None:
    whole, _ = long_passport(2)
    first, last = whole.passport.held
    made_of = replace(STACKED, certificate_id=last.certificate_id, number=last.number, title=last.title)
    for language in ("en", "de", "ar"):
        for issued_on, until, valid in (
            (FACTS.issued, FACTS.valid_until, True),
            (FACTS.issued, date(2027, 1, 1), True),  # another clock ends it sooner
            (FACTS.issued, date(2040, 1, 1), False),
            (FACTS.issued, None, False),
            (date(2020, 1, 1), FACTS.valid_until, False),
        ):
            line = replace(made_of, issued=issued_on, valid_until=until)
            page = replace(whole.passport, held=(first,), stacked=(line,), language=language)
            data = render_passport(replace(whole, passport=page), paper=Paper.A4)
            assert verify_bytes("passport.pdf", data, trust=TRUST, now=NOW).valid is valid, (language, issued_on, until)
