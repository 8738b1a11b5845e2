"""A wallet card's PDF is checked like a certificate's: by its record and its code, and each of its fields against them."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf

from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.documents.cards import render_card
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from tests.credentials.samples import FACTS, NOW, TRUST, issued
from tests.services.verdicts import verify_bytes


def card_of(facts: CertificateFacts, *, printed: CertificateFacts | None = None) -> bytes:
    """The card of a genuine certificate; `printed` puts other facts on the paper than the record holds."""
    made = issued(**{name: getattr(facts, name) for name in ("title", "limits", "limits_short", "holder")})
    return render_card(
        IssuedCertificate(
            facts=printed or facts,
            worker_id="",
            sign_offs=(),
            credential=made.credential,
            qr_text=made.qr.text,
            qr_mask=3,
        )
    )


def checked(data: bytes) -> Verdict:
    return verify_bytes("card.pdf", data, trust=TRUST, now=NOW)


def test_a_card_is_valid() -> None:
    assert checked(card_of(FACTS)).valid


def test_a_card_whose_title_was_cut_and_limits_left_to_the_certificate_is_valid() -> None:
    long = replace(FACTS, title="Counterbalance forklift truck with sideshift and weighing forks and attachments " * 2)
    assert checked(card_of(long)).valid
    assert checked(card_of(replace(FACTS, limits_short=""))).valid


def test_a_card_whose_name_was_cut_is_valid_and_another_name_is_not() -> None:
    long = replace(FACTS, holder="Maximilian Alexander von Hohenstein " * 5)
    assert checked(card_of(long)).valid
    for other in ("Maximilian Alexander von Hohenfels " * 5, "Maximilian…", "…"):
        verdict = checked(card_of(long, printed=replace(long, holder=other)))
        assert [field.label for field in verdict.differences if not field.same] == ["Holder"]


def test_every_changed_field_of_a_card_is_named() -> None:
    for label, changes in {
        "Holder": {"holder": "Hanna Gal"},
        "Competency": {"title": "Counterbalance forklift truck"},
        "Level": {"level": "O"},
        "Limits": {"limits_short": "up to 25 t, no ramps"},
        "Valid until": {"valid_until": None},
        "Number": {"number": "NGP-A-000232"},
        "Organisation": {"organisation": "Northgate Pressing"},
    }.items():
        verdict = checked(card_of(FACTS, printed=replace(FACTS, **changes)))
        assert verdict.outcome is Outcome.PAPER_DIFFERS
        assert [field.label for field in verdict.differences if not field.same] == [label]


def test_a_card_without_its_record_is_judged_by_its_code() -> None:
    data = card_of(FACTS)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.AF
        del pdf.Root.Names
        target = io.BytesIO()
        pdf.save(target)
    assert checked(target.getvalue()).valid
