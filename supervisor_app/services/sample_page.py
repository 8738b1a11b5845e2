"""The certificate as it will look, before there is anything to certify: the real page from the real renderer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from supervisor_app.domain.certificate import CertificateFacts, Evidence, IssuedCertificate, PrintedSignature
from supervisor_app.services.site_look import SiteLook

_DAY = date(2026, 11, 23)
_SIGNED = "2026-11-23T10:24:08-05:00"
_KEY = "00" * 8
_PLAIN = SiteLook()


def sample_page(name: str, place: str, admin: str, logo_png: bytes | None, look: SiteLook = _PLAIN, *, width: int) -> bytes:
    """Return page 1 as PNG, `width` pixels wide, for a site of this name. InputError for a picture that cannot be read."""
    from supervisor_app.documents.certificate import render_certificate
    from supervisor_app.documents.page import Paper
    from supervisor_app.documents.preview import render_png

    issued = IssuedCertificate(
        facts=replace(_facts(name, place, admin), look=look.on_paper),
        worker_id="",
        sign_offs=(),
        credential=b"{}",
        qr_text=_code(),
        qr_mask=0,
    )
    drawn = render_certificate(issued, paper=Paper.A4, logo_png=logo_png, mark_png=look.mark_png)
    return render_png(drawn, 0, width)


def _code() -> str:
    """As many digits as a typical code has, saying nothing."""
    return "SAMPLE-" + "0123456789" * 50


def _signature(heading: str, name: str, title: str, meaning: str) -> PrintedSignature:
    return PrintedSignature(heading=heading, name=name, title=title, meaning=meaning, signed=_SIGNED, key=_KEY)


def _facts(name: str, place: str, admin: str) -> CertificateFacts:
    signatures = (
        _signature("Assessed and signed by", admin, "Assessor", "I observed this work and judge it competent."),
        _signature("Issued for the organisation by", admin, "Admin", "I approve the issue of this certificate."),
    )
    return CertificateFacts(
        credential_id="urn:uuid:00000000-0000-4000-8000-000000000000",
        number="A-000001",
        language="en",
        organisation=name,
        place=place,
        holder="Your first worker",
        holder_latin="",
        employee_no="000001",
        title="Your first checklist",
        level="U",
        level_name="Works unsupervised",
        level_rank=3,
        level_count=4,
        level_scale="I in training, L under supervision, U unsupervised, O trains others",
        limits="The limits you choose.",
        limits_short="",
        evaluated_on="",
        assessed_against="",
        competency="sample",
        checklist_code="SAMPLE",
        checklist_revision=1,
        checklist_digest="00" * 32,
        training_completed=_DAY,
        trainer="",
        evaluated=_DAY,
        evaluator=admin,
        issued=_DAY,
        valid_until=date(2029, 11, 22),
        valid_rule="",
        signatures=signatures,
        evidence=_evidence(),
        issuer_did="did:key:z6MkSample",
        issuer_key="0" * 16,
    )


def _evidence() -> Evidence:
    return Evidence(
        steps=(),
        decision="",
        figures=(),
        mastery="",
        attempts=(),
        assessor_note="",
        worker_comment="",
        signatures=(),
        digests=(),
        triggers="",
    )
