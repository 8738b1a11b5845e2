"""No paper without what its rule asks for: looked at by whatever draws a certificate or a card."""

from __future__ import annotations

from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.certificate_preset import PRESETS, missing_on_paper
from supervisor_app.errors import InputError


def check_complete(facts: CertificateFacts) -> None:
    """InputError naming the certificate, the rule and what the record lacks of it."""
    missing = missing_on_paper(facts)
    if missing:
        rule = PRESETS[facts.preset].source
        raise InputError(
            facts.number, f"its record lacks what {rule} asks for: {', '.join(missing)}.", "Issue it anew with these."
        )
