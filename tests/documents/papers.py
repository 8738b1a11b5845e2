"""Certificates whose code is signed as real ones are, and names in every script of the rosters, for tests of what is printed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from supervisor_app.credentials.qr_payload import encode
from supervisor_app.documents.qr_code import best_mask
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from tests.credentials.samples import ISSUER_KEY
from tests.documents.samples import FACTS

SCRIPTS = {
    "latin": "Zoë Müller-Østergård",
    "vietnamese": "Nguyễn Thị Minh Khai",
    "cyrillic": "Дмитрий Шостаковский",
    "greek": "Ελένη Παπαδοπούλου",
    "hebrew": "יוסף כהן",
    "arabic": "محمد عبد الرحمن الحسيني",
    "devanagari": "लक्ष्मी प्रसाद",
    "tamil": "தமிழ் செல்வி",
    "thai": "สมชาย ใจดี",
    "chinese": "王小明",
    "japanese": "やまだ たろう",
    "korean": "김민준",
    "georgian": "ბარბარე შენგელია",
}
"""A name in every script that the rosters hold."""


@cache
def signed(facts: CertificateFacts = FACTS) -> IssuedCertificate:
    """Return a certificate with a credential and a code that prove it."""
    digest = bytes.fromhex(facts.checklist_digest)
    text = encode(facts, digest, ISSUER_KEY).text
    return IssuedCertificate(
        facts=facts, worker_id="0" * 32, sign_offs=("1" * 32,), credential=b"{}", qr_text=text, qr_mask=best_mask(text)
    )


def people(count: int = 10, **changes: object) -> tuple[IssuedCertificate, ...]:
    """Return certificates of so many people, their names in as many scripts as there are."""
    names = tuple(SCRIPTS.values())
    return tuple(
        signed(
            replace(
                FACTS,
                holder=names[place % len(names)],
                number=f"NGP-A-{place:06d}",
                credential_id=f"urn:uuid:4f1c1d3e-7a55-4c1d-9d3e-{place:012d}",
                **changes,  # type: ignore[arg-type]
            )
        )
        for place in range(count)
    )
